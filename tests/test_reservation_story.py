"""Sold in the shop while it is reserved online, the network cut in the middle and healed: both sides tell one story.

A shopper with a real browser, a real catalogue, the real till; between till and catalogue a line that can be cut.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Locator, Page, expect, sync_playwright
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from pos.database import stock
from pos.domain.catalogue import Product
from pos.domain.quantity import pieces
from pos.domain.tax import TaxClass
from pos.keystore import FileKeyStore, key_file
from pos.operations.cataloguing import add_product, open_stock
from pos.operations.checking import check
from pos.operations.opening import open_shop
from sync.pairing import pair
from tests import builders
from tests.screens_catalogue import ARGUMENTS, CHROMIUM
from tests.sync.catalogue_server import RunningCatalogue, running_catalogue
from tests.sync.fault_server import FaultServer, forward_to
from tests.ui.sell.cashier import Cashier, ask
from ui.app import Till, TillOptions
from ui.machine import now
from ui.orders.orders_sheet import OrdersSheet
from ui.sell.sold_sheet import SoldSheet

__all__ = ["running_catalogue"]
HONEY_CODE = "2100012000013"
SOON_MS = 30_000
CTRL = Qt.KeyboardModifier.ControlModifier


class PairedShop(NamedTuple):
    path: Path
    keys: FileKeyStore
    honey: Product


@pytest.fixture
def line(running_catalogue: RunningCatalogue) -> Iterator[FaultServer]:
    """The line from the shop to the town; stopped, it is cut."""
    server = FaultServer(forward_to(running_catalogue.url))
    yield server
    server.stop()


@pytest.fixture
def shop(shop_path: Path, running_catalogue: RunningCatalogue, line: FaultServer) -> PairedShop:
    """A shop with twelve jars of honey, joined over that line."""
    honey = builders.product("Miel de tilleul", 850, tax_class=TaxClass.REDUCED)
    keys = FileKeyStore(key_file(shop_path))
    with closing(open_shop(shop_path, now=now(), new_id=builders.new_id)) as db:
        add_product(db, honey, [HONEY_CODE])
        open_stock(db, [(honey.id, pieces(12))], now=now())
        code = running_catalogue.invite("Épicerie du Port", figures="counts")
        pair(db, address=line.url, code=code, keys=keys, now=now())
    return PairedShop(shop_path, keys, honey)


@pytest.fixture
def cashier(qtbot: QtBot, shop: PairedShop, tmp_path: Path) -> Iterator[Cashier]:
    """The till, opened on that shop."""
    options = TillOptions(
        shop.path, language="en", theme="light", printer_setting="pretend:", papers=tmp_path / "papers", keys=shop.keys
    )
    till = Till(options, clock=now, new_id=builders.new_id)
    with qtbot.waitSignal(till.ready):
        till.open()
    yield Cashier(qtbot, till, [])
    till.close()


@pytest.fixture
def shopper() -> Iterator[Page]:
    """Someone with a phone."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser.new_context(locale="fr-FR", viewport={"width": 390, "height": 844}).new_page()
        browser.close()


def reserve(shopper: Page, address: str, count: int) -> Locator:
    """Open an article's page and ask for some of it; gives what the reservation's own page says."""
    shopper.goto(address)
    return ask_for(shopper, count, contact="06 12 34 56 78")


def ask_for(shopper: Page, count: int, *, contact: str) -> Locator:
    """Ask for some of the article whose page is open; gives what the reservation's own page says."""
    shopper.locator("#reserve summary").click()
    shopper.get_by_label("Combien").fill(str(count))
    shopper.get_by_label("Votre nom").fill("Mme Petit")
    shopper.get_by_label("Votre téléphone ou votre adresse mail").fill(contact)
    shopper.locator("#reserve button[type=submit]").click()
    expect(shopper.locator("article.reservation")).to_be_visible()
    return shopper.locator("article.reservation h1")


def sell_in_the_shop(cashier: Cashier, count: int) -> None:
    """Ring up some jars and take the money."""
    cashier.write(f"{count}*")
    cashier.scan(HONEY_CODE)
    pay(cashier)


def pay(cashier: Cashier) -> None:
    """Take exactly what is due, and be ready for the next customer."""
    cashier.press(Qt.Key.Key_F10)
    cashier.press(Qt.Key.Key_Return)
    cashier.press(Qt.Key.Key_Return)
    cashier.sheet(SoldSheet)
    cashier.press(Qt.Key.Key_Return)


