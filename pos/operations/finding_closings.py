"""Finding closings again: all of them, newest first, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass

from pos.database.connection import Database
from pos.database.journal import closings
from pos.database.journal.records import by_seq
from pos.fiscal.closing import Closing, read_closing
from pos.fiscal.record import Kind, Record


@dataclass(frozen=True, slots=True)
class ClosingEntry:
    """A closing in a list; lacks_count where it closes a day whose drawer was not counted."""

    record: Record
    closing: Closing
    lacks_count: bool


def find_closings(db: Database, *, after: ClosingEntry | None, limit: int) -> list[ClosingEntry]:
    """A page of closings of days, months and years.

    Args:
        db: the shop.
        after: the last entry of the page before, None for the first.
        limit: how many at most.
    """
    before = None if after is None else after.record.seq
    return [_entry(db, record) for record in closings.page(db, before=before, limit=limit)]


def find_closing(db: Database, seq: int) -> ClosingEntry:
    """A closing by its number in the chain.

    Raises:
        LookupError: there is none.
    """
    record = by_seq(db, seq)
    if record is None:
        raise LookupError(seq)
    return _entry(db, record)


def _entry(db: Database, record: Record) -> ClosingEntry:
    lacks_count = record.kind is Kind.Z and closings.count_of(db, record.seq) is None
    return ClosingEntry(record, read_closing(record.payload), lacks_count)
