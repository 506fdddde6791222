"""Products in the file: written, changed, found by code, listed by name."""

from __future__ import annotations

import pysqlite3.dbapi2 as sqlite
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos.database import products, stock
from pos.database.connection import Database, transaction
from pos.domain.catalogue import Category, Family, Product, StockedProduct
from pos.domain.money import Money
from pos.domain.quantity import Unit, pieces
from pos.domain.stock import Movement, Reason
from pos.domain.tax import TaxClass
from tests.builders import NOON, new_id, product


@st.composite
def cards(draw: st.DrawFn) -> Product:
    """Any card a product may have."""
    price = draw(st.none() | st.integers(0, 10**7).map(Money))
    return Product(
        id=new_id(),
        name=draw(st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=50).filter(str.strip)),
        price=price,
        tax_class=draw(st.sampled_from(list(TaxClass))),
        unit=draw(st.sampled_from(list(Unit))),
        brand=draw(st.text(st.characters(exclude_categories=["C"]), max_size=20)),
        shown_online=draw(st.booleans()),
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cards())
def test_any_card_comes_back_as_it_was_written(db: Database, card: Product) -> None:
    products.add(db, card, version=1)

    assert products.get(db, card.id) == card
    assert products.stocked(db, card.id) == StockedProduct(card, None)


def test_a_code_is_found_in_whichever_length_it_is_scanned(db: Database) -> None:
    european, american = product(), product()
    products.add(db, european, ["0036000291452"], version=1)
    products.add(db, american, ["042100005264"], version=2)

    assert products.with_barcode(db, "036000291452") == european
    assert products.with_barcode(db, "0042100005264") == american
    assert products.with_barcode(db, "36000291452") is None
    assert products.with_barcode(db, "") is None


def test_leading_zeros_make_another_code(db: Database) -> None:
    one, two = product(), product()
    products.add(db, one, ["0042"], version=1)
    products.add(db, two, ["42"], version=2)

    assert (products.with_barcode(db, "0042"), products.with_barcode(db, "42")) == (one, two)


def test_a_code_belongs_to_one_product(db: Database) -> None:
    products.add(db, product(), ["42"], version=1)

    with pytest.raises(sqlite.IntegrityError), transaction(db):
        products.add(db, product(), ["42"], version=2)
    assert products.count(db) == 1


def test_new_codes_take_the_place_of_the_old(db: Database) -> None:
    soap = product()
    products.add(db, soap, ["1", "2", "2"], version=1)
    assert products.barcodes_of(db, soap.id) == ("1", "2")

    products.set_barcodes(db, soap, ["2", "3"])

    assert products.barcodes_of(db, soap.id) == ("2", "3")
    assert products.with_barcode(db, "1") is None


def test_a_category_is_paged_by_name_and_leaves_nothing_out(db: Database) -> None:
    products.add_category(db, Category("soaps", "Savons", 1))
    for number in range(25):
        products.add(db, product(f"Savon {number % 5}", category_id="soaps"), version=1)
    products.add(db, product("Sans rayon"), version=1)

    seen: list[Product] = []
    after = ("", "")
    while page := products.in_category(db, "soaps", after=after, limit=4):
        seen += [one.product for one in page]
        after = (seen[-1].name, seen[-1].id)

    assert len({one.id for one in seen}) == len(seen) == 25
    assert [one.name for one in seen] == sorted(one.name for one in seen)
    assert [one.product.name for one in products.in_category(db, None)] == ["Sans rayon"]


def test_names_stand_as_in_a_dictionary_and_pages_join_up(db: Database) -> None:
    listed = ["abricot", "Épinards", "Œufs", "Olives", "Zestes"]
    for name in reversed(listed):
        products.add(db, product(name), version=1)

    first = [one.product for one in products.by_name(db, limit=2)]
    rest = products.in_category(db, None, after=(first[-1].name, first[-1].id))

    assert [one.name for one in first] + [one.product.name for one in rest] == listed


def test_all_products_are_paged_by_name(db: Database) -> None:
    for number in range(7):
        products.add(db, product(f"Savon {number % 3}"), version=1)

    first = products.by_name(db, limit=4)
    last = first[-1].product
    rest = products.by_name(db, after=(last.name, last.id), limit=4)

    assert [one.product.name[-1] for one in first + rest] == list("0001122")
    assert len({one.product.id for one in first + rest}) == 7


def test_categories_stand_in_the_order_of_their_tabs(db: Database) -> None:
    for category in (Category("b", "Vins", 2), Category("a", "Pains", 1, "wheat"), Category("c", "Fruits", 2)):
        products.add_category(db, category)

    assert [category.name for category in products.categories(db)] == ["Pains", "Fruits", "Vins"]
    assert products.categories(db)[0].colour == "wheat"


def test_variants_share_a_family(db: Database) -> None:
    assert products.family_named(db, "Savon") is None
    products.add_family(db, Family("f", "Savon"))

    assert products.family_named(db, "Savon") == Family("f", "Savon")


def test_a_picture_is_kept_once(db: Database) -> None:
    assert products.photo(db, "ab") is None
    for _ in range(2):
        products.add_photo(db, "ab", "image/png", b"\x89PNG")

    assert products.photo(db, "ab") == b"\x89PNG"
    assert db.value("SELECT count(*) FROM photo") == 1


def test_only_what_is_shown_online_is_listed_for_it(db: Database) -> None:
    shown, hidden = product(), product(shown_online=False)
    for one in (shown, hidden):
        products.add(db, one, version=1)

    assert products.shown_online(db) == [shown.id]


def test_a_stocked_product_says_how_much_there_is(db: Database) -> None:
    soap = product()
    products.add(db, soap, version=1)
    stock.record(
        db, [Movement("t", 1, 1, soap.id, pieces(3), Reason.OPENING, NOON)], first_version=1
    )  # fmt: skip

    assert products.stocked(db, soap.id) == StockedProduct(soap, pieces(3))
    assert products.stocked(db, "nothing") is None
    assert products.get(db, "nothing") is None
