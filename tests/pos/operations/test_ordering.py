"""What a shop does about reservations: every deed whole or not at all, goods moved once, ties that stay right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from pos.database import online_log, online_orders, order_deeds, stock, tickets
from pos.database.connection import Database
from pos.domain import ticket as tickets_of
from pos.domain.errors import (
    DeedNotPossible,
    NothingPromised,
    OrderOnAnotherTicket,
    OrdersWaitInTraining,
    UnknownOrder,
    UnknownProduct,
)
from pos.domain.online_log import LogEvent
from pos.domain.online_order import Deed, OrderState
from pos.domain.quantity import Quantity, pieces
from pos.domain.stock import Reason
from pos.domain.tax import TaxRate
from pos.domain.ticket import Ticket
from pos.operations import parking
from pos.operations.ordering import collect_paid, do, put_on_ticket, take_off_ticket
from pos.operations.selling import Sold, keep_ticket, sell
from tests import builders
from tests.pos.reservations import heard, joined, now_of, order, stocked

NEW_ID = builders.ids(7)


def _sell(db: Database, basket: Ticket, now: datetime, rates: Sequence[TaxRate]) -> Sold:
    return sell(db, basket, builders.exactly(basket), now=now, rates=rates)


def _deeds(db: Database) -> list[tuple[Deed, dict[int, Quantity]]]:
    return [(one.deed, dict(one.quantities)) for one in order_deeds.waiting(db, "catalogue")]


def test_a_request_is_confirmed_and_the_deed_waits_to_be_told(db: Database, now: datetime) -> None:
    joined(db)
    savon = stocked(db)
    asked = heard(db, order((savon, 3)))

    done = do(db, "catalogue", asked.id, Deed.CONFIRM, now=now, new_id=NEW_ID, quantities={1: pieces(2)})

    assert done == now_of(db, asked)
    assert (done.state, done.lines[0].held, done.lines[0].released) == (OrderState.CONFIRMED, pieces(2), pieces(1))
    assert _deeds(db) == [(Deed.CONFIRM, {1: pieces(2)})]
    assert stock.levels(db)[savon.id] == pieces(10)  # a hold lowers what is offered, not what is on hand


def test_a_second_press_changes_nothing(db: Database, now: datetime) -> None:
    joined(db)
    asked = heard(db, order((stocked(db), 3)))

    do(db, "catalogue", asked.id, Deed.ACCEPT, now=now, new_id=NEW_ID)
    do(db, "catalogue", asked.id, Deed.ACCEPT, now=now, new_id=NEW_ID)

    assert len(_deeds(db)) == 1


def test_what_makes_no_sense_any_more_writes_nothing(db: Database, now: datetime) -> None:
    joined(db)
    gone = heard(db, order((stocked(db), 1), state=OrderState.CANCELLED))
    asked = heard(db, order((stocked(db), 1)))

    with pytest.raises(DeedNotPossible):
        do(db, "catalogue", gone.id, Deed.CONFIRM, now=now, new_id=NEW_ID)
    with pytest.raises(NothingPromised):
        do(db, "catalogue", asked.id, Deed.CONFIRM, now=now, new_id=NEW_ID, quantities={1: pieces(0)})
    with pytest.raises(UnknownOrder):
        do(db, "catalogue", "nobody", Deed.CONFIRM, now=now, new_id=NEW_ID)
    assert _deeds(db) == []
    assert now_of(db, asked) == asked


def test_what_is_collected_goes_on_the_ticket_and_is_fulfilled_when_it_is_sold(
    db: Database, now: datetime, rates: Sequence[TaxRate]
) -> None:
    joined(db)
    savon, bougie = stocked(db, "Savon"), stocked(db, "Bougie")
    asked = heard(db, order((savon, 3), (bougie, 1), state=OrderState.CONFIRMED))

    basket = put_on_ticket(db, "catalogue", asked.id, Ticket("t1"), now=now)
    again = put_on_ticket(db, "catalogue", asked.id, basket, now=now)

    assert again == basket == tickets.load(db)
    assert now_of(db, asked).ticket_id == "t1"
    assert [one.id for one in online_orders.on_ticket(db, "t1")] == [asked.id]
    fewer = tickets_of.set_quantity(basket, 0, pieces(2))
    keep_ticket(db, fewer, now=now)

    _sell(db, fewer, now, rates)

    done = now_of(db, asked)
    assert done.state is OrderState.FULFILLED
    assert [(one.fulfilled, one.released) for one in done.lines] == [(pieces(2), pieces(1)), (pieces(1), pieces(0))]
    assert _deeds(db) == [(Deed.FULFIL, {1: pieces(2), 2: pieces(1)})]
    assert stock.levels(db) == {savon.id: pieces(8), bougie.id: pieces(9)}
    assert online_orders.on_ticket(db, "t1") == []
    _sell(db, fewer, now, rates)
    assert len(_deeds(db)) == 1


def test_two_reservations_on_a_ticket_share_what_was_sold(
    db: Database, now: datetime, rates: Sequence[TaxRate]
) -> None:
    joined(db)
    savon = stocked(db)
    first = heard(db, order((savon, 2), state=OrderState.HELD))
    second = heard(db, order((savon, 2), state=OrderState.HELD))
    basket = put_on_ticket(db, "catalogue", first.id, Ticket("t1"), now=now)
    basket = put_on_ticket(db, "catalogue", second.id, basket, now=now)

    _sell(db, tickets_of.set_quantity(basket, 0, pieces(3)), now, rates)

    assert now_of(db, first).lines[0].fulfilled == pieces(2)
    assert now_of(db, second).lines[0].fulfilled == pieces(1)
    assert stock.levels(db)[savon.id] == pieces(7)


def test_a_ticket_given_up_or_taken_back_carries_no_reservation(
    db: Database, now: datetime, rates: Sequence[TaxRate]
) -> None:
    joined(db)
    savon, bougie = stocked(db, "Savon"), stocked(db, "Bougie")
    asked = heard(db, order((savon, 2), state=OrderState.CONFIRMED))
    before = Ticket("t1")
    basket = put_on_ticket(db, "catalogue", asked.id, before, now=now)

    keep_ticket(db, before, now=now)  # undone
    assert now_of(db, asked).ticket_id == ""
    keep_ticket(db, basket, now=now)  # and done again
    assert now_of(db, asked).ticket_id == "t1"
    keep_ticket(db, Ticket("t2"), now=now)  # cancelled: another ticket took its place
    assert now_of(db, asked).ticket_id == ""

    other = tickets_of.add(Ticket("t1"), bougie)
    _sell(db, other, now, rates)
    assert now_of(db, asked).state is OrderState.CONFIRMED
    assert _deeds(db) == []


def test_a_parked_ticket_carries_its_reservation(db: Database, now: datetime, rates: Sequence[TaxRate]) -> None:
    joined(db)
    asked = heard(db, order((stocked(db), 2), state=OrderState.CONFIRMED))
    basket = put_on_ticket(db, "catalogue", asked.id, Ticket("t1"), now=now)

    parking.park(db, basket, name="Mme Petit", now=now)
    assert now_of(db, asked).ticket_id == "t1"
    with pytest.raises(OrderOnAnotherTicket):
        put_on_ticket(db, "catalogue", asked.id, Ticket("t2"), now=now)
    back = parking.take_back(db, "t1", leaving=Ticket("t2"), name="", now=now).ticket
    assert now_of(db, asked).ticket_id == "t1"

    _sell(db, back, now, rates)
    assert now_of(db, asked).state is OrderState.FULFILLED


def test_a_parked_ticket_deleted_and_put_back_carries_it_again(db: Database, now: datetime) -> None:
    joined(db)
    asked = heard(db, order((stocked(db), 2), state=OrderState.CONFIRMED))
    basket = put_on_ticket(db, "catalogue", asked.id, Ticket("t1"), now=now)
    parking.park(db, basket, name="Mme Petit", now=now)

    gone = parking.give_up(db, "t1", now=now)
    assert now_of(db, asked).ticket_id == ""
    parking.put_back(db, gone)
    assert now_of(db, asked).ticket_id == "t1"


def test_a_ticket_untied_is_sold_without_fulfilling(db: Database, now: datetime, rates: Sequence[TaxRate]) -> None:
    joined(db)
    asked = heard(db, order((stocked(db), 2), state=OrderState.CONFIRMED))
    basket = put_on_ticket(db, "catalogue", asked.id, Ticket("t1"), now=now)

    take_off_ticket(db, "t1")
    _sell(db, basket, now, rates)

    assert now_of(db, asked).state is OrderState.CONFIRMED


def test_goods_in_the_customers_hand_win_over_the_clock(db: Database, now: datetime, rates: Sequence[TaxRate]) -> None:
    joined(db)
    late = heard(db, order((stocked(db), 2), state=OrderState.EXPIRED))

    basket = put_on_ticket(db, "catalogue", late.id, Ticket("t1"), now=now)
    _sell(db, basket, now, rates)

    assert now_of(db, late).state is OrderState.FULFILLED
    assert now_of(db, late).lines[0].fulfilled == pieces(2)


def test_an_article_that_is_no_longer_there_leaves_the_ticket_as_it_was(db: Database, now: datetime) -> None:
    joined(db)
    unknown = builders.product("Jamais vu")
    asked = heard(db, order((stocked(db), 1), (unknown, 1), state=OrderState.CONFIRMED))

    with pytest.raises(UnknownProduct):
        put_on_ticket(db, "catalogue", asked.id, Ticket("t1"), now=now)

    assert tickets.load(db) is None
    assert now_of(db, asked).ticket_id == ""


def test_what_was_paid_online_leaves_without_a_ticket(db: Database, now: datetime) -> None:
    joined(db)
    savon = stocked(db)
    paid = heard(db, order((savon, 2), state=OrderState.CONFIRMED, is_paid=True))
    with pytest.raises(DeedNotPossible):
        put_on_ticket(db, "catalogue", paid.id, Ticket("t1"), now=now)

    changes = collect_paid(db, "catalogue", paid.id, now=now, new_id=NEW_ID)
    again = collect_paid(db, "catalogue", paid.id, now=now, new_id=NEW_ID)

    assert changes.stock
    assert not again.stock
    assert stock.levels(db)[savon.id] == pieces(8)
    assert db.rows("SELECT reason, ref, delta_milli FROM movement WHERE reason <> 'opening'") == [
        (Reason.ONLINE.value, paid.id, -2000)
    ]
    assert _deeds(db) == [(Deed.FULFIL, {1: pieces(2)})]


def test_in_training_nobody_is_told_anything(db: Database, now: datetime) -> None:
    joined(db)
    asked = heard(db, order((stocked(db), 1)))
    db.execute("UPDATE fiscal_head SET training = 1")

    with pytest.raises(OrdersWaitInTraining):
        do(db, "catalogue", asked.id, Deed.CONFIRM, now=now, new_id=NEW_ID)
    with pytest.raises(OrdersWaitInTraining):
        put_on_ticket(db, "catalogue", asked.id, Ticket("t1"), now=now)
    assert _deeds(db) == []


def test_a_sale_of_what_is_promised_is_made_and_noted(db: Database, now: datetime, rates: Sequence[TaxRate]) -> None:
    joined(db)
    savon = stocked(db, count=3)
    heard(db, order((savon, 2), state=OrderState.CONFIRMED))

    _sell(db, builders.ticket((savon, pieces(1))), now, rates)
    assert _overridden(db) == []
    _sell(db, replace(builders.ticket((savon, pieces(2))), id="t2"), now, rates)

    assert _overridden(db) == [{"product": savon.id, "quantity_milli": 2000}]


def test_a_latecomer_may_take_what_others_were_promised_and_it_is_noted(
    db: Database, now: datetime, rates: Sequence[TaxRate]
) -> None:
    joined(db)
    savon = stocked(db, count=3)
    late = heard(db, order((savon, 2), state=OrderState.EXPIRED))
    heard(db, order((savon, 2), state=OrderState.CONFIRMED))

    _sell(db, put_on_ticket(db, "catalogue", late.id, Ticket("t1"), now=now), now, rates)

    assert now_of(db, late).state is OrderState.FULFILLED
    assert _overridden(db) == [{"product": savon.id, "quantity_milli": 1000}]


def test_whoever_collects_what_is_held_takes_nothing_from_others(
    db: Database, now: datetime, rates: Sequence[TaxRate]
) -> None:
    joined(db)
    savon = stocked(db, count=3)
    mine = heard(db, order((savon, 2), state=OrderState.CONFIRMED))
    heard(db, order((savon, 2), state=OrderState.CONFIRMED))

    _sell(db, put_on_ticket(db, "catalogue", mine.id, Ticket("t1"), now=now), now, rates)

    assert _overridden(db) == []


def test_a_latecomer_who_paid_online_may_take_what_others_were_promised_too(db: Database, now: datetime) -> None:
    joined(db)
    savon = stocked(db, count=3)
    late = heard(db, order((savon, 2), state=OrderState.EXPIRED, is_paid=True))
    heard(db, order((savon, 2), state=OrderState.CONFIRMED))

    collect_paid(db, "catalogue", late.id, now=now, new_id=NEW_ID)

    assert _overridden(db) == [{"product": savon.id, "quantity_milli": 1000}]


def _overridden(db: Database) -> list[dict[str, str | int]]:
    entries = online_log.entries(db, "catalogue", since_ms=0)
    return [dict(one.details) for one in entries if one.event is LogEvent.PROMISE_OVERRIDDEN]
