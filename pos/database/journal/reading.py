"""Questions to the journal, newest first, a page at a time by the record's number: hundreds of thousands are no matter.

Kinds, days and subjects walk an index. Words and codes are looked for in the signed bytes themselves, some thousands of
records at a time, so that whoever asks may stop.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import islice
from typing import Any, Final

from pos.database import products
from pos.database.connection import Database
from pos.database.journal.records import newest_where
from pos.domain.folding import fold
from pos.domain.money import Money
from pos.domain.sale_question import AnySale, Numbered, OfAmount, OfDay, Question, ThisSale, WithCode, WithWords
from pos.fiscal.canonical import NotCanonical, parse
from pos.fiscal.record import Kind, Record

WINDOW: Final = 4_000
"""How many records are gone through between two looks whether the answer is still wanted."""

_LAST: Final = 2**63 - 1
_SPELT_WITH_ACCENTS: Final = frozenset("aceinouy'")
_ANYTHING: Final = AnySale()
_WITH_AMOUNT: Final = (Kind.TRAIN, Kind.NOTE, Kind.Z, Kind.ZM, Kind.ZY)


@dataclass(frozen=True, slots=True)
class RecordQuestion:
    """What is looked for, and among which kinds; no kind means all. seq means that one record of the chain alone."""

    about: Question = _ANYTHING
    kinds: tuple[Kind, ...] = ()
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class KeptParameter:
    """A setting as it stands, or a parameter and the day it holds from; '' for what holds now."""

    name: str
    value: str
    valid_from: str = ""


@dataclass(frozen=True, slots=True)
class KeptPerson:
    """Somebody who works or worked here; moments are milliseconds UTC, left_at_ms None for who is here."""

    id: str
    name: str
    role: str
    has_pin: bool
    created_at_ms: int
    left_at_ms: int | None


def page(
    db: Database,
    question: RecordQuestion,
    *,
    before: int | None,
    limit: int,
    is_wanted: Callable[[], bool] = lambda: True,
) -> list[Record]:
    """A page of the records that answer a question, those before a number, newest first.

    is_wanted is asked during a long search; what was found until it says no is given.
    """
    top = _LAST if before is None else before
    if question.seq is not None:
        return _those(db, {question.seq}, question.kinds, top, limit)
    match question.about:
        case AnySale():
            return _of_kinds(db, question.kinds, top, limit)
        case Numbered(number):
            return _numbered(db, number, question.kinds, top, limit)
        case OfDay(day):
            return _of_day(db, day, question.kinds, top, limit)
        case OfAmount(total):
            return _of_amount(db, total, question.kinds, top, limit)
        case ThisSale(sale_id):
            return _among(db, "subject = ? AND seq < ?", (sale_id, top), question.kinds, limit)
        case WithWords(words):
            return _with_any(db, (words,), question.kinds, top, limit, is_wanted)
        case WithCode(code):
            article = products.with_barcode(db, code)
            either = (code,) if article is None else (code, article.id)
            return _with_any(db, either, question.kinds, top, limit, is_wanted)


def neighbours(db: Database, seq: int) -> tuple[bytes | None, bytes | None]:
    """The hash of the record before this one, and the signed bytes of the one after it, None where there is none."""
    before = db.value("SELECT hash FROM fiscal_record WHERE seq = ?", (seq - 1,))
    after = db.value("SELECT payload FROM fiscal_record WHERE seq = ?", (seq + 1,))
    return (None if before is None else bytes(before), None if after is None else bytes(after))


def days(db: Database) -> tuple[date, date] | None:
    """The first and the last business day of any record, None where there is none."""
    row = db.row("SELECT min(business_day), max(business_day) FROM fiscal_record")
    return None if row is None or row[0] is None else (date.fromisoformat(row[0]), date.fromisoformat(row[1]))


def counts(db: Database) -> dict[Kind, int]:
    """How many records of each kind there are."""
    rows = db.rows("SELECT kind, count(*) FROM fiscal_record GROUP BY kind")
    return {Kind(kind): count for kind, count in rows}


def parameters(db: Database) -> tuple[KeptParameter, ...]:
    """Every setting as it stands, then every dated parameter, by name and day."""
    now = db.rows("SELECT name, value FROM setting ORDER BY name")
    dated = db.rows("SELECT name, value, valid_from FROM param ORDER BY name, valid_from")
    return tuple(KeptParameter(*row) for row in (*now, *dated))


def people(db: Database) -> tuple[KeptPerson, ...]:
    """Everybody who works or ever worked here; of a PIN only that there is one."""
    rows = db.rows("SELECT id, name, role, pin <> '', created_at_ms, left_at_ms FROM person ORDER BY created_at_ms, id")
    return tuple(
        KeptPerson(person_id, name, role, bool(has_pin), came_ms, left_ms)
        for person_id, name, role, has_pin, came_ms, left_ms in rows
    )


def _of_kinds(db: Database, kinds: Sequence[Kind], top: int, limit: int) -> list[Record]:
    if not kinds:
        return newest_where(db, "seq < ?", (top,), limit=limit)
    each = (newest_where(db, "kind = ? AND seq < ?", (kind.value, top), limit=limit) for kind in kinds)
    return list(islice(merge(*each, key=lambda one: one.seq, reverse=True), limit))


def _numbered(db: Database, number: int, kinds: Sequence[Kind], top: int, limit: int) -> list[Record]:
    """The record of this number in the chain, and those of this number in their series."""
    rows = db.rows("SELECT r.seq FROM counter c JOIN fiscal_record r ON r.series = c.series AND r.no = ?", (number,))
    return _those(db, {number, *(seq for (seq,) in rows)}, kinds, top, limit)


def _of_day(db: Database, day: date, kinds: Sequence[Kind], top: int, limit: int) -> list[Record]:
    return _among(db, "business_day = ? AND seq < ?", (day.isoformat(), top), kinds, limit)


def _of_amount(db: Database, total: Money, kinds: Sequence[Kind], top: int, limit: int) -> list[Record]:
    """Sales by the index of their totals; of the few other kinds with an amount, what their signed bytes say."""
    found: set[int] = set()
    if not kinds or Kind.TICKET in kinds:
        rows = db.rows(
            "SELECT record_seq FROM sale WHERE total_minor = ? AND record_seq < ? ORDER BY rowid DESC LIMIT ?",
            (total.minor, top, limit),
        )
        found |= {seq for (seq,) in rows}
    for kind in set(kinds or _WITH_AMOUNT) & set(_WITH_AMOUNT):
        rows = db.rows(
            "SELECT seq FROM fiscal_record WHERE kind = ? AND seq < ? AND payload <> x''"
            " AND json_extract(CAST(payload AS TEXT), '$.ttc') = ? ORDER BY seq DESC LIMIT ?",
            (kind.value, top, total.minor, limit),
        )
        found |= {seq for (seq,) in rows}
    return _those(db, found, kinds, top, limit)


def _with_any(
    db: Database, words: Sequence[str], kinds: Sequence[Kind], top: int, limit: int, is_wanted: Callable[[], bool]
) -> list[Record]:
    """SQLite looks for the letters that are written in one way only; what it finds is read as a person would."""
    wanted = tuple(map(fold, words))
    likes = " OR ".join([r"CAST(payload AS TEXT) LIKE ? ESCAPE '\'"] * len(wanted))
    condition = f"seq < ? AND seq >= ? AND ({likes})"
    found: list[Record] = []
    top = min(top, int(db.value("SELECT coalesce(max(seq), 0) + 1 FROM fiscal_record")))
    while top > 1 and len(found) < limit and is_wanted():
        low = max(0, top - WINDOW)
        some = _among(db, condition, (top, low, *map(_pattern, wanted)), kinds, limit)
        found += [one for one in some if _holds(one, wanted)]
        top = some[-1].seq if len(some) == limit else low
    return found[:limit]


def _those(db: Database, seqs: set[int], kinds: Sequence[Kind], top: int, limit: int) -> list[Record]:
    chosen = sorted((seq for seq in seqs if seq < top), reverse=True)
    marks = ",".join("?" * len(chosen))
    return _among(db, f"seq IN ({marks})", chosen, kinds, limit)


def _among(db: Database, condition: str, values: Sequence[object], kinds: Sequence[Kind], limit: int) -> list[Record]:
    if kinds:
        condition += f" AND kind IN ({','.join('?' * len(kinds))})"
    return newest_where(db, condition, (*values, *(kind.value for kind in kinds)), limit=limit)


def _pattern(wanted: str) -> str:
    """What LIKE looks for: a letter that may carry an accent can be any sign, a ligature one or two."""
    signs = ["%" if sign == " " else "_" if sign in _SPELT_WITH_ACCENTS else _escaped(sign) for sign in wanted]
    return f"%{''.join(signs)}%".replace("__", "%")


def _escaped(sign: str) -> str:
    return f"\\{sign}" if sign in {"%", "_", "\\"} else sign


def _holds(record: Record, wanted: Sequence[str]) -> bool:
    try:
        texts = [fold(text) for text in _texts(parse(record.payload))]
    except NotCanonical:
        texts = [fold(record.payload.decode(errors="replace"))]
    return any(one in text for one in wanted for text in texts)


def _texts(value: Any) -> list[str]:
    """Every text and figure a payload says, without the names of its fields."""
    if isinstance(value, dict):
        return [text for one in value.values() for text in _texts(one)]
    if isinstance(value, list):
        return [text for one in value for text in _texts(one)]
    return [str(value)]
