"""A customer comes for a reservation: its goods lie on a ticket of their own, whatever was on the counter."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from pos.database import tickets
from pos.database.connection import Database
from pos.domain.errors import DeedNotPossible, UnknownProduct
from pos.domain.online_order import OnlineOrder, OrderState
from pos.domain.quantity import Quantity, pieces
from pos.domain.ticket import Ticket, add
from pos.operations.collecting import Collected, carried_by, collect_here
from pos.operations.selling import keep_ticket
from tests import builders
from tests.pos.reservations import heard, joined, now_of, order, stocked


def _collect(
    db: Database, one: OnlineOrder, leaving: Ticket, now: datetime, quantities: dict[int, Quantity] | None = None
) -> Collected:
    return collect_here(
        db, one.target, one.id, leaving=leaving, park_as="14:32", fresh_id="fresh", quantities=quantities, now=now
    )


def test_an_empty_ticket_takes_the_goods(db: Database, now: datetime) -> None:
    joined(db)
    soap = stocked(db, "Savon")
    asked = heard(db, order((soap, 2), state=OrderState.CONFIRMED))

    done = _collect(db, asked, Ticket("t1"), now)

    assert (done.ticket.id, done.parked, done.count) == ("t1", "", 0)
    assert [(line.name, line.quantity) for line in done.ticket.lines] == [("Savon", pieces(2))]
    assert tickets.load(db) == done.ticket
    assert now_of(db, asked).ticket_id == "t1"


def test_a_ticket_with_lines_is_parked_first(db: Database, now: datetime) -> None:
    joined(db)
    soap = stocked(db, "Savon")
    asked = heard(db, order((soap, 2), state=OrderState.CONFIRMED))
    before = builders.ticket(soap)
    keep_ticket(db, before, now=now)

    done = _collect(db, asked, before, now)

    assert (done.ticket.id, done.parked, done.count) == ("fresh", "14:32", 1)
    assert [one.ticket for one in tickets.parked(db)] == [before]
    assert tickets.load(db) == done.ticket


def test_less_is_taken_than_lies_there(db: Database, now: datetime) -> None:
    joined(db)
    soap, tea = stocked(db, "Savon"), stocked(db, "Thé")
    asked = heard(db, order((soap, 3), (tea, 1), state=OrderState.CONFIRMED))

    done = _collect(db, asked, Ticket("t1"), now, {1: pieces(2), 2: pieces(0)})

    assert [(line.name, line.quantity) for line in done.ticket.lines] == [("Savon", pieces(2))]
    assert tickets.load(db) == done.ticket


@pytest.mark.parametrize("is_paid", [True, False])
def test_what_cannot_go_on_a_ticket_leaves_the_counter_as_it_was(db: Database, now: datetime, *, is_paid: bool) -> None:
    joined(db)
    soap = stocked(db, "Savon")
    gone = replace(soap, id="nobody")
    asked = heard(db, order((soap if is_paid else gone, 1), state=OrderState.CONFIRMED, is_paid=is_paid))
    before = builders.ticket(soap)
    keep_ticket(db, before, now=now)

    with pytest.raises(DeedNotPossible if is_paid else UnknownProduct):
        _collect(db, asked, before, now)

    assert tickets.load(db) == before
    assert tickets.count_parked(db) == 0


def test_a_ticket_carries_a_reservation_while_some_of_its_goods_are_on_it(db: Database, now: datetime) -> None:
    joined(db)
    soap, tea = stocked(db, "Savon"), stocked(db, "Thé")
    asked = heard(db, order((soap, 2), state=OrderState.CONFIRMED))
    ticket = _collect(db, asked, Ticket("t1"), now).ticket

    assert [one.id for one in carried_by(db, add(ticket, tea))] == [asked.id]
    assert carried_by(db, Ticket("t1")) == ()
    assert carried_by(db, replace(ticket, id="t2")) == ()
