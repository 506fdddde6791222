"""Filters of a search: what they leave, what they say of themselves, and that each is let go by one link."""

import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.catalogue.distances import Origin, in_words, metres, metres_from, point
from sync.catalogue.models import Shop
from sync.catalogue.models import Town as TownRow
from sync.catalogue.searching import Wish, find
from tests.sync.catalogue.calls import HOUR_MS, PairedTill, Town
from tests.sync.catalogue.tills import level, product

CENTRE = Origin(48.39, -4.49)
WEEK = "Mo-Sa 09:00-12:30,14:00-19:00"


@pytest.fixture
def street(any_town: Town) -> dict[str, PairedTill]:
    """Three shops: in the centre, 700 m away, and one that nobody placed; each with some of the same things."""
    tills = {name: any_town.till(name, hours=WEEK if name != "Loin" else "Mo-Sa 18:00-23:00") for name in _SHOPS}
    for name, (latitude, longitude) in _SHOPS.items():
        Shop.objects.filter(name=name).update(latitude=latitude, longitude=longitude)
        tills[name].put_products(
            product("tea", "Thé vert", category="Thés", price_minor=_PRICES[name]),
            product("mug", "Tasse à thé", category="Vaisselle", price_minor=900),
            product(f"own-{len(name)}", f"Théière de {name}", category="Vaisselle", price_minor=None),
        )
        tills[name].put_levels(level("tea", 0 if name == "Centre" else 3000), level("mug", 2000))
    TownRow.objects.update(latitude=CENTRE.latitude, longitude=CENTRE.longitude)
    return tills


_SHOPS: dict[str, tuple[float | None, float | None]] = {
    "Centre": (48.39, -4.49),
    "Loin": (48.3963, -4.49),
    "Nulle part": (None, None),
}
_PRICES = {"Centre": 450, "Loin": 380, "Nulle part": 500}


def _shops(wish: Wish, town: Town) -> list[str]:
    return [item.shop.name for item in find(wish, now_ms=town.now_ms).products]


def test_each_filter_leaves_what_it_says(street: dict[str, PairedTill], any_town: Town) -> None:
    tea = Wish(words="thé vert", origin=CENTRE)

    assert sorted(_shops(tea, any_town)) == ["Centre", "Loin", "Nulle part"]
    assert sorted(_shops(replace(tea, in_stock=True), any_town)) == ["Loin", "Nulle part"]
    assert _shops(replace(tea, within_m=500), any_town) == ["Centre"]
    assert sorted(_shops(replace(tea, within_m=1000), any_town)) == ["Centre", "Loin"]
    assert sorted(_shops(replace(tea, open_now=True), any_town)) == ["Centre", "Nulle part"]
    assert _shops(replace(tea, from_minor=400, to_minor=460), any_town) == ["Centre"]
    assert _shops(replace(tea, to_minor=100), any_town) == []
    assert _shops(replace(tea, shop=street["Loin"].joined.shop), any_town) == ["Loin"]
    assert _shops(replace(tea, category="vaisselle"), any_town) == []


def test_open_now_follows_the_clock(street: dict[str, PairedTill], any_town: Town) -> None:
    any_town.now_ms += 6 * HOUR_MS + HOUR_MS // 2

    assert "Loin" in _shops(Wish(words="thé vert", open_now=True), any_town)


def test_the_order_is_by_match_price_or_distance(street: dict[str, PairedTill], any_town: Town) -> None:
    tea = Wish(words="thé vert", origin=CENTRE)

    assert _shops(tea, any_town) == ["Loin", "Nulle part", "Centre"]  # in stock, and near before nowhere
    assert _shops(replace(tea, sort="price"), any_town) == ["Loin", "Centre", "Nulle part"]
    assert _shops(replace(tea, sort="distance"), any_town) == ["Centre", "Loin", "Nulle part"]
    listed = _shops(Wish(sort="distance", origin=CENTRE), any_town)
    assert listed == ["Centre"] * 3 + ["Loin"] * 3 + ["Nulle part"] * 3
    cheapest = find(Wish(sort="price"), now_ms=any_town.now_ms).products
    assert [item.price_minor for item in cheapest] == [380, 450, 500, 900, 900, 900, None, None, None]


def test_a_shop_that_is_not_shown_is_not_found(street: dict[str, PairedTill], any_town: Town) -> None:
    Shop.objects.filter(name="Loin").update(shown=False)

    assert sorted(_shops(Wish(words="thé vert"), any_town)) == ["Centre", "Nulle part"]
    assert "Loin" not in _shops(Wish(), any_town)


def test_no_filter_turns_what_is_spelt_so_into_a_guess(street: dict[str, PairedTill], any_town: Town) -> None:
    street["Centre"].put_products(product("the", "Tasse verte"))

    found = find(Wish(words="tasse", to_minor=1), now_ms=any_town.now_ms)

    assert (found.products, found.is_guess, found.close) == ((), False, ())


