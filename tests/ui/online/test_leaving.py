"""Leaving the catalogue is asked twice, does what it says, and can be undone with a new code."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from pos.database.connection import connect
from pos.domain.catalogue import Product
from pos.keystore import key_file
from tests.sync.fault_server import FaultServer
from tests.sync.pretend_catalogue import PretendCatalogue
from tests.ui.online.shopkeeper import Shopkeeper, keeps_online_key
from tests.ui.sell.conftest import TEA

CURRENT = "● The window is current"
SHOP = "Épicerie du Port"


@pytest.fixture
def joined(shopkeeper: Shopkeeper, server: FaultServer, catalogue: PretendCatalogue) -> Shopkeeper:
    """A shopkeeper whose window is current."""
    shopkeeper.join(server.url, catalogue.invite(SHOP))
    shopkeeper.wait_until_it_says(CURRENT)
    return shopkeeper


def test_who_presses_enter_or_esc_on_the_question_stays(joined: Shopkeeper) -> None:
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Escape):
        joined.tap(joined.window.leave_key)
        assert joined.sheet.leave_page.question.text() == "Shall Épicerie du Port leave the catalogue?"
        assert joined.focus() is joined.sheet.leave_page.stay_key

        joined.press(key)

        assert joined.window.isVisible()
        assert joined.focus() is joined.window.close_key
    assert joined.link is not None


def test_a_shop_that_could_not_leave_is_told_why_and_is_still_in(
    joined: Shopkeeper, shop_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pos.database.connection.BUSY_MS", 20)
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with contextlib.closing(connect(shop_path)) as db:
            db.execute("BEGIN IMMEDIATE")
            held.set()
            done.wait(10)
            db.execute("ROLLBACK")

    holding = threading.Thread(target=hold)
    holding.start()
    held.wait(5)
    try:
        joined.tap(joined.window.leave_key)
        joined.tap(joined.sheet.leave_page.leave_key)
        joined.wait(joined.sheet.window_page.isVisible)
    finally:
        done.set()
        holding.join()

    assert joined.cashier.window.toast.text.startswith("The shop’s file is busy.")
    assert joined.link is not None
    assert keeps_online_key(shop_path)
    joined.tap(joined.window.leave_key)
    assert joined.sheet.leave_page.leave_key.isEnabled()


def test_a_shop_that_left_sends_nothing_any_more_and_comes_back_with_a_new_code(
    joined: Shopkeeper,
    server: FaultServer,
    catalogue: PretendCatalogue,
    shelf: dict[str, Product],
    shop_path: Path,
) -> None:
    joined.tap(joined.window.leave_key)
    joined.tap(joined.sheet.leave_page.leave_key)

    joined.wait(joined.sheet.join_page.isVisible)
    page = joined.joining
    assert page.notice.text() == "The shop has left the catalogue."
    assert page.address.text() == server.url
    assert joined.focus() is page.code
    assert joined.link is None
    assert not keeps_online_key(shop_path)
    joined.wait(lambda: joined.cashier.window.sell.status.window_state.text() == "Window not joined")
    heard = len(server.heard)
    joined.change(shelf[TEA], brand="Jardin")
    joined.cashier.qtbot.wait(200)
    assert len(server.heard) == heard

    joined.paste(catalogue.invite(SHOP))
    joined.press(Qt.Key.Key_Return)

    joined.wait(joined.sheet.window_page.isVisible)
    joined.wait_until_it_says(CURRENT)
    assert catalogue.shops[SHOP].products[shelf[TEA].id][1].brand == "Jardin"


def test_a_shop_whose_key_could_not_be_thrown_away_has_left_all_the_same(joined: Shopkeeper, shop_path: Path) -> None:
    key_file(shop_path).unlink()
    key_file(shop_path).mkdir()  # no system throws a folder away as a file

    joined.tap(joined.window.leave_key)
    joined.tap(joined.sheet.leave_page.leave_key)

    joined.wait(joined.sheet.join_page.isVisible)
    assert joined.link is None
    joined.wait(lambda: joined.cashier.window.sell.status.window_state.text() == "Window not joined")
