"""The favourites: first tab, filled, arranged by hand and by keys, and every step undone."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from pos.database import quick_keys
from pos.domain.catalogue import Product
from pos.domain.tax import TaxRate
from pos.operations import arranging
from pos.operations.opening import open_shop
from pos.operations.selling import sell
from tests import builders
from tests.ui.sell.cashier import Cashier, ask
from tests.ui.sell.conftest import BREAD, CARD, CHEESE, TEA, OpenTill
from tests.ui.sell.test_finding import shown
from ui.sell.category_bar import Tab

CTRL = Qt.KeyboardModifier.ControlModifier
THREE = ["Pain de seigle", "Thé vert", "Comté"]


@pytest.fixture
def laid_out(shelf: dict[str, Product], shop_path: Path, now: datetime) -> None:
    """Bread, tea and cheese have keys."""
    db = open_shop(shop_path, now=now, new_id=builders.new_id)
    arranging.arrange(db, [shelf[code].id for code in (BREAD, TEA, CHEESE)])
    db.close()


def kept(path: Path) -> list[str]:
    return [one.product.name for one in ask(path, quick_keys.page)]


def arrange(cashier: Cashier) -> None:
    cashier.tap(cashier.window.sell.arrange_key)


def middle(cashier: Cashier, name: str) -> QPoint:
    grid = cashier.window.sell.grid
    row = shown(cashier).index(name)
    return grid.visualRect(grid.model().index(row, 0)).center()


def test_a_shop_without_favourites_begins_on_its_first_category(cashier: Cashier) -> None:
    tabs = cashier.window.sell.tabs

    assert tabs.tabText(0) == "★ Favourites"
    assert tabs.tabText(tabs.currentIndex()) == "Pain"


def test_a_shop_with_favourites_begins_with_them_and_a_tap_sells(laid_out: None, open_till: OpenTill) -> None:
    cashier = open_till()
    assert cashier.window.sell.tabs.current is Tab.FAVOURITES
    assert shown(cashier) == THREE

    cashier.tap_tile("Thé vert")

    assert cashier.lines == [("Thé vert", 1000)]


def test_a_tap_takes_up_and_the_next_puts_down(laid_out: None, open_till: OpenTill, shop_path: Path) -> None:
    cashier = open_till()
    arrange(cashier)
    cashier.tap_tile("Comté")
    assert "Comté" in cashier.till.desk.beside.favourites.bar.text
    cashier.tap_tile("Pain de seigle")

    assert shown(cashier) == kept(shop_path) == ["Comté", "Pain de seigle", "Thé vert"]
    assert cashier.lines == []


def test_a_tile_is_dragged_to_its_place(laid_out: None, open_till: OpenTill, shop_path: Path) -> None:
    cashier = open_till()
    arrange(cashier)
    where, to = middle(cashier, "Pain de seigle"), middle(cashier, "Comté")
    below = cashier.window.sell.grid.viewport()
    QTest.mousePress(below, Qt.MouseButton.LeftButton, pos=where)
    QTest.mouseMove(below, to)
    QTest.mouseRelease(below, Qt.MouseButton.LeftButton, pos=to)
    cashier.settle()

    assert shown(cashier) == kept(shop_path) == ["Thé vert", "Comté", "Pain de seigle"]


def test_ctrl_and_arrows_move_the_one_under_the_cursor(laid_out: None, open_till: OpenTill, shop_path: Path) -> None:
    cashier = open_till()
    arrange(cashier)
    cashier.press(Qt.Key.Key_Home)
    cashier.press(Qt.Key.Key_Right, CTRL)
    cashier.press(Qt.Key.Key_Right, CTRL)
    cashier.press(Qt.Key.Key_Right, CTRL)
    assert kept(shop_path) == ["Thé vert", "Comté", "Pain de seigle"]

    cashier.press(Qt.Key.Key_Left, CTRL)

    assert shown(cashier) == kept(shop_path) == ["Thé vert", "Pain de seigle", "Comté"]


def test_one_is_taken_away_and_undone_step_by_step(laid_out: None, open_till: OpenTill, shop_path: Path) -> None:
    cashier = open_till()
    cashier.scan(BREAD)
    arrange(cashier)
    cashier.tap_tile("Thé vert")
    cashier.tap_tile("Pain de seigle")
    cashier.tap_tile("Comté")
    cashier.press(Qt.Key.Key_Delete)
    assert shown(cashier) == kept(shop_path) == ["Thé vert", "Pain de seigle"]

    cashier.press(Qt.Key.Key_Z, CTRL)
    assert shown(cashier) == kept(shop_path) == ["Thé vert", "Pain de seigle", "Comté"]
    cashier.tap(cashier.till.desk.beside.favourites.undo_key)

    assert shown(cashier) == kept(shop_path) == THREE
    assert cashier.lines == [("Pain de seigle", 1000)]
    cashier.press(Qt.Key.Key_Escape)
    cashier.press(Qt.Key.Key_Z, CTRL)
    assert cashier.lines == []


def test_search_and_categories_add_while_arranging(laid_out: None, open_till: OpenTill, shop_path: Path) -> None:
    cashier = open_till()
    arrange(cashier)
    cashier.tap_tile("Comté")
    cashier.tap(cashier.till.desk.beside.favourites.remove_key)
    cashier.write("com")
    cashier.tap_tile("Comté")
    assert kept(shop_path) == THREE

    cashier.choose_tab("Épicerie")
    cashier.tap_tile("Carte postale")

    assert kept(shop_path) == [*THREE, "Carte postale"]
    assert cashier.lines == []


def test_enter_in_the_search_adds_too(laid_out: None, open_till: OpenTill, shop_path: Path) -> None:
    cashier = open_till()
    arrange(cashier)
    cashier.write(CARD)
    cashier.press(Qt.Key.Key_Return)

    assert kept(shop_path) == [*THREE, "Carte postale"]


def test_a_scan_sells_while_arranging(laid_out: None, open_till: OpenTill) -> None:
    cashier = open_till()
    arrange(cashier)
    cashier.scan(TEA)

    assert cashier.lines == [("Thé vert", 1000)]


def test_ctrl_b_makes_the_chosen_line_a_favourite_and_the_notice_undoes_it(cashier: Cashier, shop_path: Path) -> None:
    cashier.scan(TEA)
    cashier.press(Qt.Key.Key_B, CTRL)
    assert kept(shop_path) == ["Thé vert"]
    cashier.tap_key("Undo", cashier.window.toast)
    assert kept(shop_path) == []

    cashier.press(Qt.Key.Key_B, CTRL)
    cashier.press(Qt.Key.Key_B, CTRL)

    assert kept(shop_path) == ["Thé vert"]
    assert "already" in cashier.window.toast.text
    assert cashier.lines == [("Thé vert", 1000)]


@pytest.fixture
def sold_some(shelf: dict[str, Product], shop_path: Path, now: datetime, rates: tuple[TaxRate, ...]) -> None:
    """Tea was on two tickets, bread on one."""
    db = open_shop(shop_path, now=now, new_id=builders.new_id)
    for basket in (builders.ticket(shelf[TEA]), builders.ticket(shelf[TEA], shelf[BREAD])):
        sell(db, basket, builders.exactly(basket), now=now, rates=rates)
    db.close()


def test_the_empty_tab_begins_with_what_was_sold_most(sold_some: None, open_till: OpenTill, shop_path: Path) -> None:
    cashier = open_till()
    cashier.choose_tab("★ Favourites")
    cashier.tap_key("The best sellers")

    assert shown(cashier) == kept(shop_path) == ["Thé vert", "Pain de seigle"]
    cashier.tap_key("Undo", cashier.window.toast)
    assert kept(shop_path) == []


def test_a_shop_that_sold_nothing_is_told_so(cashier: Cashier) -> None:
    cashier.choose_tab("★ Favourites")
    cashier.tap_key("The best sellers")

    assert "Nothing was sold" in cashier.window.toast.text


def test_the_empty_tab_leads_to_choosing_and_back(cashier: Cashier, shop_path: Path) -> None:
    cashier.choose_tab("★ Favourites")
    cashier.tap_key("Choose articles")
    assert cashier.window.sell.tabs.current is Tab.ALL
    cashier.tap_tile("Carte postale")
    cashier.tap_tile("Pain de seigle")
    cashier.tap_key("Done")
    cashier.choose_tab("★ Favourites")

    assert shown(cashier) == kept(shop_path) == ["Carte postale", "Pain de seigle"]
    cashier.tap_tile("Pain de seigle")
    assert cashier.lines == [("Pain de seigle", 1000)]


def test_esc_puts_down_first_and_leaves_then(laid_out: None, open_till: OpenTill) -> None:
    cashier = open_till()
    arrange(cashier)
    favourites = cashier.till.desk.beside.favourites
    cashier.tap_tile("Comté")
    cashier.press(Qt.Key.Key_Escape)
    assert favourites.bar.isVisible()
    assert shown(cashier) == THREE

    cashier.press(Qt.Key.Key_Escape)

    assert not favourites.bar.isVisible()
    assert cashier.window.sell.arrange_key.isVisible()


def test_the_next_customers_tap_sells_though_a_favourite_was_in_hand(laid_out: None, open_till: OpenTill) -> None:
    cashier = open_till()
    cashier.scan(BREAD)
    arrange(cashier)
    cashier.tap_tile("Comté")
    cashier.press(Qt.Key.Key_F9)
    cashier.press(Qt.Key.Key_Return)
    cashier.press(Qt.Key.Key_Return)
    assert not cashier.window.sell.grid.arranging

    cashier.tap_tile("Thé vert")

    assert cashier.lines == [("Thé vert", 1000)]
    assert shown(cashier) == THREE


def test_f4_with_a_favourite_in_hand_checks_prices_and_esc_leads_back_to_selling(
    laid_out: None, open_till: OpenTill
) -> None:
    cashier = open_till()
    arrange(cashier)
    beside = cashier.till.desk.beside
    cashier.tap_tile("Comté")
    cashier.press(Qt.Key.Key_F4)
    assert beside.price_check.bar.isVisible()
    assert not beside.favourites.bar.isVisible()

    cashier.press(Qt.Key.Key_Escape)

    assert not beside.price_check.bar.isVisible()
    assert not cashier.window.sell.grid.arranging
    assert cashier.window.sell.tiles.taken_up == ""


def test_done_leaves_at_once_with_a_favourite_in_hand(laid_out: None, open_till: OpenTill) -> None:
    cashier = open_till()
    arrange(cashier)
    cashier.tap_tile("Comté")
    cashier.tap(cashier.till.desk.beside.favourites.done_key)

    assert not cashier.till.desk.beside.favourites.bar.isVisible()
    assert cashier.window.sell.arrange_key.isVisible()


def test_a_favourite_that_is_no_longer_there_is_said(laid_out: None, open_till: OpenTill) -> None:
    cashier = open_till()
    cashier.till.desk.beside.favourites.add(builders.new_id(), "Savon")
    cashier.settle()

    assert "no longer there" in cashier.window.toast.text
