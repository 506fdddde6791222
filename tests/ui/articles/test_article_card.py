"""The card of an article at the till: opened, changed, saved with Enter, left with Esc, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pos.database import outbox, products
from pos.database.connection import Database, transaction
from pos.database.online_links import OnlineLink, put
from pos.domain.catalogue import Product
from pos.domain.quantity import Unit
from pos.domain.tax import TaxClass
from tests.builders import eur
from tests.ui.articles.conftest import Kept, OpenCard
from tests.ui.sell.cashier import Cashier, ask
from tests.ui.sell.conftest import BREAD, CARD, TEA
from tests.ui.sell.test_finding import shown
from ui.articles.article_list import ArticleList
from ui.articles.article_sheet import ArticleSheet
from ui.sounds import Sound

NEW_CODE, WRONG_DIGIT = "3560070000003", "3560070000001"
LINK = OnlineLink("catalogue", "catalogue", "https://vitrines.example", "s", "Épicerie", "", term=1, epoch=1)
CONTROL = Qt.KeyboardModifier.ControlModifier


def test_ctrl_e_opens_the_card_of_the_chosen_line(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.scan(TEA)
    cashier.press(Qt.Key.Key_Up)
    cashier.press(Qt.Key.Key_E, CONTROL)

    sheet = cashier.sheet(ArticleSheet)
    assert sheet.heading.text() == "Pain de seigle"
    assert (sheet.name.text(), sheet.price.text(), sheet.codes.codes) == ("Pain de seigle", "3.20", (BREAD,))
    assert cashier.focus() is sheet.name


def test_ctrl_e_works_while_something_is_being_searched(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.write("the")
    cashier.press(Qt.Key.Key_E, CONTROL)

    assert cashier.sheet(ArticleSheet).name.text() == "Pain de seigle"


def test_a_changed_price_is_saved_with_enter_and_stands_on_the_tile(
    cashier: Cashier, open_card: OpenCard, kept: Kept
) -> None:
    sheet = open_card(BREAD)
    sheet.price.setFocus()
    sheet.price.selectAll()
    cashier.write("3,50")
    cashier.press(Qt.Key.Key_Return)

    assert cashier.window.sheet is None
    assert kept(BREAD).product.price == eur(350)
    model = cashier.window.sell.model
    assert model.tile(model.index(0)).price == "€3.50"
    assert cashier.window.toast.text == "Pain de seigle is saved."


def test_everything_on_the_card_is_saved(cashier: Cashier, open_card: OpenCard, kept: Kept) -> None:
    sheet = open_card(TEA)
    sheet.name.setText("  Thé vert   bio ")
    sheet.brand.setText("Jardin d’Asie")
    cashier.tap(sheet.vat.button(0))
    cashier.tap(sheet.units.button(1))
    sheet.category.list.setCurrentIndex(1)
    cashier.tap(sheet.online.tick)
    cashier.press(Qt.Key.Key_S, CONTROL)

    product = kept(TEA).product
    assert (product.name, product.brand, product.tax_class) == ("Thé vert bio", "Jardin d’Asie", TaxClass.STANDARD)
    assert (product.unit, product.shown_online) == (Unit.KILOGRAM, False)
    assert shown(cashier) == ["Pain de seigle", "Thé vert bio"]


def test_a_new_category_is_opened_on_the_spot_and_undo_closes_it(
    cashier: Cashier, open_card: OpenCard, shop_path: Path
) -> None:
    sheet = open_card(TEA)
    picker = sheet.category
    picker.list.setCurrentIndex(picker.list.count() - 1)
    picker.list.activated.emit(picker.list.count() - 1)
    cashier.write("Boissons")
    cashier.press(Qt.Key.Key_Return)

    tabs = cashier.window.sell.tabs
    assert [tabs.tabText(place) for place in range(tabs.count())] == [
        "★ Favourites",
        "Pain",
        "Épicerie",
        "Boissons",
        "All",
    ]
    tabs.setCurrentIndex(3)
    cashier.settle()
    assert shown(cashier) == ["Thé vert"]

    cashier.tap_key("Undo", cashier.window.toast)
    assert [tabs.tabText(place) for place in range(tabs.count())] == ["★ Favourites", "Pain", "Épicerie", "All"]
    assert [one.name for one in ask(shop_path, products.categories)] == ["Pain", "Épicerie"]


def test_esc_asks_nothing_when_nothing_was_changed(cashier: Cashier, open_card: OpenCard) -> None:
    open_card(BREAD)
    cashier.press(Qt.Key.Key_Escape)

    assert cashier.window.sheet is None


def test_esc_on_a_changed_card_asks_and_a_second_esc_goes_on_editing(
    cashier: Cashier, open_card: OpenCard, kept: Kept
) -> None:
    sheet = open_card(BREAD)
    cashier.write(" bio")
    cashier.press(Qt.Key.Key_Escape)
    assert sheet.asking.isVisible()
    assert cashier.focus() is sheet.keep_key

    cashier.press(Qt.Key.Key_Escape)
    assert not sheet.asking.isVisible()
    assert sheet.name.text() == "Pain de seigle bio"

    cashier.press(Qt.Key.Key_Escape)
    cashier.tap(sheet.discard_key)
    assert cashier.window.sheet is None
    assert kept(BREAD).product.name == "Pain de seigle"


def test_a_save_is_taken_back_by_the_notice(cashier: Cashier, open_card: OpenCard, kept: Kept) -> None:
    before = kept(BREAD)
    sheet = open_card(BREAD)
    sheet.name.setText("Pain noir")
    sheet.codes.show_codes(())
    cashier.press(Qt.Key.Key_Return)
    assert shown(cashier) == ["Pain noir"]

    cashier.tap_key("Undo", cashier.window.toast)

    assert (kept(BREAD).product, kept(BREAD).codes) == (before.product, before.codes)
    assert shown(cashier) == ["Pain de seigle"]
    assert cashier.window.toast.text == "Pain de seigle is as it was."


def test_an_article_needs_a_name_and_a_readable_price(cashier: Cashier, open_card: OpenCard, kept: Kept) -> None:
    sheet = open_card(BREAD)
    sheet.name.clear()
    cashier.press(Qt.Key.Key_Return)
    assert sheet.notice.text().startswith("A name is missing")
    assert cashier.focus() is sheet.name

    sheet.name.setText("Pain")
    sheet.price.setText(",")
    cashier.press(Qt.Key.Key_Return)
    assert cashier.focus() is sheet.price
    assert kept(BREAD).product.name == "Pain de seigle"


def test_a_scan_while_the_card_is_open_is_one_more_code_and_no_line(
    cashier: Cashier, open_card: OpenCard, kept: Kept
) -> None:
    sheet = open_card(BREAD)
    cashier.scan(NEW_CODE)

    assert sheet.codes.codes == (BREAD, NEW_CODE)
    assert cashier.lines == []
    cashier.press(Qt.Key.Key_Return)
    cashier.scan(NEW_CODE)
    assert cashier.lines == [("Pain de seigle", 1000)]
    assert kept(BREAD).codes == (BREAD, NEW_CODE)


def test_a_code_of_another_article_is_named_with_its_holder(cashier: Cashier, open_card: OpenCard) -> None:
    sheet = open_card(BREAD)
    cashier.scan(TEA)

    assert sheet.codes.codes == (BREAD,)
    assert sheet.codes.said.text() == f"{TEA} belongs to Thé vert."


def test_a_code_with_a_wrong_check_digit_is_flagged_and_kept(cashier: Cashier, open_card: OpenCard, kept: Kept) -> None:
    sheet = open_card(BREAD)
    sheet.codes.box.setFocus()
    cashier.write(WRONG_DIGIT)
    cashier.press(Qt.Key.Key_Return)

    assert sheet.codes.said.text() == f"The check digit of {WRONG_DIGIT} is wrong. It is kept all the same."
    assert sheet.codes.keys[1].accessibleName() == f"Remove the code {WRONG_DIGIT} – check?"
    cashier.press(Qt.Key.Key_S, CONTROL)
    assert kept(BREAD).codes == (BREAD, WRONG_DIGIT)


def test_a_code_is_taken_away_by_its_key_and_one_half_typed_is_not_lost(
    cashier: Cashier, open_card: OpenCard, kept: Kept
) -> None:
    sheet = open_card(BREAD)
    cashier.tap(sheet.codes.keys[0])
    assert sheet.codes.codes == ()
    sheet.codes.box.setText("A-17")
    cashier.tap(sheet.save_key)

    assert kept(BREAD).codes == ("A-17",)


def test_the_same_code_twice_is_said(cashier: Cashier, open_card: OpenCard) -> None:
    sheet = open_card(BREAD)
    cashier.scan(BREAD)

    assert sheet.codes.codes == (BREAD,)
    assert sheet.codes.said.text() == f"The code {BREAD} is already here."


def test_an_article_without_a_price_says_why_it_is_not_shown_and_goes_online_with_its_first(
    cashier: Cashier, open_card: OpenCard, kept: Kept
) -> None:
    sheet = open_card(CARD)
    assert not sheet.online.tick.isEnabled()
    assert sheet.online.reason.text() == "Not shown online: it has no price yet."
    cashier.press(Qt.Key.Key_Escape)
    assert cashier.window.sheet is None, "nothing was changed"

    sheet = open_card(CARD)
    sheet.price.setText("1,20")
    assert sheet.online.tick.isEnabled()
    cashier.press(Qt.Key.Key_Return)
    assert (kept(CARD).product.price, kept(CARD).product.shown_online) == (eur(120), True)


def test_what_the_shop_window_refused_is_said_on_the_card(
    cashier: Cashier, open_card: OpenCard, shop_path: Path, shelf: dict[str, Product]
) -> None:
    def refuse(db: Database) -> None:
        with transaction(db):
            put(db, LINK)
            outbox.mark_products(db, [(shelf[BREAD].id, 1)])
            db.execute("UPDATE dirty SET set_aside = 'the name is blank'")

    cashier.till.background.run(refuse)
    cashier.settle()

    assert open_card(BREAD).online.reason.text() == "Refused by the shop window. It has no name. Give it one."


def test_saving_tells_the_shop_window(cashier: Cashier, open_card: OpenCard, shop_path: Path) -> None:
    cashier.till.background.run(lambda db: put(db, LINK))
    cashier.settle()
    sheet = open_card(BREAD)
    sheet.brand.setText("Fournil")

    with cashier.qtbot.waitSignal(cashier.till.late.articles.changed, timeout=2_000):
        cashier.press(Qt.Key.Key_Return)

    assert ask(shop_path, lambda db: outbox.waiting(db, LINK.target)).waiting == 1


@pytest.mark.parametrize("takes", [True, False])
def test_the_open_ticket_keeps_its_price_unless_it_is_told(cashier: Cashier, open_card: OpenCard, takes: bool) -> None:
    cashier.scan(BREAD)
    sheet = open_card(BREAD)
    assert not sheet.reprices.isVisible()
    sheet.price.setText("4")
    assert sheet.reprices.isVisible()
    if takes:
        cashier.tap(sheet.reprices)
    cashier.press(Qt.Key.Key_Return)

    assert cashier.ticket.total == (eur(400) if takes else eur(320))


def test_an_article_is_chosen_from_the_list_by_a_few_letters(cashier: Cashier) -> None:
    cashier.till.late.articles.open_list()
    cashier.settle()
    sheet = cashier.sheet(ArticleList)
    cashier.write("comt")
    cashier.qtbot.waitUntil(lambda: sheet.model.rowCount() == 1, timeout=2_000)
    cashier.press(Qt.Key.Key_Return)

    assert cashier.sheet(ArticleSheet).name.text() == "Comté"


def test_an_article_is_chosen_from_the_list_by_arrows_tap_or_scan(cashier: Cashier) -> None:
    cashier.press(Qt.Key.Key_E, CONTROL)  # no line is chosen: the list comes
    cashier.sheet(ArticleList)
    cashier.press(Qt.Key.Key_Down)
    cashier.press(Qt.Key.Key_Return)
    assert cashier.sheet(ArticleSheet).name.text() == "Comté"
    cashier.press(Qt.Key.Key_Escape)

    cashier.till.late.articles.open_list()
    cashier.settle()
    view = cashier.sheet(ArticleList).list
    place = view.visualRect(view.model().index(3, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    cashier.settle()
    assert cashier.sheet(ArticleSheet).name.text() == "Thé vert"
    cashier.press(Qt.Key.Key_Escape)

    cashier.till.late.articles.open_list()
    cashier.settle()
    cashier.scan(BREAD)
    assert cashier.sheet(ArticleSheet).name.text() == "Pain de seigle"
    assert cashier.lines == []


def test_a_scan_that_a_sheet_cannot_use_sounds_refused(cashier: Cashier, open_card: OpenCard) -> None:
    open_card(BREAD)

    cashier.scan("4006381333931")
    cashier.scan(TEA)

    assert cashier.sounds == [Sound.ACCEPTED, Sound.REFUSED]


def test_a_code_nobody_knows_sounds_refused_in_the_list_of_articles(cashier: Cashier) -> None:
    cashier.till.late.articles.open_list()
    cashier.settle()

    cashier.scan("9999999999994")

    assert cashier.sounds == [Sound.REFUSED]


def test_a_code_typed_on_the_card_makes_no_sound(cashier: Cashier, open_card: OpenCard) -> None:
    sheet = open_card(BREAD)

    sheet.codes.offer(TEA)
    cashier.settle()

    assert cashier.sounds == []
