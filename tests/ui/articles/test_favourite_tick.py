"""The star on the card: an article becomes a favourite where its name and price are written, and that is taken back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from pos.database import quick_keys
from pos.domain.catalogue import Product
from pos.operations import arranging
from pos.operations.editing import look_at, save_card
from pos.operations.opening import open_shop
from tests import builders
from tests.ui.articles.conftest import Kept, OpenCard
from tests.ui.sell.cashier import Cashier, ask
from tests.ui.sell.conftest import BREAD, CHEESE, TEA, OpenTill
from tests.ui.sell.test_finding import shown

THREE = ["Pain de seigle", "Thé vert", "Comté"]


def favourites(path: Path) -> list[str]:
    return [one.product.name for one in ask(path, quick_keys.page)]


@pytest.fixture
def laid_out(shelf: dict[str, Product], shop_path: Path, now: datetime) -> None:
    """Bread, tea and cheese have keys."""
    db = open_shop(shop_path, now=now, new_id=builders.new_id)
    arranging.arrange(db, [shelf[code].id for code in (BREAD, TEA, CHEESE)])
    db.close()


def test_the_tick_makes_an_article_a_favourite_and_undo_takes_it_back(
    cashier: Cashier, open_card: OpenCard, kept: Kept, shop_path: Path
) -> None:
    cashier.choose_tab("★ Favourites")
    sheet = open_card(TEA)
    assert not sheet.favourite.isChecked()
    cashier.tap(sheet.favourite)
    sheet.name.setText("Thé vert bio")
    cashier.press(Qt.Key.Key_Return)

    assert favourites(shop_path) == shown(cashier) == ["Thé vert bio"]
    cashier.press(Qt.Key.Key_Z, Qt.KeyboardModifier.AltModifier)
    assert favourites(shop_path) == shown(cashier) == []
    assert kept(TEA).product.name == "Thé vert"


def test_the_tick_taken_away_takes_the_key_and_undo_puts_it_where_it_was(
    laid_out: None, open_till: OpenTill, shelf: dict[str, Product], shop_path: Path
) -> None:
    cashier = open_till()
    cashier.till.late.articles.open(shelf[TEA].id)
    cashier.settle()
    sheet = cashier.till.late.articles.sheet
    assert sheet is not None
    assert sheet.favourite.isChecked()
    cashier.tap(sheet.favourite)
    cashier.tap(sheet.save_key)
    assert favourites(shop_path) == shown(cashier) == ["Pain de seigle", "Comté"]

    cashier.tap_key("Undo", cashier.window.toast)
    assert favourites(shop_path) == shown(cashier) == THREE


def test_a_card_saved_without_touching_the_tick_leaves_the_favourites(
    laid_out: None, open_till: OpenTill, shelf: dict[str, Product], shop_path: Path
) -> None:
    cashier = open_till()
    cashier.till.late.articles.open(shelf[TEA].id)
    cashier.settle()
    sheet = cashier.till.late.articles.sheet
    assert sheet is not None
    sheet.price.setText("5")
    cashier.tap(sheet.save_key)

    assert favourites(shop_path) == THREE


def test_a_tick_alone_is_a_change_that_is_asked_about(cashier: Cashier, open_card: OpenCard, shop_path: Path) -> None:
    sheet = open_card(TEA)
    cashier.tap(sheet.favourite)
    cashier.press(Qt.Key.Key_Escape)
    assert sheet.asking.isVisible()

    cashier.tap(sheet.discard_key)
    assert favourites(shop_path) == []


def test_the_tick_stays_when_somebody_else_saved_the_card_meanwhile(
    cashier: Cashier, open_card: OpenCard, kept: Kept, shelf: dict[str, Product], shop_path: Path
) -> None:
    sheet = open_card(TEA)
    cashier.tap(sheet.favourite)
    cashier.till.background.run(lambda db: save_card(db, look_at(db, shelf[TEA].id), now=builders.NOON))
    cashier.settle()
    cashier.tap(sheet.save_key)
    assert sheet.favourite.isChecked()
    assert favourites(shop_path) == []

    cashier.tap(sheet.save_key)
    assert favourites(shop_path) == ["Thé vert"]
