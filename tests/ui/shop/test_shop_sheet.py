"""The shop says who it is: entered, checked at the box, seen beside, kept, and known everywhere at once."""

from __future__ import annotations

from datetime import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pos.domain.shop import ShopIdentity
from pos.operations.describing_shop import ShopDetails, look_at_shop
from tests.ui.sell.cashier import Cashier, ask
from tests.ui.sell.conftest import BREAD, OpenTill
from tests.ui.shop.conftest import OpenSheet
from ui.sell.sold_sheet import SoldSheet
from ui.shop.shop_sheet import ShopSheet

SIRET = "732 829 320 00074"


def fill(sheet: ShopSheet) -> None:
    """What a shop enters on its first day."""
    sheet.name.show_text("Épicerie du Marché")
    sheet.city.show_text("Valbrune")
    sheet.siret.show_text(SIRET)
    sheet.footer[0].setText("Merci !")


def test_what_is_saved_is_kept_and_shows_in_title_and_receipts_at_once(
    cashier: Cashier, open_sheet: OpenSheet, shop_path: Path
) -> None:
    sheet = open_sheet(cashier)
    fill(sheet)
    sheet.cut_off.show_text("5h30")
    cashier.press(Qt.Key.Key_Return)

    assert cashier.window.sheet is None
    assert cashier.window.windowTitle() == "Épicerie du Marché – Comptoir"
    assert ask(shop_path, look_at_shop) == ShopDetails(
        ShopIdentity(name="Épicerie du Marché", city="Valbrune", siret="73282932000074", footer=("Merci !",)),
        time(5, 30),
    )
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F9)
    cashier.press(Qt.Key.Key_Return)
    shown = cashier.sheet(SoldSheet).findChildren(type(sheet.preview))[0].toPlainText()
    assert "Épicerie du Marché" in shown
    assert f"SIRET {SIRET}" in shown


def test_a_wrong_number_is_said_at_its_box_and_nothing_typed_is_lost(
    cashier: Cashier, open_sheet: OpenSheet, shop_path: Path
) -> None:
    sheet = open_sheet(cashier)
    fill(sheet)
    sheet.siret.show_text("732 829 320 00075")
    sheet.cut_off.show_text("midi")
    cashier.press(Qt.Key.Key_Return)

    assert cashier.sheet(ShopSheet) is sheet
    assert sheet.siret.fault.isVisible()
    assert "fourteen digits" in sheet.siret.fault.text()
    assert sheet.cut_off.fault.text()
    assert cashier.focus() is sheet.siret.box
    assert (sheet.name.text, sheet.city.text) == ("Épicerie du Marché", "Valbrune")
    assert ask(shop_path, look_at_shop).shop == ShopIdentity()

    sheet.siret.show_text(SIRET)
    assert not sheet.siret.fault.isVisible()


def test_the_vat_number_is_proposed_from_the_siret_and_taken_with_one_key(
    cashier: Cashier, open_sheet: OpenSheet
) -> None:
    sheet = open_sheet(cashier)
    fill(sheet)
    sheet.tabs.setCurrentIndex(1)
    QTest.qWait(120)

    cashier.tap(sheet.propose_key)

    assert sheet.vat_number.text == "FR44732829320"
    QTest.qWait(120)
    assert not sheet.propose_key.isVisible()
    assert "FR44 732829320" in sheet.preview.toPlainText()


def test_the_receipts_top_is_seen_beside_while_it_is_typed(cashier: Cashier, open_sheet: OpenSheet) -> None:
    sheet = open_sheet(cashier)
    cashier.write("Chez")
    sheet.franchise.setChecked(True)
    QTest.qWait(120)

    assert "Chez" in sheet.preview.toPlainText()
    assert "art. 293 B" in sheet.preview.toPlainText()


def test_escape_asks_before_changes_are_lost(cashier: Cashier, open_sheet: OpenSheet) -> None:
    sheet = open_sheet(cashier)
    sheet.name.show_text("Chez Nous")

    cashier.press(Qt.Key.Key_Escape)
    assert sheet.asking.isVisible()
    cashier.press(Qt.Key.Key_Escape)
    assert not sheet.asking.isVisible()
    assert sheet.name.text == "Chez Nous"
    cashier.press(Qt.Key.Key_Escape)
    cashier.tap(sheet.discard_key)
    assert cashier.window.sheet is None


def test_an_unchanged_sheet_closes_with_escape(cashier: Cashier, open_sheet: OpenSheet) -> None:
    open_sheet(cashier)

    cashier.press(Qt.Key.Key_Escape)

    assert cashier.window.sheet is None


@pytest.mark.parametrize("place", [0, 1, 2])
def test_every_box_of_a_page_is_reached_by_tab_and_large(
    open_till: OpenTill, open_sheet: OpenSheet, place: int
) -> None:
    cashier = open_till(text_percent=150, language="fr")
    cashier.window.resize(1024, 768)
    sheet = open_sheet(cashier)
    sheet.tabs.setCurrentIndex(place)
    QApplication.processEvents()

    reached = set()
    for _ in range(14):
        cashier.strike(Qt.Key.Key_Tab)
        QApplication.processEvents()
        reached.add(cashier.focus())

    boxes = [box for box in sheet.findChildren(type(sheet.name.box)) if box.isVisible()]
    assert boxes or place
    assert set(boxes) <= reached
    assert {sheet.save_key, sheet.back_key} <= reached
    assert [box for box in boxes if box.height() < 48 or not box.accessibleName()] == []
    assert sheet.card.rect().contains(sheet.preview.geometry())
