"""The evening: figures, count, difference, the closing; nothing of it blocks."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from pos.database import settings
from pos.database.connection import Database
from pos.database.journal.closings import count_of
from pos.database.journal.records import latest
from pos.fiscal.cash_count import CashCount
from pos.fiscal.closing import read_closing
from pos.fiscal.record import Kind
from tests.ui.closing.conftest import Trade
from tests.ui.sell.cashier import Cashier, ask
from tests.ui.sell.conftest import OpenTill
from ui.closing.closing_sheet import ClosingSheet
from ui.closing.past_sheet import PastSheet

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def cashier(open_till: OpenTill, trade: Trade) -> Cashier:
    trade(timedelta(hours=2))
    return open_till()


def last_count(db: Database) -> CashCount | None:
    closing = latest(db, Kind.Z)
    return None if closing is None else count_of(db, closing.seq)


def begin(cashier: Cashier) -> ClosingSheet:
    """Press Ctrl+J."""
    cashier.press(Qt.Key.Key_J, CONTROL)
    cashier.qtbot.waitUntil(lambda: isinstance(cashier.window.sheet, ClosingSheet), timeout=5_000)
    return cashier.sheet(ClosingSheet)


def count(sheet: ClosingSheet, **pieces: int) -> None:
    """Fill boxes in, named by their worth: c640=1 is one of 6.40."""
    for worth, lying in pieces.items():
        sheet.count.boxes[int(worth[1:])].setText(str(lying))


def test_a_day_is_closed_by_keys_with_its_count(cashier: Cashier, shop_path: Path) -> None:
    sheet = begin(cashier)
    assert sheet.figures.takings.text() == "€12.90"
    cashier.press(Qt.Key.Key_Return)
    assert sheet.count.expected.text() == "€6.40"
    count(sheet, c500=1, c100=1, c20=2)
    assert sheet.count.total.text() == "€6.40"
    cashier.press(Qt.Key.Key_F12)
    assert sheet.difference.difference.text() == "€0.00"
    assert not sheet.difference.reason.isVisible()
    sheet.difference.left.setText("5")
    cashier.press(Qt.Key.Key_Return)
    assert "NOT CLOSED YET" in sheet.preview.paper.toPlainText()
    cashier.press(Qt.Key.Key_Return)

    past = cashier.sheet(PastSheet)
    assert past.news.text() == "The day of 23/11/2026 is closed."
    said = past.paper.toPlainText()
    assert "Z 1" in said
    assert "€6.40" in said
    kept = ask(shop_path, last_count)
    assert kept is not None
    assert (kept.counted, kept.difference, kept.reason, kept.left) == ({500: 1, 100: 1, 20: 2}, 0, "", 500)
    assert ask(shop_path, settings.drawer_float) == 500


def test_a_variance_is_recorded_with_its_reason_and_never_blocks(cashier: Cashier, shop_path: Path) -> None:
    sheet = begin(cashier)
    cashier.press(Qt.Key.Key_Return)
    count(sheet, c500=1)
    cashier.press(Qt.Key.Key_F12)
    assert sheet.difference.difference.text() == "-€1.40"
    cashier.tap_key("Reason: Wrong change")
    cashier.press(Qt.Key.Key_Return)
    cashier.press(Qt.Key.Key_Return)

    assert isinstance(cashier.window.sheet, PastSheet)
    kept = ask(shop_path, last_count)
    assert kept is not None
    assert (kept.total, kept.expected, kept.difference, kept.reason) == (500, 640, -140, "Wrong change")


def test_an_unexplained_variance_does_not_block_either(cashier: Cashier, shop_path: Path) -> None:
    begin(cashier)
    for _ in range(4):
        cashier.press(Qt.Key.Key_F12)

    assert isinstance(cashier.window.sheet, PastSheet)
    kept = ask(shop_path, last_count)
    assert kept is not None
    assert (kept.total, kept.difference, kept.reason) == (0, -640, "")


def test_the_count_may_follow_and_the_list_shows_which_closing_lacks_it(cashier: Cashier, shop_path: Path) -> None:
    begin(cashier)
    cashier.press(Qt.Key.Key_J, CONTROL)
    cashier.press(Qt.Key.Key_Return)
    past = cashier.sheet(PastSheet)
    assert "drawer not counted" in past.list.model().index(0, 0).data()
    assert ask(shop_path, last_count) is None

    cashier.press(Qt.Key.Key_J, CONTROL)
    cashier.write("1")
    cashier.press(Qt.Key.Key_F12)
    cashier.press(Qt.Key.Key_F12)

    kept = ask(shop_path, last_count)
    assert kept is not None
    assert kept.counted == {50_000: 1}
    assert cashier.sheet(PastSheet) is past
    cashier.qtbot.waitUntil(lambda: "not counted" not in past.list.model().index(0, 0).data(), timeout=5_000)
    cashier.qtbot.waitUntil(lambda: "€500.00" in past.paper.toPlainText(), timeout=5_000)
    assert not past.count_key.isEnabled()


def test_more_cannot_stay_than_was_counted(cashier: Cashier) -> None:
    sheet = begin(cashier)
    cashier.press(Qt.Key.Key_F12)
    count(sheet, c500=1)
    cashier.press(Qt.Key.Key_F12)
    sheet.difference.left.setText("6")

    cashier.press(Qt.Key.Key_F12)

    assert sheet.page is sheet.difference
    assert sheet.notice.text() == "More cannot stay in the drawer than was counted."


def test_a_shop_that_counts_blind_sees_no_figure_before_the_count(
    open_till: OpenTill, trade: Trade, shop_path: Path
) -> None:
    trade(timedelta(hours=2))
    cashier = open_till()
    cashier.till.background.run(lambda db: settings.put_counts_blind(db, blind=True))
    cashier.settle()

    sheet = begin(cashier)

    assert sheet.page is sheet.count
    assert not sheet.count.expected.isVisible()
    assert not sheet.count.difference.isVisible()
    cashier.press(Qt.Key.Key_F12)
    assert sheet.difference.expected.text() == "€6.40"


def test_esc_goes_back_step_by_step_and_closes_nothing(cashier: Cashier, shop_path: Path) -> None:
    sheet = begin(cashier)
    for _ in range(3):
        cashier.press(Qt.Key.Key_F12)
    shown = [sheet.page]
    for _ in range(3):
        cashier.press(Qt.Key.Key_Escape)
        shown.append(sheet.page)
    assert shown == [sheet.preview, sheet.difference, sheet.count, sheet.figures]

    cashier.press(Qt.Key.Key_Escape)

    assert cashier.window.sheet is None
    assert ask(shop_path, last_count) is None
    assert ask(shop_path, lambda db: latest(db, Kind.Z)) is None


def test_enter_goes_from_box_to_box(cashier: Cashier) -> None:
    sheet = begin(cashier)
    cashier.press(Qt.Key.Key_Return)
    for digit in ("1", "2"):
        cashier.write(digit)
        cashier.press(Qt.Key.Key_Return)

    assert sheet.count.counted == {50_000: 1, 20_000: 2}
    assert sheet.count.boxes[10_000].hasFocus()


def test_a_day_that_is_closed_is_not_closed_again(cashier: Cashier, shop_path: Path) -> None:
    begin(cashier)
    cashier.press(Qt.Key.Key_J, CONTROL)
    cashier.press(Qt.Key.Key_Return)
    cashier.press(Qt.Key.Key_Escape)

    cashier.press(Qt.Key.Key_J, CONTROL)

    cashier.qtbot.waitUntil(lambda: isinstance(cashier.window.sheet, PastSheet), timeout=5_000)
    assert "closed already" in cashier.window.toast.text
    assert ask(shop_path, lambda db: db.value("SELECT count(*) FROM fiscal_record WHERE kind = 'Z'")) == 1


def test_a_day_without_a_sale_closes(open_till: OpenTill, shop_path: Path) -> None:
    cashier = open_till()
    begin(cashier)
    cashier.press(Qt.Key.Key_J, CONTROL)
    cashier.press(Qt.Key.Key_Return)

    assert isinstance(cashier.window.sheet, PastSheet)
    closing = ask(shop_path, lambda db: latest(db, Kind.Z))
    assert closing is not None
    assert read_closing(closing.payload).figures.gross == 0
