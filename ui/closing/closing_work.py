"""What the closing desks ask of the shop's file, on its threads: values in, values out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from pos.database import settings
from pos.database.journal.records import head_row
from pos.fiscal.business_day import business_day
from pos.fiscal.record import Record
from pos.fiscal.x_report import XReport
from pos.operations.arranging_closings import ClosingHabits, closing_habits
from pos.operations.closing import DayClosed, close_day, x_report
from pos.operations.closing_papers import paper_of
from pos.operations.counting_cash import count_cash
from pos.receipts import html
from pos.receipts.closing import closing_paper, period_of
from pos.wording import Wording
from ui.closing.counted import Counted

if TYPE_CHECKING:
    from pos.database.connection import Database


@dataclass(frozen=True, slots=True)
class Standing:
    """Which day is open, None for none, and at which hour a new one begins."""

    open_day: date | None
    cut_off: time

    def is_due(self, now: datetime) -> bool:
        """Whether the open day is an earlier one, which must be closed before anything is sold."""
        return self.open_day is not None and self.open_day < business_day(now, self.cut_off)


@dataclass(frozen=True, slots=True)
class OpenView:
    """The open day and how the shop closes it; closed_already is the present day where it was closed before."""

    report: XReport
    habits: ClosingHabits
    closed_already: date | None = None


def standing(db: Database) -> Standing:
    """How the day stands."""
    return Standing(head_row(db).open_day, settings.cut_off(db))


def look(db: Database, now: datetime) -> OpenView:
    """The figures of the open day."""
    report, habits = x_report(db, now=now), closing_habits(db)
    has_begun = report.day <= business_day(now, habits.cut_off)
    return OpenView(report, habits, None if has_begun else head_row(db).closed_day)


def close(db: Database, counted: Counted | None, now: datetime) -> DayClosed:
    """Close the day, and write its count down where one was made."""
    closed = close_day(db, now=now)
    if counted is not None:
        keep_count(db, closed.record.seq, counted, now)
    return closed


def keep_count(db: Database, seq: int, counted: Counted, now: datetime) -> None:
    """Write a count down."""
    count_cash(db, seq, counted.pieces, reason=counted.reason, left=counted.left, now=now)


def page_of(db: Database, seq: int, wording: Wording) -> str:
    """The paper of a closing as a page."""
    return html.render(closing_paper(paper_of(db, seq), wording))


def said_of(closed: DayClosed, wording: Wording) -> str:
    """What was closed, in words."""
    said = [wording("The day of {day} is closed.").format(day=wording.date(closed.day))]
    with_it: list[Record] = [one for one in (closed.month, closed.year) if one is not None]
    said += [wording("Closed with it: {period}.").format(period=period_of(one, wording)) for one in with_it]
    return " ".join(said)
