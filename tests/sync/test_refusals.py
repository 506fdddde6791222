"""What the catalogue refuses stands aside with its reason; the rest goes on, and nothing is lost."""

from __future__ import annotations

from datetime import timedelta

from pos.database import outbox
from pos.database.connection import connect
from sync.errors import Distrust, Suspended
from sync.settling import send_again, send_all_again
from tests.sync.fault_server import FaultServer
from tests.sync.pretend_catalogue import Answered, Asked, PretendCatalogue, PretendShop
from tests.sync.till_at_work import TillAtWork, pushed, window_is_true

Joined = tuple[TillAtWork, FaultServer]
HOUR = timedelta(hours=1)


def test_a_refused_product_stands_aside_and_the_others_go_on(joined: Joined) -> None:
    till, _ = joined
    shelf = [till.add(name, 5) for name in ("Savon", "Cloche \x07", "Confiture")]

    till.push_until_quiet()

    assert set(till.window_levels()) == {shelf[0].id, shelf[2].id}
    aside = outbox.set_aside(till.db, till.link.target)
    assert [(one.product_id, one.name) for one in aside] == [(shelf[1].id, "Cloche \x07")]
    assert "control characters" in aside[0].reason
    assert till.waiting == (0, 1, 0)

    till.change(shelf[1], name="Cloche")
    till.push_until_quiet()

    assert till.waiting == (0, 0, 0)
    assert window_is_true(till)


def test_a_product_that_spoils_its_whole_batch_is_found_and_the_others_go_on(
    till: TillAtWork, catalogue: PretendCatalogue, server: FaultServer
) -> None:
    shelf = [till.add(f"Savon {number}", 5) for number in range(60)]
    catalogue.blamed = {shelf[37].id}

    till.push_until_quiet()

    assert set(till.window_levels()) == {one.id for one in shelf} - {shelf[37].id}
    assert [one.product_id for one in outbox.set_aside(till.db, till.link.target)] == [shelf[37].id]
    assert len(pushed(server, "products")) < 40

    catalogue.blamed = set()
    send_again(till.db, shelf[37].id, now=till.clock())
    till.push_until_quiet()

    assert window_is_true(till)
    assert till.waiting == (0, 0, 0)


def test_everything_set_aside_can_be_sent_again_at_once(
    till: TillAtWork, catalogue: PretendCatalogue, window: PretendShop
) -> None:
    shelf = [till.add(f"Savon {number}", 5) for number in range(120)]
    spoilt = {one.id for one in shelf[:112]}
    catalogue.blamed = spoilt
    with till.line() as push:
        while till.waiting.set_aside < len(spoilt):
            push.drain()
            push.resume()
    assert len(outbox.set_aside(till.db, till.link.target, limit=7)) == 7

    catalogue.blamed = set()
    sent = send_all_again(till.db, till.link.target, now=till.clock())

    assert set(sent) == spoilt
    till.push_until_quiet()
    assert till.waiting == (0, 0, 0)
    assert len(window.products) == 120


def test_a_product_repaired_while_its_refusal_was_on_its_way_is_sent_again(
    till: TillAtWork, catalogue: PretendCatalogue, server: FaultServer
) -> None:
    soap = till.add("Savon")
    catalogue.blamed = {soap.id}
    answer = server.answer

    def repair_first(asked: Asked) -> Answered:
        server.answer = answer
        refusal = answer(asked)
        catalogue.blamed = set()
        other = TillAtWork(connect(till.db.path))
        other.change(soap, name="Savon noir")
        other.db.close()
        return refusal

    server.answer = repair_first
    till.push_until_quiet()

    assert till.waiting == (0, 0, 0)
    assert window_is_true(till)


def test_a_catalogue_that_refuses_everything_is_asked_no_more_and_nothing_is_lost(
    till: TillAtWork, catalogue: PretendCatalogue, server: FaultServer
) -> None:
    shelf = [till.add(f"Savon {number}", 5) for number in range(60)]
    catalogue.blamed = {one.id for one in shelf}

    push = till.push()

    assert isinstance(push.trouble, Suspended)
    assert push.trouble.reason is Distrust.REFUSES_ALL
    assert till.waiting.waiting + till.waiting.set_aside == 60
    heard = len(server.heard)
    till.push()
    assert len(server.heard) == heard, "a suspended till asks nobody"
