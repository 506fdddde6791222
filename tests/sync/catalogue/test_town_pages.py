"""The pages of a town with life in it: what they show, in which order, and what they cost the database."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from sync.catalogue.models import Closure, Shop
from sync.catalogue.pages import paths, refusals
from tests.sync.catalogue import lively
from tests.sync.catalogue.calls import HOUR_MS, Town
from tests.sync.catalogue.test_pages import Parsed
from tests.sync.catalogue.tills import level, product

LISE = "/boutiques/au-panier-de-lise/"
QUESTIONS = {"/": 22, LISE: 24, f"{LISE}articles/p1/": 20, "/categories/boissons/": 13, "/boutiques/": 7}
ABOUT = ("/comment-ca-marche/", "/pour-les-commercants/", "/accessibilite/", "/vie-privee/")


@pytest.fixture
def town(town: Town) -> Town:
    lively.fill(town.now_ms, with_photos=False)
    return town


def test_the_pages_are_the_same_on_every_database(any_town: Town) -> None:
    lively.fill(any_town.now_ms, with_photos=False)

    home = Parsed(any_town.page("/"))
    assert "Just confirmed by the shops" in home.seen
    assert "Marché de Noël" in home.seen
    assert "Grande braderie d’hiver" in home.seen
    assert "Les premiers fromages d’alpage sont là" in home.seen
    for path, questions in QUESTIONS.items():
        with _counted() as asked:
            any_town.page(path)
        assert len(asked) <= questions, (path, len(asked), asked)


def test_a_page_asks_no_more_the_more_it_shows(town: Town) -> None:
    def cost(path: str) -> int:
        town.page(path)
        with _counted() as asked:
            town.page(path)
        return len(asked)

    few = {path: cost(path) for path in QUESTIONS}
    for place in range(12):
        till = town.till(f"Boutique {place}", trade="Boulangerie", hours="Mo-Su 08:00-20:00")
        till.put_products(*(product(f"x{one}", f"Jus {one}", category="Boissons") for one in range(5)))
        till.put_levels(*(level(f"x{one}", 9000) for one in range(5)))
        till.beat()
    assert {path: asked for path in QUESTIONS if (asked := cost(path)) > few[path]} == {}


def test_the_home_page_counts_who_is_open_and_says_until_when(town: Town) -> None:
    assert "10 shops are open now the last closes at 19:00" in Parsed(town.page("/")).seen
    town.now_ms += 8 * HOUR_MS
    assert "All shops are closed at the moment the first opens tomorrow at 07:00" in Parsed(town.page("/")).seen


def test_a_day_on_which_a_shop_is_closed_counts_on_every_page(town: Town) -> None:
    Closure.objects.create(shop_id="shop-00", first="2023-11-15", last="2023-11-15", reason="Inventaire")

    assert "9 shops are open now" in Parsed(town.page("/")).seen
    shop = Parsed(town.page(LISE)).seen
    assert "Closed now opens tomorrow at 09:00" in shop
    assert "Closed on Wednesday 15 November (Inventaire)" in shop
    assert "Open on Wednesday 13 December: 09:00 – 16:00 (Fête)" in shop
    assert "Closed from Thursday 14 December to Saturday 16 December (Congés)" in shop


def test_the_shops_are_narrowed_by_trade_and_by_being_open(town: Town) -> None:
    everyone = Parsed(town.page("/boutiques/")).seen
    bakers = Parsed(town.page("/boutiques/?trade=boulangerie")).seen
    town.now_ms += 8 * HOUR_MS

    assert "Cave du Rempart" in everyone
    assert re.search(r"Vannes · \d+ m\b", everyone)
    assert "Fournil Saint-Patern" in bakers
    assert "Cave du Rempart" not in bakers
    assert "No shop is open at the moment." in Parsed(town.page("/boutiques/?open=1")).seen


def test_a_large_trade_has_a_heading_of_its_own(town: Town) -> None:
    for place in range(3):
        town.shop(f"Fournil {place}", trade="Boulangerie")

    headings = re.findall(r"<h2[^>]*>([^<]+)</h2>", town.page("/boutiques/"))
    assert headings == ["Boulangerie", "Other shops"]


def test_a_shop_says_how_far_it_goes_online(town: Town) -> None:
    def rung(slug: str) -> str:
        (found,) = re.findall(r'<span class="rung">([^<]+)</span>', town.page(f"/boutiques/{slug}/"))
        return str(found)

    assert rung("cordonnerie-du-passage") == "Shop window"
    assert rung("fournil-saint-patern") == "Products and stock"
    assert rung("la-page-d-a-cote") == "Reservation"


def test_a_shop_is_found_on_a_map_only_by_following_a_link(town: Town) -> None:
    page = Parsed(town.page(LISE))
    links = {link["href"]: link for link in page.all("a")}
    (out,) = [link for href, link in links.items() if href.startswith("https://www.openstreetmap.org/")]

    assert "noreferrer" in out["rel"]
    assert any(href.startswith("geo:47.6") for href in links)
    assert "https://www.panier-de-lise.example" in links
    assert not page.all("iframe")


@pytest.mark.parametrize(
    "website", ["javascript:alert(1)", "//evil", "data:text/html,x", "un texte", 'x.fr" onclick="']
)
def test_a_website_that_is_none_leads_nowhere(town: Town, website: str) -> None:
    Shop.objects.filter(pk="shop-00").update(website=website)

    hrefs = [link["href"] for link in Parsed(town.page(LISE)).all("a")]
    assert not [href for href in hrefs if website.split(":")[0] in href and "alert" in href]
    assert not [href for href in hrefs if href.startswith(("//", "data:", "javascript:"))]


def test_a_category_shows_all_shops_that_have_something_of_it(town: Town) -> None:
    page = Parsed(town.page("/categories/boissons/"))

    assert "37 products in the shops of the town" in page.seen
    assert "Cave du Rempart" in page.seen
    assert "Au Panier de Lise" in page.seen
    assert town.client.get("/categories/nothing/").status_code == 404
    narrowed = Parsed(town.page("/categories/boissons/?q=limonade"))
    assert "Limonade bio" in narrowed.seen
    assert "Muscadet" not in narrowed.seen


def test_a_reduced_price_stands_with_the_one_it_is_held_against(town: Town) -> None:
    page = Parsed(town.page(f"{LISE}articles/p1/")).seen

    assert re.search(r"€\d+\.\d\d −16 % instead of €\d+\.\d\d lowest price of the 30 days before", page)
    assert "Until Thursday 16 November" in page
    card = re.search(r"<li class=\"card\".*?</li>", town.page(f"{LISE}?q=ria"), re.DOTALL)
    assert card is not None
    assert "lowest price of the 30 days before" in card[0]


def test_a_product_says_who_else_has_it_and_how_far_that_is(town: Town) -> None:
    page = Parsed(town.page(f"{LISE}articles/p1/")).seen

    after = page.partition("Also in these shops")[2]
    assert re.search(r"Cave du Rempart €\d+\.\d\d In stock Open now until 12:30 \d+ m from here", after)
    assert "Primeur des Lices" in after
    assert "Fait ici, en petite quantité." in page


def test_photos_keep_their_place_while_they_come(any_town: Town) -> None:
    from sync.catalogue.models import Photo, Product, ProductPhoto

    lively.fill(any_town.now_ms, with_photos=False)
    photo = Photo.objects.create(
        id=77, shop_id="shop-00", hash="x", width=900, height=600, widths="160,480,900", size_bytes=1, made_ms=1
    )
    chosen = Product.objects.get(shop_id="shop-00", ref="p1")
    ProductPhoto.objects.create(product=chosen, photo=photo, place=0, alt="Une bouteille")

    (large,) = [image for image in Parsed(any_town.page(f"{LISE}articles/p1/")).all("img") if image["alt"]]
    assert (large["alt"], large["width"], large["height"]) == ("Une bouteille", "900", "600")
    assert "/photos/77-480.webp 480w" in large["srcset"]
    (small,) = Parsed(any_town.page(f"{LISE}?q=ria")).all("img")
    assert (small["alt"], small["loading"], small["src"]) == ("", "lazy", "/photos/77-480.webp")


@pytest.mark.parametrize("path", [*QUESTIONS, "/categories/", *ABOUT])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_page_can_be_used_without_seeing_it(town: Town, path: str, language: str) -> None:
    text = town.page(path, language)
    page = Parsed(text)

    assert page.all("html")[0]["lang"] == language
    assert len(page.all("h1")) == len(page.all("main")) == 1
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    labels = [nav["aria-label"] for nav in page.all("nav")]
    assert len(labels) == len(set(labels))
    assert not [attributes for _, attributes in page.elements if "style" in attributes]
    assert all("alt" in image for image in page.all("img"))


def test_the_pages_about_the_site_say_what_they_must(town: Town) -> None:
    assert "commerce@vannes.example" in Parsed(town.page("/accessibilite/", "fr")).seen
    assert "non conforme" in Parsed(town.page("/accessibilite/", "fr")).seen
    assert "30 jours après sa fin" in Parsed(town.page("/vie-privee/", "fr")).seen
    assert "pairing code" in Parsed(town.page("/pour-les-commercants/")).seen


def test_what_is_not_there_offers_a_search(town: Town) -> None:
    answer = town.client.get("/nothing", headers={"Accept-Language": "fr"})
    page = Parsed(answer.content.decode())

    assert answer.status_code == 404
    assert {"class": "search", "role": "search", "action": "/", "method": "get"} in page.all("form")


@pytest.mark.parametrize(("wait_s", "said"), [(1, "1 second."), (45, "45 seconds."), (61, "2 minutes.")])
def test_who_asked_too_much_is_told_how_long_to_wait(town: Town, wait_s: int, said: str) -> None:
    town.page("/")
    answer = refusals.too_many(RequestFactory().get("/"), wait_s)

    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == str(wait_s)
    assert f"Please try again in {said}" in Parsed(answer.content.decode()).seen


def test_what_broke_is_told_without_asking_the_database(town: Town) -> None:
    with _counted() as asked:
        answers = [refusals.broken(RequestFactory().get("/")), refusals.forbidden(RequestFactory().get("/x"))]

    assert [answer.status_code for answer in answers] == [500, 403]
    assert all(len(Parsed(answer.content.decode()).all("h1")) == 1 for answer in answers)
    assert asked == []


@given(
    slug=st.from_regex(r"[a-z0-9-]{1,40}", fullmatch=True),
    ref=st.from_regex(r"[0-9A-Za-z][\w.:-]{0,30}", fullmatch=True),
)
def test_addresses_put_together_are_those_of_the_table(slug: str, ref: str) -> None:
    from django.urls import NoReverseMatch, reverse

    assert paths.shop_path(slug) == reverse("shop", args=[slug])
    assert paths.category_path(slug) == reverse("category", args=[slug])
    try:
        expected = reverse("product", args=[slug, ref])
    except NoReverseMatch:
        return  # a letter that no till's name of a product may hold
    assert paths.product_path(slug, ref) == expected


@contextmanager
def _counted() -> Iterator[list[str]]:
    asked: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        asked.append(sql[:120])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked
