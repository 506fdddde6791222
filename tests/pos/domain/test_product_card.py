"""Two people change one card: what one of them left alone follows the other, and nothing is lost unsaid."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pos.domain.catalogue import Product
from pos.domain.product_card import Field, ProductCard, changed_fields, merge
from pos.domain.quantity import Unit
from pos.domain.tax import TaxClass
from tests.builders import eur

CARDS = st.builds(
    ProductCard,
    product=st.builds(
        Product,
        id=st.just("p"),
        name=st.sampled_from(["Savon", "Savon noir"]),
        price=st.sampled_from([None, eur(250), eur(290)]),
        tax_class=st.sampled_from(TaxClass),
        unit=st.sampled_from(Unit),
        brand=st.sampled_from(["", "Fer à Cheval"]),
        category_id=st.sampled_from([None, "c"]),
        family_id=st.sampled_from([None, "f"]),
        shown_online=st.booleans(),
    ),
    codes=st.sampled_from([(), ("1",), ("1", "2"), ("2", "1")]),
    version=st.integers(1, 9),
    picture=st.sampled_from([None, b"a", b"b"]),
)


@given(mine=CARDS, before=CARDS, theirs=CARDS)
def test_every_field_is_mine_where_i_touched_it_and_theirs_elsewhere(
    mine: ProductCard, before: ProductCard, theirs: ProductCard
) -> None:
    merged = merge(mine, before=before, theirs=theirs)

    touched = changed_fields(before, mine)
    for field in Field:
        assert merged.card.says(field) == (mine if field in touched else theirs).says(field)
    assert merged.card.version == theirs.version


@given(mine=CARDS, before=CARDS, theirs=CARDS)
def test_whatever_they_changed_is_named_unless_we_agree(
    mine: ProductCard, before: ProductCard, theirs: ProductCard
) -> None:
    merged = merge(mine, before=before, theirs=theirs)

    agreed = {
        field for field in Field if mine.says(field) == theirs.says(field) and field in changed_fields(before, mine)
    }
    assert {*merged.taken, *merged.clashing} == {*changed_fields(before, theirs)} - agreed
    assert not {*merged.taken} & {*merged.clashing}


@given(mine=CARDS, before=CARDS)
def test_without_news_my_card_stands(mine: ProductCard, before: ProductCard) -> None:
    merged = merge(mine, before=before, theirs=before)

    assert changed_fields(merged.card, mine) == ()
    assert (merged.taken, merged.clashing) == ((), ())


def test_only_a_clash_needs_a_second_look() -> None:
    before = ProductCard(Product("p", "Savon", eur(250)), version=1)
    mine = replace(before, product=replace(before.product, name="Savon noir", price=eur(290)))
    theirs = replace(before, product=replace(before.product, price=eur(300), brand="Fer à Cheval"), version=2)

    merged = merge(mine, before=before, theirs=theirs)

    assert (merged.taken, merged.clashing) == ((Field.BRAND,), (Field.PRICE,))
    assert merged.card.product == Product("p", "Savon noir", eur(290), brand="Fer à Cheval")
