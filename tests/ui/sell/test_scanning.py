"""A scan does the same wherever the focus is, and never writes into a box."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from tests.ui.sell.cashier import Cashier, names
from tests.ui.sell.conftest import BREAD, CHEESE, TEA
from ui.sell.quantity_sheet import QuantitySheet

SLOWER_THAN_A_SCANNER_MS = 60


def test_a_scan_puts_the_article_on_the_ticket(cashier: Cashier) -> None:
    cashier.scan(BREAD)

    assert cashier.lines == [("Pain de seigle", 1000)]
    assert cashier.window.sell.search.text() == ""


def test_two_scans_in_a_row_are_two_pieces(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.scan(BREAD)

    assert cashier.lines == [("Pain de seigle", 2000)]


def test_a_scanner_that_ends_with_tab_moves_no_focus(cashier: Cashier) -> None:
    before = cashier.focus()

    cashier.scan(BREAD, end=Qt.Key.Key_Tab)

    assert cashier.lines == [("Pain de seigle", 1000)]
    assert cashier.focus() is before


def test_a_scanner_without_an_end_key_works_too(cashier: Cashier) -> None:
    cashier.scan(BREAD, end=None)
    cashier.qtbot.waitUntil(lambda: bool(cashier.lines), timeout=2_000)

    assert cashier.lines == [("Pain de seigle", 1000)]
    assert cashier.window.sell.search.text() == ""


def test_the_scanners_enter_presses_no_key_that_has_the_focus(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.window.sell.ticket.clear_key.setFocus()

    cashier.scan(TEA)

    assert names(cashier.lines) == ["Pain de seigle", "Thé vert"]


def test_a_scan_with_the_focus_on_a_tile_adds_only_what_was_scanned(cashier: Cashier) -> None:
    cashier.window.sell.grid.take_focus()

    cashier.scan(TEA)

    assert names(cashier.lines) == ["Thé vert"]


def test_a_scan_while_a_quantity_is_asked_leaves_the_box_alone(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F3)
    sheet = cashier.sheet(QuantitySheet)

    cashier.scan(TEA)

    assert sheet.figure.text() == ""
    assert cashier.lines == [("Pain de seigle", 1000), ("Thé vert", 1000)]


def test_a_scan_while_paying_joins_the_ticket_and_raises_what_is_due(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F12)
    cashier.write("20")

    cashier.scan(TEA)

    sheet = cashier.payment()
    assert sheet.figure.text() == "20"
    assert sheet.due.text() == "€9.70"
    assert sheet.change.text() == "€10.30"


def test_three_star_before_a_scan_is_three(cashier: Cashier) -> None:
    cashier.write("3*")
    cashier.scan(BREAD)

    assert cashier.lines == [("Pain de seigle", 3000)]
    assert cashier.window.sell.search.text() == ""


def test_a_fraction_before_a_piece_is_refused_aloud(cashier: Cashier) -> None:
    cashier.write("0,5*")
    cashier.scan(BREAD)

    assert cashier.lines == []
    assert cashier.beeps == 1


def test_a_weight_before_a_scan_is_the_weight(cashier: Cashier) -> None:
    cashier.write("0,350*")
    cashier.scan(CHEESE)

    assert cashier.lines == [("Comté", 350)]


def test_a_label_from_the_scale_is_a_line_with_its_weight(cashier: Cashier) -> None:
    cashier.scan("2600001004205")

    assert cashier.lines == [("Comté", 420)]


def test_a_code_typed_by_hand_works_with_enter(cashier: Cashier) -> None:
    cashier.write(BREAD)
    cashier.press(Qt.Key.Key_Return)

    assert cashier.lines == [("Pain de seigle", 1000)]


def test_a_french_keyboard_does_not_garble_an_american_scanner(cashier: Cashier) -> None:
    window = cashier.window.windowHandle()
    for digit in TEA:
        sign = dict(zip("1234567890", "&é\"'(-è_çà", strict=True))[digit]
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(
                window, QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, sign)
            )
    cashier.strike(Qt.Key.Key_Return)
    cashier.settle()

    assert cashier.lines == [("Thé vert", 1000)]


def test_what_a_person_types_arrives_letter_by_letter(cashier: Cashier) -> None:
    cashier.window.sell.grid.setFocus()

    cashier.write("the")

    assert cashier.window.sell.search.text() == "the"
    cashier.qtbot.waitUntil(lambda: cashier.window.sell.model.rowCount() == 1)
    cashier.press(Qt.Key.Key_Return)
    assert cashier.lines == [("Thé vert", 1000)]


def test_keys_with_a_persons_pauses_arrive_without_anything_else_coming(cashier: Cashier) -> None:
    for sign in "the":
        QTest.qWait(SLOWER_THAN_A_SCANNER_MS)
        cashier.strike(sign)

    cashier.qtbot.waitUntil(lambda: cashier.window.sell.search.text() == "the", timeout=2_000)


def test_an_enter_with_a_persons_pause_after_typed_figures_is_no_scanners(cashier: Cashier) -> None:
    for sign in BREAD:
        cashier.strike(sign)
        QTest.qWait(SLOWER_THAN_A_SCANNER_MS)
    assert cashier.lines == []
    cashier.strike(Qt.Key.Key_Return)
    cashier.settle()

    assert cashier.lines == [("Pain de seigle", 1000)]


def test_a_scan_into_another_window_is_refused_aloud_and_writes_nothing_there(cashier: Cashier) -> None:
    other = QLineEdit()
    other.show()
    other.activateWindow()
    cashier.qtbot.waitUntil(lambda: QApplication.activeWindow() is other)

    for sign in BREAD:
        QTest.keyClick(other.windowHandle(), sign)  # type: ignore[call-overload]
    QTest.keyClick(other.windowHandle(), Qt.Key.Key_Return)
    cashier.settle()

    assert other.text() == ""
    assert cashier.lines == []
    assert cashier.beeps == 1
    other.close()
