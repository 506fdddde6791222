"""Finding articles: at the first letter, without accents, by category; and what nobody knows or nobody priced."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from pos.database import products
from pos.database.connection import Database
from pos.domain.catalogue import Product, StockedProduct
from pos.domain.tax import TaxClass
from tests.builders import eur
from tests.ui.sell.cashier import Cashier, ask, names
from tests.ui.sell.conftest import BREAD, CARD, TEA
from ui.sell.new_product_sheet import NewProductSheet
from ui.sell.price_sheet import PriceSheet
from ui.sell.product_model import of_search

NEW = "3560070000003"


def shown(cashier: Cashier) -> list[str]:
    """The names on the tiles."""
    model = cashier.window.sell.model
    return [model.tile(model.index(row)).name for row in range(model.rowCount())]


@pytest.mark.parametrize(
    ("typed", "found"), [("t", "Thé vert"), ("the", "Thé vert"), ("omt", "Comté"), ("COM", "Comté")]
)
def test_results_come_with_the_first_letters(cashier: Cashier, typed: str, found: str) -> None:
    cashier.write(typed)

    cashier.qtbot.waitUntil(lambda: shown(cashier)[:1] == [found], timeout=2_000)


def test_enter_takes_what_the_search_shows_first(cashier: Cashier) -> None:
    cashier.write("vetr")
    cashier.qtbot.waitUntil(lambda: shown(cashier)[:1] == ["Thé vert"], timeout=2_000)
    cashier.press(Qt.Key.Key_Return)

    assert names(cashier.lines) == ["Thé vert"]


def test_the_answer_to_older_letters_never_takes_the_place_of_the_newer(cashier: Cashier) -> None:
    model, waiting = cashier.window.sell.model, threading.Event()

    def slowly(db: Database, after: StockedProduct | None) -> list[StockedProduct]:
        waiting.wait(5)
        return of_search("comte")(db, after)

    model.show(slowly)
    model.show(of_search("vert"))
    waiting.set()
    seen: list[list[str]] = []
    model.shown.connect(lambda: seen.append(shown(cashier)))
    cashier.settle()

    assert seen == [["Thé vert"]]


def test_what_was_sold_stands_in_front_soon_after(cashier: Cashier) -> None:
    cashier.write("p")
    cashier.qtbot.waitUntil(lambda: shown(cashier) == ["Pain de seigle", "Carte postale"], timeout=2_000)
    cashier.press(Qt.Key.Key_Escape)
    cashier.scan(CARD)
    cashier.write("1,20")
    cashier.press(Qt.Key.Key_Return)
    cashier.press(Qt.Key.Key_F9)
    cashier.press(Qt.Key.Key_Return)
    cashier.settle()
    cashier.qtbot.waitUntil(lambda: cashier.till.late.most_sold is not None, timeout=10_000)
    ranked = cashier.till.late.most_sold
    assert ranked is not None
    with cashier.qtbot.waitSignal(ranked.settled, timeout=5_000):
        ranked.look()
    cashier.press(Qt.Key.Key_Escape)
    cashier.write("p")

    cashier.qtbot.waitUntil(lambda: shown(cashier) == ["Carte postale", "Pain de seigle"], timeout=2_000)


def test_letters_typed_after_a_sale_are_a_search(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F9)
    cashier.press(Qt.Key.Key_Return)
    cashier.press(Qt.Key.Key_Return)
    cashier.write("pai")

    assert cashier.window.sell.search.text() == "pai"


def test_a_category_shows_its_articles_and_all_shows_all(cashier: Cashier) -> None:
    assert shown(cashier) == ["Pain de seigle"]
    cashier.choose_tab("Épicerie")
    assert shown(cashier) == ["Carte postale", "Comté", "Thé vert"]
    cashier.choose_tab("All")
    assert shown(cashier) == ["Carte postale", "Comté", "Pain de seigle", "Thé vert"]


def test_words_nobody_knows_are_said_and_lost_nothing(cashier: Cashier) -> None:
    cashier.write("zzz")
    cashier.press(Qt.Key.Key_Return)

    assert cashier.beeps == 1
    assert "zzz" in cashier.window.toast.text


def test_after_enter_the_words_nobody_knows_stand_there_for_the_article_to_be_created(cashier: Cashier) -> None:
    page = cashier.window.sell
    cashier.write("zzz")
    cashier.press(Qt.Key.Key_Return)
    assert (page.search.text(), page.search.selectedText()) == ("zzz", "zzz")
    cashier.qtbot.waitUntil(lambda: page.nothing is not None and page.nothing.isVisible(), timeout=2_000)

    cashier.tap_key("Create this article")

    assert cashier.sheet(NewProductSheet).name.text() == "zzz"


def test_typing_on_replaces_the_words_nobody_knows(cashier: Cashier) -> None:
    cashier.write("zzz")
    cashier.press(Qt.Key.Key_Return)
    cashier.write("the")

    assert cashier.window.sell.search.text() == "the"


def test_esc_leaves_the_search_and_shows_the_category_again(cashier: Cashier) -> None:
    cashier.write("the")
    cashier.press(Qt.Key.Key_Escape)

    assert cashier.window.sell.search.text() == ""
    cashier.qtbot.waitUntil(lambda: shown(cashier) == ["Pain de seigle"], timeout=2_000)


def test_a_name_with_brackets_is_shown_as_it_is(cashier: Cashier, shop_path: Path) -> None:
    cashier.scan(NEW)
    cashier.tap(cashier.window.sell.unknown.create_key)
    sheet = cashier.sheet(NewProductSheet)
    sheet.name.setText("<b>Thé</b> & Cie")
    sheet.price.setText("3")
    cashier.press(Qt.Key.Key_Return)
    cashier.press(Qt.Key.Key_F3)

    assert cashier.window.sheet is not None
    assert cashier.window.sheet.heading.text() == "<b>Thé</b> & Cie"
    assert cashier.window.sheet.heading.textFormat() is Qt.TextFormat.PlainText


def test_an_unknown_code_sounds_and_holds_up_nobody(cashier: Cashier) -> None:
    cashier.scan(NEW)
    assert cashier.beeps == 1
    assert cashier.window.sell.unknown.isVisible()

    cashier.scan(BREAD)
    cashier.scan(NEW)

    assert names(cashier.lines) == ["Pain de seigle"]
    cashier.press(Qt.Key.Key_Escape)
    assert not cashier.window.sell.unknown.isVisible()
    assert names(cashier.lines) == ["Pain de seigle"]


def test_an_unknown_code_becomes_an_article_and_a_line(cashier: Cashier, shop_path: Path) -> None:
    cashier.write("2*")
    cashier.scan(NEW)
    cashier.tap(cashier.window.sell.unknown.create_key)
    sheet = cashier.sheet(NewProductSheet)
    cashier.write("Miel")
    cashier.press(Qt.Key.Key_Tab)
    cashier.write("7,90")
    cashier.tap(sheet.taxes.button(2))
    sheet.category.list.setCurrentIndex(2)
    cashier.press(Qt.Key.Key_Return)

    assert cashier.lines == [("Miel", 2000)]
    assert not cashier.window.sell.unknown.isVisible()
    made = ask(shop_path, lambda db: products.with_barcode(db, NEW))
    assert made is not None
    assert (made.price, made.tax_class, made.shown_online) == (eur(790), TaxClass.REDUCED, True)
    cashier.choose_tab("Épicerie")
    assert "Miel" in shown(cashier)
    cashier.scan(NEW)
    assert cashier.lines == [("Miel", 3000)]


def test_an_article_without_a_name_is_asked_for_one(cashier: Cashier) -> None:
    cashier.scan(NEW)
    cashier.tap(cashier.window.sell.unknown.create_key)
    cashier.press(Qt.Key.Key_Return)

    sheet = cashier.sheet(NewProductSheet)
    assert sheet.notice.text().startswith("A name is missing")
    assert cashier.focus() is sheet.name


def test_a_code_with_a_wrong_check_digit_is_pointed_out(cashier: Cashier) -> None:
    cashier.scan("3560070000001")

    assert "check digit" in cashier.window.sell.unknown.text


def test_an_article_without_a_price_gets_one_at_its_first_scan(
    cashier: Cashier, shop_path: Path, shelf: dict[str, Product]
) -> None:
    cashier.scan(CARD)
    assert cashier.beeps == 1
    sheet = cashier.sheet(PriceSheet)
    cashier.write("1,20")
    cashier.tap(sheet.shown_online)
    cashier.press(Qt.Key.Key_Return)

    assert cashier.lines == [("Carte postale", 1000)]
    kept = ask(shop_path, lambda db: products.get(db, shelf[CARD].id))
    assert kept is not None
    assert (kept.price, kept.shown_online) == (eur(120), False)


def test_the_second_scan_of_an_unpriced_article_asks_no_second_time(cashier: Cashier) -> None:
    cashier.scan(CARD)
    cashier.scan(CARD)
    cashier.press(Qt.Key.Key_Escape)

    assert cashier.window.sheet is None
    cashier.scan(TEA)
    assert names(cashier.lines) == ["Thé vert"]
