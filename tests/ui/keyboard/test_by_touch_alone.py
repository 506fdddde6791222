"""A whole day by touch alone: searching with accents, creating an article, correcting, and two quick thumbs."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from pos.database import products
from pos.operations.cataloguing import add_product
from tests.builders import eur, product
from tests.ui.keyboard.fingers import Fingers
from tests.ui.sell.cashier import ask
from tests.ui.sell.conftest import BREAD
from tests.ui.sell.test_finding import shown
from ui.articles.article_sheet import ArticleSheet
from ui.keyboard.layouts import Act
from ui.keyboard.on_screen_keyboard import Capitals
from ui.sell.new_product_sheet import NewProductSheet

NEW = "3560070000003"


def test_creme_brulee_is_found_and_sold_by_taps(fingers: Fingers) -> None:
    cashier, sell = fingers.cashier, fingers.window.sell
    cashier.till.background.run(lambda db: add_product(db, product("Crème brûlée", 390)))
    cashier.settle()

    fingers.tap(sell.search)
    fingers.write("crème br")
    fingers.hold(fingers.key("u"), slide_to="û")
    fingers.write("lée")

    assert sell.search.text() == "crème brûlée"
    cashier.qtbot.waitUntil(lambda: shown(cashier) == ["Crème brûlée"], timeout=2_000)
    fingers.press(Act.ENTER)
    assert cashier.lines == [("Crème brûlée", 1000)]
    assert sell.search.hasFocus()


def test_an_article_is_created_by_taps(fingers: Fingers, shop_path: Path) -> None:
    cashier = fingers.cashier
    cashier.scan(NEW)
    fingers.tap(cashier.window.sell.unknown.create_key)
    sheet = cashier.sheet(NewProductSheet)
    assert fingers.has_keyboard, "a tap led to the box for the name"
    fingers.write("Œufs « plein air »")
    fingers.tap(sheet.price)
    assert fingers.keyboard.layer == "figures"
    fingers.write("3,20")
    fingers.press(Act.ENTER)

    made = ask(shop_path, lambda db: products.with_barcode(db, NEW))
    assert made is not None
    assert (made.name, made.price) == ("Œufs « plein air »", eur(320))
    assert cashier.lines == [("Œufs « plein air »", 1000)]
    assert not fingers.has_keyboard, "the search was not touched"


def test_a_card_is_corrected_by_taps(fingers: Fingers, shop_path: Path) -> None:
    cashier = fingers.cashier
    cashier.scan(BREAD)
    cashier.till.late.articles.open(cashier.ticket.lines[0].product_id)
    cashier.settle()
    sheet = cashier.sheet(ArticleSheet)
    fingers.tap(sheet.brand)
    fingers.write("L’Épi d’Or")
    fingers.press(Act.ERASE)
    fingers.press(Act.LEFT)
    fingers.write("’")
    fingers.press(Act.ENTER)

    bread = ask(shop_path, lambda db: products.with_barcode(db, BREAD))
    assert bread is not None
    assert bread.brand == "L’Épi d’’O"


def test_two_quick_thumbs_lose_no_letter_and_are_no_scanner(fingers: Fingers) -> None:
    search = fingers.window.sell.search
    fingers.tap(search)
    fingers.roll(*"30176204")
    assert search.text() == "30176204"
    fingers.roll(*"thevert")

    assert search.text() == "30176204thevert"
    assert fingers.cashier.lines == []
    assert fingers.cashier.beeps == 0


def test_a_key_touched_twice_in_a_row_writes_twice(fingers: Fingers) -> None:
    search = fingers.window.sell.search
    fingers.tap(search)
    key = fingers.keyboard.key("s")
    place = key.mapTo(fingers.window, key.rect().center())
    for _ in range(6):
        QTest.mouseClick(fingers.window.windowHandle(), Qt.MouseButton.LeftButton, pos=place)

    assert search.text() == "s" * 6


def test_the_eraser_goes_on_while_it_is_held(fingers: Fingers) -> None:
    search = fingers.window.sell.search
    search.setText("confiture de fraises")
    fingers.tap(search)
    search.end(False)
    erase = fingers.keyboard.key(Act.ERASE)
    QTest.mousePress(erase, Qt.MouseButton.LeftButton)
    fingers.cashier.qtbot.waitUntil(lambda: len(search.text()) < 12, timeout=5_000)
    QTest.mouseRelease(erase, Qt.MouseButton.LeftButton)

    left = search.text()
    QTest.qWait(300)
    assert search.text() == left


def test_a_held_key_offers_its_variants_to_be_tapped(fingers: Fingers) -> None:
    search = fingers.window.sell.search
    fingers.tap(search)
    fingers.hold(fingers.key("o"))
    assert [one.text() for one in fingers.keyboard.variants] == ["ô", "œ", "ö"]
    assert search.text() == ""
    fingers.tap(fingers.keyboard.variants[1])
    fingers.write("uf")

    assert search.text() == "œuf"
    assert fingers.keyboard.variants == ()


def test_capitals_come_once_then_stay_then_go(fingers: Fingers) -> None:
    search = fingers.window.sell.search
    fingers.tap(search)
    fingers.press(Act.SHIFT)
    fingers.tap(fingers.keyboard.key("É"))
    fingers.tap(fingers.keyboard.key("p"))
    fingers.press(Act.SHIFT)
    fingers.press(Act.SHIFT)
    assert fingers.keyboard.capitals is Capitals.ALL
    fingers.tap(fingers.keyboard.key("I"))
    fingers.tap(fingers.keyboard.key("Ç"))
    fingers.press(Act.SHIFT)
    fingers.tap(fingers.keyboard.key("e"))

    assert search.text() == "ÉpIÇe"


@pytest.mark.parametrize("words", ["ê ë î ï ô û œ æ", "« 2 € » – d’où ?", "a@b.fr", "Ê Œ Ï", "3*thé"])
def test_every_french_sign_has_its_key(fingers: Fingers, words: str) -> None:
    search = fingers.window.sell.search
    fingers.tap(search)
    fingers.write(words)

    assert search.text() == words


def test_a_note_of_several_lines_takes_the_keys_too(fingers: Fingers) -> None:
    note = QPlainTextEdit(fingers.window)
    note.setGeometry(40, 40, 300, 120)
    note.show()
    fingers.tap(note)
    fingers.write("à midi")
    fingers.press(Act.ENTER)
    fingers.write("ok")

    assert note.toPlainText() == "à midi\nok"
    note.deleteLater()
