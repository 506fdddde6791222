"""Where there is nothing to show, the till says why and what to do, and the last change stays in sight."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pos.database import products
from pos.domain.catalogue import Category
from pos.operations.cataloguing import add_category
from pos.operations.opening import open_shop
from tests import builders
from tests.ui.sell.cashier import Cashier, ask
from tests.ui.sell.conftest import BREAD, TEA, OpenTill
from tests.ui.sell.test_finding import shown
from ui.app import Till, TillOptions
from ui.sell.empty_shelf import EmptyShelf
from ui.sell.new_product_sheet import NewProductSheet


@pytest.fixture
def empty_shop(qtbot: QtBot, shop_path: Path, now: datetime, gui_thread_guard: None) -> Iterator[Cashier]:
    """A till on a shop without any article."""
    QApplication.setStyle("Fusion")
    till = Till(
        TillOptions(shop_path, language="en", theme="light"),
        clock=lambda: now,
        new_id=builders.ids(5),
        sound=lambda _: None,
    )
    with qtbot.waitSignal(till.ready, timeout=5_000):
        till.open()
    qtbot.waitExposed(till.window)
    cashier = Cashier(qtbot, till, [])
    cashier.settle()
    yield cashier
    till.close()


def nothing(cashier: Cashier) -> EmptyShelf:
    shelf = cashier.window.sell.nothing
    assert shelf is not None
    assert shelf.isVisible()
    return shelf


def test_a_shop_without_articles_says_how_to_begin(empty_shop: Cashier) -> None:
    assert nothing(empty_shop).title.text() == "This shop has no article yet"
    wanted: list[None] = []
    empty_shop.window.sell.import_wanted.connect(lambda: wanted.append(None))
    empty_shop.tap_key("Import a list…")
    assert len(wanted) == 1
    assert empty_shop.till.imports.window is not None
    empty_shop.till.imports.close()


def test_the_first_article_is_created_from_there(empty_shop: Cashier, shop_path: Path) -> None:
    empty_shop.tap_key("Create an article")
    sheet = empty_shop.sheet(NewProductSheet)
    empty_shop.write("Miel")
    empty_shop.press(Qt.Key.Key_Tab)
    empty_shop.write("7,90")
    assert sheet.price.text() == "7,90"
    empty_shop.press(Qt.Key.Key_Return)

    assert empty_shop.lines == [("Miel", 1000)]
    assert shown(empty_shop) == ["Miel"]
    [made] = ask(shop_path, products.by_name)
    assert ask(shop_path, lambda db: products.barcodes_of(db, made.product.id)) == ()


def test_the_keys_are_heard_when_what_had_the_focus_is_gone(cashier: Cashier) -> None:
    cashier.write("miel")
    cashier.qtbot.waitUntil(lambda: not shown(cashier) and "miel" in nothing(cashier).title.text(), timeout=2_000)
    cashier.tap_key("Create this article")
    nothing(cashier).say("Nothing found")
    cashier.settle()

    cashier.press(Qt.Key.Key_Escape)

    assert cashier.focus() is cashier.window.sell.search


def test_a_search_without_result_offers_the_article(cashier: Cashier) -> None:
    cashier.write("miel")
    cashier.qtbot.waitUntil(lambda: not shown(cashier) and "miel" in nothing(cashier).title.text(), timeout=2_000)

    cashier.tap_key("Create this article")

    assert cashier.sheet(NewProductSheet).name.text() == "miel"
    cashier.press(Qt.Key.Key_Escape)
    cashier.press(Qt.Key.Key_Escape)
    cashier.qtbot.waitUntil(lambda: shown(cashier) == ["Pain de seigle"], timeout=2_000)
    assert not nothing_is_shown(cashier)


@pytest.fixture
def empty_category(shelf: object, shop_path: Path, now: datetime) -> None:
    """A category nothing stands in."""
    db = open_shop(shop_path, now=now, new_id=builders.new_id)
    add_category(db, Category(builders.new_id(), "Cave", 3))
    db.close()


def test_an_empty_category_is_called_so(empty_category: None, open_till: OpenTill) -> None:
    cashier = open_till()
    cashier.choose_tab("Cave")

    assert nothing(cashier).title.text() == "No article in this category yet"


def test_the_last_change_stays_in_sight_until_the_next_scan(cashier: Cashier) -> None:
    empty = cashier.window.sell.ticket.empty
    assert empty.hint.text() == "Scan an article or tap one."
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F10)
    cashier.write("5")
    cashier.press(Qt.Key.Key_F12)
    cashier.press(Qt.Key.Key_Return)

    assert empty.change.isVisible()
    assert empty.change.text() == "€1.80"
    assert "Ticket 1 is paid · €3.20" in empty.last.text()
    cashier.scan(TEA)
    cashier.press(Qt.Key.Key_Delete)
    assert empty.isVisible()
    assert not empty.change.isVisible()


@pytest.mark.parametrize(("after", "said"), [(50, True), (70, False)])
def test_the_same_basket_within_a_minute_is_said_quietly(
    qtbot: QtBot, shelf: object, shop_path: Path, now: datetime, after: int, said: bool
) -> None:
    moments = [now]
    till = Till(
        TillOptions(shop_path, language="en", theme="light"),
        clock=lambda: moments[-1],
        new_id=builders.ids(5),
        sound=lambda _: None,
    )
    with qtbot.waitSignal(till.ready, timeout=5_000):
        till.open()
    cashier = Cashier(qtbot, till, [])
    cashier.settle()
    for _ in range(2):
        till.window.toast.say("")
        cashier.scan(BREAD)
        cashier.press(Qt.Key.Key_F9)
        cashier.press(Qt.Key.Key_Return)
        cashier.press(Qt.Key.Key_Return)
        moments.append(now + timedelta(seconds=after))
    text = till.window.toast.text
    till.close()

    assert text == ("The same basket as ticket 1, a moment ago." if said else "")


def nothing_is_shown(cashier: Cashier) -> bool:
    shelf = cashier.window.sell.nothing
    return shelf is not None and shelf.isVisible()
