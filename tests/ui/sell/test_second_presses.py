"""Enter pressed twice, or on something that is not whole yet: nothing happens twice, and nothing without a word."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pos.database.search import search
from pos.domain.quantity import Unit
from tests.ui.sell.cashier import Cashier, ask
from tests.ui.sell.conftest import BREAD, CHEESE, OpenTill
from ui.sell.new_product_sheet import NewProductSheet
from ui.sell.quantity_sheet import QuantitySheet

NEW = "3560070000003"
LABEL, NEXT_LABEL, KEPT = "2600012003501", "2600012004201", "2600012000005"


def new_article(cashier: Cashier, code: str, *, price: str) -> NewProductSheet:
    """Scan a code nobody knows and fill in what it stands for."""
    cashier.scan(code)
    cashier.tap(cashier.window.sell.unknown.create_key)
    sheet = cashier.sheet(NewProductSheet)
    sheet.name.setText("Miel")
    sheet.price.setText(price)
    return sheet


def test_enter_twice_on_a_new_article_makes_one(cashier: Cashier, shop_path: Path) -> None:
    new_article(cashier, NEW, price="7,50")
    cashier.strike(Qt.Key.Key_Return)
    cashier.strike(Qt.Key.Key_Return)
    cashier.settle()

    assert cashier.window.sheet is None
    assert cashier.lines == [("Miel", 1000)]
    assert len(ask(shop_path, lambda db: search(db, "miel", limit=9))) == 1


def test_ok_tapped_twice_gives_a_quantity_once(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F3)
    sheet = cashier.sheet(QuantitySheet)
    given: list[object] = []
    sheet.given.connect(given.append)
    sheet.figure.setText("3")
    for _ in range(2):
        QTest.keyClick(sheet, Qt.Key.Key_Return)
    cashier.settle()

    assert len(given) == 1
    assert cashier.lines == [("Pain de seigle", 3000)]


def test_a_new_article_without_a_price_says_what_is_missing(cashier: Cashier) -> None:
    sheet = new_article(cashier, NEW, price="")
    cashier.press(Qt.Key.Key_Return)

    assert sheet.notice.text() == "This article has no price yet. Enter its price to go on."
    assert cashier.focus() is sheet.price


def test_zero_takes_the_line_off_and_it_can_be_taken_back(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F3)
    cashier.write("0")
    cashier.press(Qt.Key.Key_Return)

    assert cashier.window.sheet is None
    assert cashier.lines == []
    assert cashier.window.toast.text == "Taken off: Pain de seigle"
    cashier.tap_key("Undo", cashier.window.toast)
    assert cashier.lines == [("Pain de seigle", 1000)]


def test_a_weight_of_nothing_is_asked_again_in_words(cashier: Cashier) -> None:
    cashier.scan(CHEESE)
    cashier.write("0")
    cashier.press(Qt.Key.Key_Return)

    assert cashier.sheet(QuantitySheet).below.text() == "Enter a figure above zero."
    assert cashier.lines == []


def test_far_too_many_before_a_scan_is_refused_aloud(cashier: Cashier) -> None:
    for typed in ("100000*", f"{BREAD}*"):
        cashier.write(typed)
        cashier.scan(BREAD)

        assert cashier.lines == []
        assert cashier.window.toast.text == "This figure is too large. Enter the figure again."
    assert cashier.beeps == 2


def test_half_a_loaf_is_refused_with_the_decimal_sign_of_the_language(open_till: OpenTill) -> None:
    for language, example in (("en", "3.50"), ("fr", "3,50")):
        cashier = open_till(language=language)
        cashier.write("0,5*")
        cashier.scan(BREAD)

        assert example in cashier.window.toast.text
        cashier.till.close()


def test_a_label_of_the_scale_that_nobody_knew_makes_the_article_for_the_next_one_too(cashier: Cashier) -> None:
    sheet = new_article(cashier, LABEL, price="20")
    assert sheet.units.chosen == 1
    cashier.press(Qt.Key.Key_Return)
    cashier.scan(NEXT_LABEL)

    assert cashier.lines == [("Miel", 350), ("Miel", 420)]
    assert {line.unit for line in cashier.ticket.lines} == {Unit.KILOGRAM}
    cashier.scan(KEPT)
    assert cashier.sheet(QuantitySheet).heading.text() == "Miel"