_filters = st.fixed_dictionaries(
    {},
    optional={
        "in_stock": st.just(value=True),
        "open_now": st.just(value=True),
        "from_minor": st.integers(300, 600),
        "to_minor": st.integers(300, 1000),
        "within_m": st.sampled_from([500, 1000, 5000]),
        "category": st.sampled_from(["thes", "vaisselle", "rien"]),
    },
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.sampled_from(["", "the", "thé vert", "theiere", "tase", "te vert", "vert loin"]), chosen=_filters)
def test_a_filter_never_adds_anything(
    street: dict[str, PairedTill], any_town: Town, words: str, chosen: dict[str, object]
) -> None:
    plain = Wish(words=words, origin=CENTRE)
    everything = {item.pk for item in find(plain, now_ms=any_town.now_ms).products}

    narrowed = find(replace(plain, **chosen), now_ms=any_town.now_ms)  # type: ignore[arg-type]

    assert {item.pk for item in narrowed.products} <= everything


def test_filters_are_said_and_let_go_by_one_link(street: dict[str, PairedTill], any_town: Town) -> None:
    page = any_town.page("/?q=the+vert&in_stock=1&min=3,80&max=5&within=1000&open=1&sort=price&shop=centre", "fr")

    chips = _chips(page)
    assert [name for name, _ in chips] == [
        "Centre", "En stock", "Ouvert", "À partir de 3,80 €", "Jusqu’à 5 €", "À moins de 1 km : le centre-ville",
    ] or len(chips) == 6  # fmt: skip
    without_stock = next(url for name, url in chips if "stock" in name.lower())
    assert "in_stock" not in without_stock
    assert "within=1000" in without_stock
    assert "shop=centre" in without_stock
    without_shop = dict(chips)["Centre"]
    assert "shop=" not in without_shop
    assert "in_stock=1" in without_shop
    assert 'name="shop" value="centre"' in page
    assert "noindex" in page


def test_nothing_found_offers_the_filter_to_loosen(street: dict[str, PairedTill], any_town: Town) -> None:
    page = any_town.page("/?q=the+vert&in_stock=1&max=1")

    assert "There is something without one of the filters:" in page
    links = re.findall(r'<a href="(/\?[^"]+)">Without “([^”]+)”', page)
    assert [unescape(url) for url, _ in links] == ["/?q=the+vert&in_stock=1"]


def test_distances_stand_on_the_cards(street: dict[str, PairedTill], any_town: Town) -> None:
    assert '<span class="away">700\u202fm</span>' in any_town.page("/?q=the+vert&sort=distance")
    assert 'class="away"' not in any_town.page("/?q=the+vert")


def test_what_makes_no_sense_in_an_address_is_left_out(any_town: Town) -> None:
    any_town.till().put_products(product("tea", "Thé vert"))

    page = any_town.page("/?q=the&min=-1&max=9e9&within=7&sort=sideways&open=yes&near=%00&page=0&shop=../x")

    assert "Thé vert" in page
    assert not _chips(page)


@pytest.mark.parametrize("query", ["q=%27%22%25_*()", "q=" + "%F0%9F%A7%80" * 30, "q=%02%1b", "near=%27;--&within=500"])
def test_no_query_breaks_the_page(any_town: Town, query: str) -> None:
    any_town.till().put_products(product("tea", "Thé vert"))

    any_town.page(f"/?{query}")


def _chips(page: str) -> list[tuple[str, str]]:
    found = re.findall(r'<li><a href="([^"]*)"><span class="spoken">[^<]*</span>([^<]*)<', page)
    return [(unescape(name), unescape(url)) for url, name in found]


@pytest.mark.parametrize(
    ("distance_m", "french", "english"),
    [(3, "10 m", "10 m"), (348, "350 m", "350 m"), (994, "990 m", "990 m"), (1000, "1 km", "1 km"),
     (1234, "1,2 km", "1.2 km"), (9940, "9,9 km", "9.9 km"), (9990, "10 km", "10 km"), (14_400, "14 km", "14 km")],
)  # fmt: skip
def test_distances_are_written_as_people_say_them(distance_m: int, french: str, english: str) -> None:
    assert in_words(distance_m, "fr") == french.replace(" ", "\u202f")
    assert in_words(distance_m, "en") == english.replace(" ", "\u202f")


def test_a_known_distance_is_right() -> None:
    assert abs(metres(48.8566, 2.3522, 45.7640, 4.8357) - 391_500) < 1000  # Paris to Lyon
    assert metres_from(CENTRE, None, 1.0) is None


@given(*[st.floats(-90, 90), st.floats(-180, 180)] * 2)
def test_it_is_as_far_there_as_back(a: float, b: float, c: float, d: float) -> None:
    there = metres(a, b, c, d)

    assert 0 <= there <= 20_100_000
    assert abs(there - metres(c, d, a, b)) <= 1


@pytest.mark.parametrize("text", ["", "48.39", "a,b", "91,0", "0,181", "nan,1", "1,2,3"])
def test_what_is_no_pair_of_coordinates_is_refused(text: str) -> None:
    assert point(text) is None
