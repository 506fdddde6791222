"""axe finds nothing on any page that the catalogue has: light on a phone, dark on a large screen, WCAG 2.2 AA.

The pages are those of the resolver: whoever adds a route adds what its address is made of to `whole_town`.
"""

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.translation import override
from playwright.sync_api import Browser, BrowserContext, Page, expect

from sync.catalogue.pages import refusals
from tests.sync.catalogue import browsing, whole_town
from tests.sync.catalogue.axe import PHONE, faults
from tests.sync.catalogue.browsing import browser, needs_chromium, window
from tests.sync.catalogue.hall_browser import sign_in
from tests.sync.catalogue_server import RunningCatalogue

STATES = (
    "/?q=pain",
    "/?q=xylophone",
    "/?q=beure&in_stock=1&open=1&min=1&max=90&near=rue+des+Halles&within=500&sort=price",
    "/boutiques/laine-compagnie/",
    "/boutiques/laine-compagnie/?q=laine",
    f"/boutiques/{whole_town.TAKES}/articles/p1/",
    f"/boutiques/{whole_town.SHOP}/articles/p99/",
    f"/boutiques/{whole_town.SHOP}/demander/?article=p1",
    "/categories/pains/?in_stock=1&min=900",
    "/nothing",
    "/mairie/lien/no-such-link/",
    "/mairie/boutique/nowhere/",
)
STYLES = Path(__file__).parents[3] / "sync" / "catalogue" / "static"
WITHOUT_OFFICER = ("mairie/entrer/", "mairie/lien/")
Found = dict[str, list[str]]

__all__ = ["browser"]

pytestmark = needs_chromium


class Served(NamedTuple):
    catalogue: RunningCatalogue
    town: whole_town.Filled


