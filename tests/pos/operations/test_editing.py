"""Editing a card: what is saved is kept whole, whoever saves second is told, and a save can be taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos.database import outbox, products, quick_keys
from pos.database.connection import Database
from pos.database.online_links import OnlineLink, put
from pos.database.search import search
from pos.domain.catalogue import Category
from pos.domain.errors import BarcodeTaken, CardChanged, UnknownProduct
from pos.operations import arranging
from pos.operations.cataloguing import add_category, add_product, change_product
from pos.operations.editing import look_at, save_card, take_back
from tests.builders import NOON, eur, new_id, product

LINK = OnlineLink("catalogue", "catalogue", "https://vitrines.example", "s", "Savonnerie", "", term=1, epoch=1)
PHOTO, OTHER_PHOTO = b"\xff\xd8 soap", b"\xff\xd8 cream"


def _photos(db: Database) -> list[bytes]:
    return [bytes(body) for (body,) in db.rows("SELECT body FROM photo ORDER BY body")]


def test_a_card_is_saved_with_codes_photo_and_price(db: Database) -> None:
    soap = product("Savon", 250)
    add_product(db, soap, ["3560070000003"])
    card = look_at(db, soap.id)

    changed = replace(card, product=replace(soap, price=eur(290)), codes=("3560070000003", "2000"), picture=PHOTO)
    saved = save_card(db, changed, now=NOON)

    assert saved.former == card
    assert saved.card == look_at(db, soap.id)
    assert (saved.card.product.price, saved.card.codes, saved.card.picture) == (
        eur(290),
        ("2000", "3560070000003"),
        PHOTO,
    )
    assert saved.card.version > card.version
    assert [one.product.id for one in search(db, "2000")] == [soap.id]


def test_a_saved_card_is_news_for_the_shop_window(db: Database) -> None:
    soap = product("Savon", 250)
    add_product(db, soap)
    put(db, LINK)
    assert outbox.waiting(db, LINK.target).waiting == 0

    save_card(db, replace(look_at(db, soap.id), product=replace(soap, name="Savon noir")), now=NOON)

    assert outbox.waiting(db, LINK.target).waiting == 1


def test_who_saves_second_is_told_and_overwrites_nothing(db: Database) -> None:
    soap = product("Savon", 250)
    add_product(db, soap)
    mine = look_at(db, soap.id)
    change_product(db, replace(soap, price=eur(300)), now=NOON)

    with pytest.raises(CardChanged):
        save_card(db, replace(mine, product=replace(soap, name="Savon noir")), now=NOON)

    kept = products.get(db, soap.id)
    assert kept is not None
    assert (kept.name, kept.price) == ("Savon", eur(300))


def test_a_card_of_an_article_that_went_cannot_be_saved(db: Database) -> None:
    soap = product("Savon", 250)
    add_product(db, soap)
    card = look_at(db, soap.id)
    products.remove(db, soap.id)

    with pytest.raises(UnknownProduct):
        save_card(db, card, now=NOON)


def test_a_code_of_another_article_is_refused_by_name_and_nothing_is_written(db: Database) -> None:
    soap, cream = product("Savon", 250), product("Crème", 900)
    add_product(db, soap)
    add_product(db, cream, ["3560070000003"])
    card = replace(look_at(db, soap.id), codes=("3560070000003",), picture=PHOTO)

    with pytest.raises(BarcodeTaken) as refused:
        save_card(db, card, new_category=Category(new_id(), "Soins", 0), now=NOON)

    assert refused.value.name == "Crème"
    assert _photos(db) == []
    assert products.categories(db) == ()


def test_a_photo_is_kept_once_and_goes_with_the_last_article_that_shows_it(db: Database) -> None:
    soap, cream = product("Savon", 250), product("Crème", 900)
    for one in (soap, cream):
        add_product(db, one)
        save_card(db, replace(look_at(db, one.id), picture=PHOTO), now=NOON)
    assert _photos(db) == [PHOTO]

    save_card(db, replace(look_at(db, soap.id), picture=OTHER_PHOTO), now=NOON)
    assert _photos(db) == [OTHER_PHOTO, PHOTO]
    save_card(db, replace(look_at(db, cream.id), picture=None), now=NOON)

    assert _photos(db) == [OTHER_PHOTO]


def test_a_save_is_taken_back_with_its_photo_and_its_new_category(db: Database) -> None:
    soap = product("Savon", 250)
    add_product(db, soap, ["2000"])
    before = save_card(db, replace(look_at(db, soap.id), picture=PHOTO), now=NOON).card
    changed = replace(before, product=replace(before.product, name="Savon noir"), codes=(), picture=OTHER_PHOTO)
    saved = save_card(db, changed, new_category=Category(new_id(), "Soins", 0), now=NOON)
    assert [one.name for one in products.categories(db)] == ["Soins"]

    take_back(db, saved, now=NOON)

    assert replace(look_at(db, soap.id), version=before.version) == before
    assert products.categories(db) == ()
    assert _photos(db) == [PHOTO]


def test_a_favourite_comes_with_its_card_and_goes_back_to_its_place(db: Database) -> None:
    soaps = [product(name, 250) for name in ("Savon", "Crème", "Baume")]
    for one in soaps:
        add_product(db, one)
    first, second, third = (one.id for one in soaps)
    arranging.arrange(db, [first, second])

    added = save_card(db, look_at(db, third), favourite=True, now=NOON)
    assert quick_keys.arrangement(db) == (first, second, third)
    assert save_card(db, look_at(db, third), favourite=True, now=NOON).arranged is None
    taken = save_card(db, look_at(db, first), favourite=False, now=NOON)
    assert quick_keys.arrangement(db) == (second, third)

    take_back(db, taken, now=NOON)
    assert quick_keys.arrangement(db) == (first, second, third)
    take_back(db, replace(added, card=look_at(db, third)), now=NOON)
    assert quick_keys.arrangement(db) == (first, second)


def test_a_card_that_cannot_be_saved_leaves_the_favourites(db: Database) -> None:
    soap = product("Savon", 250)
    add_product(db, soap)
    card = look_at(db, soap.id)
    save_card(db, card, now=NOON)

    with pytest.raises(CardChanged):
        save_card(db, card, favourite=True, now=NOON)

    assert quick_keys.arrangement(db) == ()


def test_taking_back_overwrites_nothing_that_was_changed_since(db: Database) -> None:
    soap = product("Savon", 250)
    add_product(db, soap)
    saved = save_card(db, replace(look_at(db, soap.id), product=replace(soap, price=eur(290))), now=NOON)
    change_product(db, replace(soap, price=eur(310)), now=NOON)

    with pytest.raises(CardChanged):
        take_back(db, saved, now=NOON)

    kept = products.get(db, soap.id)
    assert kept is not None
    assert kept.price == eur(310)


def test_a_new_category_that_is_there_already_is_used(db: Database) -> None:
    care = Category(new_id(), "Épicerie fine", 4, "leaf")
    add_category(db, care)
    soap = product("Savon", 250)
    add_product(db, soap, new_category=Category(new_id(), "épicerie  fine", 0))

    assert products.categories(db) == (care,)
    assert look_at(db, soap.id).product.category_id == care.id
    saved = save_card(db, look_at(db, soap.id), new_category=Category(new_id(), "Soins", 0), now=NOON)
    assert saved.opened is not None
    assert (saved.opened.position, saved.opened.name) == (5, "Soins")
