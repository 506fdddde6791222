"""Where the closings stand in the chain, and which periods are closed."""

from __future__ import annotations

from datetime import date

from pos.database import till
from pos.database.connection import Database
from pos.database.journal.records import by_kind_after, latest, newest
from pos.fiscal.cash_count import CashCount, read_cash_count
from pos.fiscal.closing import read_closing
from pos.fiscal.events import Event
from pos.fiscal.record import Kind, Record, series_of


def next_from(db: Database) -> int:
    """The first record the next closing of a day covers: the one after the last that a closing covered."""
    last = latest(db, Kind.Z)
    return 1 if last is None else read_closing(last.payload).figures.to_seq + 1


def next_number(db: Database) -> int:
    """The number in its series the next closing of a day will have."""
    identity = till.identity(db)
    series = series_of(Kind.Z, identity.epoch)
    last = db.value("SELECT last_no FROM counter WHERE till_id = ? AND series = ?", (identity.id, series))
    return int(last or 0) + 1


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


def page(db: Database, *, before: int | None, limit: int) -> list[Record]:
    """Closings of every kind, newest first.

    Args:
        db: the shop.
        before: the number in the chain of the last one of the page above, None for the first page.
        limit: how many at most.
    """
    return newest(db, (Kind.Z, Kind.ZM, Kind.ZY), before=before, limit=limit)


def count_of(db: Database, seq: int) -> CashCount | None:
    """The last count of the drawer for a closing, or None."""
    payload = db.value(
        "SELECT payload FROM fiscal_record WHERE subject = ? AND kind = ?"
        " AND json_extract(CAST(payload AS TEXT), '$.data.z') = ? ORDER BY seq DESC LIMIT 1",
        (Event.CASH_COUNT.value, Kind.JET.value, seq),
    )
    return None if payload is None else read_cash_count(bytes(payload))


def after(db: Database, seq: int) -> list[Record]:
    """The closings of every kind after a place in the chain, in order."""
    found = (by_kind_after(db, kind, seq) for kind in (Kind.Z, Kind.ZM, Kind.ZY))
    return sorted((one for each in found for one in each), key=lambda record: record.seq)
