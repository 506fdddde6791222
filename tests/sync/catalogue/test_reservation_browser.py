"""Reserving in a real Chromium: a shopper sees the shop's answer come in, and may think better of it."""

import re
import secrets

import msgspec
import pytest
from playwright.sync_api import Page, expect

from sync import order_protocol as wire
from tests.sync.catalogue.browsing import browser, catalogue, context, needs_chromium, page, plain
from tests.sync.catalogue.test_browser import LONG
from tests.sync.catalogue.tills import Till, level, product
from tests.sync.catalogue_server import RunningCatalogue

__all__ = ["browser", "catalogue", "context", "page", "plain"]

pytestmark = needs_chromium


@pytest.fixture
def till(catalogue: RunningCatalogue) -> Till:
    """A shop of its own for each test: reservations stay."""
    joined = Till(catalogue.url, catalogue.invite(f"Boutique {secrets.token_hex(6)}", city="Vannes"))
    joined.put_products([product("a", "Café moulu"), product("b", LONG, category=LONG[:200])])
    joined.put_levels([level("a", 9000), level("b", 2000)])
    joined.beat()
    return joined


def test_a_shopper_reserves_sees_the_answer_come_in_and_gives_up(till: Till, page: Page) -> None:
    page.goto(_url(till))
    page.get_by_text("Demander à la boutique de le mettre de côté").press("Enter")
    page.get_by_label("Votre nom").fill("Anne")
    page.get_by_label("Votre téléphone ou votre adresse mail").fill("anne@exemple.fr")
    page.get_by_role("button", name="Envoyer la demande").dblclick()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Votre demande est envoyée")
    expect(page).to_have_url(re.compile(r"/reservations/[\w-]{32}/$"))
    page.evaluate("window.isTheSamePage = true")
    orders = _open(till)

    _do(till, orders[0], "confirm", reason="À ce soir")

    expect(heading).to_have_text("Mis de côté pour vous", timeout=15_000)
    expect(page.locator("q")).to_have_text("À ce soir")
    expect(page.locator(".number")).to_have_text(orders[0].number)
    expect(page.get_by_role("status")).to_have_text("Mis de côté pour vous")
    assert page.evaluate("window.isTheSamePage") is True
    assert len(orders) == 1
    page.get_by_text("Je ne peux pas venir").click()
    page.get_by_role("button", name="Annuler la réservation").click()
    expect(heading).to_have_text("Réservation annulée")
    assert _open(till) == []


def test_an_open_product_page_follows_what_others_reserve(till: Till, page: Page, plain: Page) -> None:
    till.put_levels([level("a", 1000, version=3)])
    page.goto(_url(till))
    expect(page.locator(".level .line")).to_have_text("Il en reste peu")

    _reserve_plainly(till, plain)

    expect(page.locator(".level .line")).to_have_text("Épuisé")
    expect(plain.get_by_role("heading", level=1)).to_have_text("Votre demande est envoyée")
    plain.get_by_text("Je ne peux pas venir").click()
    plain.get_by_role("button", name="Annuler la réservation").click()
    expect(page.locator(".level .line")).to_have_text("Il en reste peu")
    expect(plain.get_by_role("heading", level=1)).to_have_text("Réservation annulée")


def test_a_field_that_is_wrong_gets_the_focus(till: Till, page: Page) -> None:
    page.goto(_url(till))
    page.locator(".reserve summary").click()
    page.get_by_label("Votre nom").fill("Anne")
    page.get_by_label("Votre téléphone ou votre adresse mail").fill("x")
    page.get_by_label("Votre téléphone ou votre adresse mail").press("Enter")

    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Votre téléphone ou votre adresse mail")).to_be_focused()
    expect(page.get_by_label("Votre nom")).to_have_value("Anne")


def test_nothing_is_too_wide_or_too_small_to_touch(till: Till, plain: Page) -> None:
    plain.goto(_url(till, "b"))
    plain.locator(".reserve summary").click()
    _check_sizes(plain)
    _reserve_plainly(till, plain, product="b")
    plain.get_by_text("Je ne peux pas venir").click()
    _check_sizes(plain)


def _check_sizes(page: Page) -> None:
    for element in page.locator("button, summary, input:not([type=hidden]), textarea").all():
        box = element.bounding_box()
        assert box is not None
        assert box["height"] >= 44, element.evaluate("element => element.outerHTML")
        assert box["x"] + box["width"] <= 320


def _reserve_plainly(till: Till, page: Page, product: str = "a") -> None:
    page.goto(_url(till, product))
    page.locator(".reserve summary").click()
    page.get_by_label("Votre nom").fill("Jean")
    page.get_by_label("Votre téléphone ou votre adresse mail").fill("06 12 34 56 78")
    page.get_by_role("button", name="Envoyer la demande").click()


def _open(till: Till) -> list[wire.OrderRow]:
    """The reservations that are open."""
    page = msgspec.json.decode(till.call("GET", "orders?after=0").content, type=wire.OrderPage)
    return [row for row in page.rows if row.expires_ms is not None]


def _url(till: Till, product: str = "a") -> str:
    return f"{till.joined.window_url}articles/{product}/"


def _do(till: Till, row: wire.OrderRow, action: str, *, reason: str = "") -> None:
    deed = wire.Transition(f"{row.order}-{action}", till.joined.term, row.order, action, reason=reason)  # type: ignore[arg-type]
    assert till.call("POST", "orders", deed).status_code == 200