def on_hand(shop: PairedShop) -> int:
    """The jars in the shop by its own books."""
    return ask(shop.path, stock.levels)[shop.honey.id].milli // 1000


def test_sold_while_reserved_with_the_network_cut_and_healed(
    cashier: Cashier,
    shopper: Page,
    shop: PairedShop,
    line: FaultServer,
    running_catalogue: RunningCatalogue,
    qtbot: QtBot,
) -> None:
    status, page = cashier.window.sell.status, running_catalogue.product_url("epicerie-du-port", shop.honey.id)
    qtbot.waitUntil(lambda: "Window current" in status.window_state.text(), timeout=SOON_MS)

    title = reserve(shopper, page, 2)
    expect(title).to_contain_text("demande")
    banner = cashier.till.late.orders.news.banner
    qtbot.waitUntil(banner.isVisible, timeout=SOON_MS)
    assert banner.key.text() == "1 reservation to prepare"

    line.stop()  # the network is gone, and nobody at the counter waits for it
    sell_in_the_shop(cashier, 3)
    cashier.press(Qt.Key.Key_O, CTRL)
    sheet = cashier.sheet(OrdersSheet)
    cashier.press(Qt.Key.Key_F7)
    assert "the customer is not told yet" in sheet.panel.facts.state.text()
    cashier.press(Qt.Key.Key_Escape)
    assert on_hand(shop) == 9
    expect(title).to_contain_text("demande")

    line.start()  # and back
    expect(title).to_contain_text("Mis de côté", timeout=SOON_MS)  # nobody reloaded the page
    number = shopper.locator("article.reservation .number").inner_text()
    shelf = shopper.context.new_page()
    shelf.goto(page)
    expect(shelf.locator("main")).to_contain_text("7 en stock", timeout=SOON_MS)  # 12 - 3 sold - 2 put aside

    line.stop()  # gone again while the customer is there
    cashier.press(Qt.Key.Key_O, CTRL)
    assert cashier.sheet(OrdersSheet).panel.facts.number.text() == number
    cashier.press(Qt.Key.Key_F12)
    assert cashier.lines == [("Miel de tilleul", 2000)]
    pay(cashier)
    assert on_hand(shop) == 7

    line.start()
    expect(title).to_contain_text("Retiré", timeout=SOON_MS)
    expect(shelf.locator("main")).to_contain_text("7 en stock", timeout=SOON_MS)  # what left is counted once
    assert ask(shop.path, lambda db: check(db).findings) == ()
    moved = ask(shop.path, lambda db: db.rows("SELECT reason, delta_milli FROM movement ORDER BY seq"))
    assert moved == [("opening", 12_000), ("sale", -3_000), ("sale", -2_000)]


def test_paid_online_handed_over_without_a_ticket_and_counted_once(
    cashier: Cashier, shopper: Page, shop: PairedShop, running_catalogue: RunningCatalogue, qtbot: QtBot
) -> None:
    status, page = cashier.window.sell.status, running_catalogue.product_url("epicerie-du-port", shop.honey.id)
    qtbot.waitUntil(lambda: "Window current" in status.window_state.text(), timeout=SOON_MS)
    title = reserve(shopper, page, 2)
    qtbot.waitUntil(cashier.till.late.orders.news.banner.isVisible, timeout=SOON_MS)
    cashier.press(Qt.Key.Key_O, CTRL)
    cashier.press(Qt.Key.Key_F7)
    expect(title).to_contain_text("Mis de côté", timeout=SOON_MS)

    running_catalogue.note_paid(shopper.locator("article.reservation .number").inner_text())
    keys = cashier.sheet(OrdersSheet).panel.keys
    qtbot.waitUntil(lambda: keys.collect_key.text() == "Hand over (paid)", timeout=SOON_MS)
    cashier.press(Qt.Key.Key_F12)

    expect(title).to_contain_text("Retiré", timeout=SOON_MS)
    assert cashier.lines == []
    shopper.goto(page)
    expect(shopper.locator("main")).to_contain_text("10 en stock", timeout=SOON_MS)
    moved = ask(shop.path, lambda db: db.rows("SELECT reason, delta_milli FROM movement ORDER BY seq"))
    assert moved == [("opening", 12_000), ("online", -2_000)]
    assert ask(shop.path, lambda db: check(db).findings) == ()
