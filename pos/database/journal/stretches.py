"""Stretches of the chain as a verifier takes them: every record byte for byte, or what a purge left of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

from pos.database.connection import Database, Row
from pos.fiscal.record import Kind, moment
from pos.fiscal.verify import Entry

RECORDS_A_PAGE: Final = 50

_COLUMNS: Final = (
    "seq, kind, series, no, business_day, at_ms, ts_local, till_id, siret, operator_id, operator_name,"
    " responsible_id, fiscal_version, build_hash, key_id, subject, payload, hash, sig"
)
_EPOCH_BEGINS: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Kept(NamedTuple):
    """A record as the verifier takes it, and the columns it stands in."""

    entry: Entry
    columns: Row


def bounds(db: Database, from_day: date, to_day: date) -> tuple[int, int] | None:
    """The first and the last record of a stretch that holds every record of these business days, None for no record."""
    first = db.value("SELECT min(seq) FROM fiscal_record WHERE business_day >= ?", (from_day.isoformat(),))
    last = db.value("SELECT max(seq) FROM fiscal_record WHERE business_day <= ?", (to_day.isoformat(),))
    return None if first is None or last is None or first > last else (first, last)


def last_seq(db: Database) -> int:
    """The number of the last record that is there, 0 for none."""
    return int(db.value("SELECT coalesce(max(seq), 0) FROM fiscal_record"))


def count_of(db: Database, kind: Kind) -> int:
    """How many records of a kind there are."""
    return int(db.value("SELECT count(*) FROM fiscal_record WHERE kind = ?", (kind.value,)))


def kept(db: Database, first: int, last: int) -> Iterator[Kept]:
    """The records from one to another, in order, a page at a time."""
    following = first
    while following <= last:
        rows = db.rows(
            f"SELECT {_COLUMNS} FROM fiscal_record WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT ?",
            (following, last, RECORDS_A_PAGE),
        )
        if not rows:
            return
        for row in rows:
            yield _kept(row)
        following = rows[-1][0] + 1


def proofs(db: Database) -> list[Entry]:
    """The records a verifier of any stretch needs beside it: keys, restores and purges of the whole journal."""
    rows = db.rows(
        f"SELECT {_COLUMNS} FROM fiscal_record WHERE kind IN ('KEY', 'PURGE')"
        " OR (subject = 'RESTORE' AND kind = 'JET') ORDER BY seq"
    )
    return [_kept(row).entry for row in rows]


def _kept(row: Row) -> Kept:
    payload = bytes(row[-3])
    return Kept(Entry(payload, bytes(row[-2]), bytes(row[-1]), None if payload else _purged(row)), row)


def _purged(row: Row) -> dict[str, str | int]:
    """What the columns say of a record without its payload."""
    seq, kind, series, number, day, at_ms, ts_local, till_id, *_ = row
    at = _EPOCH_BEGINS + timedelta(milliseconds=at_ms)
    return {
        "seq": seq,
        "kind": kind,
        "series": series,
        "no": number,
        "bday": day,
        "ts": moment(datetime.fromisoformat(ts_local)),
        "utc": moment(at),
        "till": till_id,
        "kid": row[14],
        "sub": row[15],
    }
