"""What a customer sees of a ticket: the line that was changed last is the one shown."""

from __future__ import annotations

from pos.domain.customer_display import buying
from pos.domain.quantity import pieces
from pos.domain.ticket import add, remove, set_quantity
from tests.builders import product, ticket

TEA, BREAD = product("Thé", 650), product("Pain", 320)


def test_the_article_just_added_is_shown() -> None:
    before = ticket(TEA)

    assert buying(before, None).place == 0
    assert buying(add(before, BREAD), before).place == 1


def test_one_more_of_an_earlier_article_is_shown_too() -> None:
    before = ticket(TEA, BREAD)

    view = buying(set_quantity(before, 0, pieces(3)), before)

    assert view.place == 0
    assert view.articles == 4


def test_nothing_is_shown_as_added_when_a_line_is_taken_off() -> None:
    before = ticket(TEA, BREAD)

    assert buying(remove(before, 0), before).place == -1


def test_another_customer_s_ticket_is_not_held_against_the_last_one() -> None:
    assert buying(ticket(TEA), ticket(TEA)).place == 0
