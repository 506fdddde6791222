"""What the window says is held against the shop's own books: found after two looks, sent again, never taken over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest

from pos.database import drifts, online_log, stock
from pos.database.connection import Database, connect, transaction
from pos.domain.catalogue import Product
from pos.domain.drift import Drift, DriftKind, DriftState
from pos.domain.online_log import LogEvent
from pos.domain.quantity import pieces
from sync import repairing
from sync.comparing import COMPARED_EVERY, LOOKS_APART, Comparing
from sync.errors import Distrust, Suspended
from tests import builders
from tests.sync.catalogue_server import RunningCatalogue
from tests.sync.fault_server import Fault, FaultServer, forward_to
from tests.sync.pretend_catalogue import Answered, Asked
from tests.sync.spoiling import Spoiler, compared, look
from tests.sync.till_at_work import TillAtWork, window_is_true

MINUTE = timedelta(minutes=1)


@pytest.fixture
def till(db: Database, town: RunningCatalogue, server: FaultServer) -> TillAtWork:
    """A till joined to a real catalogue through a line that can misbehave."""
    server.answer = forward_to(town.url)
    one = TillAtWork(db)
    one.join(server.url, town.invite(f"Épicerie {uuid4()}"))
    return one


@pytest.fixture
def spoiler(till: TillAtWork, town: RunningCatalogue) -> Spoiler:
    return Spoiler(town.data_dir, till.link.shop)


def shelf(till: TillAtWork, count: int = 5) -> list[Product]:
    """Some products the window knows."""
    made = [till.add(f"Savon {number}", 10) for number in range(count)]
    till.push_until_quiet()
    return made


def found(till: TillAtWork) -> list[Drift]:
    return drifts.found_since(till.db, till.link.target, since_ms=0)


def events(till: TillAtWork) -> list[LogEvent]:
    return [one.event for one in reversed(online_log.entries(till.db, till.link.target, since_ms=0))]


SPOILT: list[tuple[DriftKind, Callable[[Spoiler, str], None]]] = [
    (DriftKind.MANUAL_EDIT, lambda spoiler, ref: spoiler.level("quantity_milli = 99000", ref)),
    (DriftKind.MANUAL_EDIT, lambda spoiler, ref: spoiler.level("version = version + 5000000", ref)),
    (DriftKind.MANUAL_EDIT, lambda spoiler, ref: spoiler.product("version = version + 1", ref)),
    (DriftKind.MANUAL_EDIT, lambda spoiler, ref: spoiler.product("shown = 0", ref)),
    (DriftKind.LOST_WRITE, lambda spoiler, ref: spoiler.level("version = 1, quantity_milli = 99000", ref)),
    (DriftKind.LOST_WRITE, lambda spoiler, ref: spoiler.product("version = 0", ref)),
    (DriftKind.LOST_WRITE, lambda spoiler, ref: spoiler.lose_level(ref)),
    (DriftKind.STALE_TERM, lambda spoiler, ref: spoiler.level("term = 0", ref)),
    (DriftKind.STALE_TERM, lambda spoiler, ref: spoiler.product("term = 0", ref)),
    (DriftKind.MISSING, lambda spoiler, ref: spoiler.lose(ref)),
]


@pytest.mark.parametrize(("kind", "spoil"), SPOILT)
def test_what_is_spoilt_there_is_found_named_and_sent_again(
    till: TillAtWork, spoiler: Spoiler, kind: DriftKind, spoil: Callable[[Spoiler, str], None]
) -> None:
    shelved = shelf(till)
    before = stock.levels(till.db)
    spoil(spoiler, shelved[2].id)

    comparison = compared(till)

    assert comparison is not None
    assert (comparison.products, comparison.marked, comparison.brake) == (5, 1, None)
    assert [(one.product_id, one.kind, one.state) for one in found(till)] == [
        (shelved[2].id, kind, DriftState.REPAIRED)
    ]
    assert window_is_true(till), "what is ours was not sent again"
    assert stock.levels(till.db) == before, "what is theirs was taken over"
    again = compared(till)
    assert again is not None
    assert (again.findings, again.agreed) == ((), 0)


def test_a_window_that_agrees_is_left_alone(till: TillAtWork, server: FaultServer) -> None:
    shelf(till)
    version = till.db.value("SELECT last_version FROM till")
    asked_before = len(server.heard)

    comparison = compared(till)

    assert comparison is not None
    assert (comparison.products, comparison.findings) == (5, ())
    assert [asked.path for asked in server.heard[asked_before:]] == ["/api/v1/digest"]
    assert till.db.value("SELECT last_version FROM till") == version
    assert till.link.compared_at_ms is not None


def test_what_is_not_ours_any_more_is_hidden(till: TillAtWork, spoiler: Spoiler) -> None:
    shelved = shelf(till)
    hidden = till.change(shelved[0], shown_online=False)
    till.push_until_quiet()
    spoiler.product("shown = 1", hidden.id)
    spoiler.invent("nobodys-article", like=shelved[1].id)

    comparison = compared(till)

    assert comparison is not None
    assert {(one.product_id, one.kind) for one in comparison.findings} == {
        (hidden.id, DriftKind.EXTRA),
        ("nobodys-article", DriftKind.EXTRA),
    }
    again = compared(till)
    assert again is not None
    assert again.findings == ()
    assert {one.state for one in found(till)} == {DriftState.REPAIRED}


def test_one_look_alone_counts_for_nothing(till: TillAtWork, spoiler: Spoiler) -> None:
    shelved = shelf(till)
    spoiler.level("quantity_milli = 99000", shelved[0].id)
    comparing = Comparing()
    comparing.ask()
    with till.line() as push:
        look(till, push, comparing)
        assert comparing.looks_again
        till.clock.advance(LOOKS_APART - timedelta(seconds=1))
        look(till, push, comparing)
        assert comparing.comparison is None, "it looked again too soon"
        spoiler.level("quantity_milli = 10000", shelved[0].id)
        till.clock.advance(timedelta(seconds=1))
        look(till, push, comparing)

    assert comparing.comparison is not None
    assert comparing.comparison.findings == ()
    assert found(till) == []


def test_a_sale_between_the_two_looks_is_no_difference(till: TillAtWork, spoiler: Spoiler) -> None:
    shelved = shelf(till)
    spoiler.level("quantity_milli = 99000", shelved[0].id)
    comparing = Comparing()
    comparing.ask()
    with till.line() as push:
        look(till, push, comparing)
        till.sell(shelved[0], 3)
        till.sell(shelved[1], 3)
        till.clock.advance(LOOKS_APART)
        look(till, push, comparing)

    assert comparing.comparison is not None
    assert comparing.comparison.findings == ()
    assert window_is_true(till), "the sale told the level all the same"


def test_a_difference_that_changes_between_the_looks_is_looked_for_again_where_somebody_asked(
    till: TillAtWork, spoiler: Spoiler
) -> None:
    shelved = shelf(till)
    spoiler.level("quantity_milli = 99000", shelved[0].id)
    comparing = Comparing()
    comparing.ask()
    with till.line() as push:
        look(till, push, comparing)
        spoiler.level("quantity_milli = 98000", shelved[0].id)
        till.clock.advance(LOOKS_APART)
        look(till, push, comparing)
        assert (comparing.looks_again, comparing.comparison) == (True, None), "nobody knows yet whether it agrees"

        till.clock.advance(LOOKS_APART)
        look(till, push, comparing)

    assert comparing.comparison is not None
    assert comparing.comparison.marked == 1


def test_a_sale_during_a_look_is_no_difference(till: TillAtWork, server: FaultServer) -> None:
    shelved = shelf(till)
    answer = server.answer

    def sell_first(asked: Asked) -> Answered:
        own = connect(till.db.path)
        TillAtWork(builders.signing(own), seed=7, clock=till.clock).sell(shelved[0])
        own.close()
        return answer(asked)

    comparing = Comparing()
    comparing.ask()
    with till.line() as push:
        push.drain()
        server.answer = sell_first
        comparing.round(till.db, push)
        server.answer = answer

        assert not comparing.looks_again


def test_what_was_refused_is_not_called_a_difference(till: TillAtWork) -> None:
    shelved = shelf(till)
    till.change(shelved[0], name="Savon\x07")
    till.push_until_quiet()
    assert till.waiting.set_aside == 1

    comparison = compared(till)

    assert comparison is not None
    assert comparison.findings == ()


def test_the_report_tells_which_movements_the_window_does_not_know(till: TillAtWork, spoiler: Spoiler) -> None:
    soap, *_ = shelf(till)
    till.sell(soap, 2)
    till.push_until_quiet()
    till.sell(soap, 1)
    till.sell(soap, 4)
    till.push_until_quiet()
    spoiler.level("version = 1, quantity_milli = 8000", soap.id)

    compared(till)

    (drift,) = found(till)
    story = drift.story
    assert (drift.name, drift.kind) == (soap.name, DriftKind.LOST_WRITE)
    assert story.known is not None
    assert (story.known.reason, story.known.milli) == ("sale", -2000)
    assert [(one.reason, one.milli) for one in story.since] == [("sale", -1000), ("sale", -4000)]
    assert [one.seq for one in story.since] == [story.known.seq + 1, story.known.seq + 2]
    assert '"milli":3000' in drift.ours
    assert '"milli":8000' in drift.theirs


def test_a_figure_that_never_was_ours_has_no_movement_behind_it(till: TillAtWork, spoiler: Spoiler) -> None:
    soap, *_ = shelf(till)
    spoiler.level("quantity_milli = 123456", soap.id)

    compared(till)

    (drift,) = found(till)
    assert drift.story.known is None
    assert [one.reason for one in drift.story.since] == ["opening"]


def test_too_much_at_once_stops_everything_until_a_person_says_go_on(till: TillAtWork, spoiler: Spoiler) -> None:
    shelved = shelf(till, 21)
    for one in shelved:
        spoiler.level("quantity_milli = 0", one.id)
    comparing = Comparing()

    comparison = compared(till, comparing=comparing)

    assert comparison is not None
    assert comparison.brake is not None
    assert (comparison.brake.would_change, comparison.marked) == (21, 0)
    assert {one.state for one in found(till)} == {DriftState.HELD}
    assert till.link.suspended == Distrust.MASS_CHANGE
    till.sell(shelved[0])
    assert isinstance(till.push().trouble, Suspended)
    assert till.window_levels()[shelved[0].id] == pieces(0), "it was sent without asking"

    repairing.let(till.db, till.link.target, now=till.clock())
    _resume(till, comparing)

    assert window_is_true(till)
    assert compared(till) is not None
    assert {one.state for one in found(till)} == {DriftState.REPAIRED}
    assert {LogEvent.BRAKED, LogEvent.SUSPENDED, LogEvent.BRAKE_LIFTED, LogEvent.RESUMED} <= set(events(till))


def test_resuming_alone_lifts_no_brake(till: TillAtWork, spoiler: Spoiler) -> None:
    for one in shelf(till, 21):
        spoiler.level("quantity_milli = 0", one.id)
    compared(till)

    comparing = Comparing()
    _resume(till, comparing)

    assert comparing.comparison is not None
    assert comparing.comparison.brake is not None
    assert till.link.suspended == Distrust.MASS_CHANGE


def test_what_a_person_leaves_is_not_asked_about_again_until_it_changes(till: TillAtWork, spoiler: Spoiler) -> None:
    shelved = shelf(till, 21)
    for one in shelved:
        spoiler.level("quantity_milli = 0", one.id)
    compared(till)
    repairing.leave(till.db, till.link.target, now=till.clock())
    comparing = Comparing()
    _resume(till, comparing)

    assert comparing.comparison is not None
    assert comparing.comparison.findings == ()
    assert till.link.suspended == ""
    assert till.window_levels()[shelved[0].id] == pieces(0)

    spoiler.level("quantity_milli = 55000", shelved[0].id)
    comparison = compared(till)
    assert comparison is not None
    assert [one.product_id for one in comparison.findings] == [shelved[0].id]
    assert till.window_levels()[shelved[0].id] == pieces(10)


def test_four_lost_records_are_too_many(till: TillAtWork, spoiler: Spoiler) -> None:
    shelved = shelf(till, 10)
    for one in shelved[:4]:
        spoiler.lose(one.id)

    comparison = compared(till)

    assert comparison is not None
    assert comparison.brake is not None
    assert comparison.brake.record_missing == 4
    assert shelved[0].id not in till.window_levels()


def test_twenty_differences_are_mended_without_asking(till: TillAtWork, spoiler: Spoiler) -> None:
    for one in shelf(till, 20):
        spoiler.level("quantity_milli = 0", one.id)

    comparison = compared(till)

    assert comparison is not None
    assert (comparison.marked, comparison.brake) == (20, None)
    assert window_is_true(till)


def test_a_table_of_levels_that_is_off_is_written_anew_from_the_movements(till: TillAtWork) -> None:
    soap, *_ = shelf(till)
    with transaction(till.db):
        till.db.execute("UPDATE stock_level SET quantity_milli = 77000 WHERE product_id = ?", (soap.id,))

    comparison = compared(till)

    assert comparison is not None
    assert [one.kind for one in comparison.findings] == [DriftKind.OUR_LEVEL]
    assert stock.wrong_levels(till.db) == []
    assert till.window_levels()[soap.id] == pieces(10)


def test_every_level_is_recounted_within_a_day_without_being_asked(till: TillAtWork) -> None:
    soap, *_ = shelf(till)
    with transaction(till.db):
        till.db.execute("UPDATE stock_level SET quantity_milli = 77000 WHERE product_id = ?", (soap.id,))
    comparing = Comparing()
    with till.line() as push:
        for _ in range(32 * 16):
            look(till, push, comparing)
            till.clock.advance(MINUTE)

    assert stock.wrong_levels(till.db) == []
    assert [one.kind for one in found(till)] == [DriftKind.OUR_LEVEL]


def test_a_version_beyond_all_counting_is_left_to_a_person(till: TillAtWork, spoiler: Spoiler) -> None:
    soap, *_ = shelf(till)
    spoiler.level(f"version = {2**53 - 1}, quantity_milli = 1000", soap.id)

    comparison = compared(till)

    assert comparison is not None
    assert (len(comparison.findings), comparison.marked) == (1, 0)
    assert [one.state for one in found(till)] == [DriftState.FOUND]
    again = compared(till)
    assert again is not None
    assert again.findings == (), "it was told once"


def test_it_compares_every_quarter_of_an_hour_and_after_a_long_absence(till: TillAtWork, server: FaultServer) -> None:
    shelf(till)
    comparing = Comparing()

    def digests() -> int:
        return sum(asked.path.endswith("/digest") for asked in server.heard)

    with till.line() as push:
        look(till, push, comparing)
        assert digests() == 1
        till.clock.advance(COMPARED_EVERY - MINUTE)
        look(till, push, comparing)
        assert digests() == 1
        till.clock.advance(MINUTE)
        look(till, push, comparing)
        assert digests() == 2

        server.misbehave(Fault.SERVER_ERROR)
        push.beat()
        look(till, push, comparing)
        till.clock.advance(6 * MINUTE)
        look(till, push, comparing)
        assert push.trouble is None
        assert digests() == 3


def test_a_line_lost_during_a_look_begins_it_anew(till: TillAtWork, server: FaultServer, spoiler: Spoiler) -> None:
    soap, *_ = shelf(till)
    spoiler.level("quantity_milli = 1", soap.id)
    comparing = Comparing()
    comparing.ask()
    with till.line() as push:
        push.drain()
        server.misbehave(Fault.DELIVERED_TWICE, Fault.ANSWER_LOST)
        look(till, push, comparing)
        assert not comparing.looks_again
        till.clock.advance(10 * MINUTE)
        look(till, push, comparing)
        till.clock.advance(LOOKS_APART)
        look(till, push, comparing)

    assert comparing.comparison is not None
    assert comparing.comparison.marked == 1


def test_the_log_tells_of_the_line_and_of_what_was_found(
    till: TillAtWork, server: FaultServer, spoiler: Spoiler
) -> None:
    soap, *_ = shelf(till)
    with till.line() as push:
        server.misbehave(Fault.SERVER_ERROR)
        push.beat()
        till.clock.advance(10 * MINUTE)
        push.drain()
        push.beat()
    spoiler.level("quantity_milli = 1", soap.id)
    compared(till)

    assert events(till) == [
        LogEvent.JOINED,
        LogEvent.LINE_LOST,
        LogEvent.LINE_BACK,
        LogEvent.COMPARED,
        LogEvent.DRIFT_FOUND,
        LogEvent.DRIFT_REPAIRED,
        LogEvent.COMPARED,
    ]


def _resume(till: TillAtWork, comparing: Comparing) -> None:
    """A person says go on; the comparison that follows goes through both its looks."""
    with till.line() as push:
        comparing.round(till.db, push)
        push.resume()
        look(till, push, comparing)
        till.clock.advance(LOOKS_APART)
        look(till, push, comparing)
        push.drain()
