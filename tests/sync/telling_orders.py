"""What tests of reservations say and ask: of the shop's file, and of what went over the line."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from pos.database import online_links, online_log, online_orders
from pos.database.connection import Database, transaction
from pos.domain.online_log import LogEvent
from pos.domain.online_order import Deed, OnlineOrder
from pos.operations.checking import check
from pos.operations.ordering import do
from sync import orders
from sync.order_protocol import Transition
from tests.sync.fault_server import FaultServer
from tests.sync.till_at_work import TillAtWork

TARGET = "catalogue"


def known(till: TillAtWork, order_id: str) -> OnlineOrder:
    """The reservation as the shop knows it."""
    found = online_orders.get(till.db, TARGET, order_id)
    assert found is not None
    return found


def decide(till: TillAtWork, order_id: str, deed: Deed, **how: object) -> OnlineOrder:
    """Do something about a reservation."""
    return do(till.db, TARGET, order_id, deed, now=till.clock(), new_id=till.new_id, **how)  # type: ignore[arg-type]


def events(till: TillAtWork) -> list[LogEvent]:
    """What the log of the shop window tells, the latest first."""
    return [one.event for one in online_log.entries(till.db, TARGET, since_ms=0)]


def is_sound(db: Database) -> bool:
    """Whether a check finds nothing."""
    return check(db).findings == ()


def told(server: FaultServer) -> list[Transition]:
    """The deeds that went over the line, as often as they did."""
    posts = [one for one in server.heard if (one.method, one.path) == ("POST", "/api/v1/orders")]
    return [msgspec.json.decode(one.body, type=Transition) for one in posts]


def only_pull(till: TillAtWork) -> None:
    """Read the feed, and tell no deed."""
    with till.line() as push:
        push.drain()
        push.ask(lambda line: orders.pull(till.db, till.link, line, clock=till.clock))
        assert push.trouble is None


def wish(till: TillAtWork, **wishes: object) -> None:
    """Take reservations otherwise from now on."""
    link = till.link
    with transaction(till.db):
        wished = replace(link, rules_version=link.rules_version + 1, **wishes)  # type: ignore[arg-type]
        online_links.put(till.db, wished)
