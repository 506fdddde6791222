"""The window on the till's screen: what was refused, what stopped, and how a person sets it going again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from pos.domain.catalogue import Product
from tests.sync.catalogue.tills import Till as OtherTill
from tests.sync.catalogue_server import RunningCatalogue
from tests.sync.fault_server import FaultServer
from tests.sync.pretend_catalogue import PretendCatalogue
from tests.ui.online.shopkeeper import Shopkeeper, elsewhere
from tests.ui.sell.conftest import BREAD, CHEESE, TEA

CURRENT = "● The window is current"
SHOP = "Épicerie du Port"
NOT_READ = "The catalogue says: “One of the rows cannot be read.”"


@pytest.fixture
def joined(shopkeeper: Shopkeeper, server: FaultServer, catalogue: PretendCatalogue) -> Shopkeeper:
    """A shopkeeper whose window is current."""
    shopkeeper.join(server.url, catalogue.invite(SHOP))
    shopkeeper.wait_until_it_says(CURRENT)
    return shopkeeper


def refuse(catalogue: PretendCatalogue, *products: Product) -> None:
    catalogue.blamed = {one.id for one in products}


def test_a_refused_article_is_listed_and_sent_again_when_the_catalogue_has_changed_its_mind(
    joined: Shopkeeper, catalogue: PretendCatalogue, shelf: dict[str, Product]
) -> None:
    tea = shelf[TEA]
    refuse(catalogue, tea)
    joined.change(tea, name="Thé blanc")
    joined.wait_until_it_says("▲ 1 article was refused")
    assert joined.window.card.standing.line.text() == "All others are in the window."
    assert joined.listed == [("Thé blanc", NOT_READ)]
    assert not joined.window.card.aside.send_all_key.isVisible()

    catalogue.blamed = set()
    joined.tap(joined.window.card.aside.rows[0].send_key)

    joined.wait_until_it_says(CURRENT)
    joined.wait(lambda: joined.window.card.news.text() == "“Thé blanc” was accepted.")
    assert not joined.window.card.aside.isVisible()
    assert catalogue.shops[SHOP].products[tea.id][1].name == "Thé blanc"
    assert joined.sheet.isAncestorOf(joined.focus())


def test_an_article_refused_again_is_said_so(
    joined: Shopkeeper, catalogue: PretendCatalogue, shelf: dict[str, Product]
) -> None:
    refuse(catalogue, shelf[TEA])
    joined.change(shelf[TEA], brand="Jardin")
    joined.wait(lambda: len(joined.listed) == 1)

    joined.tap(joined.window.card.aside.rows[0].send_key)

    joined.wait(lambda: joined.window.card.news.text() == "“Thé vert” was refused again.")
    assert joined.listed == [("Thé vert", NOT_READ)]


def test_all_refused_articles_are_sent_again_at_once(
    joined: Shopkeeper, catalogue: PretendCatalogue, shelf: dict[str, Product]
) -> None:
    refuse(catalogue, shelf[TEA], shelf[BREAD])
    joined.change(shelf[TEA], brand="Jardin")
    joined.change(shelf[BREAD], brand="Fournil")
    joined.wait(lambda: len(joined.listed) == 2)

    catalogue.blamed = set()
    joined.tap(joined.window.card.aside.send_all_key)

    joined.wait_until_it_says(CURRENT)
    joined.wait(lambda: joined.window.card.news.text() == "2 articles were accepted.")
    brands = {row.brand for _, row in catalogue.shops[SHOP].products.values()}
    assert {"Jardin", "Fournil"} <= brands


def test_the_town_says_in_words_why_it_refuses(
    shopkeeper: Shopkeeper, town: RunningCatalogue, shelf: dict[str, Product]
) -> None:
    shopkeeper.join(town.url, town.invite("Quincaillerie"))
    shopkeeper.wait_until_it_says(CURRENT)

    shopkeeper.change(shelf[CHEESE], name="Cloche \x07")

    shopkeeper.wait_until_it_says("▲ 1 article was refused")
    [(_, reason)] = shopkeeper.listed
    assert reason == "Its name, brand, category or code holds signs that cannot be shown. Write it again."
    shopkeeper.change(shelf[CHEESE], name="Cloche")
    shopkeeper.wait_until_it_says(CURRENT)
    assert shopkeeper.listed == []


def test_the_sheet_follows_a_line_that_breaks_and_a_person_need_not_wait_for_it(
    joined: Shopkeeper, server: FaultServer, catalogue: PretendCatalogue, shelf: dict[str, Product]
) -> None:
    server.stop()
    joined.change(shelf[TEA], brand="Jardin")
    joined.wait_until_it_says("▲ The online shop cannot be reached")
    assert joined.window.card.standing.line.text().endswith("the news is sent as soon as it answers.")
    assert joined.window.card.waiting.text() == "1 article"
    assert not joined.window.card.standing.join_key.isVisible()

    server.start()
    joined.tap(joined.window.card.standing.again_key)

    joined.wait_until_it_says(CURRENT)
    assert catalogue.shops[SHOP].products[shelf[TEA].id][1].brand == "Jardin"


def test_a_key_that_was_taken_back_asks_for_a_new_code(
    joined: Shopkeeper, catalogue: PretendCatalogue, shelf: dict[str, Product], server: FaultServer
) -> None:
    catalogue.forget_keys()
    joined.change(shelf[TEA], brand="Jardin")
    joined.wait_until_it_says("▲ The online shop no longer knows this till")
    assert joined.window.card.standing.line.text().endswith("Join again with a new code.")

    joined.tap(joined.window.card.standing.join_key)
    assert joined.joining.address.text() == server.url
    assert joined.focus() is joined.joining.code
    joined.press(Qt.Key.Key_Escape)
    assert joined.window.isVisible()
    joined.tap(joined.window.card.standing.join_key)
    joined.paste(catalogue.invite(SHOP))
    joined.press(Qt.Key.Key_Return)

    joined.wait(joined.sheet.window_page.isVisible)
    assert joined.standing in {"The window is being updated", CURRENT}, "the old trouble is over"
    joined.wait_until_it_says(CURRENT)
    assert catalogue.shops[SHOP].products[shelf[TEA].id][1].brand == "Jardin"


def test_another_till_that_joined_stops_this_one_until_it_joins_again(
    shopkeeper: Shopkeeper, town: RunningCatalogue, shelf: dict[str, Product]
) -> None:
    shopkeeper.join(town.url, town.invite("Mercerie"))
    shopkeeper.wait_until_it_says(CURRENT)
    code = town.invite("Mercerie")
    elsewhere(lambda: OtherTill(town.url, code, till="the-other"))
    shopkeeper.change(shelf[TEA], brand="Jardin")
    shopkeeper.wait_until_it_says("▲ Another till publishes for this shop")
    line = shopkeeper.window.card.standing.line
    shopkeeper.wait(lambda: "“Caisse”" in line.text())
    assert line.text() == (
        "The till “Caisse” publishes for this shop now. Selling goes on; what is sold waits here. "
        "To publish from this till again, ask those who run the catalogue for a new code and join with it; "
        "the other till then stops."
    )

    shopkeeper.tap(shopkeeper.window.card.standing.again_key)
    shopkeeper.wait(lambda: shopkeeper.link is not None and shopkeeper.link.suspended == "stale-term")
    assert "“Caisse”" in line.text()

    shopkeeper.tap(shopkeeper.window.card.standing.join_key)
    assert shopkeeper.joining.notice.text() == "The till “Caisse” publishes for this shop now."
    assert shopkeeper.focus() is shopkeeper.joining.code
    shopkeeper.paste(town.invite("Mercerie"))
    shopkeeper.press(Qt.Key.Key_Return)
    shopkeeper.wait(shopkeeper.sheet.window_page.isVisible)
    shopkeeper.wait_until_it_says(CURRENT)


def test_the_sheet_opened_later_says_what_was_told_before(
    joined: Shopkeeper, catalogue: PretendCatalogue, shelf: dict[str, Product]
) -> None:
    joined.press(Qt.Key.Key_Return)
    assert joined.desk.sheet is None, "the close key has the focus"
    refuse(catalogue, shelf[TEA])
    joined.change(shelf[TEA], brand="Jardin")
    status = joined.cashier.window.sell.status.window_state
    joined.wait(lambda: status.text() == "▲ 1 refused")

    joined.open()

    assert joined.standing == "▲ 1 article was refused"
    assert joined.listed == [("Thé vert", NOT_READ)]


def test_a_machine_without_a_browser_says_so(joined: Shopkeeper) -> None:
    joined.tap(joined.window.card.page.open_key)

    assert joined.cashier.window.toast.text == "No browser opened here: copy the address instead."


def test_the_page_is_opened_in_the_browser_and_its_address_copied(joined: Shopkeeper) -> None:
    opened: list[str] = []

    class Browser(QObject):
        @Slot(QUrl)
        def show_page(self, url: QUrl) -> None:
            opened.append(url.toString())

    browser = Browser()
    QDesktopServices.setUrlHandler("http", browser, "show_page")  # type: ignore[arg-type]  # its stub says bytes
    try:
        joined.tap(joined.window.card.page.open_key)
    finally:
        QDesktopServices.unsetUrlHandler("http")
    joined.tap(joined.window.card.page.copy_key)

    assert [QUrl(address) for address in opened] == [QUrl(f"http://127.0.0.1/{SHOP}")]
    assert QApplication.clipboard().text() == f"http://127.0.0.1/{SHOP}"
    assert joined.cashier.window.toast.text == "The address is copied."
