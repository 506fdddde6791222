"""A heartbeat says no more than is true."""

from __future__ import annotations

from datetime import timedelta

from sync.errors import Temporary
from tests.sync.fault_server import Fault, FaultServer
from tests.sync.pretend_catalogue import PretendCatalogue, PretendShop
from tests.sync.till_at_work import TillAtWork

Joined = tuple[TillAtWork, FaultServer]
HOUR = timedelta(hours=1)


def test_a_heartbeat_says_what_was_sent_and_when_the_window_is_current(till: TillAtWork, window: PretendShop) -> None:
    till.add("Savon")
    with till.line() as push:
        push.drain()
        assert push.beat()

    beat = window.beats[-1]
    assert (beat.waiting, beat.closing) == (0, False)
    assert beat.version == till.db.value("SELECT last_version FROM till")
    assert till.link.current_at_ms == beat.sent_at_ms


def test_a_heartbeat_vouches_for_nothing_that_was_sold_since_the_last_batch(
    till: TillAtWork, window: PretendShop
) -> None:
    soap = till.add("Savon")
    with till.line() as push:
        push.drain()
        sent = till.db.value("SELECT last_version FROM till")
        till.sell(soap)
        assert push.beat()

    beat = window.beats[-1]
    assert (beat.waiting, beat.version) == (1, sent)
    assert till.link.current_at_ms is None


def test_a_heartbeat_owns_up_to_levels_that_were_refused(
    till: TillAtWork, window: PretendShop, catalogue: PretendCatalogue
) -> None:
    soap = till.add("Savon")
    till.push()
    del window.products[soap.id]
    till.sell(soap)

    with till.line() as push:
        push.drain()
        push.beat()

    assert window.beats[-1].waiting == 1
    assert till.waiting == (0, 1, 1)


def test_a_heartbeat_is_not_sent_over_a_broken_line(till: TillAtWork, server: FaultServer) -> None:
    with till.line() as push:
        server.misbehave(Fault.SERVER_ERROR)
        assert not push.beat()
        assert isinstance(push.trouble, Temporary)
        heard = len(server.heard)
        assert not push.beat()
        assert len(server.heard) == heard
        till.clock.advance(HOUR)
        push.drain()
        assert push.beat()
        assert push.trouble is None


def test_a_heartbeat_never_looks_older_than_the_one_before(till: TillAtWork, window: PretendShop) -> None:
    with till.line() as push:
        push.beat()
        till.clock.advance(-HOUR)
        push.beat()

    first, second = window.beats
    assert second.sent_at_ms > first.sent_at_ms
