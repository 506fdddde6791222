"""Joining from the till: an address, a code, and every way it can go wrong."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import requests
from PySide6.QtCore import Qt

from pos.domain.catalogue import Product
from pos.keystore import key_file
from tests.sync.catalogue_server import RunningCatalogue
from tests.sync.fault_server import Fault, FaultServer
from tests.sync.pretend_catalogue import PretendCatalogue
from tests.ui.online.shopkeeper import Shopkeeper, elsewhere, keeps_online_key
from tests.ui.sell.conftest import BREAD

CURRENT = "● The window is current"


def test_a_shop_joins_with_the_code_it_was_given_and_its_shelf_is_in_the_window(
    shopkeeper: Shopkeeper, town: RunningCatalogue
) -> None:
    code = town.invite("Épicerie du Port")
    shopkeeper.open()
    assert shopkeeper.focus() is shopkeeper.joining.address

    shopkeeper.paste(town.url)
    shopkeeper.press(Qt.Key.Key_Return)
    assert shopkeeper.focus() is shopkeeper.joining.code
    shopkeeper.cashier.write(code.lower())
    shopkeeper.press(Qt.Key.Key_Return)

    shopkeeper.wait_until_it_says(CURRENT)
    window = shopkeeper.window
    assert window.card.shop.text() == "Épicerie du Port"
    assert window.card.waiting.text() == "nothing"
    page = elsewhere(lambda: requests.get(window.card.page.address.text(), timeout=10).text)
    assert "Thé vert" in page
    assert "Comté" in page
    assert "Window current" in shopkeeper.cashier.window.sell.status.window_state.text()


def test_where_the_key_lies_is_said_when_the_system_has_no_key_store(
    shopkeeper: Shopkeeper, server: FaultServer, catalogue: PretendCatalogue, shop_path: Path
) -> None:
    shopkeeper.join(server.url, catalogue.invite("Librairie"))

    assert keeps_online_key(shop_path)
    assert str(key_file(shop_path)) in shopkeeper.window.card.warning.text()
    assert shopkeeper.window.card.warning.isVisible()


def test_a_wrong_code_is_said_and_the_right_one_joins(
    shopkeeper: Shopkeeper, server: FaultServer, catalogue: PretendCatalogue
) -> None:
    shopkeeper.open()
    shopkeeper.paste(server.url)
    shopkeeper.press(Qt.Key.Key_Return)
    shopkeeper.paste("WRNG-CODE")
    shopkeeper.press(Qt.Key.Key_Return)

    page = shopkeeper.joining
    shopkeeper.wait(lambda: not page.is_asking)
    assert page.notice.text() == (
        "This code does not join the shop. It is wrong, was used already or is too old. "
        "Ask the catalogue for a new code."
    )
    assert shopkeeper.focus() is page.code
    assert page.code.selectedText() == "WRNG-CODE"
    assert shopkeeper.link is None
    shopkeeper.paste(catalogue.invite("Librairie"))
    shopkeeper.press(Qt.Key.Key_Return)
    shopkeeper.wait_until_it_says(CURRENT)


def test_an_address_where_nobody_answers_is_said(shopkeeper: Shopkeeper) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        shopkeeper.open()
        shopkeeper.paste(f"http://127.0.0.1:{nobody.getsockname()[1]}")
        shopkeeper.press(Qt.Key.Key_Return)
        shopkeeper.paste("ABCD-1234")
        shopkeeper.press(Qt.Key.Key_Return)

        page = shopkeeper.joining
        shopkeeper.wait(lambda: not page.is_asking)

    assert page.notice.text() == (
        "The online shop cannot be reached. There is no way to its address: is the network on? "
        "Check the address and the network, then try again."
    )
    assert shopkeeper.focus() is page.address


def test_no_key_is_asked_for_over_a_line_anybody_can_read(shopkeeper: Shopkeeper) -> None:
    shopkeeper.open()
    shopkeeper.paste("http://vitrines.example")
    shopkeeper.press(Qt.Key.Key_Return)
    shopkeeper.paste("ABCD-1234")
    shopkeeper.press(Qt.Key.Key_Return)

    page = shopkeeper.joining
    shopkeeper.wait(lambda: not page.is_asking)
    assert "does not begin with https" in page.notice.text()


def test_who_will_not_wait_is_back_at_once_and_nothing_was_joined(
    shopkeeper: Shopkeeper, server: FaultServer, catalogue: PretendCatalogue, shop_path: Path
) -> None:
    server.misbehave(Fault.SLOW)
    shopkeeper.open()
    shopkeeper.paste(server.url)
    shopkeeper.press(Qt.Key.Key_Return)
    shopkeeper.paste(catalogue.invite("Librairie"))
    shopkeeper.press(Qt.Key.Key_Return)
    page = shopkeeper.joining
    shopkeeper.wait(lambda: bool(server.heard))
    assert page.is_asking
    assert page.progress.isVisible()
    assert shopkeeper.focus() is page.stop_key

    shopkeeper.press(Qt.Key.Key_Escape)

    assert not page.is_asking
    assert page.notice.text().startswith("Stopped. Nothing was joined")
    server.let_go.set()
    shopkeeper.cashier.qtbot.wait(300)
    assert shopkeeper.joining is page
    assert shopkeeper.link is None
    assert not keeps_online_key(shop_path)
    shopkeeper.paste(catalogue.invite("Librairie"))
    shopkeeper.press(Qt.Key.Key_Return)
    shopkeeper.wait_until_it_says(CURRENT)


def test_a_till_that_closes_while_it_joins_waits_for_nobody_and_keeps_nothing(
    shopkeeper: Shopkeeper, server: FaultServer, catalogue: PretendCatalogue, shop_path: Path
) -> None:
    server.misbehave(Fault.SLOW)
    shopkeeper.open()
    shopkeeper.paste(server.url)
    shopkeeper.press(Qt.Key.Key_Return)
    shopkeeper.paste(catalogue.invite("Librairie"))
    shopkeeper.press(Qt.Key.Key_Return)
    shopkeeper.wait(lambda: bool(server.heard))
    began = time.monotonic()

    shopkeeper.cashier.till.close()

    assert time.monotonic() - began < 2.5
    server.let_go.set()
    time.sleep(0.3)
    assert shopkeeper.link is None
    assert not keeps_online_key(shop_path)


def test_scanning_goes_on_beside_the_sheet_and_writes_into_no_box(
    shopkeeper: Shopkeeper, shelf: dict[str, Product]
) -> None:
    shopkeeper.open()

    shopkeeper.cashier.scan(BREAD)

    assert shopkeeper.cashier.lines == [(shelf[BREAD].name, 1000)]
    assert shopkeeper.joining.address.text() == ""
    assert shopkeeper.focus() is shopkeeper.joining.address


def test_the_sheet_opens_once_and_esc_puts_it_away(shopkeeper: Shopkeeper) -> None:
    shopkeeper.open()
    shopkeeper.desk.open()
    shopkeeper.cashier.settle()
    shopkeeper.press(Qt.Key.Key_Escape)

    assert shopkeeper.desk.sheet is None
    assert shopkeeper.cashier.window.sheet is None
