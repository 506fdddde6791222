"""A price is looked at without adding: by scan, tap or search, and every scan meanwhile is a look."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from pos.domain.catalogue import Product
from tests.ui.sell.cashier import Cashier
from tests.ui.sell.conftest import BREAD, CARD, CHEESE, TEA
from ui.articles.article_sheet import ArticleSheet
from ui.sell.look_sheet import LookSheet

LABEL = "2600001003505"
UNKNOWN = "3560070000003"


def looked(cashier: Cashier) -> tuple[str, str]:
    sheet = cashier.sheet(LookSheet)
    return sheet.heading.text(), sheet.price.text()


def test_a_scan_shows_the_price_and_adds_nothing(cashier: Cashier) -> None:
    cashier.press(Qt.Key.Key_F4)
    assert cashier.till.desk.beside.price_check.bar.isVisible()
    cashier.scan(BREAD)

    assert looked(cashier) == ("Pain de seigle", "€3.20")
    sheet = cashier.sheet(LookSheet)
    assert (sheet.stock.text(), sheet.codes.text(), sheet.category.text(), sheet.online.text()) == (
        "10",
        BREAD,
        "Pain",
        "yes",
    )
    cashier.press(Qt.Key.Key_Escape)
    assert cashier.lines == []


def test_every_scan_while_the_sheet_is_open_is_a_look(cashier: Cashier) -> None:
    cashier.press(Qt.Key.Key_F4)
    for code in (BREAD, TEA, CARD):
        cashier.scan(code)

    assert looked(cashier) == ("Carte postale", "to price")
    assert cashier.lines == []


def test_it_ends_with_the_sheet_and_the_next_scan_sells(cashier: Cashier) -> None:
    cashier.press(Qt.Key.Key_F4)
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_Escape)
    cashier.scan(TEA)

    assert cashier.lines == [("Thé vert", 1000)]
    assert not cashier.till.desk.beside.price_check.bar.isVisible()


def test_a_tap_and_a_search_are_looks_too(cashier: Cashier) -> None:
    cashier.press(Qt.Key.Key_F4)
    cashier.tap_tile("Pain de seigle")
    assert looked(cashier)[0] == "Pain de seigle"
    cashier.press(Qt.Key.Key_Escape)

    cashier.press(Qt.Key.Key_F4)
    cashier.write("the")
    cashier.press(Qt.Key.Key_Return)

    assert looked(cashier)[0] == "Thé vert"
    assert cashier.lines == []


def test_enter_adds_what_was_looked_at_with_the_quantity_asked_for(cashier: Cashier) -> None:
    cashier.press(Qt.Key.Key_F4)
    cashier.write("3*")
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_Return)

    assert cashier.lines == [("Pain de seigle", 3000)]


def test_a_scales_label_says_what_it_costs(cashier: Cashier) -> None:
    cashier.press(Qt.Key.Key_F4)
    cashier.scan(LABEL)

    assert looked(cashier) == ("Comté", "€22.90/kg")
    assert cashier.sheet(LookSheet).scanned.text() == "This label: 0.350\u00a0kg · €8.02"


@pytest.mark.parametrize("open_first", [False, True])
def test_an_unknown_code_is_said_and_holds_up_nobody(cashier: Cashier, open_first: bool) -> None:
    cashier.press(Qt.Key.Key_F4)
    if open_first:
        cashier.scan(CHEESE)
    cashier.scan(UNKNOWN)

    said = cashier.sheet(LookSheet).notice.text() if open_first else cashier.window.toast.text
    assert UNKNOWN in said
    assert cashier.beeps == 1
    assert not cashier.window.sell.unknown.isVisible()


def test_esc_and_f4_leave_it(cashier: Cashier) -> None:
    bar = cashier.till.desk.beside.price_check.bar
    for leave in (Qt.Key.Key_Escape, Qt.Key.Key_F4):
        cashier.press(Qt.Key.Key_F4)
        assert bar.isVisible()
        cashier.press(leave)
        assert not bar.isVisible()
    cashier.scan(BREAD)
    assert cashier.lines == [("Pain de seigle", 1000)]


def test_paying_leaves_it(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F4)
    cashier.press(Qt.Key.Key_F12)
    cashier.scan(TEA)

    assert cashier.lines == [("Pain de seigle", 1000), ("Thé vert", 1000)]


def test_the_card_opens_from_a_look(cashier: Cashier, shelf: dict[str, Product]) -> None:
    cashier.press(Qt.Key.Key_F4)
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)

    assert cashier.sheet(ArticleSheet).name.text() == shelf[BREAD].name
    assert cashier.lines == []
