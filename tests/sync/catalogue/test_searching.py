"""One search over all shops, on both databases."""

import pytest

from sync.catalogue.searching import PAGE_SIZE, Wish, find
from tests.sync.catalogue.calls import HOUR_MS, PairedTill, Town
from tests.sync.catalogue.tills import level, product


@pytest.fixture
def shelves(any_town: Town) -> PairedTill:
    till = any_town.till()
    till.put_products(
        product("coffee", "Café moulu 250 g", brand="Brûlerie", category="Épicerie", barcodes=("3017620422003", "42")),
        product("filter", "Filtres à café", category="Maison"),
        product("eggs", "Œufs fermiers", category="Crèmerie"),
        product("butter", "Beurre demi-sel", category="Crèmerie"),
        product("tea", "Thé noir", category="Épicerie"),
        product("thermos", "Bouteille isotherme", category="Maison"),
        product("hidden", "Café caché", shown=False),
        product("percent", "Jus 100 % pomme_poire", category="Boissons"),
    )
    till.put_levels(level("coffee", 0), level("filter", 4000), level("eggs", 6000), level("tea", 1000))
    return till


@pytest.mark.parametrize(
    ("words", "refs"),
    [
        ("cafe", ["coffee", "filter"]),
        ("CAFÉ", ["coffee", "filter"]),
        ("cafe moulu", ["coffee"]),
        ("moulu café", ["coffee"]),
        ("oeuf", ["eggs"]),
        ("œufs", ["eggs"]),
        ("brulerie", ["coffee"]),
        ("cremerie", ["eggs", "butter"]),
        ("th", ["tea"]),
        ("demi sel", ["butter"]),
        ("100 %", ["percent"]),
        ("3017620422003", ["coffee"]),
        ("0000000", []),
        ("inexistant", []),
        ("zzzzqqqq", []),
        ('"*" OR NEAR(', []),
        ("%", []),
        ("_", []),
        ("\\", []),
    ],
)
def test_words_find_what_a_shopper_means(shelves: PairedTill, words: str, refs: list[str]) -> None:
    found = find(Wish(words=words), now_ms=shelves.town.now_ms)

    assert [item.ref for item in found.products] == refs
    assert not found.is_guess


@pytest.mark.parametrize(
    ("words", "ref"),
    [
        ("buerre", "butter"),
        ("beure", "butter"),
        ("cremmerie beurre", "butter"),
        ("fermeirs", "eggs"),
        ("isoterme", "thermos"),
    ],
)
def test_a_typing_slip_is_understood_and_owned_up_to(shelves: PairedTill, words: str, ref: str) -> None:
    found = find(Wish(words=words), now_ms=shelves.town.now_ms)

    assert ref in [item.ref for item in found.products]
    assert found.is_guess


def test_what_begins_like_the_search_comes_first_then_what_is_in_stock(any_town: Town) -> None:
    till = any_town.till()
    till.put_products(
        product("a", "Confiture de lait"),
        product("b", "Lait entier"),
        product("c", "Lait cru"),
        product("d", "Chocolait"),
    )
    till.put_levels(level("b", 1000))

    found = find(Wish(words="lait"), now_ms=any_town.now_ms)

    assert [item.ref for item in found.products] == ["b", "c", "a", "d"]


def test_a_category_and_a_shop_narrow_the_search(shelves: PairedTill) -> None:
    other = shelves.town.till("Ailleurs")
    other.put_products(product("x", "Café d'ailleurs", category="épicerie"))
    now_ms = shelves.town.now_ms

    category = find(Wish(category="epicerie"), now_ms=now_ms)
    shop = find(Wish(words="cafe", shop=other.joined.shop), now_ms=now_ms)

    assert {item.ref for item in category.products} == {"coffee", "tea", "x"}
    assert [item.ref for item in shop.products] == ["x"]


def test_in_stock_means_a_figure_that_may_still_be_believed(shelves: PairedTill) -> None:
    town = shelves.town

    def in_stock() -> set[str]:
        return {item.ref for item in find(Wish(in_stock=True), now_ms=town.now_ms).products}

    assert in_stock() == {"filter", "eggs", "tea"}
    town.now_ms += 25 * HOUR_MS
    assert in_stock() == set()
    shelves.beat(version=2)
    assert in_stock() == {"filter", "eggs", "tea"}
    shelves.beat(version=3, closing=True)
    town.now_ms += 40 * HOUR_MS
    assert in_stock() == {"filter", "eggs", "tea"}
    town.till().beat()
    assert in_stock() == set()  # the new till has not vouched for the old one's figures


def test_a_changed_name_is_found_by_its_new_words_only(shelves: PairedTill) -> None:
    shelves.put_products(product("coffee", "Chicorée soluble", version=2))
    now_ms = shelves.town.now_ms

    assert [item.ref for item in find(Wish(words="chicoree"), now_ms=now_ms).products] == ["coffee"]
    assert "coffee" not in [item.ref for item in find(Wish(words="moulu"), now_ms=now_ms).products]


def test_many_products_are_read_in_pages_without_gap_or_double(any_town: Town) -> None:
    till = any_town.till()
    till.put_products(*(product(f"p{place}", f"Savon {place}") for place in range(2 * PAGE_SIZE + 5)))

    pages = [find(Wish(words="savon", page=page), now_ms=any_town.now_ms) for page in (1, 2, 3, 4)]

    assert [len(page.products) for page in pages] == [PAGE_SIZE, PAGE_SIZE, 5, 0]
    assert [page.has_more for page in pages] == [True, True, False, False]
    assert len({item.ref for page in pages for item in page.products}) == 2 * PAGE_SIZE + 5
