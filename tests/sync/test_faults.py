"""After anything that can go wrong on a wire, the window shows exactly what the till has."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from operator import attrgetter
from pathlib import Path

import pytest

from pos.database import online_links
from pos.database.connection import connect, connect_reader, transaction
from sync.errors import Distrust, SignInNeeded, Suspended, Temporary, Unsettled
from sync.kernel import Phase
from sync.waits import RETRIES_KEPT
from tests.sync.fault_server import PASSING, RETRY_AFTER_S, Fault, FaultServer
from tests.sync.pretend_catalogue import Answered, Asked, PretendCatalogue, PretendShop
from tests.sync.till_at_work import TillAtWork, pushed, reopened, window_is_true

Joined = tuple[TillAtWork, FaultServer]
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("times", [1, 3])
@pytest.mark.parametrize("fault", sorted(PASSING, key=attrgetter("name")), ids=attrgetter("name"))
def test_after_any_fault_the_window_is_true(joined: Joined, fault: Fault, times: int) -> None:
    till, server = joined
    shelf = [till.add(f"Savon {number}", 20) for number in range(5)]
    till.push_until_quiet()

    for product in shelf:
        till.sell(product, 2)
    till.change(shelf[0], name="Savon noir")
    server.misbehave(*[fault] * times)
    till.push_until_quiet()

    assert window_is_true(till)
    assert till.waiting == (0, 0, 0)


def test_a_lost_answer_is_asked_for_with_the_same_id_and_the_same_body(
    till: TillAtWork, server: FaultServer, window: PretendShop
) -> None:
    till.add("Savon")
    server.misbehave(Fault.ANSWER_LOST, Fault.CAPTIVE_PORTAL, Fault.SERVER_ERROR)

    till.push_until_quiet()

    bodies = pushed(server, "products")
    assert len(bodies) == 4
    assert len(set(bodies)) == 1
    assert window.applied == 2
    assert len(window.attempts) == 2, "one of the product, one of its level"


@pytest.mark.parametrize(
    "fault",
    [
        Fault.CAPTIVE_PORTAL,
        Fault.PORTAL_JSON,
        Fault.HALF_JSON,
        Fault.OTHER_ECHO,
        Fault.OTHER_VERSION,
        Fault.FEWER_RESULTS,
    ],
)
def test_an_answer_that_does_not_echo_settles_nothing(till: TillAtWork, server: FaultServer, fault: Fault) -> None:
    till.add("Savon")
    server.misbehave(fault)

    push = till.push()

    assert push.state.phase is Phase.UNKNOWN
    assert till.waiting.waiting == 1
    assert isinstance(push.trouble, Temporary)


def test_429_and_503_are_waited_for_as_long_as_was_asked(till: TillAtWork, server: FaultServer) -> None:
    till.add("Savon")
    for fault in (Fault.TOO_MANY_CALLS, Fault.CLOSED_FOR_NOW):
        server.misbehave(fault)
        push = till.push_until_quiet() if fault is Fault.CLOSED_FOR_NOW else till.push()
        if fault is Fault.TOO_MANY_CALLS:
            assert push.wait is not None
            assert push.wait >= timedelta(seconds=RETRY_AFTER_S)
            assert push.state.failures == 0
            till.clock.advance(timedelta(seconds=RETRY_AFTER_S - 1))
            heard = len(server.heard)
            till.push()
            assert len(server.heard) == heard, "asked again too early"

    assert window_is_true(till)


def test_after_an_hour_without_the_catalogue_everything_is_there_and_it_was_not_hammered(
    till: TillAtWork, server: FaultServer
) -> None:
    shelf = [till.add(f"Savon {number}", 100) for number in range(3)]
    till.push()
    server.stop()
    end, tries = till.clock() + HOUR, 0

    with till.line() as push:
        while till.clock() < end:
            till.sell(shelf[tries % 3], 2)
            push.drain()
            tries += 1
            till.clock.advance(max(push.wait or timedelta(), timedelta(seconds=1)))
        assert isinstance(push.trouble, Temporary)
        assert push.trouble.reason is Unsettled.UNREACHABLE
    server.start()
    till.push_until_quiet()

    assert 15 < tries <= RETRIES_KEPT + 60
    assert window_is_true(till)
    assert till.waiting == (0, 0, 0)


@pytest.mark.parametrize(
    ("fault", "reason"), [(Fault.REDIRECT, Distrust.REDIRECT), (Fault.FORBIDDEN, Distrust.FORBIDDEN)]
)
def test_a_distrusted_catalogue_gets_nothing_until_a_person_says_so(
    joined: Joined, fault: Fault, reason: Distrust, shop_path: Path
) -> None:
    till, server = joined
    soap = till.add("Savon")
    server.misbehave(fault)
    push = till.push()
    assert isinstance(push.trouble, Suspended)
    assert push.trouble.reason is reason

    heard = len(server.heard)
    till.clock.advance(timedelta(days=3))
    till.sell(soap)
    assert isinstance(till.push().trouble, Suspended), "the next start of the program remembers"
    assert len(server.heard) == heard

    with till.line() as line:
        line.resume()
        line.drain()
    assert window_is_true(till)
    assert till.waiting == (0, 0, 0)


def test_a_key_the_catalogue_does_not_know_asks_for_a_new_code(till: TillAtWork, catalogue: PretendCatalogue) -> None:
    till.add("Savon")
    catalogue.forget_keys()

    push = till.push()

    assert isinstance(push.trouble, SignInNeeded)
    till.join(till.link.address, catalogue.invite("Savonnerie du Port"))
    till.push_until_quiet()
    assert window_is_true(till)


def test_a_till_whose_shop_another_till_took_over_stops(joined: Joined, tmp_path: Path) -> None:
    till, _ = joined
    soap = till.add("Savon")
    till.push_until_quiet()
    with transaction(till.db):
        online_links.put(till.db, replace(till.link, term=till.link.term + 1))
    till.sell(soap)

    push = till.push()

    assert isinstance(push.trouble, Suspended)
    assert push.trouble.reason is Distrust.STALE_TERM
    assert till.waiting.waiting == 1


def test_a_program_killed_before_or_after_sending_sends_the_same_again(
    till: TillAtWork, server: FaultServer, window: PretendShop, shop_path: Path
) -> None:
    soap = till.add("Savon", 10)
    till.push()
    till.sell(soap, 3)
    server.misbehave(Fault.ANSWER_LOST)
    till.push()
    till.sell(soap, 1)

    again = reopened(till)
    again.push_until_quiet()

    first, second, third = pushed(server, "levels")[1:]
    assert first == second != third
    assert window.levels[soap.id][1] == 6000
    again.db.close()


def test_an_attempt_is_in_the_file_before_it_is_sent(till: TillAtWork, server: FaultServer, shop_path: Path) -> None:
    till.add("Savon")
    kept: list[bytes] = []
    answer = server.answer

    def look_first(asked: Asked) -> Answered:
        with_file = connect_reader(shop_path)
        kept.extend(body for (body,) in with_file.rows("SELECT body FROM attempt"))
        with_file.close()
        return answer(asked)

    server.answer = look_first
    till.push()

    assert kept == [asked.body for asked in server.heard[1:]]


def test_no_transaction_is_open_while_the_network_is_waited_for(till: TillAtWork, server: FaultServer) -> None:
    till.add("Savon")
    free: list[str] = []
    answer = server.answer

    def write_meanwhile(asked: Asked) -> Answered:
        other = connect(till.db.path)
        with transaction(other):
            other.execute("UPDATE till SET name = '2'")
        other.close()
        free.append(asked.path)
        return answer(asked)

    server.answer = write_meanwhile
    till.push()

    assert free == ["/api/v1/products", "/api/v1/levels"]