@pytest.fixture(scope="module")
def served(prepared_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The whole town."""
    folder = tmp_path_factory.mktemp("whole")
    with browsing.served(prepared_file, folder, lambda: whole_town.fill(time.time_ns() // 1_000_000)) as both:
        yield Served(*both)


@pytest.fixture(scope="module")
def anybody(browser: Browser) -> Iterator[Page]:
    context = window(browser, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def officer(browser: Browser, served: Served) -> Iterator[Page]:
    context = window(browser, reduced_motion="reduce")
    page = context.new_page()
    sign_in(page, served.catalogue)
    yield page
    context.close()


def _is_of_the_hall(route: str) -> bool:
    return route.startswith("mairie/") and not route.startswith(WITHOUT_OFFICER)


def _reserved_badly(page: Page, served: Served) -> None:
    page.goto(served.catalogue.url + served.town.reservable)
    page.locator("#reserve summary").click()
    page.get_by_label("Combien").fill("0")
    _who(page)
    page.locator("#reserve button[type=submit]").click()


def _asked_badly(page: Page, served: Served) -> None:
    page.goto(f"{served.catalogue.url}/boutiques/{whole_town.SHOP}/demander/")
    page.get_by_label("Votre question").fill("?")
    _who(page)
    page.get_by_role("button", name="Envoyer la question").click()


def _who(page: Page) -> None:
    page.get_by_label("Votre nom").fill("Anne")
    page.get_by_label("Votre téléphone ou votre adresse mail").fill("x")


def _signed_in_badly(page: Page, served: Served) -> None:
    page.goto(f"{served.catalogue.url}/mairie/entrer/")
    page.get_by_label("Adresse mail").fill("nobody@vannes.example")
    page.get_by_label("Mot de passe").fill("nothing at all")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).to_be_visible()


@pytest.mark.parametrize("do", [_reserved_badly, _asked_badly, _signed_in_badly])
def test_a_form_that_came_back(served: Served, anybody: Page, do: Callable[[Page, Served], None]) -> None:
    """The first of all: five minutes after the town was filled, nothing in it can be reserved any more."""
    do(anybody, served)

    expect(anybody.locator("[aria-invalid], [role=alert]").first).to_be_visible()
    assert faults(anybody) == []


def test_every_page_of_the_town(served: Served, anybody: Page) -> None:
    public = [route for route in whole_town.routes() if not _is_of_the_hall(route)]
    paths = [served.town.reservable, *map(served.town.address, public), *STATES, *served.town.states]
    pages = _pages(anybody.context, served.catalogue.url, paths)
    assert len(pages) > 30
    assert _found(anybody, served.catalogue.url, pages) == {}


def test_every_page_of_the_town_hall(served: Served, officer: Page) -> None:
    paths = [served.town.address(route) for route in whole_town.routes() if _is_of_the_hall(route)]
    pages = _pages(officer.context, served.catalogue.url, paths)
    assert len(pages) > 18
    assert _found(officer, served.catalogue.url, pages) == {}


def test_a_form_of_the_hall_with_another_token_is_refused_on_a_page(served: Served, officer: Page) -> None:
    officer.goto(f"{served.catalogue.url}/mairie/ville/")
    officer.evaluate("document.querySelectorAll('[name=token]').forEach((one) => { one.value = 'x'; })")
    with officer.expect_response(lambda answer: answer.status == 403):
        officer.locator("main form button[type=submit]").last.click()

    assert faults(officer) == []


REFUSALS: dict[str, Callable[[], HttpResponse]] = {
    "400": lambda: refusals.bad_request(RequestFactory().get("/"), ValueError()),
    "403": lambda: refusals.forbidden(RequestFactory().get("/")),
    "429": lambda: refusals.too_many(RequestFactory().get("/"), 90),
    "500": lambda: refusals.broken(RequestFactory().get("/")),
}


@pytest.mark.parametrize("status", REFUSALS)
def test_a_refusal(served: Served, anybody: Page, status: str) -> None:
    with override("fr"):
        answer = REFUSALS[status]()
    assert str(answer.status_code) == status
    address = f"{served.catalogue.url}/refused-{status}"
    anybody.route(address, lambda route: route.fulfill(content_type="text/html", body=answer.content))
    anybody.goto(address)

    assert faults(anybody) == []


def test_no_rule_of_a_size_sets_a_colour_but_of_the_ways() -> None:
    """So what is seen of each scheme on one size holds on the other."""
    of_sizes = [rules for file in STYLES.glob("*.css") for rules in _of_sizes(file.read_text(encoding="utf-8"))]
    assert len(of_sizes) > 5
    assert [rules for rules in of_sizes if _COLOUR.search(_WAYS.sub("", rules))] == []


def test_the_ways_at_the_foot_of_a_telephone_stand_out_in_the_dark(served: Served, anybody: Page) -> None:
    anybody.goto(served.catalogue.url)

    assert faults(anybody, ((PHONE, "dark"),)) == []


_COLOUR = re.compile(
    r"(?<![\w-])(color|background|fill|stroke|opacity|border(-\w+)*-color)\s*:|#[0-9a-f]{3,8}\b|--[\w-]+:"
)


_WAYS = re.compile(r"\.ways \{[^}]*\}")


def _of_sizes(style: str) -> Iterator[str]:
    """What stands in the blocks of a style sheet that hold for some sizes only."""
    for begins in re.finditer(r"@media[^{]*-(?:width|height)[^{]*\{", style):
        end, depth = begins.end(), 1
        while depth:
            depth += {"{": 1, "}": -1}.get(style[end], 0)
            end += 1
        yield style[begins.end() : end - 1]


def _pages(context: BrowserContext, url: str, paths: list[str]) -> list[str]:
    """Of addresses, those that answer with a page of their own; all of them must answer with something."""
    pages = []
    for path in dict.fromkeys(paths):
        answer = context.request.get(url + path)
        assert answer.ok or path in STATES, (path, answer.status)
        is_page = answer.text().lstrip().lower().startswith("<!doctype html") if _is_html(answer.headers) else False
        if is_page and answer.url.partition("?")[0] == url + path.partition("?")[0]:
            pages.append(path)
    return pages


def _is_html(headers: dict[str, str]) -> bool:
    return headers.get("content-type", "").startswith("text/html")


def _found(page: Page, url: str, paths: list[str]) -> Found:
    """Look at pages, and return what is wrong with each."""
    found: Found = {}
    for path in paths:
        page.goto(url + path, wait_until="load")
        if wrong := faults(page):
            found[path] = wrong
    return found
