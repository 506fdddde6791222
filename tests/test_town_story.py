"""Found with a slip of the pen, reserved, put aside, told by mail, collected: a shopper's whole way through the town.

A real catalogue with two shops that have salted butter, the real till of one of them, a shopper with a real browser:
once with JavaScript, where open pages change by themselves, and once without, where they are loaded again.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, ViewportSize, expect, sync_playwright
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from pos.database import stock
from pos.domain.quantity import pieces
from pos.domain.tax import TaxClass
from pos.keystore import FileKeyStore, key_file
from pos.operations.cataloguing import add_product, open_stock
from pos.operations.checking import check
from pos.operations.opening import open_shop
from sync.pairing import pair
from tests import builders
from tests.screens_catalogue import ARGUMENTS, CHROMIUM
from tests.sync.catalogue.mails import parsed, words
from tests.sync.catalogue.tills import Till, level, product
from tests.sync.catalogue_server import RunningCatalogue, running_catalogue
from tests.test_reservation_story import CTRL, SOON_MS, ask_for, cashier, pay
from tests.ui.sell.cashier import Cashier, ask
from ui.machine import now
from ui.orders.orders_sheet import OrdersSheet

__all__ = ["cashier", "running_catalogue"]
BUTTER = "Beurre salé de baratte"
MAIL = "petit@exemple.fr"

pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium here")


class Dairy(NamedTuple):
    path: Path
    keys: FileKeyStore
    butter: str


@pytest.fixture
def shop(shop_path: Path, running_catalogue: RunningCatalogue) -> Dairy:
    """A dairy with six pieces of salted butter among other things, joined."""
    butter = builders.product(BUTTER, 340, tax_class=TaxClass.REDUCED)
    others = [
        builders.product(name, 410, tax_class=TaxClass.REDUCED) for name in ("Beurre doux", "Lait ribot", "Sablés")
    ]
    keys = FileKeyStore(key_file(shop_path))
    with closing(open_shop(shop_path, now=now(), new_id=builders.new_id)) as db:
        for sold in (butter, *others):
            add_product(db, sold, [])
        open_stock(db, [(sold.id, pieces(6)) for sold in (butter, *others)], now=now())
        code = running_catalogue.invite("Crèmerie des Halles", city="Vannes", trade="Crèmerie", figures="counts")
        pair(db, address=running_catalogue.url, code=code, keys=keys, now=now())
    return Dairy(shop_path, keys, butter.id)


@pytest.fixture
def grocer(running_catalogue: RunningCatalogue) -> Till:
    """A grocer with salted butter too, and with what is spelt nearly like it."""
    till = Till(running_catalogue.url, running_catalogue.invite("Épicerie du Port", city="Vannes"))
    till.put_products(
        [
            product("a", "Beurre salé 250 g", price_minor=295, category="Crèmerie"),
            product("b", "Caramels au beurre salé", price_minor=690, category="Confiserie"),
            product("c", "Bière salée au sel de mer", price_minor=380, category="Boissons"),
        ]
    )
    till.put_levels([level(ref, 9000) for ref in "abc"])
    till.beat()
    return till


class Shopper:
    """Someone with a phone, whose open pages change by themselves only where JavaScript runs."""

    def __init__(self, context: BrowserContext, *, is_live: bool) -> None:
        self._context, self._is_live = context, is_live
        self._loads = self._known = 0

    def open(self, address: str) -> Page:
        """Open a page beside the others."""
        page = self._context.new_page()
        page.on("load", self._count)
        page.goto(address)
        return page

    def looks_on(self) -> None:
        """Load no page any more from here on, where pages change by themselves."""
        self._known = self._loads

    def sees(self, where: Locator, said: str) -> None:
        """Wait until an open page says something; where nothing changes by itself, load it again and again."""
        deadline = time.monotonic() + SOON_MS / 1000
        while not self._is_live and said not in where.inner_text() and time.monotonic() < deadline:
            time.sleep(0.2)
            where.page.reload()
        expect(where).to_contain_text(said, timeout=SOON_MS)
        assert not self._is_live or self._loads == self._known

    def _count(self, _: Page) -> None:
        self._loads += 1


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def shopper(request: pytest.FixtureRequest) -> Iterator[Shopper]:
    """Someone with a phone, in both ways that the town is looked at."""
    is_live = request.param == "with JavaScript"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        phone: ViewportSize = {"width": 390, "height": 844}
        yield Shopper(browser.new_context(locale="fr-FR", viewport=phone, java_script_enabled=is_live), is_live=is_live)
        browser.close()


def find_butter(page: Page) -> None:
    """Type the wrong word, see who has the right thing, at what price and how far that may be believed; open one."""
    page.get_by_role("searchbox").fill("beure sale")
    page.keyboard.press("Enter")
    named = page.locator(".card-name", has_text=re.compile("^Beurre salé"))
    found = page.locator(".found .card").filter(has=named)
    expect(found).to_have_count(2)
    grocers, dairys = (found.filter(has_text=name) for name in ("Épicerie du Port", "Crèmerie des Halles"))
    expect(grocers.locator("[data-price]")).to_have_text("2,95\u202f€")
    expect(grocers.locator("[data-text]")).to_have_text("En stock")
    expect(dairys.locator("[data-price]")).to_have_text("3,40\u202f€")
    expect(dairys.locator("[data-text]")).to_have_text("6 en stock")
    dairys.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(BUTTER)


def link_in_mail(outbox: Path, count: int) -> str:
    """The address that the newest mail leads to, once there are so many."""
    deadline = time.monotonic() + SOON_MS / 1000
    while len(files := list(outbox.glob("*.eml"))) < count and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(files) == count
    mail = parsed(max(files, key=lambda file: int(file.name.partition("-")[0])).read_bytes())
    assert mail["To"] == MAIL
    (link,) = re.findall(r"http\S+/reservations/\S+", words(mail))
    return str(link)


def test_from_a_slip_of_the_pen_to_the_butter_in_the_basket(
    cashier: Cashier, shopper: Shopper, shop: Dairy, grocer: Till, running_catalogue: RunningCatalogue, qtbot: QtBot
) -> None:
    status, outbox = cashier.window.sell.status, running_catalogue.data_dir / "outbox"
    qtbot.waitUntil(lambda: "Window current" in status.window_state.text(), timeout=SOON_MS)

    page = shopper.open(running_catalogue.url)
    find_butter(page)
    in_stock = shopper.open(page.url).locator("article.product .level")  # stays open beside what follows
    expect(in_stock).to_contain_text("6 en stock")
    title = ask_for(page, 2, contact=MAIL)
    shopper.looks_on()
    expect(title).to_contain_text("demande")
    assert link_in_mail(outbox, 1) == page.url

    qtbot.waitUntil(cashier.till.late.orders.news.banner.isVisible, timeout=SOON_MS)
    cashier.press(Qt.Key.Key_O, CTRL)
    number = cashier.sheet(OrdersSheet).panel.facts.number.text()
    assert number == page.locator("article.reservation .number").inner_text()
    cashier.press(Qt.Key.Key_F7)
    shopper.sees(title, "Mis de côté")
    shopper.sees(in_stock, "4 en stock")

    link = link_in_mail(outbox, 2)  # the shopper comes, with what the mail leads to in hand
    assert link == page.url
    cashier.press(Qt.Key.Key_F12)
    assert cashier.lines == [(BUTTER, 2000)]
    pay(cashier)
    shopper.sees(title, "Retiré")
    shopper.sees(in_stock, "4 en stock")  # what left is counted once
    assert ask(shop.path, stock.levels)[shop.butter].milli == 4000
    assert ask(shop.path, lambda db: check(db).findings) == ()
