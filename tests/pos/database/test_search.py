"""Search: found by code, by the beginnings of words, by letters inside them, or by what is spelt nearly so."""

from __future__ import annotations

import csv
import random
import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos.database import products
from pos.database.connection import Database, transaction
from pos.database.search import search
from pos.database.search_index import entry_of, searchable
from pos.domain.barcode import clean
from pos.domain.folding import fold
from pos.domain.spelling import mistakes_allowed, nearness, words_of
from tests.builders import product
from tests.pos.exchange.lists import OPEN_FOOD_FACTS

SHELF = (
    "Œufs de poule plein air x6", "Bœuf bourguignon", "Crème brûlée", "Savon de Marseille", "Savonnette lavande",
    "Thé vert à la menthe", "L’Authentique cidre", "Pâtes 500 g", "Camembert d'Isigny", "Mille-feuille",
    "Μέλι θυμαρίσιο",
)  # fmt: skip


@pytest.fixture
def shelf(db: Database) -> Database:
    """A shop with a few names that are hard to type."""
    for place, name in enumerate(SHELF):
        products.add(db, product(name), [f"20000{place}"], version=place + 1)
    return db


def _found(db: Database, typed: str, limit: int = 60) -> list[str]:
    return [one.product.name for one in search(db, typed, limit=limit)]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("oeuf", ["Œufs de poule plein air x6", "Bœuf bourguignon"]),
        ("œuf", ["Œufs de poule plein air x6", "Bœuf bourguignon"]),
        ("OEUFS", ["Œufs de poule plein air x6"]),
        ("boeuf", ["Bœuf bourguignon"]),
        ("BŒUF BOURG", ["Bœuf bourguignon"]),
        ("creme brulee", ["Crème brûlée"]),
        ("brû", ["Crème brûlée"]),
        ("savon", ["Savon de Marseille", "Savonnette lavande"]),
        ("mars sav", ["Savon de Marseille"]),
        ("vonne", ["Savonnette lavande"]),
        ("bourgui", ["Bœuf bourguignon"]),
        ("guignon", ["Bœuf bourguignon"]),
        ("entique", ["L’Authentique cidre"]),
        ("l'auth", ["L’Authentique cidre"]),
        ("isigny", ["Camembert d'Isigny"]),
        ("mille-f", ["Mille-feuille"]),
        ("le-feu", ["Mille-feuille"]),
        ("mille/f", []),
        ("d'i", ["Camembert d'Isigny"]),
        ("savon mi", []),
        ("μέλι", ["Μέλι θυμαρίσιο"]),
        ("μέλ", ["Μέλι θυμαρίσιο"]),
        ("x6", ["Œufs de poule plein air x6"]),
        ("200004", ["Savonnette lavande"]),
        ("th", ["Thé vert à la menthe"]),
        ("t", ["Thé vert à la menthe"]),
        ("zzz", []),
        ("", []),
        ("   ", []),
        ('"', []),
    ],
)
def test_what_is_typed_finds_what_is_meant(shelf: Database, typed: str, names: list[str]) -> None:
    found = _found(shelf, typed)

    assert sorted(found[: len(names)]) == sorted(names)
    assert names or not found


def test_the_product_of_a_typed_code_stands_first(shelf: Database) -> None:
    lookalike = product("Carton 200004 pièces")
    products.add(shelf, lookalike, version=99)

    assert _found(shelf, "200004") == ["Savonnette lavande", "Carton 200004 pièces"]


def test_the_beginnings_of_words_stand_before_letters_inside_them(db: Database) -> None:
    for name in ("Grosavon", "Savon"):
        products.add(db, product(name), version=1)

    assert _found(db, "savon") == ["Savon", "Grosavon"]


GROCERY = (
    ("Beurre doux", "Président", "3228021170039"), ("Beurre demi-sel", "Le Gall", ""),
    ("Œufs plein air x6", "Loué", ""),
    ("Café moulu", "Carte Noire", "3760020507350"), ("Café en grains", "Méo", ""), ("Baguette tradition", "", ""),
    ("Fromage blanc", "Rians", "0036000291452"), ("Lait entier", "Lactel", ""), ("Camembert d‘Isigny", "", ""),
    ("Vin rouge", "Domaine Tempier", ""), ("Chocolat noir 70 %", "Bonnat", ""), ("Huile d'olive", "Puget", ""),
    ("Pamplemousse", "", ""), ("Curaçao", "", ""), ("Cæsar dressing", "Hélène", ""), ("Laitue", "", ""),
)  # fmt: skip


