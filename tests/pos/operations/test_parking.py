"""Parked tickets: put aside and taken back, whole or not at all, and sold once."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from pos.database import sales, tickets
from pos.database.connection import Database
from pos.domain.errors import EmptyTicket, ParkedTicketGone
from pos.domain.tax import TaxRate
from pos.domain.ticket import Ticket, note_ticket
from pos.operations.cataloguing import add_product
from pos.operations.parking import give_up, park, put_back, take_back
from pos.operations.selling import keep_ticket, resume_ticket, sell
from tests.builders import exactly, new_id, product, ticket


@pytest.fixture
def basket(db: Database) -> Ticket:
    soap = product("Savon")
    add_product(db, soap)
    return note_ticket(ticket(soap), "Mme Petit")


def parked_ids(db: Database) -> list[str]:
    return [one.ticket.id for one in tickets.parked(db)]


def test_a_parked_ticket_is_no_longer_open_and_comes_back_as_it_was(
    db: Database, now: datetime, basket: Ticket
) -> None:
    keep_ticket(db, basket, now=now)

    parking = park(db, basket, name="12:00", now=now)

    assert (parking.name, parking.count) == ("12:00", 1)
    assert tickets.load(db) is None
    assert resume_ticket(db, new_id=new_id).lines == ()

    back = take_back(db, basket.id, leaving=Ticket(new_id()), name="", now=now)

    assert (back.ticket, back.count) == (basket, 0)
    assert resume_ticket(db, new_id=new_id) == basket


def test_taking_one_back_parks_the_ticket_on_the_counter(db: Database, now: datetime, basket: Ticket) -> None:
    other = ticket(product())
    park(db, basket, name="first", now=now)
    keep_ticket(db, other, now=now)

    take_back(db, basket.id, leaving=other, name="second", now=now + timedelta(minutes=1))

    [waiting] = tickets.parked(db)
    assert (waiting.ticket, waiting.name) == (other, "second")
    assert tickets.load(db) == basket


def test_an_empty_ticket_is_not_parked(db: Database, now: datetime) -> None:
    with pytest.raises(EmptyTicket):
        park(db, Ticket(new_id()), name="", now=now)

    assert tickets.count_parked(db) == 0


def test_parking_twice_parks_once(db: Database, now: datetime, basket: Ticket) -> None:
    park(db, basket, name="first", now=now)

    assert park(db, basket, name="second", now=now).count == 1
    assert [one.name for one in tickets.parked(db)] == ["first"]


def test_a_ticket_that_came_from_parking_is_sold_once(
    db: Database, now: datetime, basket: Ticket, rates: tuple[TaxRate, ...]
) -> None:
    park(db, basket, name="12:00", now=now)
    back = take_back(db, basket.id, leaving=Ticket(new_id()), name="", now=now).ticket
    sell(db, back, exactly(back), now=now, rates=rates)

    assert sell(db, back, exactly(back), now=now, rates=rates).again
    assert sales.count(db) == 1
    park(db, back, name="again", now=now)
    assert tickets.count_parked(db) == 0


def test_a_parked_ticket_sold_meanwhile_is_gone(
    db: Database, now: datetime, basket: Ticket, rates: tuple[TaxRate, ...]
) -> None:
    park(db, basket, name="12:00", now=now)
    sell(db, basket, exactly(basket), now=now, rates=rates)

    assert tickets.count_parked(db) == 0
    with pytest.raises(ParkedTicketGone):
        take_back(db, basket.id, leaving=Ticket(new_id()), name="", now=now)


def test_the_ticket_on_the_counter_stays_when_the_wanted_one_is_gone(
    db: Database, now: datetime, basket: Ticket
) -> None:
    keep_ticket(db, basket, now=now)

    with pytest.raises(ParkedTicketGone):
        take_back(db, new_id(), leaving=basket, name="12:00", now=now)

    assert (tickets.load(db), tickets.count_parked(db)) == (basket, 0)


def test_a_deleted_one_can_be_put_back_once(db: Database, now: datetime, basket: Ticket) -> None:
    park(db, basket, name="12:00", now=now)
    gone = give_up(db, basket.id, now=now)
    assert parked_ids(db) == []
    with pytest.raises(ParkedTicketGone):
        give_up(db, basket.id, now=now)

    put_back(db, gone)
    put_back(db, gone)

    assert tickets.parked(db) == [gone]


def test_what_is_open_or_sold_is_not_put_back(
    db: Database, now: datetime, basket: Ticket, rates: tuple[TaxRate, ...]
) -> None:
    park(db, basket, name="12:00", now=now)
    gone = give_up(db, basket.id, now=now)
    keep_ticket(db, basket, now=now)
    put_back(db, gone)
    assert parked_ids(db) == []

    sell(db, basket, exactly(basket), now=now, rates=rates)
    put_back(db, gone)

    assert parked_ids(db) == []


def test_the_longest_waiting_stands_first(db: Database, now: datetime) -> None:
    for minutes in (3, 1, 2):
        park(db, ticket(product()), name=str(minutes), now=now + timedelta(minutes=minutes))

    assert [one.name for one in tickets.parked(db)] == ["1", "2", "3"]


@pytest.mark.parametrize("cut", ["DELETE ON open_ticket", "INSERT ON parked_ticket"])
def test_a_cut_in_the_middle_of_parking_loses_nothing(db: Database, now: datetime, basket: Ticket, cut: str) -> None:
    keep_ticket(db, basket, now=now)
    db.execute(f"CREATE TEMP TRIGGER cut BEFORE {cut} BEGIN SELECT RAISE(ABORT, 'the power went'); END")

    with pytest.raises(Exception, match="the power went"):
        park(db, basket, name="12:00", now=now)

    assert (tickets.load(db), tickets.count_parked(db)) == (basket, 0)


@pytest.mark.parametrize("cut", ["DELETE ON parked_ticket", "INSERT ON open_ticket"])
def test_a_cut_in_the_middle_of_taking_back_loses_nothing(
    db: Database, now: datetime, basket: Ticket, cut: str
) -> None:
    park(db, basket, name="12:00", now=now)
    db.execute(f"CREATE TEMP TRIGGER cut BEFORE {cut} BEGIN SELECT RAISE(ABORT, 'the power went'); END")

    with pytest.raises(Exception, match="the power went"):
        take_back(db, basket.id, leaving=Ticket(new_id()), name="", now=now)

    assert (tickets.load(db), parked_ids(db)) == (None, [basket.id])
