"""What a change took off a ticket."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from pos.domain.barcode import ScaleLabel
from pos.domain.money import Money
from pos.domain.quantity import Quantity, Unit, pieces
from pos.domain.taken_off import everything, taken_off
from pos.domain.ticket import Ticket, add, add_labelled, note_line, remove, reprice, set_quantity
from tests.builders import eur, new_id, product, ticket

SOAP, TEA, HAM = product("Savon", 250), product("Thé", 480), product("Jambon", 1990, unit=Unit.KILOGRAM)


def said(before: Ticket, after: Ticket) -> list[tuple[str, int, int]]:
    return [(one.line.name, one.quantity.milli, one.amount.minor) for one in taken_off(before, after)]


def test_a_line_removed_is_told_with_what_it_held_and_cost() -> None:
    basket = ticket((SOAP, pieces(3)), TEA)

    assert said(basket, remove(basket, 0)) == [("Savon", 3_000, 750)]


def test_a_line_that_holds_less_is_told_with_the_difference() -> None:
    basket = ticket((SOAP, pieces(3)), TEA)

    assert said(basket, set_quantity(basket, 0, pieces(1))) == [("Savon", 2_000, 500)]
    assert said(basket, set_quantity(basket, 0, pieces(5))) == []


def test_one_of_two_weighings_of_an_article_is_told_by_its_own_weight() -> None:
    basket = ticket((HAM, Quantity(200)), TEA, (HAM, Quantity(350)))

    [gone] = taken_off(basket, remove(basket, 2))

    assert (gone.quantity, gone.amount) == (Quantity(350), basket.lines[2].gross)


def test_a_labels_price_is_what_was_spared() -> None:
    basket = add_labelled(ticket(TEA), HAM, ScaleLabel("2100012", price=eur(333)), barcode="2100012003333")

    assert [one.amount for one in taken_off(basket, remove(basket, 1))] == [eur(333)]


def test_a_note_another_price_and_another_name_take_nothing_off() -> None:
    basket = ticket((SOAP, pieces(3)), TEA)

    assert said(basket, note_line(basket, 0, "cadeau")) == []
    assert said(basket, reprice(basket, replace(SOAP, name="Savon noir", price=eur(199)))) == []


def test_goods_that_come_back_count_when_fewer_do() -> None:
    basket = add(Ticket(new_id()), SOAP, Quantity(-3_000))

    assert said(basket, set_quantity(basket, 0, Quantity(-1_000))) == [("Savon", -2_000, -500)]
    assert said(basket, set_quantity(basket, 0, Quantity(-4_000))) == []


quantities = st.dictionaries(st.sampled_from([SOAP, TEA]), st.integers(1, 20), min_size=0, max_size=2)


@given(quantities, quantities)
def test_what_is_left_and_what_was_taken_off_is_what_there_was(before: dict, after: dict) -> None:  # type: ignore[type-arg]
    one = ticket(*[(article, pieces(count)) for article, count in before.items()])
    other = replace(ticket(*[(article, pieces(count)) for article, count in after.items()]), id=one.id)

    gone = {said.line.product_id: said.quantity.milli for said in taken_off(one, other)}

    for article, count in before.items():
        assert gone.get(article.id, 0) == max(0, count - after.get(article, 0)) * 1_000
    assert gone.keys() <= {article.id for article in before}


def test_everything_comes_to_the_tickets_total() -> None:
    basket = ticket((SOAP, pieces(3)), TEA, (HAM, Quantity(275)))

    assert sum((one.amount for one in everything(basket)), Money(0)) == basket.total
