"""Writing a record at the end of the chain, and reading records back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

from pos.database import settings, till
from pos.database.connection import Database, Row
from pos.database.journal.author import Author, Head, author_of
from pos.domain.identity import to_ms
from pos.fiscal.business_day import open_from
from pos.fiscal.canonical import Body
from pos.fiscal.events import CODES, Event
from pos.fiscal.record import CLOSINGS, NO_HASH, Kind, Place, Record, Writer, compose, seal, series_of

CLOCK_SLACK_MS: Final = 2_000
"""How far a clock may go back before anyone is told: time servers move it a little all day."""

RECORDS_A_PAGE: Final = 1_000

_COLUMNS: Final = (
    "seq, kind, series, no, business_day, ts_local, till_id, siret, operator_id, operator_name, responsible_id,"
    " fiscal_version, build_hash, key_id, subject, payload, hash, sig"
)
_EPOCH_BEGINS = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class HeadRow:
    """The end of the chain as the file keeps it; a month is `2026-11`, a year `2026`, each empty before the first.

    held says why nothing is sold, empty while nothing stands in the way.
    """

    seq: int
    hash: bytes
    at_ms: int
    clock_ms: int
    open_day: date | None
    closed_day: date | None
    closed_month: str = ""
    closed_year: str = ""
    held: str = ""


def head_row(db: Database) -> HeadRow:
    """The end of the chain."""
    row = db.row(
        "SELECT seq, hash, at_ms, clock_ms, open_day, closed_day, closed_month, closed_year, held FROM fiscal_head"
    )
    if row is None:
        raise LookupError("the file has no head")
    seq, digest, at_ms, clock_ms, open_day, closed_day, *texts = row
    return HeadRow(seq, bytes(digest), at_ms, clock_ms, _day(open_day), _day(closed_day), *texts)


def moment_for(db: Database, now: datetime) -> datetime:
    """The moment a record made now would have: never earlier than the last one's, to the millisecond."""
    return _not_before(now, head_row(db).at_ms)


def append(
    db: Database, kind: Kind, body: Body, *, now: datetime, subject: str = "", business_day: date | None = None
) -> Record:
    """Write the next record of the chain, in the running transaction.

    A clock that was moved back is noted first; the record then has the moment of the last one.

    Args:
        db: the shop, inside a transaction.
        kind: what the record is about.
        body: what it says beside what every record says.
        now: what the clock says, in the shop's own zone.
        subject: what it is about, by name.
        business_day: the day it counts for; the one that is open at that moment unless told.

    Raises:
        SigningKeyMissing: there is no key to sign with.
    """
    author = author_of(db)
    head = head_row(db)
    if to_ms(now) < head.clock_ms - CLOCK_SLACK_MS:
        _note_clock(db, author, head, now)
        head = head_row(db)
    return _append(db, author, head, kind, body, now=now, subject=subject, business_day=business_day)


def note_event(db: Database, event: Event, *, now: datetime, details: Body | None = None) -> Record:
    """Write an event into the log (JET), in the running transaction: the one way for all of them.

    Args:
        db: the shop, inside a transaction.
        event: what happened.
        now: what the clock says, in the shop's own zone.
        details: what else is to be known of it; no name, secret or number of a person beside the shop's own staff.
    """
    body: Body = {"event": event.value, "code": CODES.get(event, 0), "data": details or {}}
    return append(db, Kind.JET, body, now=now, subject=event.value)


def begin_series(db: Database, series: str, last_number: int) -> None:
    """Let a series go on after the numbers given out before the journal began, in the running transaction."""
    db.execute("INSERT INTO counter VALUES (?, ?, ?, ?)", (till.identity(db).id, series, last_number, NO_HASH))


def by_seq(db: Database, seq: int) -> Record | None:
    """The record of this number, or None."""
    row = db.row(f"SELECT {_COLUMNS} FROM fiscal_record WHERE seq = ?", (seq,))
    return None if row is None else _record(row)


