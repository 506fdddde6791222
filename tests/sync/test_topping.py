"""A shop with very many articles: after a sale only what moved is looked at, and what is told leaves room for news."""

from __future__ import annotations

import time
from datetime import datetime

import pytest

from pos.database import escrow, online_links
from pos.database.connection import Database, transaction
from pos.domain.quantity import Quantity
from pos.domain.stock import Reason
from pos.operations.moving import move
from sync import orders
from sync.order_protocol import EscrowBatch, EscrowReply
from sync.topping import Topping
from tests.pos.reservations import joined
from tests.sync.pretend_orders import PretendOrders

TARGET = "catalogue"
ARTICLES = 10_000


class Far:
    """A far end in memory that counts what it is told."""

    def __init__(self) -> None:
        self.orders = PretendOrders()
        self.batches: list[EscrowBatch] = []

    def put_escrow(self, batch: EscrowBatch) -> EscrowReply:
        """Take units over."""
        self.batches.append(batch)
        return self.orders.take_units(batch)

    def read_escrow(self, after: str = "") -> EscrowReply:
        """All that is held."""
        assert not after
        return self.orders.read_units(1)


@pytest.fixture
def many(db: Database) -> Database:
    """A joined shop with very many articles, all shown, five pieces of each."""
    joined(db, mode="escrow", share_milli=2000)
    names = [(f"article-{number:06}", number) for number in range(1, ARTICLES + 1)]
    with transaction(db):
        db.execute_many(
            "INSERT INTO product (id, name, name_key, brand, currency, tax_class, unit, shown_online, version)"
            " VALUES (?1, ?1, ?1, '', 'EUR', 'standard', 'piece', 1, ?2)",
            names,
        )
        db.execute_many("INSERT INTO stock_level VALUES (?1, '', 5000, ?2)", names)
        db.execute_many("INSERT INTO published SELECT 'catalogue', ?1, ?2 > 0", names)
    return db


def test_after_a_sale_only_what_moved_is_looked_at(many: Database, now: datetime) -> None:
    link = online_links.get(many)
    assert link is not None
    topping = Topping()
    began = time.perf_counter()
    assert topping.top_up(many, link, now=now) == ARTICLES
    at_first = time.perf_counter() - began

    with transaction(many):
        move(many, [("article-000007", Quantity(-4000))], reason=Reason.ONLINE, ref="x", now=now)
    began = time.perf_counter()
    assert topping.top_up(many, link, now=now) == 1
    later = time.perf_counter() - began

    units = escrow.of(many, TARGET, "article-000007")
    assert units is not None
    assert units.recalled == Quantity(1000)
    assert later < at_first / 20
    print(f"first {at_first:.3f} s, after a sale {later * 1000:.1f} ms")


def test_handing_over_many_leaves_room_for_news(many: Database, now: datetime) -> None:
    link = online_links.get(many)
    assert link is not None
    far, topping = Far(), Topping()
    rounds = 1
    while orders.tell_escrow(many, link, far, topping, clock=lambda: now):  # type: ignore[arg-type]
        assert len(far.batches) <= rounds * 2 * orders.BATCHES_AT_ONCE
        rounds += 1

    assert rounds > 2
    assert {row.product for batch in far.batches for row in batch.rows} == set(far.orders.units)
    assert len(far.orders.units) == ARTICLES
    assert escrow.untold(many, TARGET, 1) == []


def test_what_changed_otherwise_is_looked_at_before_long(many: Database, now: datetime) -> None:
    link = online_links.get(many)
    assert link is not None
    with transaction(many):
        many.execute("DELETE FROM published WHERE product_id > 'article-000009'")
    topping = Topping()
    topping.top_up(many, link, now=now)
    with transaction(many):
        many.execute("UPDATE published SET shown = 0 WHERE product_id = 'article-000009'")

    deadline = time.monotonic() + 20
    while not topping.top_up(many, link, now=now):
        assert time.monotonic() < deadline
        time.sleep(0.05)

    units = escrow.of(many, TARGET, "article-000009")
    assert units is not None
    assert units.recalled == units.granted
