"""Asking in a real Chromium, on a small telephone without JavaScript: wide enough to touch, and axe finds nothing."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from sync import window_protocol as wire
from tests.screens_catalogue import CHROMIUM
from tests.sync.catalogue.test_browser import LONG, browser, catalogue, context, page
from tests.sync.catalogue.tills import Till, level, product
from tests.sync.catalogue_server import RunningCatalogue

__all__ = ["browser", "catalogue", "context", "page"]

pytestmark = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium here")


@pytest.fixture
def till(catalogue: RunningCatalogue) -> Till:
    joined = Till(
        catalogue.url, catalogue.invite(f"Boutique {secrets.token_hex(6)}", city="Vannes", phone="0297000004")
    )
    joined.put_products([product("b", LONG, category=LONG[:200])])
    joined.put_levels([level("b", 2000)])
    joined.beat()
    return joined


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A page of a browser without JavaScript, on a small telephone."""
    opened = browser.new_context(locale="fr-FR", java_script_enabled=False, viewport={"width": 320, "height": 640})
    yield opened.new_page()
    opened.close()


def test_it_works_by_keyboard_without_javascript_at_320_pixels(till: Till, plain: Page) -> None:
    plain.goto(f"{till.joined.window_url}demander/?article=b")
    _check_sizes(plain)
    plain.get_by_label("Votre question").press("Tab")
    plain.get_by_role("button", name="Envoyer la question").click()
    plain.get_by_label("Votre question").fill("x" * 300)
    plain.get_by_label("Votre nom").fill("Anne")
    plain.get_by_label("Votre téléphone ou votre adresse mail").fill("a" * 60 + "@" + "b" * 40 + ".fr")
    plain.get_by_label("Votre téléphone ou votre adresse mail").press("Enter")

    expect(plain.get_by_role("heading", level=1)).to_have_text("Votre question est à la boutique")
    plain.get_by_text("Ce qui est gardé de vous").click()
    _check_sizes(plain)
    plain.get_by_text("Je n’ai plus de question").click()
    plain.get_by_role("button", name="Retirer la question").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Question retirée")
    _check_sizes(plain)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(till: Till, page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{till.joined.window_url}demander/?article=b")
    _check_axe(page)
    page.get_by_label("Votre question").fill("Ouvert lundi ?")
    page.get_by_label("Votre nom").fill("Anne")
    page.get_by_label("Votre téléphone ou votre adresse mail").fill("x")
    page.get_by_role("button", name="Envoyer la question").click()
    expect(page.get_by_role("alert")).to_be_visible()
    _check_axe(page)
    page.get_by_label("Votre téléphone ou votre adresse mail").fill("anne@exemple.fr")
    page.get_by_role("button", name="Envoyer la question").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre question est à la boutique")
    page.get_by_text("Ce qui est gardé de vous").click()
    page.get_by_text("Je n’ai plus de question").click()
    _check_axe(page)
    _answer(till)
    expect(page.get_by_role("heading", level=1)).to_have_text("La boutique vous a répondu", timeout=15_000)
    page.get_by_text("Ce qui est gardé de vous").click()
    _check_axe(page)


def _answer(till: Till) -> None:
    import msgspec

    heard = msgspec.json.decode(till.call("GET", "questions?after=0").content, type=wire.QuestionPage)
    told = wire.Answer(secrets.token_hex(8), till.joined.term, heard.rows[-1].question, "Oui,\nde 9 h à 19 h.")
    assert till.call("POST", "questions", told).status_code == 200


def _check_axe(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def _check_sizes(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for element in page.locator("button, summary, input:not([type=hidden]), textarea, a.touch").all():
        if element.is_visible():
            box = element.bounding_box()
            assert box is not None
            assert box["height"] >= 44, element.evaluate("element => element.outerHTML")
            assert box["x"] + box["width"] <= 320
