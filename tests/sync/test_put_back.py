"""A catalogue whose database is put back from a copy: the till notices, even where it has outgrown what was read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos.database import cursors, escrow, online_orders, order_deeds
from pos.domain.online_order import OrderMode, OrderState
from pos.domain.quantity import pieces
from pos.domain.ticket import Ticket
from pos.operations.checking import check
from pos.operations.ordering import put_on_ticket
from pos.operations.selling import sell
from tests import builders
from tests.sync.till_at_work import RATES
from tests.sync.town_at_hand import TARGET, TownAtHand


@pytest.fixture
def hand(tmp_path: Path) -> Iterator[TownAtHand]:
    town = TownAtHand(tmp_path)
    with town.open():
        yield town


def _open(hand: TownAtHand) -> set[str]:
    return {one.id for one in online_orders.open_orders(hand.db)}


def test_a_catalogue_put_back_that_has_outgrown_what_was_read_is_read_from_the_start(hand: TownAtHand) -> None:
    soap = hand.till.add("Savon", 10).id
    hand.rule(OrderMode.ESCROW, 8)
    hand.talk()
    kept = hand.reserve(soap, 1)
    hand.talk()
    copy = hand.town.copy("copy.sqlite3")
    lost = hand.reserve(soap, 1)
    hand.talk()
    assert _open(hand) == {kept, lost}

    hand.town.put_back(copy)
    fresh = {hand.reserve(soap, 1), hand.reserve(soap, 1)}
    hand.talk()

    assert _open(hand) == {kept, *fresh}
    given_up = online_orders.get(hand.db, TARGET, lost)
    assert given_up is not None
    assert given_up.state is OrderState.CANCELLED
    assert check(hand.db).findings == ()


def test_what_a_customer_took_is_told_again_and_the_units_agree(hand: TownAtHand) -> None:
    soap = hand.till.add("Savon", 5).id
    hand.rule(OrderMode.ESCROW, 2)
    hand.talk()
    taken = hand.reserve(soap, 2)
    hand.talk()
    copy = hand.town.copy("copy.sqlite3")
    basket = put_on_ticket(hand.db, TARGET, taken, Ticket(hand.till.new_id()), now=hand.till.clock())
    sell(hand.db, basket, builders.exactly(basket), now=hand.till.clock(), rates=RATES)
    hand.talk()

    hand.town.put_back(copy)
    for _ in range(3):
        hand.talk()

    assert order_deeds.waiting(hand.db, TARGET) == []
    done = online_orders.get(hand.db, TARGET, taken)
    assert done is not None
    assert done.state is OrderState.FULFILLED
    units = escrow.of(hand.db, TARGET, soap)
    assert units is not None
    assert units.told
    assert pieces(3) - units.rights >= pieces(0)
    held = hand.till.window_units()[soap]
    assert (held.granted_milli, held.returned_milli, held.consumed_milli) == (
        units.granted.milli,
        units.returned.milli,
        units.consumed.milli,
    )


def test_units_that_came_back_before_it_was_put_back_come_back_again(hand: TownAtHand) -> None:
    soap, candle = (hand.till.add(name, 4) for name in ("Savon", "Bougie"))
    hand.rule(OrderMode.ESCROW, 4)
    hand.talk()
    copy = hand.town.copy("copy.sqlite3")
    hand.rule(OrderMode.ESCROW, 1)
    hand.talk()
    hand.reserve(candle.id, 1)
    hand.talk()
    hand.till.sell(soap, 2)
    hand.talk()

    hand.town.put_back(copy)
    hand.reserve(candle.id, 1)
    for _ in range(3):
        hand.talk()

    units = escrow.of(hand.db, TARGET, soap.id)
    assert units is not None
    held = hand.till.window_units()[soap.id]
    rights = held.granted_milli - held.returned_milli - held.consumed_milli
    assert rights == units.rights.milli
    assert rights <= 2000


def test_nothing_is_read_again_while_nothing_was_put_back(hand: TownAtHand) -> None:
    soap = hand.till.add("Savon", 10).id
    hand.rule(OrderMode.ESCROW, 8)
    hand.talk()
    for _ in range(3):
        hand.reserve(soap, 1)
        hand.talk()
        known = cursors.get(hand.db, TARGET, cursors.ORDERS)
        assert known is not None
        assert known.mark
        assert not hand.db.rows("SELECT id FROM online_order WHERE revision = 0")
