"""Reservations over the wire: each heard once, each deed told once, whatever the line and the far end do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from pos.database import cursors, inbox, online_links, online_orders, order_deeds, stock
from pos.database import till as till_rows
from pos.database.connection import transaction
from pos.domain.online_log import LogEvent
from pos.domain.online_order import Deed, OrderState
from pos.domain.quantity import pieces
from pos.domain.ticket import Ticket
from pos.operations import taking_orders
from pos.operations.checking import check
from pos.operations.ordering import collect_paid, do, put_on_ticket
from pos.operations.selling import sell
from sync.order_rows import heard_page
from sync.orders import DEEDS_AT_ONCE
from sync.protocol import PROBLEM_MEDIA_TYPE, Problem
from tests import builders
from tests.pos.reservations import order
from tests.sync.fault_server import PASSING, Fault, FaultServer
from tests.sync.pretend_catalogue import Answered, Asked, PretendCatalogue, PretendShop
from tests.sync.telling_orders import TARGET, decide, events, is_sound, known, only_pull, told, wish
from tests.sync.till_at_work import RATES, TillAtWork

if TYPE_CHECKING:
    from pos.database.online_links import OnlineLink
    from pos.domain.catalogue import Product


def test_a_reservation_is_heard_with_all_that_was_said(till: TillAtWork, window: PretendShop) -> None:
    soap = till.add("Savon")
    order_id = window.orders.reserve((soap.id, 2000))

    till.talk()

    order = known(till, order_id)
    assert (order.number, order.state, order.customer) == ("R1", OrderState.REQUESTED, "Mme Petit")
    assert (order.lines[0].asked, order.lines[0].held, order.is_seen) == (pieces(2), pieces(2), False)
    assert [one.id for one in online_orders.open_orders(till.db)] == [order_id]
    assert online_orders.count_unseen(till.db) == 1
    assert LogEvent.ORDER_CAME in events(till)
    assert is_sound(till.db)


def test_what_is_known_already_changes_nothing(till: TillAtWork, window: PretendShop) -> None:
    window.orders.reserve((till.add().id, 1000))
    till.talk()
    online_orders.mark_seen(till.db)
    cursors.put(till.db, TARGET, cursors.ORDERS, cursors.Cursor(window.orders.feed, 0))

    till.talk()

    assert online_orders.count_unseen(till.db) == 0
    assert events(till).count(LogEvent.ORDER_CAME) == 1


def test_the_answer_to_an_earlier_question_gives_nothing_up(
    till: TillAtWork, window: PretendShop, server: FaultServer
) -> None:
    order_id = window.orders.reserve((till.add().id, 1000))
    till.talk()
    answer = server.answer
    late = answer(server.heard[-1]._replace(path=f"/api/v1/orders?after={window.orders.last}&limit=100&asked=before"))
    cursors.drop(till.db, TARGET, cursors.ORDERS)

    server.answer = lambda asked: late if asked.path.startswith("/api/v1/orders?") else answer(asked)
    till.talk()

    assert known(till, order_id).state is OrderState.REQUESTED
    server.answer = answer
    till.talk()
    assert known(till, order_id).state is OrderState.REQUESTED


def test_hundreds_of_reservations_come_page_by_page(till: TillAtWork, window: PretendShop, server: FaultServer) -> None:
    soap = till.add()
    ids = [window.orders.reserve((soap.id, 1000)) for _ in range(250)]

    till.talk()

    assert {one.id for one in online_orders.open_orders(till.db)} == set(ids)
    assert sum(one.path.startswith("/api/v1/orders?") for one in server.heard) == 3


def test_a_row_nobody_can_read_is_kept_and_stops_no_other(till: TillAtWork, window: PretendShop) -> None:
    soap = till.add()
    bad, odd, good = (window.orders.reserve((soap.id, 1000)) for _ in range(3))
    raw = msgspec.json.encode(msgspec.to_builtins(window.orders.orders[bad]) | {"state": "beamed"})
    lines = [msgspec.to_builtins(window.orders.orders[odd].lines[0]) | {"released_milli": 5}]
    window.orders.unreadable = {
        bad: raw,
        odd: msgspec.json.encode(msgspec.to_builtins(window.orders.orders[odd]) | {"lines": lines}),
    }

    till.talk()
    till.talk()

    assert [one.id for one in online_orders.open_orders(till.db)] == [good]
    refused = {one.order_id: one for one in online_orders.refused(till.db)}
    assert refused.keys() == {bad, odd}
    assert refused[bad].raw == raw
    assert "state" in refused[bad].reason
    assert events(till).count(LogEvent.ORDER_REFUSED) == 2
    assert {type(one).__name__ for one in check(till.db).findings} == {"OrdersRefused"}

    window.orders.unreadable.clear()
    window.orders.end(bad)
    window.orders.end(odd)
    till.talk()

    assert online_orders.refused(till.db) == []
    assert known(till, bad).state is OrderState.CANCELLED


@pytest.mark.parametrize("raw", [b"17", b'{"order": 3}', b'{"cursor": "x", "order": "", "revision": true}'])
def test_a_row_without_a_name_is_kept_too(till: TillAtWork, window: PretendShop, raw: bytes) -> None:
    bad = window.orders.reserve((till.add().id, 1000))
    window.orders.unreadable = {bad: raw}
    good = window.orders.reserve((till.add().id, 1000))

    till.talk()

    assert [one.id for one in online_orders.open_orders(till.db)] == [good]
    assert [one.raw for one in online_orders.refused(till.db)] == [raw]


@pytest.mark.parametrize("fault", sorted(PASSING, key=str))
def test_a_deed_is_done_once_however_often_it_is_told(
    till: TillAtWork, window: PretendShop, server: FaultServer, fault: Fault
) -> None:
    soap = till.add("Savon", 10)
    order_id = window.orders.reserve((soap.id, 3000))
    till.talk()
    decide(till, order_id, Deed.CONFIRM, quantities={1: pieces(2)})
    server.misbehave(fault, fault)

    till.talk_until_quiet()

    calls = told(server)
    assert calls
    assert len({one.key for one in calls}) == 1
    assert window.orders.orders[order_id].state == "confirmed"
    assert window.orders.orders[order_id].revision == 2
    assert window.orders.orders[order_id].lines[0].held_milli == 2000
    assert (known(till, order_id).revision, known(till, order_id).state) == (2, OrderState.CONFIRMED)
    assert is_sound(till.db)


def test_collected_on_a_ticket_ends_the_hold_and_moves_the_level_in_one_call(
    till: TillAtWork, window: PretendShop, server: FaultServer
) -> None:
    soap = till.add("Savon", 10)
    order_id = window.orders.reserve((soap.id, 2000), state="held", mode="safety")
    till.talk()

    basket = put_on_ticket(till.db, TARGET, order_id, Ticket(till.new_id()), now=till.clock())
    sell(till.db, basket, builders.exactly(basket), now=till.clock(), rates=RATES)
    till.talk()

    deed = told(server)[-1]
    assert deed.action == "fulfil"
    assert [(row.product, row.quantity_milli) for row in deed.levels] == [(soap.id, 8000)]
    assert window.orders.orders[order_id].state == "fulfilled"
    assert window.levels[soap.id][1] == 8000
    assert stock.levels(till.db)[soap.id] == pieces(8)
    assert is_sound(till.db)


def test_what_the_customer_gave_up_before_overtakes_the_shop(till: TillAtWork, window: PretendShop) -> None:
    order_id = window.orders.reserve((till.add().id, 1000))
    till.talk()
    online_orders.mark_seen(till.db)
    decide(till, order_id, Deed.CONFIRM)
    window.orders.end(order_id)

    till.talk()

    order = known(till, order_id)
    assert (order.state, order.is_seen) == (OrderState.CANCELLED, False)
    assert {LogEvent.ORDER_OVERTAKEN, LogEvent.ORDER_CANCELLED} <= set(events(till))
    assert is_sound(till.db)


def test_the_feed_does_not_undo_what_waits_to_be_told(
    till: TillAtWork, window: PretendShop, server: FaultServer
) -> None:
    order_id = window.orders.reserve((till.add().id, 3000), state="held")
    till.talk()
    decide(till, order_id, Deed.CONFIRM, quantities={1: pieces(1)})
    window.orders.end(order_id, "expired")

    only_pull(till)

    assert known(till, order_id).state is OrderState.CONFIRMED
    assert is_sound(till.db)
    till.talk_until_quiet()
    assert known(till, order_id).state is OrderState.EXPIRED
    assert is_sound(till.db)


def test_an_answer_older_than_the_feed_does_not_stand(
    till: TillAtWork, window: PretendShop, server: FaultServer
) -> None:
    """The answer to the deed is lost, the customer gives up, and the deed told again is answered as it was then."""
    order_id = window.orders.reserve((till.add().id, 1000))
    till.talk()
    decide(till, order_id, Deed.ACCEPT)
    server.misbehave(Fault.ANSWER_LOST)
    till.talk()
    window.orders.end(order_id)
    till.clock.advance(timedelta(minutes=10))
    only_pull(till)

    till.talk_until_quiet()

    assert known(till, order_id).state is OrderState.CANCELLED
    assert is_sound(till.db)


def test_a_deed_refused_is_kept_and_shown_and_holds_up_no_other(till: TillAtWork, window: PretendShop) -> None:
    soap = till.add()
    lost, other = window.orders.reserve((soap.id, 1000)), window.orders.reserve((soap.id, 1000))
    till.talk()
    decide(till, lost, Deed.CONFIRM)
    decide(till, other, Deed.CONFIRM)
    kept = window.orders.orders.pop(lost)

    till.talk()

    refused = order_deeds.refused(till.db)
    assert [(one.order_id, one.reason) for one in refused] == [(lost, "There is no such reservation.")]
    assert window.orders.orders[other].state == "confirmed"
    assert known(till, lost).state is OrderState.REQUESTED  # what the far end said last
    assert LogEvent.DEED_REFUSED in events(till)
    window.orders.orders[lost] = kept
    assert is_sound(till.db)


def test_a_wiped_catalogue_is_read_from_the_start_and_what_it_forgot_is_given_up(
    till: TillAtWork, window: PretendShop
) -> None:
    soap = till.add()
    lost = window.orders.reserve((soap.id, 1000), state="held")
    waiting = window.orders.reserve((soap.id, 1000), state="held")
    till.talk()
    decide(till, waiting, Deed.CONFIRM)
    window.orders.wipe()
    fresh = window.orders.reserve((soap.id, 1000))

    till.talk()
    till.talk()

    assert known(till, lost).state is OrderState.CANCELLED
    assert known(till, lost).lines[0].held == pieces(0)
    assert known(till, waiting).state is OrderState.CANCELLED
    assert [one.reason for one in order_deeds.refused(till.db)] == ["There is no such reservation."]
    assert [one.id for one in online_orders.open_orders(till.db)] == [fresh]
    assert window.orders.rules is None or window.orders.rules.mode == "request"
    assert is_sound(till.db)


def test_a_catalogue_that_went_back_is_believed(till: TillAtWork, window: PretendShop) -> None:
    soap = till.add()
    order_id = window.orders.reserve((soap.id, 1000), state="held")
    before = window.orders.orders[order_id], window.orders.last
    till.talk()
    for _ in range(3):
        window.orders.reserve((soap.id, 1000))
    window.orders.end(order_id)
    till.talk()
    assert known(till, order_id).state is OrderState.CANCELLED

    window.orders.orders = {order_id: before[0]}
    window.orders.last = before[1]
    till.talk()

    assert [(one.id, one.state) for one in online_orders.open_orders(till.db)] == [(order_id, OrderState.HELD)]
    assert is_sound(till.db)


def test_goods_that_left_come_back_by_no_word_of_the_far_end(till: TillAtWork, window: PretendShop) -> None:
    soap = till.add("Savon", 10)
    order_id = window.orders.reserve((soap.id, 2000), state="confirmed", paid=True)
    before = window.orders.orders[order_id], window.orders.last
    till.talk()
    collect_paid(till.db, TARGET, order_id, now=till.clock(), new_id=till.new_id)
    till.talk()

    window.orders.orders = {order_id: before[0]}  # the catalogue was put back to before
    window.orders.last = before[1]
    window.orders.answers.clear()
    till.talk()
    assert known(till, order_id).state is OrderState.FULFILLED
    till.talk()

    assert window.orders.orders[order_id].state == "fulfilled"
    assert stock.levels(till.db)[soap.id] == pieces(8)
    assert is_sound(till.db)


def test_deeds_survive_a_restore_and_are_told_under_the_new_term(
    till: TillAtWork, window: PretendShop, server: FaultServer
) -> None:
    order_id = window.orders.reserve((till.add().id, 1000))
    till.talk()
    decide(till, order_id, Deed.CONFIRM)
    with transaction(till.db):
        till_rows.begin_epoch(till.db, version_gap=1000)

    till.talk_until_quiet()

    assert window.orders.orders[order_id].state == "confirmed"
    assert {one.term for one in told(server)} == {2}
    assert window.orders.rules is not None
    assert window.orders.rules.term == 2
    assert known(till, order_id).state is OrderState.CONFIRMED


def test_joining_anew_keeps_deeds_and_wishes(
    till: TillAtWork, window: PretendShop, server: FaultServer, catalogue: PretendCatalogue
) -> None:
    order_id = window.orders.reserve((till.add().id, 1000))
    till.talk()
    wish(till, mode="safety", safety_milli=3000)
    decide(till, order_id, Deed.REJECT, reason="Plus en rayon")
    catalogue.forget_keys()

    till.join(server.url, catalogue.invite("Savonnerie du Port"))
    till.talk_until_quiet()

    assert window.orders.orders[order_id].state == "rejected"
    assert window.orders.rules is not None
    assert (window.orders.rules.mode, window.orders.rules.safety_milli) == ("safety", 3000)
    assert till.link.rules_told == till.link.rules_version


def test_a_level_for_one_window_leaves_out_what_others_were_promised(till: TillAtWork, window: PretendShop) -> None:
    soap = till.add("Savon", 10)
    with transaction(till.db):
        online_links.put(till.db, _market(till))
        _heard_elsewhere(till, soap)
    till.talk()

    assert window.levels[soap.id][1] == 7000
    version = window.levels[soap.id][0].version
    do(till.db, "market", "m1", Deed.RELEASE, now=till.clock(), new_id=till.new_id)
    till.talk()

    assert window.levels[soap.id][1] == 10_000
    assert window.levels[soap.id][0].version > version


def test_nothing_is_written_once_the_shop_was_left(till: TillAtWork, window: PretendShop) -> None:
    window.orders.reserve((till.add().id, 1000))
    with till.line() as push:
        page = push.ask(lambda line: line.read_orders(0))
        assert page is not None
        link = till.link
        with transaction(till.db):
            online_links.remove(till.db, TARGET)
        heard = heard_page(TARGET, page, after=0)
        taking_orders.begin_anew(till.db, link, heard)
        taking_orders.take(till.db, link, heard, now=till.clock())

    assert online_orders.open_orders(till.db) == []
    assert inbox.newest(till.db, TARGET, "feed-1-order-1") is None


def test_what_was_paid_online_is_handed_over_once(till: TillAtWork, window: PretendShop) -> None:
    soap = till.add("Savon", 4)
    order_id = window.orders.reserve((soap.id, 2000), state="confirmed", paid=True)
    till.talk()

    collect_paid(till.db, TARGET, order_id, now=till.clock(), new_id=till.new_id)
    till.talk()

    assert window.orders.orders[order_id].state == "fulfilled"
    assert window.levels[soap.id][1] == 2000
    assert is_sound(till.db)


def _market(till: TillAtWork) -> OnlineLink:
    return replace(till.link, target="market", kind="market", address="https://marche.example")


def _heard_elsewhere(till: TillAtWork, soap: Product) -> None:
    one = order((soap, 3), state=OrderState.HELD, order_id="m1", target="market")
    inbox.take(till.db, "market", one.id, one.revision, b"{}", heard_at_ms=0)
    online_orders.put(till.db, one, heard_at_ms=0)


def test_many_deeds_leave_room_for_news(till: TillAtWork, window: PretendShop, server: FaultServer) -> None:
    soap = till.add("Savon", 100)
    made = [window.orders.reserve((soap.id, 1000)) for _ in range(DEEDS_AT_ONCE + 5)]
    till.talk()
    for order_id in made:
        decide(till, order_id, Deed.CONFIRM)
    till.sell(soap)
    server.heard.clear()

    till.talk_until_quiet()

    calls = [(one.method, one.path) for one in server.heard]
    deeds = [place for place, call in enumerate(calls) if call == ("POST", "/api/v1/orders")]
    assert len(deeds) == len(made)
    assert deeds[DEEDS_AT_ONCE - 1] < calls.index(("PUT", "/api/v1/levels")) < deeds[-1]
    assert {window.orders.orders[order_id].state for order_id in made} == {"confirmed"}


def test_an_older_catalogue_knows_nothing_of_reservations_and_hears_of_everything_else(
    till: TillAtWork, window: PretendShop, catalogue: PretendCatalogue, server: FaultServer
) -> None:
    soap = till.add("Savon", 10)
    order_id = window.orders.reserve((soap.id, 1000))
    till.talk()
    decide(till, order_id, Deed.CONFIRM)
    new = {"orders", "rules", "escrow", "digest", "status"}

    def older(asked: Asked) -> Answered:
        if asked.path.removeprefix("/api/v1/").partition("?")[0].partition("/")[0] in new:
            return Answered(404, PROBLEM_MEDIA_TYPE, msgspec.json.encode(Problem("about:blank", "No such call", 404)))
        return catalogue(asked)

    server.answer = older
    till.sell(soap, 3)
    for _ in range(2):
        push = till.talk()

    assert push.trouble is None
    assert window.levels[soap.id][1] == 7000
    assert [one.state for one in order_deeds.waiting(till.db, TARGET)] == ["waiting"]
    server.answer = catalogue
    till.talk_until_quiet()
    assert window.orders.orders[order_id].state == "confirmed"
    assert is_sound(till.db)
