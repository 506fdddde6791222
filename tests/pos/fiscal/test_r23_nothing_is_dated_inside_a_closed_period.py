"""R23: whatever the clock says and whatever is done, no record is ever dated inside a period that is closed."""

from __future__ import annotations

from contextlib import closing, suppress
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from pos.database.connection import Database, transaction
from pos.database.journal.records import in_order, note_event
from pos.domain.errors import DayClosedAlready, DayNotClosed, ShopDetailsWrong
from pos.exchange.tax_rates import french_rates
from pos.fiscal.closing import month_of, year_of
from pos.fiscal.events import Event
from pos.fiscal.record import Kind, Record
from pos.operations.arranging_closings import closing_habits, keep_closing_habits
from pos.operations.closing import close_day
from pos.operations.opening import open_shop
from tests import builders
from tests.builders import NOON
from tests.pos.fiscal.closing_shop import ClosingShop

hours = st.integers(-60, 24 * 40)
"""How the clock moves before something is done: mostly on, sometimes back, at times by weeks."""


class TillWithAnyClock(RuleBasedStateMachine):
    """A till whose clock anyone may move, at which anything may be done at any time."""

    def __init__(self) -> None:
        super().__init__()
        self._folder = TemporaryDirectory()
        self.db = open_shop(Path(self._folder.name) / "shop.db", now=NOON, new_id=builders.ids(1))
        self.shop = ClosingShop(self.db, french_rates())
        self.now = NOON

    @rule(moved=hours)
    def sell(self, moved: int) -> None:
        self.now += timedelta(hours=moved)
        try:
            self.shop.sell(self.now)
        except DayNotClosed:
            close_day(self.db, now=self.now)
            self.shop.sell(self.now)

    @rule(moved=hours)
    def close(self, moved: int) -> None:
        self.now += timedelta(hours=moved)
        with suppress(DayClosedAlready):
            close_day(self.db, now=self.now)

    @rule(moved=hours)
    def note(self, moved: int) -> None:
        self.now += timedelta(hours=moved)
        with transaction(self.db):
            note_event(self.db, Event.DRAWER_OPEN, now=self.now)

    @rule(hour=st.integers(0, 11))
    def move_the_cut_off(self, hour: int) -> None:
        habits = closing_habits(self.db)
        wanted = type(habits)(habits.cut_off.replace(hour=hour), habits.last_month, habits.blind, habits.accountant)
        with suppress(ShopDetailsWrong):  # it would move a day that has takings
            keep_closing_habits(self.db, wanted, now=self.now)

    def teardown(self) -> None:
        with closing(self.db) as db:
            _nothing_is_dated_back(db)
        self._folder.cleanup()


def _nothing_is_dated_back(db: Database) -> None:
    closed_day, closed_month, closed_year = date.min, "", ""
    last: Record | None = None
    for record in in_order(db):
        assert last is None or record.at >= last.at
        last = record
        if record.kind is Kind.ZM:
            closed_month = record.subject
        elif record.kind is Kind.ZY:
            closed_year = record.subject
        else:
            month = month_of(record.business_day)
            assert record.business_day > closed_day
            assert month > closed_month
            assert year_of(month) > closed_year
            closed_day = record.business_day if record.kind is Kind.Z else closed_day


TestR23NothingIsDatedInsideAClosedPeriod = TillWithAnyClock.TestCase
TestR23NothingIsDatedInsideAClosedPeriod.settings = settings(max_examples=20, stateful_step_count=12)
