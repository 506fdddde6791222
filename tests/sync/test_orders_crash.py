"""The program dies between any two statements: what is half done is not done, and done again it is done once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

from pos.database import escrow, online_links, online_orders, order_checks, order_deeds, outbox, stock
from pos.database.connection import Database, connect
from pos.domain.errors import DeedNotPossible
from pos.domain.online_order import Deed
from pos.domain.quantity import pieces
from pos.exchange.tax_rates import french_rates
from pos.operations.checking import check
from pos.operations.opening import open_shop
from pos.operations.ordering import collect_paid, do, put_on_ticket
from pos.operations.selling import resume_ticket, sell
from sync import orders
from sync.connector import Connector
from sync.topping import Topping
from tests import builders
from tests.pos.reservations import joined, stocked
from tests.sync.dying import statements_of
from tests.sync.pretend_orders import PretendOrders
from tests.sync.test_orders_any_order import TARGET, LossyLine

RATES = french_rates()
LATER = builders.NOON + timedelta(minutes=1)
TICKET = "0193-ticket"


class World:
    """A shop's file with its far end: three reservations, one to answer, one to collect, one that was paid."""

    def __init__(self, path: Path) -> None:
        self.path = path
        db = open_shop(path, now=builders.NOON, new_id=builders.ids(3))
        joined(db, mode="escrow", share_milli=2000)
        soap = stocked(db, "Savon", 10)
        outbox.note_shown(db, TARGET, [(soap.id, True)])
        db.close()
        self.soap = soap.id
        self.far = PretendOrders()
        self.asked = self.far.reserve((soap.id, 3000))
        self.held = self.far.reserve((soap.id, 2000), state="held", mode="safety")
        self.paid = self.far.reserve((soap.id, 1000), state="confirmed", paid=True)

    def copy(self, where: Path) -> World:
        """The same once more, on files of its own."""
        twin = deepcopy(self)
        twin.path = where / "copy.db"
        shutil.copy(self.path, twin.path)
        return twin


def talk(world: World, db: Database) -> None:
    """A round of the worker."""
    link = online_links.get(db, TARGET)
    assert link is not None
    line = cast("Connector", LossyLine(world.far))
    for call in (orders.tell_deeds, orders.pull, orders.tell_rules):
        call(db, link, line, clock=lambda: LATER)
    orders.tell_escrow(db, link, line, Topping(), clock=lambda: LATER)


def answer(world: World, db: Database) -> None:
    """The shop has two of three."""
    do(db, TARGET, world.asked, Deed.CONFIRM, now=LATER, new_id=builders.ids(5), quantities={1: pieces(2)})


def collect(world: World, db: Database) -> None:
    """One is collected and paid here."""
    basket = resume_ticket(db, new_id=lambda: TICKET)  # what was on the counter when the program died
    try:
        basket = put_on_ticket(db, TARGET, world.held, basket, now=LATER)
    except DeedNotPossible:  # it was sold before the program died
        return
    if basket.lines:
        sell(db, basket, builders.exactly(basket), now=LATER, rates=RATES)


def hand_over(world: World, db: Database) -> None:
    """One was paid online."""
    collect_paid(db, TARGET, world.paid, now=LATER, new_id=builders.ids(6))


STORY = (talk, answer, collect, hand_over, talk, talk)


def _told(world: World, db: Database) -> None:
    for chapter in STORY:
        chapter(world, db)


def _outcome(world: World) -> object:
    db = builders.signing(connect(world.path))
    assert check(db).findings == ()
    known = [online_orders.get(db, TARGET, one) for one in (world.asked, world.held, world.paid)]
    found = (
        [(one.state, one.revision, one.lines) for one in known if one is not None],
        [(one.state, one.lines) for one in world.far.orders.values()],
        stock.levels(db),
        sorted((one.deed, one.order_id) for one in order_deeds.waiting(db, TARGET)),
        [(one.granted, one.consumed, one.told) for one in escrow.ledger(db, TARGET)],
        db.value("SELECT count(*) FROM movement"),
    )
    db.close()
    return found


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return World(tmp_path_factory.mktemp("world") / "shop.db")


@pytest.mark.parametrize("part", range(4))
def test_whenever_the_program_dies_the_story_ends_the_same(world: World, tmp_path: Path, part: int) -> None:
    undisturbed = world.copy(_folder(tmp_path, "whole"))
    total = statements_of(undisturbed.path, lambda db: _told(undisturbed, db))
    wanted = _outcome(undisturbed)
    assert total > 100

    for place in range(part, total, 4):
        one = world.copy(_folder(tmp_path, str(place)))
        assert statements_of(one.path, _telling(one), die_before=place) == place
        _nothing_is_half_done(one)
        statements_of(one.path, _telling(one))
        assert _outcome(one) == wanted, place


def _telling(world: World) -> Callable[[Database], None]:
    return lambda db: _told(world, db)


def _nothing_is_half_done(world: World) -> None:
    db = connect(world.path)
    assert order_checks.unbalanced(db) == order_checks.unheard(db) == order_checks.stray_deeds(db) == []
    assert order_checks.escrow_off(db) == []
    assert stock.wrong_levels(db) == []
    paid = online_orders.get(db, TARGET, world.paid)
    moved = db.value("SELECT count(*) FROM movement WHERE reason = 'online'")
    assert moved == (1 if paid is not None and not paid.state.is_open else 0)
    for order_id in (world.asked, world.held, world.paid):
        order = online_orders.get(db, TARGET, order_id)
        if order is not None and order.revision == 1:
            is_told = order.state.value == world.far.orders[order_id].state
            assert is_told or order_deeds.is_waiting(db, TARGET, order_id) or order.state.is_open
    db.close()


def _folder(where: Path, name: str) -> Path:
    (where / name).mkdir()
    return where / name
