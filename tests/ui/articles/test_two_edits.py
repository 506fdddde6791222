"""Two people change one article at once: who saves second is told what became of it, and nothing is lost unsaid."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt

from pos.database import products
from pos.database.connection import Database
from pos.operations.cataloguing import change_product
from tests.builders import NOON, eur
from tests.ui.articles.conftest import Kept, OpenCard
from tests.ui.articles.pictures import photo
from tests.ui.sell.cashier import Cashier
from tests.ui.sell.conftest import BREAD


def _meanwhile(cashier: Cashier, **changes: object) -> None:
    """An import, or another sheet, saves the card of the bread."""

    def change(db: Database) -> None:
        bread = products.with_barcode(db, BREAD)
        assert bread is not None
        change_product(db, replace(bread, **changes), now=NOON)  # type: ignore[arg-type]

    cashier.till.background.run(change)
    cashier.settle()


def test_what_i_left_alone_is_taken_over_and_said(cashier: Cashier, open_card: OpenCard, kept: Kept) -> None:
    sheet = open_card(BREAD)
    sheet.name.setText("Pain noir")
    _meanwhile(cashier, price=eur(360), brand="Fournil")
    cashier.press(Qt.Key.Key_Return)

    assert kept(BREAD).product.name == "Pain de seigle", "nothing is written before it was seen"
    assert (sheet.name.text(), sheet.price.text(), sheet.brand.text()) == ("Pain noir", "3.60", "Fournil")
    assert sheet.notice.text() == (
        "This article was changed meanwhile. Taken over: Price, VAT included €3.60, Brand “Fournil”."
        " Look at it, then save again."
    )

    cashier.press(Qt.Key.Key_Return)
    product = kept(BREAD).product
    assert (product.name, product.price, product.brand) == ("Pain noir", eur(360), "Fournil")


def test_where_both_changed_the_same_both_are_shown(cashier: Cashier, open_card: OpenCard, kept: Kept) -> None:
    sheet = open_card(BREAD)
    sheet.price.setText("3,90")
    _meanwhile(cashier, price=eur(360))
    cashier.press(Qt.Key.Key_Return)

    assert sheet.price.text() == "3.90"
    assert "Saved there: Price, VAT included €3.60. Yours stands here." in sheet.notice.text()
    assert kept(BREAD).product.price == eur(360)

    cashier.press(Qt.Key.Key_Return)
    assert kept(BREAD).product.price == eur(390)


def test_an_undo_overwrites_nothing_that_came_after_it(cashier: Cashier, open_card: OpenCard, kept: Kept) -> None:
    sheet = open_card(BREAD)
    sheet.price.setText("3,90")
    cashier.press(Qt.Key.Key_Return)
    _meanwhile(cashier, price=eur(360))

    cashier.tap_key("Undo", cashier.window.toast)

    assert kept(BREAD).product.price == eur(360)
    assert cashier.window.toast.text.startswith("This article was changed meanwhile.")


def test_an_article_taken_away_meanwhile_is_said(cashier: Cashier, open_card: OpenCard) -> None:
    sheet = open_card(BREAD)
    sheet.name.setText("Pain noir")
    cashier.till.background.run(lambda db: db.execute("DELETE FROM product WHERE name = 'Pain de seigle'"))
    cashier.settle()
    cashier.press(Qt.Key.Key_Return)

    assert cashier.window.sheet is sheet
    assert sheet.notice.text().startswith("This article is no longer there.")


def test_a_photo_of_mine_survives_their_change(cashier: Cashier, open_card: OpenCard, kept: Kept) -> None:
    sheet = open_card(BREAD)
    sheet.photo.offered.emit(photo())
    cashier.settle()
    _meanwhile(cashier, price=eur(360))
    cashier.press(Qt.Key.Key_Return)
    cashier.press(Qt.Key.Key_Return)

    assert kept(BREAD).picture is not None
    assert kept(BREAD).product.price == eur(360)
