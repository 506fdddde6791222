"""Changing the ticket: one more, one less, a quantity, a line off, and always back again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from pos.database import tickets
from tests.ui.sell.cashier import Cashier, ask, names
from tests.ui.sell.conftest import BREAD, CHEESE, TEA, OpenTill
from ui.sell.quantity_sheet import QuantitySheet

CTRL = Qt.KeyboardModifier.ControlModifier


def test_plus_and_minus_change_the_chosen_line(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.scan(TEA)
    cashier.write("+")
    cashier.press(Qt.Key.Key_Up)
    cashier.write("++-")

    assert cashier.lines == [("Pain de seigle", 2000), ("Thé vert", 2000)]


def test_one_less_than_one_takes_the_line_off(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.write("-")

    assert cashier.lines == []


def test_del_takes_the_chosen_line_off_and_undo_brings_it_back(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.scan(TEA)
    cashier.press(Qt.Key.Key_Delete)
    assert names(cashier.lines) == ["Pain de seigle"]

    cashier.press(Qt.Key.Key_Z, CTRL)

    assert names(cashier.lines) == ["Pain de seigle", "Thé vert"]


def test_undo_goes_all_the_way_back(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.scan(BREAD)
    cashier.scan(TEA)
    for _ in range(4):
        cashier.press(Qt.Key.Key_Z, CTRL)

    assert cashier.lines == []
    assert not cashier.window.sell.ticket.undo_key.isEnabled()


def test_emptying_the_ticket_can_be_taken_back(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.tap(cashier.window.sell.ticket.clear_key)
    assert cashier.lines == []

    cashier.tap_key("Undo", cashier.window.toast)

    assert cashier.lines == [("Pain de seigle", 1000)]


def test_the_notice_of_an_emptied_ticket_undoes_nothing_once_the_next_article_is_scanned(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.tap(cashier.window.sell.ticket.clear_key)
    cashier.scan(TEA)

    keys = cashier.window.toast.findChildren(QPushButton)

    assert [key.text() for key in keys if key.isVisible()] == []
    assert cashier.lines == [("Thé vert", 1000)]


def test_undo_ends_at_the_sale(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F9)
    cashier.press(Qt.Key.Key_Return)
    cashier.press(Qt.Key.Key_Return)

    cashier.press(Qt.Key.Key_Z, CTRL)

    assert cashier.lines == []


def test_f3_sets_a_quantity(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F3)
    cashier.write("12")
    assert cashier.sheet(QuantitySheet).below.text() == "12 × €3.20 = €38.40"
    cashier.press(Qt.Key.Key_Return)

    assert cashier.lines == [("Pain de seigle", 12000)]


def test_a_weighed_article_that_is_tapped_asks_its_weight(cashier: Cashier) -> None:
    cashier.choose_tab("Épicerie")
    cashier.tap_tile("Comté")
    cashier.write("0.25")
    cashier.press(Qt.Key.Key_Return)

    assert cashier.lines == [("Comté", 250)]


def test_leaving_the_weight_open_adds_nothing(cashier: Cashier) -> None:
    cashier.scan(CHEESE)
    cashier.press(Qt.Key.Key_Return)
    assert cashier.window.sheet is not None
    cashier.press(Qt.Key.Key_Escape)

    assert cashier.window.sheet is None
    assert cashier.lines == []


def test_three_star_and_a_tap_is_three(cashier: Cashier) -> None:
    cashier.write("3*")
    cashier.tap_tile("Pain de seigle")

    assert cashier.lines == [("Pain de seigle", 3000)]


def test_every_change_is_kept_and_comes_back_after_a_power_cut(open_till: OpenTill, shop_path: Path) -> None:
    first = open_till()
    for code in (BREAD, TEA, BREAD):
        first.scan(code)
    kept = ask(shop_path, tickets.load)
    assert kept == first.ticket

    first.till.close()
    second = open_till()

    assert second.lines == [("Pain de seigle", 2000), ("Thé vert", 1000)]
    assert second.ticket.id == kept.id


def test_a_second_till_on_the_same_shop_says_so_and_writes_nothing(
    open_till: OpenTill, cashier: Cashier, shop_path: Path
) -> None:
    from tests import builders
    from ui.app import Till, TillOptions

    second = Till(
        TillOptions(shop_path, language="en", theme="light"),
        clock=lambda: builders.NOON,
        new_id=builders.ids(9),
        sound=lambda _: None,
    )
    second.open()
    cashier.qtbot.waitUntil(lambda: second.window.trouble is not None, timeout=5_000)
    trouble = second.window.trouble
    assert trouble is not None
    assert trouble.title.text() == "This shop is already open"

    cashier.till.close()
    with cashier.qtbot.waitSignal(second.ready, timeout=5_000):
        trouble.again_key.click()
    second.close()