@pytest.fixture
def grocery(db: Database) -> Database:
    """A grocer's shelf, with brands and codes."""
    for place, (name, brand, code) in enumerate(GROCERY):
        products.add(db, replace(product(name), brand=brand), [code] if code else [], version=place + 1)
    return db


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("b", "Beurre doux"),
        ("be", "Beurre doux"),
        ("oe", "Œufs plein air x6"),
        ("oeuf", "Œufs plein air x6"),
        ("caesar", "Cæsar dressing"),
        ("cafe moulu", "Café moulu"),
        ("moulu cafe", "Café moulu"),
        ("mou ca", "Café moulu"),
        ("tradi", "Baguette tradition"),
        ("curacao", "Curaçao"),
        ("d'isigny", "Camembert d‘Isigny"),
        ("d’isi", "Camembert d‘Isigny"),
        ("huile olive", "Huile d'olive"),
        ("plemou", "Pamplemousse"),
        ("le gall", "Beurre demi-sel"),
        ("beurre gall", "Beurre demi-sel"),
        ("president", "Beurre doux"),
        ("loue", "Œufs plein air x6"),
        ("3228021170039", "Beurre doux"),
        ("3 228021 170039", "Beurre doux"),
        ("322802", "Beurre doux"),
        ("170039", "Beurre doux"),
        ("117003", "Beurre doux"),
        ("0036000291452", "Fromage blanc"),
        ("036000291452", "Fromage blanc"),
        ("00036000291452", "Fromage blanc"),
        ("36000291", "Fromage blanc"),
        ("000360002", "Fromage blanc"),
        ("03760020", "Café moulu"),
        ("x6", "Œufs plein air x6"),
        ("70", "Chocolat noir 70 %"),
        # slips
        ("beure", "Beurre doux"),
        ("buerre", "Beurre doux"),
        ("berre", "Beurre doux"),
        ("beurrre", "Beurre doux"),
        ("veurre", "Beurre doux"),
        ("beure gall", "Beurre demi-sel"),
        ("beure demi", "Beurre demi-sel"),
        ("fromgae", "Fromage blanc"),
        ("fromga", "Fromage blanc"),
        ("rfomage", "Fromage blanc"),
        ("cfae moulu", "Café moulu"),
        ("cafe moluu", "Café moulu"),
        ("lati", "Lait entier"),
        ("vni", "Vin rouge"),
        ("chocloat", "Chocolat noir 70 %"),
        ("chcoloat", "Chocolat noir 70 %"),
        ("chocolats noirs", "Chocolat noir 70 %"),
        ("camenbert", "Camembert d‘Isigny"),
        ("camenbret", "Camembert d‘Isigny"),
        ("bagette", "Baguette tradition"),
        ("tempie", "Vin rouge"),
        ("tepmier", "Vin rouge"),
        ("pampelmousse", "Pamplemousse"),
        ("lhuile", "Huile d'olive"),
    ],
)
def test_the_grocers_words_find_the_grocers_goods(grocery: Database, typed: str, first: str) -> None:
    assert _found(grocery, typed)[:1] == [first]


@pytest.mark.parametrize("typed", ["xyzzy", "beurre café", "322802117003x", "3228021170038", "ba xyz", "qqqqqqqqqq"])
def test_what_is_far_from_everything_finds_nothing(grocery: Database, typed: str) -> None:
    assert _found(grocery, typed) == []


def test_what_is_spelt_as_typed_stands_before_what_is_nearly_so(db: Database) -> None:
    for name in ("Compte-gouttes", "Conte de fées", "Comté"):
        products.add(db, product(name), version=1)

    assert _found(db, "comte") == ["Comté", "Compte-gouttes", "Conte de fées"]


def test_a_near_word_wins_over_the_near_beginning_of_a_long_one(db: Database) -> None:
    for name in ("Lavigne rouge", "Lait entier"):
        products.add(db, product(name), version=1)

    assert _found(db, "lati") == ["Lait entier"]


def test_with_enough_found_nothing_is_guessed(db: Database) -> None:
    for name in ("Compte-gouttes", "Comté 6 mois", "Comté 12 mois", "Comté 24 mois"):
        products.add(db, product(name), version=1)

    assert _found(db, "comte") == ["Comté 6 mois", "Comté 12 mois", "Comté 24 mois"]


def test_a_word_that_left_the_shop_misleads_nobody(grocery: Database) -> None:
    """The list of words forgets nothing; what no product has any more finds nothing, and hides nothing."""
    gone = product("Beurge")
    products.add(grocery, gone, version=99)
    products.remove(grocery, gone.id)

    assert _found(grocery, "beurge")[:1] == ["Beurre doux"]


def test_no_more_are_found_than_wanted(shelf: Database) -> None:
    assert [len(_found(shelf, "savon", limit=limit)) for limit in (1, 2, 3)] == [1, 2, 2]


@pytest.mark.parametrize(
    "typed", ['savon" OR "x', "savon*", "NEAR(a b)", "col:savon", "^savon", "a AND", "-", "(", "'"]
)
def test_the_signs_of_a_query_language_are_only_signs(shelf: Database, typed: str) -> None:
    assert set(_found(shelf, typed)) <= set(SHELF)


