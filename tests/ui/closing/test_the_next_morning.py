"""A closing was forgotten: the next morning one key makes it, and the customer at the counter is served."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import Qt

from pos.database.connection import Database
from pos.database.journal.records import by_kind_after, head_row
from pos.fiscal.record import Kind
from tests.ui.closing.conftest import Trade
from tests.ui.sell.cashier import Cashier, ask
from tests.ui.sell.conftest import BREAD, OpenTill
from ui.closing.closing_sheet import ClosingSheet
from ui.closing.count_sheet import CountSheet
from ui.closing.open_day_sheet import OpenDaySheet
from ui.sell.sold_sheet import SoldSheet

YESTERDAY = date(2026, 11, 22)


def closed_days(db: Database) -> list[date]:
    return [one.business_day for one in by_kind_after(db, Kind.Z, 0)]


def ready(cashier: Cashier) -> Cashier:
    """Wait until the till knows which day is open."""
    status = cashier.window.sell.status
    cashier.qtbot.waitUntil(lambda: status.day_state.isVisible(), timeout=10_000)
    return cashier


def test_the_status_line_says_that_a_day_waits_and_leads_to_its_closing(open_till: OpenTill, trade: Trade) -> None:
    trade(timedelta(days=1))
    cashier = ready(open_till())
    state = cashier.window.sell.status.day_state
    assert state.text() == "▲ The day of 22/11/2026 is to be closed"

    cashier.tap(state)

    sheet = cashier.sheet(ClosingSheet)
    assert sheet.figures.takings.text() == "€12.90"


def test_the_first_scan_is_answered_with_one_key_and_the_sale_goes_on(
    open_till: OpenTill, trade: Trade, shop_path: Path
) -> None:
    trade(timedelta(days=1))
    cashier = ready(open_till())
    cashier.scan(BREAD)
    sheet = cashier.sheet(OpenDaySheet)
    assert sheet.heading.text() == "The day of 22/11/2026 is still open"
    assert sheet.takings.text() == "2 tickets, €12.90"
    assert cashier.beeps == 1

    cashier.press(Qt.Key.Key_Return)

    assert ask(shop_path, closed_days) == [YESTERDAY]
    assert cashier.window.sheet is None
    assert cashier.lines == [("Pain de seigle", 1_000)]
    assert not cashier.window.sell.status.day_state.isVisible()
    cashier.press(Qt.Key.Key_F9)
    cashier.press(Qt.Key.Key_Return)
    assert isinstance(cashier.window.sheet, SoldSheet)
    assert ask(shop_path, head_row).open_day == date(2026, 11, 23)


def test_later_is_later_and_paying_asks_again_and_goes_on_by_itself(
    open_till: OpenTill, trade: Trade, shop_path: Path
) -> None:
    trade(timedelta(days=1))
    cashier = ready(open_till())
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_Escape)
    cashier.scan(BREAD)
    assert cashier.window.sheet is None
    assert cashier.lines == [("Pain de seigle", 2_000)]

    cashier.press(Qt.Key.Key_F9)
    cashier.press(Qt.Key.Key_Return)
    assert isinstance(cashier.window.sheet, OpenDaySheet)
    cashier.press(Qt.Key.Key_Return)

    assert isinstance(cashier.window.sheet, SoldSheet)
    assert ask(shop_path, closed_days) == [YESTERDAY]
    assert ask(shop_path, lambda db: db.value("SELECT count(*) FROM sale")) == 3


def test_the_drawer_of_that_day_can_be_counted_at_once_from_the_notice(open_till: OpenTill, trade: Trade) -> None:
    trade(timedelta(days=1))
    cashier = ready(open_till())
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_Return)

    cashier.press(Qt.Key.Key_Z, Qt.KeyboardModifier.AltModifier)

    assert cashier.sheet(CountSheet).count.expected.text() == "€6.40"


def test_a_day_that_is_todays_holds_nothing_up(open_till: OpenTill, trade: Trade) -> None:
    trade(timedelta(hours=2))
    cashier = open_till()
    cashier.scan(BREAD)

    assert cashier.window.sheet is None
    assert not cashier.window.sell.status.day_state.isVisible()
