"""What the law wants to know of an article: ticked on its card, kept, taken back, merged with another's changes."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt

from pos.domain.catalogue import Supply
from pos.operations.cataloguing import change_product
from tests.builders import NOON, eur
from tests.ui.articles.conftest import Kept, OpenCard
from tests.ui.sell.cashier import Cashier
from tests.ui.sell.conftest import BREAD, TEA


def test_guarantee_and_eco_participation_are_saved_and_taken_back(
    cashier: Cashier, open_card: OpenCard, kept: Kept
) -> None:
    sheet = open_card(TEA)
    sheet.law.guaranteed.setChecked(True)
    sheet.law.eco.setText("0,12")
    cashier.press(Qt.Key.Key_Return)

    assert (kept(TEA).product.guaranteed, kept(TEA).product.eco) == (True, eur(12))
    cashier.tap_key("Undo", cashier.window.toast)
    assert (kept(TEA).product.guaranteed, kept(TEA).product.eco) == (False, None)


def test_a_service_has_neither(cashier: Cashier, open_card: OpenCard, kept: Kept) -> None:
    sheet = open_card(TEA)
    sheet.law.guaranteed.setChecked(True)
    sheet.law.eco.setText("0,12")
    sheet.law.service.setChecked(True)

    assert not sheet.law.guaranteed.isEnabled()
    cashier.press(Qt.Key.Key_Return)

    product = kept(TEA).product
    assert (product.supply, product.guaranteed, product.eco) == (Supply.SERVICE, False, None)


def test_an_eco_participation_that_cannot_be_meant_is_refused_at_its_box(
    cashier: Cashier, open_card: OpenCard, kept: Kept
) -> None:
    sheet = open_card(TEA)
    sheet.law.eco.setText(",")
    cashier.press(Qt.Key.Key_Return)

    assert sheet.law.eco.hasFocus()
    assert sheet.notice.isVisible()
    assert kept(TEA).product.eco is None


def test_what_another_marked_meanwhile_is_taken_over(cashier: Cashier, open_card: OpenCard, kept: Kept) -> None:
    sheet = open_card(BREAD)
    marked = replace(kept(BREAD).product, guaranteed=True)
    cashier.till.background.run(lambda db: change_product(db, marked, now=NOON))
    cashier.settle()
    sheet.law.eco.setText("0,05")
    cashier.press(Qt.Key.Key_Return)

    assert sheet.law.guaranteed.isChecked()
    assert "Legal guarantee" in sheet.notice.text()
    cashier.press(Qt.Key.Key_Return)
    assert (kept(BREAD).product.guaranteed, kept(BREAD).product.eco) == (True, eur(5))
