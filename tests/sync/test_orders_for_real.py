"""Reservations between a till and the real catalogue: a shopper's form at one end, the shop's file at the other."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
import requests

from pos.database import escrow, online_links, online_orders, stock
from pos.database.connection import Database, transaction
from pos.domain.catalogue import Product
from pos.domain.errors import DeedNotPossible
from pos.domain.online_order import Deed, OnlineOrder, OrderMode, OrderState
from pos.domain.quantity import pieces
from pos.domain.stock import Reason
from pos.domain.ticket import Ticket
from pos.operations.checking import check
from pos.operations.ordering import collect_paid, do, put_on_ticket
from pos.operations.selling import sell
from sync.worker import SyncWorker
from tests import builders
from tests.sync.catalogue_server import RunningCatalogue
from tests.sync.test_worker import Reports, make_worker, soon
from tests.sync.till_at_work import RATES, TillAtWork

TARGET = "catalogue"


class Shopper:
    """Somebody at home, with a browser."""

    def __init__(self, window_url: str) -> None:
        self._window_url = window_url
        self._address = f"192.0.2.{secrets.randbelow(250) + 1}"
        self.page = ""

    def reserve(self, product: Product, count: int = 1) -> int:
        """Fill in the form of an article; gives the status of the answer."""
        form = {"once": secrets.token_urlsafe(24), "customer": "Mme Petit", "contact": "06 12 34 56 78"}
        answer = requests.post(
            f"{self._window_url}articles/{product.id}/reserver/",
            data={**form, "quantity": str(count)},
            headers={"X-Forwarded-For": self._address},
            allow_redirects=True,
            timeout=10,
        )
        self.page = answer.url
        return answer.status_code

    def give_up(self) -> None:
        """Say that nobody will come."""
        assert requests.post(self.page, timeout=10).status_code == 200


@pytest.fixture
def shop(db: Database, town: RunningCatalogue) -> TillAtWork:
    """A till joined to the real catalogue."""
    one = TillAtWork(db)
    one.join(town.url, town.invite(f"Épicerie {uuid4()}"))
    return one


@pytest.fixture
def shopper(shop: TillAtWork) -> Shopper:
    return Shopper(shop.link.window_url)


@pytest.fixture
def worker(shop: TillAtWork, reports: Reports) -> Iterator[SyncWorker]:
    one = make_worker(shop, reports, orders_every_s=0.2)
    yield one
    assert one.stop()


@pytest.fixture
def reports() -> Reports:
    return Reports()


def _wish(shop: TillAtWork, **wishes: object) -> None:
    link = shop.link
    with transaction(shop.db):
        online_links.put(shop.db, replace(link, rules_version=link.rules_version + 1, **wishes))  # type: ignore[arg-type]


def _only(shop: TillAtWork) -> OnlineOrder:
    (found,) = online_orders.open_orders(shop.db) or online_orders.ended(shop.db, 0, 10)
    return found


def _talk(shop: TillAtWork) -> None:
    """As a till that has been there for a while: it says so as well."""
    shop.talk()
    with shop.line() as push:
        push.drain()
        assert push.beat()


def test_a_request_is_answered_collected_and_gone(shop: TillAtWork, shopper: Shopper) -> None:
    soap = shop.add("Savon", 10)
    _talk(shop)
    assert shopper.reserve(soap, 3) == 200

    shop.talk()
    asked = _only(shop)
    assert (asked.state, asked.mode, asked.customer) == (OrderState.REQUESTED, OrderMode.REQUEST, "Mme Petit")
    do(shop.db, TARGET, asked.id, Deed.CONFIRM, now=shop.clock(), new_id=shop.new_id, quantities={1: pieces(2)})
    shop.talk()
    assert _only(shop).revision == asked.revision + 1

    basket = put_on_ticket(shop.db, TARGET, asked.id, Ticket(shop.new_id()), now=shop.clock())
    sell(shop.db, basket, builders.exactly(basket), now=shop.clock(), rates=RATES)
    shop.talk()

    done = _only(shop)
    assert (done.state, done.revision) == (OrderState.FULFILLED, asked.revision + 2)
    assert (done.lines[0].fulfilled, done.lines[0].released) == (pieces(2), pieces(1))
    assert shop.window_levels()[soap.id] == pieces(8)
    assert check(shop.db).findings == ()


def test_what_a_customer_gives_up_is_heard(shop: TillAtWork, shopper: Shopper) -> None:
    soap = shop.add("Savon", 10)
    _talk(shop)
    shopper.reserve(soap)
    shop.talk()
    do(shop.db, TARGET, _only(shop).id, Deed.ACCEPT, now=shop.clock(), new_id=shop.new_id)

    shopper.give_up()
    shop.talk()

    assert _only(shop).state is OrderState.CANCELLED
    assert check(shop.db).findings == ()


def test_units_handed_over_are_promised_while_the_till_is_off(shop: TillAtWork, shopper: Shopper) -> None:
    soap = shop.add("Savon", 5)
    _wish(shop, mode="escrow", share_milli=2000)
    _talk(shop)
    shop.talk()

    assert shopper.reserve(soap, 3) == 409
    assert shopper.reserve(soap, 2) == 200

    shop.talk()
    order = _only(shop)
    assert (order.state, order.mode) == (OrderState.HELD, OrderMode.ESCROW)
    basket = put_on_ticket(shop.db, TARGET, order.id, Ticket(shop.new_id()), now=shop.clock())
    sell(shop.db, basket, builders.exactly(basket), now=shop.clock(), rates=RATES)
    shop.talk()
    units = escrow.of(shop.db, TARGET, soap.id)
    assert units is not None
    assert (units.consumed, units.rights, units.told) == (pieces(2), pieces(2), True)
    assert stock.levels(shop.db)[soap.id] == pieces(3)
    assert check(shop.db).findings == ()


def test_a_reservation_rings_in_the_shop_within_a_second_and_its_answer_is_told_at_once(
    shop: TillAtWork, shopper: Shopper, worker: SyncWorker, reports: Reports
) -> None:
    soap = shop.add("Savon", 10)
    worker.start()
    reports.wait_for(lambda state: state.linked and state.waiting == 0 and state.current_at is not None)
    assert soon(lambda: requests.get(f"{shop.link.window_url}articles/{soap.id}/", timeout=10).status_code == 200)

    assert shopper.reserve(soap) == 200
    state = reports.wait_for(lambda state: state.orders_open == 1)
    assert state.orders_unseen == 1

    do(shop.db, TARGET, _only(shop).id, Deed.CONFIRM, now=shop.clock(), new_id=shop.new_id)
    worker.wake()
    assert soon(lambda: _only(shop).revision == 2)

    shopper.give_up()
    reports.wait_for(lambda state: state.orders_open == 0)
    assert check(shop.db).findings == ()


def test_what_was_paid_online_leaves_the_shop_and_is_counted_once(
    shop: TillAtWork, shopper: Shopper, worker: SyncWorker, reports: Reports, town: RunningCatalogue
) -> None:
    soap = shop.add("Savon", 10)
    worker.start()
    reports.wait_for(lambda state: state.linked and state.waiting == 0 and state.current_at is not None)
    assert soon(lambda: shopper.reserve(soap, 2) == 200)
    reports.wait_for(lambda state: state.orders_open == 1)
    do(shop.db, TARGET, _only(shop).id, Deed.CONFIRM, now=shop.clock(), new_id=shop.new_id)
    worker.wake()
    assert soon(lambda: _only(shop).revision == 2)

    town.note_paid(_only(shop).number)
    assert soon(lambda: _only(shop).is_paid)
    with pytest.raises(DeedNotPossible):
        put_on_ticket(shop.db, TARGET, _only(shop).id, Ticket(shop.new_id()), now=shop.clock())
    for _ in range(2):
        collect_paid(shop.db, TARGET, _only(shop).id, now=shop.clock(), new_id=shop.new_id)
    worker.wake()

    assert soon(lambda: _only(shop).revision == 4)
    done = _only(shop)
    assert (done.state, done.is_paid, done.lines[0].fulfilled) == (OrderState.FULFILLED, True, pieces(2))
    moved = shop.db.rows("SELECT reason, ref, delta_milli FROM movement WHERE reason <> 'opening'")
    assert moved == [(Reason.ONLINE.value, done.id, -2000)]
    assert soon(lambda: shop.window_levels()[soap.id] == pieces(8))
    assert requests.get(shopper.page, timeout=10, headers={"Accept-Language": "en"}).status_code == 200
    assert check(shop.db).findings == ()
