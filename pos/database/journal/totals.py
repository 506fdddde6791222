"""The running totals of the till, kept in the transaction of every ticket and reset by the closings."""

from __future__ import annotations

from datetime import date

from pos.database.connection import Database
from pos.fiscal.ticket import Totals


def totals(db: Database) -> Totals:
    """The totals as they stand."""
    row = db.row("SELECT day, month, year, perpetual_signed, perpetual_abs FROM totals")
    if row is None:
        raise LookupError("the file has no totals")
    return Totals(*row)


def put_totals(db: Database, now: Totals) -> None:
    """Write the totals, in the running transaction."""
    db.execute(
        "UPDATE totals SET day = ?, month = ?, year = ?, perpetual_signed = ?, perpetual_abs = ?",
        (now.day, now.month, now.year, now.perpetual, now.perpetual_abs),
    )


def open_day(db: Database, day: date) -> None:
    """Note that a business day has takings and must be closed; one that is noted already stays."""
    db.execute("UPDATE fiscal_head SET open_day = ? WHERE open_day = ''", (day.isoformat(),))
