"""Closing: the day (Z), the month (ZM) and the financial year (ZY), each a record that seals what came before it.

Selling waits only while an earlier business day with takings is open. A month and a year are closed by themselves as
soon as no day of theirs can come any more: with the closing of their last day, or before the first record after them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from pos.database import settings, till
from pos.database.connection import Database, transaction
from pos.database.journal import closings, keys, totals
from pos.database.journal.author import Software, author_of
from pos.database.journal.figures import figures
from pos.database.journal.records import HeadRow, append, head_row, moment_for, note_event, open_day_at
from pos.domain.errors import DayClosedAlready, DayNotClosed, PeriodNotOver
from pos.domain.staff import Right
from pos.fiscal.business_day import business_day
from pos.fiscal.closing import Closing, day_body, month_of, period_body, read_closing, year_of
from pos.fiscal.events import Event
from pos.fiscal.record import Kind, Record
from pos.fiscal.ticket import Program
from pos.fiscal.x_report import XReport
from pos.operations.allowing import check_allowed


@dataclass(frozen=True, slots=True)
class DayClosed:
    """The closing of a business day, and the month and year that were over with it."""

    day: date
    record: Record
    closing: Closing
    month: Record | None = None
    year: Record | None = None


def close_day(db: Database, *, now: datetime) -> DayClosed:
    """Close the business day that is open, or the present one without takings; one key does it.

    Args:
        db: the shop.
        now: the moment, in the shop's own zone.

    Raises:
        NotSignedIn, NotAllowed: nobody is at the till, or somebody who may not close; nothing is written.
        DayClosedAlready: the present business day was closed; what was sold since counts for the next one.
        SigningKeyMissing: there is no key to sign with; nothing is written.
    """
    check_allowed(db, Right.CLOSE_DAY)
    with transaction(db):
        head = head_row(db)
        day = _day_to_close(db, head, now)
        close_due(db, day, now=now)
        record = _write_day(db, day, now)
        note_event(db, Event.CLOSE_DAY, now=now, details={"day": day.isoformat(), "no": record.number})
        month, year = close_due(db, open_day_at(db, moment_for(db, now)), now=now)
    return DayClosed(day, record, read_closing(record.payload), month, year)


def close_month(db: Database, month: str, *, now: datetime) -> Record:
    """Close a month whose days are all closed.

    Raises:
        DayNotClosed: a day of it is open.
        PeriodNotOver: it is not over, has no closed day, or is closed already.
        NotAllowed: the person at the till may not close.
    """
    check_allowed(db, Right.CLOSE_DAY)
    with transaction(db):
        head = head_row(db)
        if head.open_day is not None and month_of(head.open_day) <= month:
            raise DayNotClosed(head.open_day)
        if _month_waiting(head) != month or month_of(open_day_at(db, moment_for(db, now), head)) <= month:
            raise PeriodNotOver(month)
        return _write_month(db, month, now)


def close_year(db: Database, year: str, *, now: datetime) -> Record:
    """Close a financial year whose months are all closed.

    Raises:
        DayNotClosed: a day of it is open.
        PeriodNotOver: it is not over, a month of it is not closed, or it is closed already.
        NotAllowed: the person at the till may not close.
    """
    check_allowed(db, Right.CLOSE_DAY)
    with transaction(db):
        head, last_month = head_row(db), settings.last_month_of_year(db)
        if head.open_day is not None and year_of(month_of(head.open_day), last_month) <= year:
            raise DayNotClosed(head.open_day)
        month = _month_waiting(head)
        if month is not None and year_of(month, last_month) <= year:
            raise PeriodNotOver(month)
        today = month_of(open_day_at(db, moment_for(db, now), head))
        if _year_waiting(head, last_month) != year or year_of(today, last_month) <= year:
            raise PeriodNotOver(year)
        return _write_year(db, year, now)


def close_due(db: Database, day: date, *, now: datetime) -> tuple[Record | None, Record | None]:
    """Close the month and the year that are over when a record of a business day is to come; in the transaction.

    Args:
        db: the shop, inside a transaction.
        day: the business day of the record that comes next.
        now: the moment.
    """
    head, month, year = head_row(db), None, None
    waiting = _month_waiting(head)
    if waiting is not None and head.open_day is None and waiting < month_of(day):
        month = _write_month(db, waiting, now)
        head = head_row(db)
    if head.closed_month:
        last_month = settings.last_month_of_year(db)
        over = _year_waiting(head, last_month)
        if over is not None and _month_waiting(head) is None and over < year_of(month_of(day), last_month):
            year = _write_year(db, over, now)
    return month, year


def x_report(db: Database, *, now: datetime) -> XReport:
    """The figures since the last closing; for any moment, and read-only."""
    from pos.database.journal.software import software  # with what reads the program's version, not before it is asked

    head = head_row(db)
    day = head.open_day or open_day_at(db, now, head)
    found = figures(db, closings.next_from(db), head.seq)
    key = keys.current(db)
    return XReport(
        day=day,
        at=now,
        figures=found,
        totals=totals.totals(db),
        float_minor=settings.drawer_float(db),
        shop=settings.shop_identity(db),
        till=till.identity(db),
        number=closings.next_number(db),
        head=head.hash.hex(),
        fingerprint="" if key is None else key.key.fingerprint,
        program=_named(software()),
    )


def _day_to_close(db: Database, head: HeadRow, now: datetime) -> date:
    """The open day, or the present one; never one that has not begun, which what is sold late may count for."""
    at = moment_for(db, now)
    today = business_day(at, settings.cut_off(db))
    day = head.open_day or open_day_at(db, at, head)
    if head.closed_day is not None and day > today:
        raise DayClosedAlready(head.closed_day)
    return day


def _write_day(db: Database, day: date, now: datetime) -> Record:
    head, after = head_row(db), totals.totals(db)
    found = figures(db, closings.next_from(db), head.seq)
    body = day_body(
        day,
        found,
        after,
        shop=settings.shop_identity(db),
        till=till.identity(db),
        head=head.hash,
        float_minor=settings.drawer_float(db),
        program=_named(author_of(db).software),
    )
    record = append(db, Kind.Z, body, now=now, subject=day.isoformat(), business_day=day)
    totals.put_totals(db, replace(after, day=0))
    closings.day_is_closed(db, day)
    return record


def _write_month(db: Database, month: str, now: datetime) -> Record:
    record = _write_period(db, month, Kind.Z, Kind.ZM, now)
    totals.put_totals(db, replace(totals.totals(db), month=0))
    closings.month_is_closed(db, month)
    note_event(db, Event.CLOSE_MONTH, now=now, details={"month": month, "no": record.number})
    return record


def _write_year(db: Database, year: str, now: datetime) -> Record:
    record = _write_period(db, year, Kind.ZM, Kind.ZY, now)
    totals.put_totals(db, replace(totals.totals(db), year=0))
    closings.year_is_closed(db, year)
    note_event(db, Event.CLOSE_YEAR, now=now, details={"year": year, "no": record.number})
    return record


def _write_period(db: Database, name: str, within: Kind, kind: Kind, now: datetime) -> Record:
    """Write the closing that takes in those of a kind within it, since the last of its own; it has their last day."""
    records = closings.after_last(db, within, kind)
    body = period_body(
        name,
        [read_closing(one.payload) for one in records],
        totals.totals(db),
        shop=settings.shop_identity(db),
        till=till.identity(db),
        head=head_row(db).hash,
        program=_named(author_of(db).software),
    )
    return append(db, kind, body, now=now, subject=name, business_day=records[-1].business_day)


def _named(runs: Software) -> Program:
    """The program that runs, as records name it."""
    return Program(runs.program, runs.is_attested)


def _month_waiting(head: HeadRow) -> str | None:
    """The month that has closed days and is not closed itself."""
    if head.closed_day is None or month_of(head.closed_day) == head.closed_month:
        return None
    return month_of(head.closed_day)


def _year_waiting(head: HeadRow, last_month: int) -> str | None:
    """The financial year that has closed months and is not closed itself."""
    if not head.closed_month or year_of(head.closed_month, last_month) == head.closed_year:
        return None
    return year_of(head.closed_month, last_month)
