"""One sale, from the beep at the counter to the changed page in a shopper's browser. Read this first."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect, sync_playwright
from pytestqt.qtbot import QtBot

from pos.devices.printer import PretendPrinter
from pos.domain.catalogue import Product
from pos.domain.quantity import pieces
from pos.domain.tax import TaxClass
from pos.keystore import FileKeyStore, key_file
from pos.operations.cataloguing import add_product, open_stock
from pos.operations.opening import open_shop
from sync.pairing import pair
from tests import builders
from tests.screens_catalogue import ARGUMENTS, CHROMIUM
from tests.sync.catalogue_server import RunningCatalogue, running_catalogue
from tests.ui.sell.cashier import Cashier
from ui.app import Till, TillOptions
from ui.machine import now
from ui.sell.sold_sheet import SoldSheet

__all__ = ["running_catalogue"]
HONEY_CODE = "2100012000013"


class PairedShop(NamedTuple):
    path: Path
    keys: FileKeyStore
    honey: Product


@pytest.fixture
def shop(shop_path: Path, running_catalogue: RunningCatalogue) -> PairedShop:
    """A shop with twelve jars of honey, paired with the town's catalogue by a code."""
    honey = builders.product("Miel de tilleul", 850, tax_class=TaxClass.REDUCED)
    keys = FileKeyStore(key_file(shop_path))
    with closing(open_shop(shop_path, now=now(), new_id=builders.new_id)) as db:
        add_product(db, honey, [HONEY_CODE])
        open_stock(db, [(honey.id, pieces(12))], now=now())
        code = running_catalogue.invite("Épicerie du Port", figures="counts")
        pair(db, address=running_catalogue.url, code=code, keys=keys, now=now())
    return PairedShop(shop_path, keys, honey)


@pytest.fixture
def cashier(qtbot: QtBot, shop: PairedShop, tmp_path: Path) -> Iterator[Cashier]:
    """The till, opened on that shop, with a printer whose paper can be read."""
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
        yield browser.new_page(locale="fr-FR", viewport={"width": 390, "height": 844})
        browser.close()


def test_a_sale_rung_up_in_the_shop_changes_the_shop_window_online(
    cashier: Cashier, shopper: Page, shop: PairedShop, running_catalogue: RunningCatalogue, tmp_path: Path, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: "Window current" in cashier.window.sell.status.window_state.text(), timeout=20_000)
    shopper.goto(running_catalogue.product_url("epicerie-du-port", shop.honey.id))
    expect(shopper.get_by_role("heading", level=1)).to_have_text("Miel de tilleul")
    expect(shopper.locator("main")).to_contain_text("12 en stock")

    cashier.write("2*")
    cashier.scan(HONEY_CODE)
    assert cashier.lines == [("Miel de tilleul", 2000)]

    cashier.tap_key("Cash")
    cashier.write("20")
    cashier.payment().confirm()
    cashier.settle()
    sold = cashier.sheet(SoldSheet)
    assert sold.change.text() == "€3.00"

    expect(shopper.locator("main")).to_contain_text("10 en stock")  # nobody reloaded the page

    sold.print_key.click()
    qtbot.waitUntil(lambda: len(PretendPrinter(tmp_path / "papers").papers()) == 1)
    paper = PretendPrinter(tmp_path / "papers").papers()[0].text
    assert all(words in paper for words in ("Miel de tilleul", "17.00", "3.00"))