def about(db: Database, subject: str, kind: Kind) -> list[Record]:
    """The records of a kind about a subject, oldest first."""
    rows = db.rows(
        f"SELECT {_COLUMNS} FROM fiscal_record WHERE subject = ? AND kind = ? ORDER BY seq", (subject, kind.value)
    )
    return [_record(row) for row in rows]


def count_about(db: Database, subject: str, kind: Kind) -> int:
    """How many records of a kind there are about a subject."""
    return int(db.value("SELECT count(*) FROM fiscal_record WHERE subject = ? AND kind = ?", (subject, kind.value)))


def latest(db: Database, kind: Kind) -> Record | None:
    """The last record of a kind, or None."""
    row = db.row(f"SELECT {_COLUMNS} FROM fiscal_record WHERE kind = ? ORDER BY seq DESC LIMIT 1", (kind.value,))
    return None if row is None else _record(row)


def by_kind_after(db: Database, kind: Kind, seq: int) -> list[Record]:
    """The records of a kind after a place in the chain, in order."""
    rows = db.rows(f"SELECT {_COLUMNS} FROM fiscal_record WHERE kind = ? AND seq > ? ORDER BY seq", (kind.value, seq))
    return [_record(row) for row in rows]


def newest_where(db: Database, condition: str, values: Sequence[object], *, limit: int) -> list[Record]:
    """The newest records a condition holds for, newest first; for the questions of this package."""
    rows = db.rows(
        f"SELECT {_COLUMNS} FROM fiscal_record WHERE {condition} ORDER BY seq DESC LIMIT ?", (*values, limit)
    )
    return [_record(row) for row in rows]


def newest(db: Database, kinds: Sequence[Kind], *, before: int | None, limit: int) -> list[Record]:
    """The records of some kinds, newest first, those before a place in the chain; one page of them."""
    marks = ",".join("?" * len(kinds))
    rows = db.rows(
        f"SELECT {_COLUMNS} FROM fiscal_record WHERE kind IN ({marks}) AND (? IS NULL OR seq < ?)"
        " ORDER BY seq DESC LIMIT ?",
        (*(kind.value for kind in kinds), before, before, limit),
    )
    return [_record(row) for row in rows]


def in_order(db: Database, *, from_seq: int = 1, to_seq: int | None = None) -> Iterator[Record]:
    """The records of a stretch of the chain in order, read a page at a time."""
    following = from_seq
    while True:
        rows = db.rows(
            f"SELECT {_COLUMNS} FROM fiscal_record WHERE seq >= ? AND (? IS NULL OR seq <= ?) ORDER BY seq LIMIT ?",
            (following, to_seq, to_seq, RECORDS_A_PAGE),
        )
        yield from map(_record, rows)
        if len(rows) < RECORDS_A_PAGE:
            return
        following = rows[-1][0] + 1


def _note_clock(db: Database, author: Author, head: HeadRow, now: datetime) -> None:
    details = {"clock": to_ms(now), "before": head.clock_ms, "last": head.at_ms}
    body: Body = {"event": Event.CLOCK_CHANGED.value, "code": 0, "data": details}
    _append(db, author, head, Kind.JET, body, now=now, subject=Event.CLOCK_CHANGED.value)


def _append(
    db: Database,
    author: Author,
    head: HeadRow,
    kind: Kind,
    body: Body,
    *,
    now: datetime,
    subject: str,
    business_day: date | None = None,
) -> Record:
    identity = till.identity(db)
    at = _not_before(now, head.at_ms)
    place = _next_place(db, head, identity.id, series_of(kind, identity.epoch))
    writer = Writer(
        till_id=identity.id,
        siret=settings.shop_identity(db).siret,
        operator_id=author.operator.id,
        operator_name=author.operator.name,
        fiscal_version=author.software.version,
        build=author.software.build,
        key_id=author.key.id,
        responsible_id=author.responsible_id,
    )
    day = business_day or open_day_at(db, at, head)
    payload = compose(kind, place, writer, at=at, business_day=day, subject=subject, body=body)
    digest, signature = seal(payload, author.key.sign)
    record = Record(
        seq=place.seq,
        kind=kind,
        series=place.series,
        number=place.number,
        business_day=day,
        at=at,
        subject=subject,
        writer=writer,
        payload=payload,
        hash=digest,
        signature=signature,
    )
    _write(db, record, clock_ms=to_ms(now))
    _tell(db, author, Head(record.seq, record.hash, identity.epoch, to_ms(at), kind.value, identity.id))
    return record


