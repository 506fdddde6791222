"""Where the closings stand in the chain, and which periods are closed."""

from __future__ import annotations

from datetime import date

from pos.database.connection import Database
from pos.database.journal.records import by_kind_after, latest
from pos.fiscal.closing import read_closing
from pos.fiscal.record import Kind, Record


def next_from(db: Database) -> int:
    """The first record the next closing of a day covers: the one after the last that a closing covered."""
    last = latest(db, Kind.Z)
    return 1 if last is None else read_closing(last.payload).figures.to_seq + 1


def after_last(db: Database, kind: Kind, closing: Kind) -> list[Record]:
    """The closings of a kind that no closing above it has taken in yet, in order."""
    last = latest(db, closing)
    return by_kind_after(db, kind, 0 if last is None else last.seq)


def day_is_closed(db: Database, day: date) -> None:
    """Note, in the running transaction, that a business day is closed and none is open."""
    db.execute("UPDATE fiscal_head SET open_day = '', closed_day = ?", (day.isoformat(),))


def month_is_closed(db: Database, month: str) -> None:
    """Note that a month is closed."""
    db.execute("UPDATE fiscal_head SET closed_month = ?", (month,))


def year_is_closed(db: Database, year: str) -> None:
    """Note that a financial year is closed."""
    db.execute("UPDATE fiscal_head SET closed_year = ?", (year,))
