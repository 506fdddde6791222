"""Favourites in a real Chromium: kept by it alone, shown as they stand, taken along by a link; and the site offline."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.sync.catalogue.browsing import browser, catalogue, context, needs_chromium, page, window
from tests.sync.catalogue.test_browser import LONG, SLUG, till
from tests.sync.catalogue.tills import Till, level, product
from tests.sync.catalogue_server import RunningCatalogue

__all__ = ["browser", "catalogue", "context", "page", "till"]

pytestmark = needs_chromium

NARROW = "\u202f"


def test_a_heart_keeps_an_article_and_the_page_shows_how_it_stands(
    catalogue: RunningCatalogue, till: Till, page: Page
) -> None:
    page.goto(catalogue.product_url(SLUG, "a"))
    heart = page.get_by_role("button", name=f"Favori{NARROW}: Café moulu")
    expect(heart).to_have_attribute("aria-pressed", "false")
    heart.focus()
    page.keyboard.press("Enter")
    expect(heart).to_have_attribute("aria-pressed", "true")
    page.goto(catalogue.shop_url(SLUG))
    expect(page.locator(".card", has_text="Café moulu").get_by_role("button")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name=f"Favori{NARROW}: Épicerie du Port").click()

    page.goto(f"{catalogue.url}/favoris/")

    expect(page.locator(".card .line")).to_have_text("En stock")
    expect(page.locator(".shop-card")).to_contain_text("Épicerie du Port")
    assert page.context.cookies() == []
    till.put_levels([level("a", 0, version=2)])
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".card .line")).to_have_text("Épuisé")
    page.locator(".card").get_by_role("button").click()
    page.reload()
    expect(page.locator(".shop-card")).to_be_visible()
    expect(page.locator(".card")).to_have_count(0)


def test_what_has_left_the_window_is_said_and_taken_off(catalogue: RunningCatalogue, till: Till, page: Page) -> None:
    _keep(page, catalogue, {f"{SLUG}/gone": "Ancien <b>article</b>", f"{SLUG}/a": "Café moulu"})

    expect(page.locator(".gone li")).to_contain_text(f"Ancien <b>article</b>{NARROW}: n’est plus en vitrine")
    page.get_by_role("button", name="Retirer Ancien <b>article</b>").click()
    page.reload()
    expect(page.locator(".card")).to_have_count(1)
    expect(page.locator(".gone li")).to_have_count(0)


def test_a_list_travels_by_its_link_and_is_taken_in_on_a_word_only(
    catalogue: RunningCatalogue, till: Till, page: Page, browser: Browser
) -> None:
    _keep(page, catalogue, {f"{SLUG}/a": "Café moulu", SLUG: "Épicerie du Port"})
    page.get_by_text("Partager ma liste").click()
    expect(page.get_by_label("Lien vers ma liste")).to_have_value(f"{catalogue.url}/favoris/#liste={SLUG}/a,{SLUG}")
    link = page.get_by_label("Lien vers ma liste").input_value()
    elsewhere = window(browser, locale="en-GB")
    other = elsewhere.new_page()
    asked: list[str] = []
    other.on("request", lambda request: asked.append(request.url))

    other.goto(link)

    expect(other.get_by_text("It holds 2 favourites.")).to_be_visible()
    assert other.evaluate("localStorage.getItem('favourites')") is None
    other.get_by_role("button", name="Add them to mine").click()
    expect(other.locator(".card .line")).to_have_text("In stock")
    expect(other).to_have_url(f"{catalogue.url}/favoris/")
    assert not [url for url in asked if "liste" in url.split("#")[0]]
    other.get_by_text("Remove all").first.click()
    other.get_by_role("button", name="Yes, remove all").click()
    expect(other.get_by_text("There is nothing here yet.")).to_be_visible()
    assert other.evaluate("localStorage.getItem('favourites')") == "{}"
    elsewhere.close()


@pytest.mark.parametrize(
    "fragment", ["#liste=", "#liste=%", "#liste=<img src=x onerror=alert(1)>,../../x", "#liste=" + "a," * 4000, "#x"]
)
def test_no_link_breaks_the_page(catalogue: RunningCatalogue, till: Till, page: Page, fragment: str) -> None:
    page.goto(f"{catalogue.url}/favoris/{fragment}")

    expect(page.get_by_text("Il n’y a encore rien ici.")).to_be_visible()


def test_what_is_kept_by_mistake_is_of_no_account(catalogue: RunningCatalogue, till: Till, page: Page) -> None:
    for kept in ("null", "[1,2]", "not json", '{"a/b/c": "x", "shop": 7, "<b>": "y"}', '"text"'):
        page.goto(f"{catalogue.url}/favoris/")
        page.evaluate("kept => localStorage.setItem('favourites', kept)", kept)
        page.reload()
        expect(page.get_by_text("Il n’y a encore rien ici.")).to_be_visible()


def test_without_javascript_the_page_says_so_and_there_are_no_hearts(
    catalogue: RunningCatalogue, till: Till, browser: Browser
) -> None:
    plain = window(browser, java_script_enabled=False)
    shown = plain.new_page()
    shown.goto(f"{catalogue.url}/favoris/")
    expect(shown.get_by_text("il lui faut JavaScript")).to_be_visible()
    expect(shown.locator("[data-favourites]")).to_be_hidden()
    shown.goto(catalogue.shop_url(SLUG))
    expect(shown.locator(".heart")).to_have_count(0)
    plain.close()


def test_no_page_with_hearts_scrolls_sideways_and_hearts_are_large_enough(
    catalogue: RunningCatalogue, till: Till, page: Page
) -> None:
    _keep(page, catalogue, {f"{SLUG}/b": LONG[:200], SLUG: "Épicerie du Port", f"{SLUG}/x": LONG[:200]})
    for path in ("/favoris/", f"/boutiques/{SLUG}/", f"/boutiques/{SLUG}/articles/b/"):
        page.goto(catalogue.url + path)
        page.set_viewport_size({"width": 320, "height": 740})
        expect(page.locator(".heart").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        box = page.locator(".heart").first.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44


def test_the_site_can_be_installed(catalogue: RunningCatalogue, till: Till, page: Page) -> None:
    page.goto(catalogue.url)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    session = page.context.new_cdp_session(page)

    described = session.send("Page.getAppManifest")
    faults = session.send("Page.getInstallabilityErrors")["installabilityErrors"]

    assert described["errors"] == []
    told = json.loads(described["data"])
    assert (told["name"], told["lang"], told["display"]) == ("Les vitrines de Vannes", "fr", "standalone")
    assert [fault for fault in faults if fault["errorId"] != "in-incognito"] == []
    for icon in told["icons"]:
        answer = page.request.get(catalogue.url + icon["src"])
        assert answer.status == 200
        assert answer.headers["content-type"] == "image/png"


@pytest.fixture
def passing(tmp_path: Path) -> Iterator[RunningCatalogue]:
    """A catalogue that a test may end."""
    running = RunningCatalogue()
    running.start(tmp_path, "--town", "Les vitrines de Vannes")
    yield running
    running.stop()


@pytest.mark.parametrize(("locale", "words"), [("fr-FR", "Pas de réseau"), ("en-GB", "No network")])
def test_without_a_network_favourites_are_named_and_no_figure_is_shown(
    passing: RunningCatalogue, browser: Browser, locale: str, words: str
) -> None:
    joined = Till(passing.url, passing.invite("Épicerie du Port"))
    joined.put_products([product("a", "Café moulu")])
    joined.put_levels([level("a", 9000)])
    context = window(browser, locale=locale)
    page = context.new_page()
    page.goto(passing.product_url(SLUG, "a"))
    page.locator(".heart").first.click()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.goto(f"{passing.url}/favoris/")
    expect(page.locator(".card .line")).to_be_visible()
    ports = passing.port, passing.live_port
    passing.stop()

    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("[data-trouble]")).to_be_visible()
    expect(page.locator(".names")).to_have_text("Café moulu")
    expect(page.locator(".line")).to_have_count(0)
    page.goto(passing.product_url(SLUG, "a"))
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    expect(page.locator("[data-names] li")).to_have_text(["Café moulu"])
    expect(page.locator(".line")).to_have_count(0)
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"  # the look is there too
    names = page.evaluate(
        "caches.keys().then((names) => caches.open(names[0])).then((one) => one.keys())"
        ".then((kept) => kept.map((one) => new URL(one.url).pathname))"
    )
    assert {name for name in names if not name.startswith("/static/")} == {
        "/hors-ligne/fr/",
        "/hors-ligne/en/",
        "/hors-ligne/langue",
    }

    passing.start(passing.data_dir, port=ports[0], live_port=ports[1])
    page.goto(passing.product_url(SLUG, "a"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Café moulu")
    context.close()


def _keep(page: Page, catalogue: RunningCatalogue, kept: dict[str, str]) -> None:
    page.goto(f"{catalogue.url}/favoris/")
    page.evaluate("kept => localStorage.setItem('favourites', kept)", json.dumps(kept))
    page.reload()
