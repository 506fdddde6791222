"""Keys that come while nothing has the focus are not lost."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.ui.sell.cashier import Cashier
from tests.ui.sell.conftest import BREAD


def test_without_any_focus_keys_mean_what_they_mean_on_the_screen(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.focus().clearFocus()
    assert QApplication.focusWidget() is None

    cashier.press(Qt.Key.Key_Delete)
    assert cashier.lines == []
    cashier.write("th")

    assert cashier.window.sell.search.text() == "th"


def test_without_any_focus_esc_puts_a_sheet_away(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F12)
    cashier.focus().clearFocus()

    cashier.press(Qt.Key.Key_Escape)

    assert cashier.window.sheet is None
