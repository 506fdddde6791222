"""How reserving in a shop window is posed for its pictures: the form, and the pages of four reservations."""

from collections.abc import Mapping
from typing import Literal

import msgspec
from playwright.sync_api import Browser, Page

from sync import order_protocol as wire
from tests.sync.catalogue.tills import Till

Action = Literal["confirm", "reject", "fulfil"]

_ANSWERS: tuple[tuple[str, str, Action | None, str], ...] = (
    ("asked", "p5", None, ""),
    ("aside", "p7", "confirm", "À tout à l’heure, c’est au comptoir."),
    ("refused", "p8", "reject", "Nous ne l’avons plus."),
    ("collected", "p10", "fulfil", ""),
)
"""A reservation's name, its product, and what the shop does about it."""


def closed(page: Page) -> None:
    """The form as one comes to it."""
    page.locator(".reserve").scroll_into_view_if_needed()


def opened(page: Page) -> None:
    """The form, nothing filled in yet."""
    page.locator(".reserve summary").click()
    page.locator("#customer").focus()
    _from_its_top(page)


def faulty(page: Page) -> None:
    """The form come back, since nobody could be reached by what was given."""
    opened(page)
    _fill(page, contact="06 12")
    _from_its_top(page)


def _from_its_top(page: Page) -> None:
    page.locator(".reserve").evaluate("form => form.scrollIntoView()")


def reserve(browser: Browser, till: Till) -> Mapping[str, str]:
    """Make a reservation of each kind; gives the paths of their pages by name."""
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    pages = {name: _reserved(page, till, product, action, reason) for name, product, action, reason in _ANSWERS}
    context.close()
    return pages


def _reserved(page: Page, till: Till, product: str, action: Action | None, reason: str) -> str:
    page.goto(f"{till.joined.window_url}articles/{product}/")
    page.locator(".reserve summary").click()
    _fill(page, contact="06 12 34 56 78", note="Je passe vers 18 h, merci !")
    page.wait_for_url("**/reservations/*/")
    if action is not None:
        _answer(till, action, reason)
    return page.url.removeprefix(till.url.removesuffix("/api/v1"))


def _fill(page: Page, *, contact: str, note: str = "") -> None:
    page.locator("#quantity").fill("2")
    page.locator("#customer").fill("Mme Perrin")
    page.locator("#contact").fill(contact)
    page.locator("#note").fill(note)
    with page.expect_navigation():
        page.locator(".reserve button").click()


def _answer(till: Till, action: Action, reason: str) -> None:
    """Do something about the reservation that came last."""
    row = msgspec.json.decode(till.call("GET", "orders?after=0").content, type=wire.OrderPage).rows[-1]
    deed = wire.Transition(f"{row.order}-{action}", till.joined.term, row.order, action, reason=reason)
    answer = till.call("POST", "orders", deed)
    assert answer.status_code == 200, answer.text
