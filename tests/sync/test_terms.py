"""One publisher a shop: restored files and shops joined anew."""

from __future__ import annotations

from datetime import timedelta

from pos.database import till as till_row
from pos.database.connection import Database, connect, transaction
from sync.errors import Distrust, Suspended
from sync.pairing import unpair
from tests.sync.fault_server import Fault, FaultServer
from tests.sync.pretend_catalogue import Answered, Asked, PretendCatalogue, PretendShop
from tests.sync.till_at_work import TillAtWork, window_is_true

Joined = tuple[TillAtWork, FaultServer]
HOUR = timedelta(hours=1)


def test_a_restored_file_publishes_everything_anew_under_a_new_term(
    till: TillAtWork, server: FaultServer, window: PretendShop
) -> None:
    soap, jam, _ = till.add("Savon", 10), till.add("Confiture", 10), till.add("Miel", 10)
    till.push()
    server.misbehave(Fault.ANSWER_LOST)
    till.sell(soap, 3)
    till.push()
    _restore(till.db)
    till.sell(jam, 1)
    server.misbehave(Fault.SERVER_ERROR, Fault.ANSWER_LOST)

    till.push_until_quiet()

    assert (window.term, window.epoch, till.link.term, till.link.epoch) == (2, 2, 2, 2)
    assert window_is_true(till)
    assert {mark.term for mark, _ in (*window.levels.values(), *window.products.values())} == {2}
    assert [asked.path for asked in server.heard].count("/api/v1/term") == 3


def _restore(db: Database) -> None:
    with transaction(db):
        till_row.begin_epoch(db, version_gap=1000)


def test_a_restored_file_is_believed_again_by_either_catalogue(joined: tuple[TillAtWork, FaultServer]) -> None:
    till, server = joined
    soap = till.add("Savon", 10)
    till.push_until_quiet()
    _restore(till.db)
    till.sell(soap, 4)
    server.misbehave(Fault.ANSWER_LOST)

    push = till.push_until_quiet()

    assert push.trouble is None
    assert (till.link.term, till.link.epoch) == (2, 2)
    assert window_is_true(till)


def test_leaving_while_a_batch_is_on_its_way_leaves_nothing_behind(till: TillAtWork, server: FaultServer) -> None:
    till.add("Savon")
    answer = server.answer

    def leave_meanwhile(asked: Asked) -> Answered:
        other = connect(till.db.path)
        unpair(other, keys=till.keys, now=till.clock())
        other.close()
        return answer(asked)

    server.answer = leave_meanwhile
    till.push()

    for table in ("online_link", "dirty", "attempt", "published"):
        assert till.db.value(f"SELECT count(*) FROM {table}") == 0


def test_the_troubles_of_an_old_line_are_not_those_of_the_new(
    till: TillAtWork, server: FaultServer, catalogue: PretendCatalogue
) -> None:
    till.add("Savon")
    answer = server.answer

    def join_first(asked: Asked) -> Answered:
        server.answer = answer
        other = TillAtWork(connect(till.db.path))
        other.join(server.url, catalogue.invite("Savonnerie du Port"))
        other.db.close()
        return answer(asked)

    server.answer = join_first
    push = till.push()

    assert isinstance(push.trouble, Suspended)
    assert till.link.suspended == ""
    till.push_until_quiet()
    assert window_is_true(till)


def test_a_restored_file_whose_shop_moved_on_asks_a_person(till: TillAtWork, window: PretendShop) -> None:
    soap = till.add("Savon", 10)
    till.push()
    _restore(till.db)
    window.epoch = 9
    till.sell(soap)

    push = till.push()

    assert isinstance(push.trouble, Suspended)
    assert push.trouble.reason is Distrust.STALE_TERM


def test_leaving_and_joining_anew_during_a_push_sends_nothing_of_the_old(
    till: TillAtWork, server: FaultServer, catalogue: PretendCatalogue
) -> None:
    till.add("Savon")
    with till.line() as push:
        server.misbehave(Fault.SERVER_ERROR)
        push.drain()
        till.join(server.url, catalogue.invite("Librairie"))
        till.clock.advance(HOUR)
        push.drain()
        assert not push.serves(till.link)
    till.push_until_quiet()

    assert catalogue.shops["Savonnerie du Port"].products == {}
    assert len(catalogue.shops["Librairie"].products) == 1


def test_joining_anew_under_a_term_granted_before_is_another_joining(
    till: TillAtWork, server: FaultServer, catalogue: PretendCatalogue, window: PretendShop
) -> None:
    """The catalogue was put back from its backup of before the first joining."""
    till.add("Savon")
    with till.line() as push:
        server.misbehave(Fault.ANSWER_LOST)
        push.drain()
        window.term = 0
        term = till.link.term
        till.join(server.url, catalogue.invite("Savonnerie du Port"))
        assert till.link.term == term
        assert not push.serves(till.link)
    till.push_until_quiet()

    assert window_is_true(till)
