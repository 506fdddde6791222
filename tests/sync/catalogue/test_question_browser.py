"""Asking in a real Chromium, on a small telephone without JavaScript: wide enough to touch, and axe finds nothing."""

import secrets

import msgspec
import pytest
from playwright.sync_api import Page, expect

from sync import window_protocol as wire
from tests.sync.catalogue.axe import faults
from tests.sync.catalogue.browsing import browser, catalogue, context, needs_chromium, page, plain
from tests.sync.catalogue.test_browser import LONG
from tests.sync.catalogue.tills import Till, level, product
from tests.sync.catalogue_server import RunningCatalogue

__all__ = ["browser", "catalogue", "context", "page", "plain"]

pytestmark = needs_chromium


@pytest.fixture
def till(catalogue: RunningCatalogue) -> Till:
    joined = Till(
        catalogue.url, catalogue.invite(f"Boutique {secrets.token_hex(6)}", city="Vannes", phone="0297000004")
    )
    joined.put_products([product("b", LONG, category=LONG[:200])])
    joined.put_levels([level("b", 2000)])
    joined.beat()
    return joined


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


def test_the_answer_comes_in_by_itself_and_axe_finds_nothing_on_what_came(till: Till, page: Page) -> None:
    """What the page looks like in each of its states when it is opened is judged in `test_axe`."""
    page.goto(f"{till.joined.window_url}demander/?article=b")
    page.get_by_label("Votre question").fill("Ouvert lundi ?")
    page.get_by_label("Votre nom").fill("Anne")
    page.get_by_label("Votre téléphone ou votre adresse mail").fill("x")
    page.get_by_role("button", name="Envoyer la question").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_label("Votre téléphone ou votre adresse mail").fill("anne@exemple.fr")
    page.get_by_role("button", name="Envoyer la question").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Votre question est à la boutique")

    _answer(till)

    expect(page.get_by_role("heading", level=1)).to_have_text("La boutique vous a répondu", timeout=15_000)
    assert faults(page) == []


def _answer(till: Till) -> None:
    heard = msgspec.json.decode(till.call("GET", "questions?after=0").content, type=wire.QuestionPage)
    told = wire.Answer(secrets.token_hex(8), till.joined.term, heard.rows[-1].question, "Oui,\nde 9 h à 19 h.")
    assert till.call("POST", "questions", told).status_code == 200


def _check_sizes(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    for element in page.locator("button, summary, input:not([type=hidden]), textarea, a.touch").all():
        if element.is_visible():
            box = element.bounding_box()
            assert box is not None
            assert box["height"] >= 44, element.evaluate("element => element.outerHTML")
            assert box["x"] + box["width"] <= 320
