"""What is done on a page of the catalogue before its picture is taken: forms opened and filled in, favourites kept."""

import json

from playwright.sync_api import Page

_FAVOURITES = {
    "epicerie-du-pont": "Épicerie du Pont",
    "librairie-du-passage": "Librairie du Passage",
    "le-bocal-bleu/autrefois": "Confiture de mûre, 250 g",
}


def reserving(page: Page) -> None:
    """The form of a reservation, nothing filled in yet."""
    page.locator(".reserve summary").click()
    page.locator("#customer").focus()


def reserved_badly(page: Page) -> None:
    """The form come back, since nobody could be reached by what was given."""
    reserving(page)
    page.locator("#customer").fill("Mme Perrin")
    page.locator("#contact").fill("06 12")
    with page.expect_navigation():
        page.locator(".reserve button").click()


def asked_badly(page: Page) -> None:
    """The question come back, for the same reason."""
    page.locator("#text").fill("Avez-vous des romans en gros caractères ?")
    page.locator("#customer").fill("Mme Perrin")
    page.locator("#contact").fill("perrin@")
    page.locator("form.fields button").click()
    page.get_by_role("alert").wait_for()


def filtered(page: Page) -> None:
    """A search with its filters open."""
    page.locator(".more-filters summary").click()


def kept(page: Page) -> None:
    """Two shops and some articles among the favourites, one of which has left its window."""
    links = page.locator("main a[href*='/articles/']").evaluate_all(
        "links => links.slice(0, 4).map(link => [link.getAttribute('href'), link.textContent.trim()])"
    )
    articles = {href.removeprefix("/boutiques/").replace("/articles/", "/").strip("/"): name for href, name in links}
    page.evaluate("kept => localStorage.setItem('favourites', kept)", json.dumps(_FAVOURITES | articles))
    page.goto(page.url.split("/promotions/")[0] + "/favoris/")
    page.locator(".kept .shop-card").first.wait_for()


def shared(page: Page) -> None:
    """The favourites with the ways to keep and clear them open."""
    kept(page)
    for summary in page.locator(".keeping summary").all():
        summary.click()


def cut_off(page: Page) -> None:
    """The page that a browser shows where there is no network, naming what it has kept."""
    page.evaluate("kept => localStorage.setItem('favourites', kept)", json.dumps(_FAVOURITES))
    page.reload()
    page.locator("[data-names] li").first.wait_for()
