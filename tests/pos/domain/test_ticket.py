"""The ticket: lines that join, prices that hold, and a total that is what the lines add up to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.domain.barcode import ScaleLabel
from pos.domain.catalogue import Product
from pos.domain.errors import AmountTooLarge, NameMissing, PriceMissing
from pos.domain.money import total
from pos.domain.quantity import LARGEST_TYPED_MILLI, Quantity, Unit, pieces
from pos.domain.ticket import (
    LONGEST_NOTE,
    Ticket,
    add,
    add_labelled,
    note_line,
    note_ticket,
    remove,
    reprice,
    set_quantity,
)
from tests.builders import eur, new_id, product, ticket
from tests.pos.domain.strategies import products, quantities, tickets


@given(tickets())
def test_the_total_is_what_the_lines_add_up_to(basket: Ticket) -> None:
    assert basket.total == total(line.gross for line in basket.lines)
    assert all(line.gross == line.unit_price.times(line.quantity.as_fraction) for line in basket.lines)


@given(tickets(), products())
def test_what_is_added_and_taken_off_again_leaves_the_ticket_as_it_was(basket: Ticket, one: Product) -> None:
    longer = add(basket, one)

    assert len(longer.lines) == len(basket.lines) + 1
    assert remove(longer, len(basket.lines)) == basket
    assert set_quantity(longer, len(basket.lines), Quantity(0)) == basket


@given(products(), st.lists(st.integers(1, 20), min_size=2, max_size=6))
def test_the_same_article_by_the_piece_joins_its_line(one: Product, counts: list[int]) -> None:
    basket = ticket(*((one, pieces(count)) for count in counts))
    whole = one.unit is Unit.PIECE

    assert len(basket.lines) == (1 if whole else len(counts))
    assert sum(line.quantity.milli for line in basket.lines) == 1_000 * sum(counts)
    assert basket.articles == (sum(counts) if whole else len(counts))


def test_an_article_whose_card_changed_meanwhile_gets_a_line_of_its_own() -> None:
    soap = product("Savon", 250)

    for changed in (replace(soap, price=eur(260)), replace(soap, name="Savon doux")):
        assert len(add(ticket(soap), changed).lines) == 2


def test_a_product_to_price_is_not_added() -> None:
    pear = product("Poire", None)
    label = ScaleLabel("2212345000000", price=eur(100))

    deeds: list[Callable[[], Ticket]] = [
        lambda: add(ticket(), pear),
        lambda: add_labelled(ticket(), pear, label, barcode="2212345001001"),
    ]
    for deed in deeds:
        with pytest.raises(PriceMissing) as refused:
            deed()
        assert (refused.value.product_id, refused.value.name) == (pear.id, "Poire")


@given(quantities)
def test_changing_a_quantity_keeps_the_line_s_place(quantity: Quantity) -> None:
    basket = set_quantity(ticket(product(), product(), product()), 1, quantity)

    assert [line.quantity for line in basket.lines] == [pieces(1), quantity, pieces(1)]


def test_more_than_anyone_buys_is_refused() -> None:
    soap = product()
    too_much = Quantity(LARGEST_TYPED_MILLI + 1)

    deeds: list[Callable[[], Ticket]] = [
        lambda: add(Ticket(new_id()), soap, too_much),
        lambda: set_quantity(ticket(soap), 0, too_much),
        lambda: set_quantity(ticket(soap), 0, -too_much),
        lambda: add(ticket((soap, Quantity(LARGEST_TYPED_MILLI))), soap),
    ]
    for deed in deeds:
        with pytest.raises(AmountTooLarge):
            deed()


def test_a_label_with_a_price_is_charged_that_price_and_its_weight_worked_out() -> None:
    cheese = product("Comté", 2_400, unit=Unit.KILOGRAM)

    basket = add_labelled(ticket(), cheese, ScaleLabel("c", price=eur(841)), barcode="2212345008412")

    line = basket.lines[0]
    assert (line.gross, line.quantity, line.barcode) == (eur(841), Quantity(350), "2212345008412")
    assert basket.articles == 1


def test_a_label_s_price_gives_way_when_the_weight_is_corrected() -> None:
    cheese = product("Comté", 2_400, unit=Unit.KILOGRAM)
    basket = add_labelled(ticket(), cheese, ScaleLabel("c", price=eur(841)), barcode="c")

    assert set_quantity(basket, 0, Quantity(500)).total == eur(1_200)


def test_a_label_with_a_weight_is_charged_by_weight() -> None:
    cheese = product("Comté", 2_400, unit=Unit.KILOGRAM)

    assert add_labelled(ticket(), cheese, ScaleLabel("c", weight=Quantity(350)), barcode="c").total == eur(840)


def test_a_priced_label_of_an_article_by_the_piece_is_one_piece() -> None:
    bunch = product("Bouquet", 500)
    basket = add_labelled(ticket(), bunch, ScaleLabel("c", price=eur(700)), barcode="c")

    assert (basket.total, basket.articles) == (eur(700), 1)
    assert len(add(basket, bunch).lines) == 2


@pytest.mark.parametrize(("price_minor", "grams"), [(0, 1_000), (1_000_000, 1)])
def test_a_weight_that_cannot_be_worked_out_is_never_nothing(price_minor: int, grams: int) -> None:
    odd = product("Échantillon", price_minor, unit=Unit.KILOGRAM)

    assert add_labelled(ticket(), odd, ScaleLabel("c", price=eur(1)), barcode="c").lines[0].quantity == Quantity(grams)


def test_the_lines_of_an_article_take_its_new_price_and_a_scale_s_label_keeps_its_own() -> None:
    cheese, bread = product("Comté", 2_400, unit=Unit.KILOGRAM), product("Pain", 320)
    basket = add_labelled(ticket(bread), cheese, ScaleLabel("c", price=eur(841)), barcode="c")

    dearer = reprice(
        reprice(basket, replace(bread, price=eur(350), name="Pain noir")), replace(cheese, price=eur(2_600))
    )

    assert [(line.name, line.gross) for line in dearer.lines] == [("Pain noir", eur(350)), ("Comté", eur(841))]
    assert reprice(basket, replace(bread, price=None)) == basket
    assert reprice(basket, replace(bread, unit=Unit.KILOGRAM)) == basket


@pytest.mark.parametrize("name", ["", "   ", "\u00a0"])
def test_a_product_needs_a_name(name: str) -> None:
    with pytest.raises(NameMissing):
        replace(product("Savon"), name=name)


def test_a_note_stands_on_its_line_and_the_next_one_of_the_article_begins_a_line_of_its_own() -> None:
    soap = product("Savon")
    noted = note_line(ticket(soap), 0, "  à emballer\n")

    basket = add(noted, soap)

    assert [(line.note, line.quantity) for line in basket.lines] == [("à emballer", pieces(1)), ("", pieces(1))]


def test_an_empty_note_takes_the_note_away_and_the_line_joins_again() -> None:
    soap = product("Savon")

    basket = add(note_line(note_line(ticket(soap), 0, "cadeau"), 0, " "), soap)

    assert [line.quantity for line in basket.lines] == [pieces(2)]


@given(tickets(), st.text(max_size=300))
def test_a_note_changes_nothing_that_is_paid(basket: Ticket, note: str) -> None:
    noted = note_ticket(basket, note)

    assert noted.lines == basket.lines
    assert len(noted.note) <= LONGEST_NOTE
    assert noted.note.isprintable()
    assert note_ticket(noted, noted.note) == noted


def test_an_article_that_was_marked_meanwhile_has_a_line_of_its_own() -> None:
    lamp = product("Lampe", 4_990)
    marked = replace(lamp, guaranteed=True, eco=eur(12))

    rung_up = add(add(Ticket("t"), lamp), marked)

    assert [(line.guaranteed, line.eco) for line in rung_up.lines] == [(False, None), (True, eur(12))]
    assert [line.guaranteed for line in reprice(rung_up, marked).lines] == [True, True]
