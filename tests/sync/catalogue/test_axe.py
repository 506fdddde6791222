"""axe finds nothing on any page that the catalogue has: light on a phone, dark on a large screen, WCAG 2.2 AA.

The pages are those of the resolver: whoever adds a route adds what its address is made of to `whole_town`.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.translation import override
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from sync.catalogue.pages import refusals
from tests.screens_catalogue import ARGUMENTS, CHROMIUM
from tests.sync.catalogue import databases, whole_town
from tests.sync.catalogue.hall_browser import sign_in
from tests.sync.catalogue_server import RunningCatalogue

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
OPTIONS = {"runOnly": {"type": "tag", "values": list(RULES)}, "resultTypes": ["violations"]}
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1366, "height": 768}
STATES = (
    "/?q=pain",
    "/?q=xylophone",
    "/?q=beure&in_stock=1&open=1&min=1&max=90&near=rue+des+Halles&within=500&sort=price",
    "/boutiques/laine-compagnie/?q=laine",
    f"/boutiques/{whole_town.TAKES}/articles/p1/",
    f"/boutiques/{whole_town.SHOP}/articles/p99/",
    f"/boutiques/{whole_town.SHOP}/demander/?article=p1",
    "/categories/pains/?in_stock=1&min=900",
    "/nothing",
    "/mairie/boutique/nowhere/",
)
WITHOUT_OFFICER = ("mairie/entrer/", "mairie/lien/")
Found = dict[str, list[str]]

pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium here")


class Served(NamedTuple):
    catalogue: RunningCatalogue
    town: whole_town.Filled


@pytest.fixture(scope="module")
def served(prepared_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The whole town, written into the file of a catalogue before it is served."""
    folder = tmp_path_factory.mktemp("whole")
    held = settings.DATA_FOLDER
    settings.DATA_FOLDER = folder
    with databases.sqlite(prepared_file, folder / "catalogue.sqlite3"):
        town = whole_town.fill(time.time_ns() // 1_000_000)
    settings.DATA_FOLDER = held
    running = RunningCatalogue()
    running.start(folder)
    yield Served(running, town)
    assert running.stop() == ""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def anybody(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="fr-FR", reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def officer(browser: Browser, served: Served) -> Iterator[Page]:
    context = browser.new_context(locale="fr-FR", reduced_motion="reduce")
    page = context.new_page()
    sign_in(page, served.catalogue)
    yield page
    context.close()


def test_every_page_of_the_town(served: Served, anybody: Page) -> None:
    public = [route for route in whole_town.routes() if not _is_of_the_hall(route)]
    paths = [*map(served.town.address, public), *STATES, served.town.reservable, *served.town.states]
    pages = _pages(anybody.context, served.catalogue.url, paths)
    assert len(pages) > 30
    assert _found(anybody, served.catalogue.url, pages) == {}


def test_every_page_of_the_town_hall(served: Served, officer: Page) -> None:
    paths = [served.town.address(route) for route in whole_town.routes() if _is_of_the_hall(route)]
    pages = _pages(officer.context, served.catalogue.url, paths)
    assert len(pages) > 18
    assert _found(officer, served.catalogue.url, pages) == {}


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
    do(anybody, served)

    expect(anybody.locator("[aria-invalid], [role=alert]").first).to_be_visible()
    assert _faults(anybody) == []


def test_a_form_of_the_hall_with_another_token_is_refused_on_a_page(served: Served, officer: Page) -> None:
    officer.goto(f"{served.catalogue.url}/mairie/ville/")
    officer.evaluate("document.querySelectorAll('[name=token]').forEach((one) => { one.value = 'x'; })")
    with officer.expect_response(lambda answer: answer.status == 403):
        officer.locator("main form button[type=submit]").last.click()

    assert _faults(officer) == []


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

    assert _faults(anybody) == []


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
        if faults := _faults(page):
            found[path] = faults
    return found


def _faults(page: Page) -> list[str]:
    """What axe finds on an open page with all that it folds away unfolded, in both looks."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found: list[str] = []
    for size, scheme in ((PHONE, "light"), (DESKTOP, "dark")):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        told = Axe().run(page, options=OPTIONS).response
        assert len(told["passes"]) > 10
        found += [f"{scheme}: {one['id']}: {node['html']}" for one in told["violations"] for node in one["nodes"]]
    return found
