"""The windows in a real Chromium: what a shopper sees change, with and without JavaScript, on a small telephone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.sync.catalogue.browsing import browser, catalogue, context, needs_chromium, page, window
from tests.sync.catalogue.tills import Till, level, product
from tests.sync.catalogue_server import RunningCatalogue

SLUG = "epicerie-du-port"
LONG = "Assortiment-exceptionnellement-long-sans-espace-de-confitures " * 3
STYLE = Path(__file__).parents[3] / "sync" / "catalogue" / "static" / "style.css"

__all__ = ["browser", "catalogue", "context", "page"]

pytestmark = needs_chromium


@pytest.fixture
def till(catalogue: RunningCatalogue) -> Till:
    joined = Till(catalogue.url, catalogue.invite("Épicerie du Port", city="Vannes", phone="02 97 00 00 04"))
    joined.put_products([product("a", "Café moulu", category="Épicerie"), product("b", LONG, category=LONG[:200])])
    joined.put_levels([level("a", 9000), level("b", 2000)])
    joined.beat()
    return joined


def test_a_sale_changes_the_open_page_without_a_reload(catalogue: RunningCatalogue, till: Till, page: Page) -> None:
    page.goto(catalogue.product_url(SLUG, "a"))
    line = page.locator(".level .line")
    expect(line).to_have_text("En stock")
    page.evaluate("window.isTheSamePage = true")

    till.put_levels([level("a", 2000, version=2)])

    expect(line).to_have_text("Il en reste peu")
    expect(line).to_have_attribute("data-tone", "few")
    expect(page.get_by_role("status")).to_have_text("Café moulu\u202f: Il en reste peu")
    till.put_products([product("a", "Café moulu", version=2, price_minor=520)])
    expect(page.locator("[data-price]")).to_have_text("5,20\u202f€")
    assert page.evaluate("window.isTheSamePage") is True


@pytest.mark.parametrize("path", ["/", "/?q=cafe", f"/boutiques/{SLUG}/"])
def test_a_list_changes_in_place_too(catalogue: RunningCatalogue, till: Till, page: Page, path: str) -> None:
    page.goto(catalogue.url + path)
    card = page.locator(".card", has_text="Café moulu")
    expect(card.locator(".line")).to_have_text("En stock")

    till.put_levels([level("a", 0, version=2)])

    expect(card.locator(".line")).to_have_text("Épuisé")


def test_a_line_keeps_ageing_while_the_catalogue_is_away_and_recovers(tmp_path: Path, page: Page) -> None:
    running = RunningCatalogue()
    running.start(tmp_path)
    till = Till(running.url, running.invite("Épicerie du Port"))
    till.put_products([product("a", "Café moulu")])
    till.put_levels([level("a", 9000)])
    page.clock.install()
    page.goto(running.product_url(SLUG, "a"))
    line = page.locator(".level .line")
    ports = running.port, running.live_port
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    running.stop()

    page.clock.fast_forward("07:00")
    expect(line).to_have_text(re.compile(r"En stock, vérifié il y a 7.min"))
    page.clock.fast_forward("02:00:00")
    expect(line).to_have_text(re.compile("Sans doute en stock, vu (hier )?à .* appelez avant de venir"))
    page.clock.fast_forward("24:00:00")
    expect(line).to_have_text("Pas de chiffre récent, appelez la boutique")

    running.start(tmp_path, port=ports[0], live_port=ports[1])
    till.put_levels([level("a", 0, version=2)])
    page.clock.run_for("00:20")
    expect(page.get_by_role("status")).to_have_text(re.compile("Café moulu"), timeout=15_000)
    running.stop()


def test_a_heartbeat_makes_the_open_page_young_again(catalogue: RunningCatalogue, till: Till, page: Page) -> None:
    page.clock.install()
    page.goto(catalogue.product_url(SLUG, "a"))
    line = page.locator(".level .line")
    expect(line).to_have_text("En stock")

    till.beat(version=2, closing=True)

    expect(line).to_have_text("À la fermeture aujourd’hui\u202f: en stock")


@pytest.mark.parametrize("has_typed", [False, True], ids=["untouched", "typed into"])
def test_a_page_left_open_across_an_update_is_loaded_anew(
    catalogue: RunningCatalogue, till: Till, page: Page, *, has_typed: bool
) -> None:
    events = re.compile(r"/events\?")
    page.route(events, lambda route: route.continue_(url=route.request.url.replace("form=", "form=9")))
    page.clock.install()
    with page.expect_response(events):
        page.goto(catalogue.product_url(SLUG, "a"))
    page.unroute(events)
    page.evaluate("window.isTheSamePage = true")
    if has_typed:
        page.locator("summary").click()
        page.locator("#quantity").fill("3")
    page.clock.run_for("00:30")
    assert page.evaluate("window.isTheSamePage") is True

    if has_typed:
        page.clock.run_for("00:31")
        till.put_levels([level("a", 2000, version=2)])
        assert page.evaluate("window.isTheSamePage") is True
        expect(page.locator("#quantity")).to_have_value("3")
        return
    with page.expect_event("load"):
        page.clock.run_for("00:31")
    assert page.evaluate("window.isTheSamePage === undefined")
    till.put_levels([level("a", 2000, version=2)])
    expect(page.locator(".level .line")).to_have_text("Il en reste peu")


def test_without_javascript_everything_can_be_read_and_searched(
    catalogue: RunningCatalogue, till: Till, browser: Browser
) -> None:
    context = window(browser, java_script_enabled=False)
    page = context.new_page()
    page.goto(catalogue.url)
    page.get_by_label("Chercher dans toutes les boutiques").fill("cafe")
    page.get_by_label("Seulement ce qui est en stock").check()
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="Café moulu").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Café moulu")
    expect(page.locator(".level .line")).to_have_text("En stock")
    page.get_by_role("link", name="English").click()
    expect(page.locator(".level .line")).to_have_text("In stock")
    till.put_levels([level("a", 0, version=2)])
    page.reload()
    expect(page.locator(".level .line")).to_have_text("Out of stock")
    context.close()


def test_no_page_scrolls_sideways(catalogue: RunningCatalogue, till: Till, page: Page) -> None:
    paths = ("/", "/?q=confiture", f"/boutiques/{SLUG}/", f"/boutiques/{SLUG}/articles/b/", "/nothing")
    widths = {}
    for path in paths:
        page.goto(catalogue.url + path)
        for width in (320, 360, 1366):
            page.set_viewport_size({"width": width, "height": 740})
            widths[path, width] = page.evaluate("document.documentElement.scrollWidth")

    assert {where: width for where, width in widths.items() if width > where[1]} == {}


def test_everything_is_reached_by_keyboard(catalogue: RunningCatalogue, till: Till, page: Page) -> None:
    page.goto(catalogue.url)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Chercher dans toutes les boutiques")).to_be_focused()
    page.keyboard.type("cafe")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=cafe"))


def test_what_is_touched_is_large_enough(catalogue: RunningCatalogue, till: Till, page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    for path in ("/", f"/boutiques/{SLUG}/", f"/boutiques/{SLUG}/articles/a/"):
        page.goto(catalogue.url + path)
        small = page.evaluate(
            """[...document.querySelectorAll("a:not(.skip), button, input[type=search], label.check")]
            .filter((element) => {
                const box = element.getBoundingClientRect();
                return box.width < 24 || box.height < 24;
            }).map((element) => element.outerHTML)"""
        )
        assert small == []


def test_hostile_names_do_nothing_in_a_browser(catalogue: RunningCatalogue, page: Page) -> None:
    till = Till(catalogue.url, catalogue.invite('"><script>alert(1)</script>'))
    names = (
        "<img src=//evil.example/x onerror=alert(1)>",
        "</script><script>alert(2)</script>",
        "{name}: {line} $& $1",
    )
    till.put_products([product(f"h{place}", name, brand=name) for place, name in enumerate(names)])
    page.goto(till.joined.window_url)

    till.put_levels([level(f"h{place}", 9000, version=2) for place in range(len(names))])

    expect(page.locator(".line", has_text="En stock")).to_have_count(len(names))
    assert page.get_by_role("status").text_content() in {f"{name}\u202f: En stock" for name in names}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(scheme: str) -> None:
    tokens = _tokens(scheme)
    pairs = [("ink", "ground"), ("ink", "paper"), ("quiet", "ground"), ("quiet", "paper"), ("accent", "ground")]
    pairs += [("accent", "paper"), ("accent", "accent-soft"), ("accent-ink", "accent"), ("amber", "paper")]
    pairs += [("amber", "ground"), ("amber", "amber-soft"), ("ink", "amber-soft"), ("quiet", "amber-soft")]
    pairs += [(name, name.removesuffix("-ink")) for name in tokens if name.endswith("-ink") and name != "accent-ink"]

    assert {pair: ratio for pair in pairs if (ratio := _contrast(tokens[pair[0]], tokens[pair[1]])) < 4.5} == {}
    assert _contrast(tokens["edge-strong"], tokens["paper"]) >= 3


def _tokens(scheme: str) -> dict[str, str]:
    light, dark = STYLE.read_text(encoding="utf-8").split(":root {")[1:3]
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light.split("}")[0]))
    if scheme == "dark":
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", dark.split("}")[0]))
    return found


def _contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2."""
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