def test_something_pasted_by_mistake_is_no_trouble(shelf: Database) -> None:
    assert _found(shelf, "savon " * 2_000) == ["Savon de Marseille", "Savonnette lavande"]
    assert _found(shelf, "xyz" * 5_000) == []


_LETTERS = st.sampled_from("abeflmnortu œé'-\"0123*")
_MISTYPED = st.builds(
    lambda word, place, letter: word[:place] + letter + word[place + 1 :],
    st.sampled_from([word for name, brand, code in GROCERY for word in (*name.split(), brand, code)]),
    st.integers(0, 12),
    st.text(max_size=2),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(st.lists(_MISTYPED | st.text(_LETTERS, max_size=9) | st.text(max_size=9), max_size=3).map(" ".join))
def test_what_was_found_holds_what_was_typed_or_nearly(grocery: Database, typed: str) -> None:
    words = searchable("".join(sign if sign.isprintable() and sign != '"' else " " for sign in typed)).split()

    for one in search(grocery, typed):
        codes = products.barcodes_of(grocery, one.product.id)
        text = entry_of(one.product, codes)
        assert all(_holds(text, word) for word in words) or {clean(typed), "0" + clean(typed)} & {*codes, ""}


def _holds(text: str, word: str) -> bool:
    """Whether a text holds a word, a code without its zeros, or beginnings of words as near as may be."""
    if word in text or (word.isdigit() and word.lstrip("0") in text):
        return True
    return all(
        any(nearness(run, one, most=mistakes_allowed(run)) for one in re.findall(r"\w+", text))
        for run in re.findall("[a-z0-9]+", word)
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=20))
def test_any_text_can_be_searched_for(shelf: Database, typed: str) -> None:
    assert set(_found(shelf, typed)) <= set(SHELF)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(SHELF), st.data())
def test_any_three_letters_in_a_row_find_their_product(shelf: Database, name: str, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from([word for word in fold(name).split() if len(word) >= 3]))
    start = data.draw(st.integers(0, len(word) - 3))
    stop = data.draw(st.integers(start + 3, len(word)))

    assert name in _found(shelf, word[start:stop])


def test_a_changed_name_is_found_by_the_new_and_not_by_the_old(shelf: Database) -> None:
    soap = search(shelf, "marseille")[0].product
    products.change(shelf, replace(soap, name="Savon d'Alep", brand="Tadé"), version=99)

    assert _found(shelf, "marseille") == _found(shelf, "rseill") == []
    assert _found(shelf, "alep") == _found(shelf, "tade") == _found(shelf, "200003") == ["Savon d'Alep"]


def test_what_was_taken_away_is_not_found_any_more(shelf: Database) -> None:
    soap = search(shelf, "marseille")[0].product
    with transaction(shelf):
        products.remove(shelf, soap.id)

    assert _found(shelf, "marseille") == _found(shelf, "rseill") == _found(shelf, "200003") == []
    assert products.get(shelf, soap.id) is None
    assert products.count(shelf) == len(SHELF) - 1
    shelf.execute("INSERT INTO search_prefix (search_prefix, rank) VALUES ('integrity-check', 1)")
    shelf.execute("INSERT INTO search_inside (search_inside, rank) VALUES ('integrity-check', 1)")


@pytest.mark.skipif(not OPEN_FOOD_FACTS.exists(), reason="the list of real products is not here")
def test_slips_in_the_words_of_real_products_are_forgiven(db: Database) -> None:
    """Of the names people really gave, nineteen slips in twenty find a product with the word that was meant."""
    with OPEN_FOOD_FACTS.open(encoding="utf-16", newline="") as file, transaction(db):
        listed = {row["code"]: row for row in csv.DictReader(file, delimiter=";") if row["product_name"].strip()}
        for code, row in listed.items():
            products.add(db, replace(product(row["product_name"]), brand=row["brands"]), [code], version=1)
    words = sorted({word for row in listed.values() for word in words_of(searchable(row["product_name"]))})
    chance = random.Random(2026)
    meant = [word for word in chance.sample(words, 400) if len(word) >= 5 and word.isascii()]

    found = [word in _words_found(db, _slip(word, chance)) for word in meant]

    assert len(found) > 200
    assert sum(found) >= len(found) * 0.95


def _slip(word: str, chance: random.Random) -> str:
    """A word with two neighbours swapped, a letter left out, typed twice or mistaken."""
    at = chance.randrange(1, len(word) - 1)
    before, letter, after = word[:at], word[at], word[at + 1 :]
    return chance.choice(
        (before + after[0] + letter + after[1:], before + after, before + letter + letter + after, before + "e" + after)
    )


def _words_found(db: Database, typed: str) -> set[str]:
    return {word for one in search(db, typed) for word in words_of(searchable(one.product.name))}
