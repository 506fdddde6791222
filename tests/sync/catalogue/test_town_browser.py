"""The town's pages in a real Chromium: room on every width, all of it without JavaScript; for axe see `test_axe`."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.sync.catalogue import lively
from tests.sync.catalogue.browsing import browser, needs_chromium, served, window
from tests.sync.catalogue_server import RunningCatalogue

LISE = "/boutiques/au-panier-de-lise/"
PAGES = (
    "/",
    "/?q=pain",
    "/?q=xylophone",
    "/boutiques/",
    LISE,
    "/boutiques/laine-compagnie/",
    f"{LISE}articles/p1/",
    f"{LISE}articles/p99/",
    "/categories/",
    "/categories/boissons/",
    "/comment-ca-marche/",
    "/pour-les-commercants/",
    "/accessibilite/",
    "/vie-privee/",
    "/nothing",
)

__all__ = ["browser"]

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def catalogue(prepared_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCatalogue]:
    """A lively town."""
    with served(prepared_file, tmp_path_factory.mktemp("lively"), lambda: lively.fill(time.time_ns() // 1_000_000)) as (
        running,
        _,
    ):
        yield running


def test_no_page_of_the_town_scrolls_sideways(catalogue: RunningCatalogue, browser: Browser) -> None:
    page = _page(browser)
    wide: dict[tuple[str, int], int] = {}
    for path in PAGES:
        page.goto(catalogue.url + path)
        for width in (320, 720, 1280):
            page.set_viewport_size({"width": width, "height": 740})
            wide[path, width] = page.evaluate("document.documentElement.scrollWidth")
    page.context.close()

    assert {where: width for where, width in wide.items() if width > where[1]} == {}


def test_what_is_touched_has_room_for_a_finger(catalogue: RunningCatalogue, browser: Browser) -> None:
    page = _page(browser)
    small: dict[str, list[str]] = {}
    for path in PAGES:
        page.goto(catalogue.url + path)
        small[path] = page.evaluate(
            """[...document.querySelectorAll("a:not(.skip), button, summary, input:not([type=hidden]), label.check")]
            .filter((element) => element.type !== "checkbox")  // its label is what is touched
            .filter((element) => !element.closest(".reading p, .prose"))  // links inside a sentence
            .map((element) => [element.outerHTML.slice(0, 120), element.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.height < 24 || box.width < 24)).map(([html]) => html)"""
        )
    page.context.close()

    assert {path: found for path, found in small.items() if found} == {}


def test_the_focus_is_never_hidden_behind_the_ways(catalogue: RunningCatalogue, browser: Browser) -> None:
    page = _page(browser)
    page.goto(catalogue.url + LISE)
    for _ in range(30):
        page.keyboard.press("Tab")
        hidden = page.evaluate(
            """() => { const box = document.activeElement.getBoundingClientRect();
            const bar = document.querySelector(".ways").getBoundingClientRect();
            return !document.activeElement.closest(".ways") && box.top >= bar.top; }"""
        )
        assert not hidden, page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    page.context.close()


def test_a_town_is_gone_through_without_javascript(catalogue: RunningCatalogue, browser: Browser) -> None:
    context = window(browser, java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(catalogue.url)
    page.get_by_role("navigation", name="Principale").get_by_role("link", name="Boutiques").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Les boutiques")
    page.get_by_role("link", name="Au Panier de Lise").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Au Panier de Lise")
    page.get_by_role("navigation", name="Principale").get_by_role("link", name="Rayons").click()
    page.get_by_role("link", name="Boissons").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Boissons")
    page.get_by_role("searchbox").fill("jus de pomme de la ria")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="Jus de pomme de la ria").first.click()
    expect(page.get_by_role("heading", name="Aussi dans ces boutiques")).to_be_visible()
    context.close()


def test_an_address_says_only_what_was_filled_in(catalogue: RunningCatalogue, browser: Browser) -> None:
    page = _page(browser)
    page.goto(catalogue.url)
    page.get_by_role("searchbox").fill("pain")
    page.get_by_role("button", name="Chercher").click()
    expect(page).to_have_url(f"{catalogue.url}/?q=pain")

    page.get_by_label("Seulement ce qui est en stock").check()
    page.locator(".more-filters summary").click()
    page.get_by_label("À (€)").fill("9")
    page.get_by_role("button", name="Appliquer").click()

    expect(page).to_have_url(f"{catalogue.url}/?q=pain&in_stock=1&max=9")
    page.context.close()


def test_photos_are_there_and_nothing_jumps_while_they_come(catalogue: RunningCatalogue, browser: Browser) -> None:
    page = _page(browser)
    page.add_init_script(
        "window.shift = 0; const add = (list) => list.getEntries().forEach((one) => { window.shift += one.value; });"
        "new PerformanceObserver(add).observe({ type: 'layout-shift', buffered: true });"
    )
    page.goto(catalogue.url + f"{LISE}articles/p1/")
    page.wait_for_function("[...document.images].some((image) => image.complete && image.naturalWidth > 0)")

    assert page.locator(".gallery img").count() == 3
    assert page.evaluate("window.shift") < 0.02
    page.context.close()


def test_on_paper_the_ways_through_the_site_are_left_out(catalogue: RunningCatalogue, browser: Browser) -> None:
    page = _page(browser)
    page.goto(catalogue.url + f"{LISE}articles/p1/")
    page.emulate_media(media="print")

    expect(page.locator(".ways")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".where")).to_be_visible()
    page.context.close()


def _page(browser: Browser) -> Page:
    return window(browser, viewport={"width": 390, "height": 844}).new_page()