def open_day_at(db: Database, at: datetime, head: HeadRow | None = None) -> date:
    """The business day a record of this moment counts for."""
    row = head or head_row(db)
    return open_from(at, row.closed_day, settings.cut_off(db))


def _write(db: Database, record: Record, *, clock_ms: int) -> None:
    writer = record.writer
    db.execute(
        "INSERT INTO fiscal_record VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            record.seq, record.kind.value, record.series, record.number, record.business_day.isoformat(),
            to_ms(record.at), record.at.isoformat(timespec="milliseconds"), writer.till_id, writer.siret,
            writer.operator_id, writer.operator_name, writer.responsible_id, writer.fiscal_version, writer.build,
            writer.key_id, record.subject, record.payload, record.hash, record.signature,
        ),
    )  # fmt: skip
    db.execute(
        "INSERT INTO counter VALUES (?, ?, ?, ?) ON CONFLICT (till_id, series) DO UPDATE SET"
        " last_no = excluded.last_no, last_hash = excluded.last_hash",
        (writer.till_id, record.series, record.number, record.hash),
    )
    db.execute(
        "UPDATE fiscal_head SET seq = ?, hash = ?, at_ms = ?, clock_ms = ?",
        (record.seq, record.hash, to_ms(record.at), clock_ms),
    )


def _next_place(db: Database, head: HeadRow, till_id: str, series: str) -> Place:
    row = db.row("SELECT last_no, last_hash FROM counter WHERE till_id = ? AND series = ?", (till_id, series))
    last_no, last_hash = row or (0, NO_HASH)
    return Place(head.seq + 1, series, last_no + 1, head.hash, bytes(last_hash))


@dataclass(slots=True)
class _Telling:
    """What the anchors hear once a transaction is on the disk: of its heads the last, and every closing's."""

    tell: Callable[[Head], None]
    heads: list[Head]

    def hear(self, head: Head) -> None:
        if self.heads and self.heads[-1].kind not in CLOSINGS:
            self.heads.pop()
        self.heads.append(head)

    def __call__(self) -> None:
        for head in self.heads:
            self.tell(head)


def _tell(db: Database, author: Author, head: Head) -> None:
    """Let the anchors hear of the new head once it is on the disk."""
    if author.told_heads is None:
        return
    if not isinstance(db.after_commit, _Telling):
        db.after_commit = _Telling(author.told_heads, [])
    db.after_commit.hear(head)


def _not_before(now: datetime, last_ms: int) -> datetime:
    at_ms = max(to_ms(now), last_ms)
    return (_EPOCH_BEGINS + timedelta(milliseconds=at_ms)).astimezone(now.tzinfo)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _record(row: Row) -> Record:
    seq, kind, series, number, business_day, ts_local, till_id, siret, operator_id, operator_name, *rest = row
    responsible_id, fiscal_version, build, key_id, subject, payload, digest, signature = rest
    return Record(
        seq=seq,
        kind=Kind(kind),
        series=series,
        number=number,
        business_day=date.fromisoformat(business_day),
        at=datetime.fromisoformat(ts_local),
        subject=subject,
        writer=Writer(till_id, siret, operator_id, operator_name, fiscal_version, build, key_id, responsible_id),
        payload=bytes(payload),
        hash=bytes(digest),
        signature=bytes(signature),
    )
