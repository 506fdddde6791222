"""A till that is joined has a witness: an old copy of its file is found out, whatever is done with it afterwards."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pos.database import witnessed
from pos.database.connection import Database
from pos.database.journal.author import Head
from pos.database.journal.records import about, head_row
from pos.fiscal.canonical import parse
from pos.fiscal.events import Event
from pos.fiscal.record import Kind
from pos.operations.backing_up import back_up
from pos.operations.beginning import go_on
from pos.operations.opening import open_shop
from pos.operations.opening_epochs import place_body
from pos.operations.restoring import restore
from pos.operations.witnessing import note_rollback
from sync.connectors import connector_opener
from sync.errors import Distrust, Suspended
from sync.push import Push
from sync.witnessing import Contradiction, ask_head
from sync.worker import SyncWorker
from tests import builders
from tests.sync.fault_server import Fault, FaultServer
from tests.sync.pretend_catalogue import Answered, Asked, PretendCatalogue, PretendShop
from tests.sync.till_at_work import TillAtWork, window_is_true

WITHIN_S = 10.0
Joined = tuple[TillAtWork, FaultServer]
A_SECOND = 1.05
"""The real catalogue moves a till's line no more than once a second."""


def end_of(db: Database) -> Head:
    row = head_row(db)
    return Head(row.seq, row.hash, int(db.value("SELECT epoch FROM till")))


def kept(till: TillAtWork) -> Head | None:
    """What the witness keeps."""
    return ask_head(till.db, keys=till.keys, open_connector=connector_opener())


@contextmanager
def well(till: TillAtWork) -> Iterator[Push]:
    """A line on which everything was sent."""
    with till.line() as push:
        push.drain()
        yield push


def tell(till: TillAtWork) -> Contradiction | None:
    with well(till) as push:
        return push.tell_head()


@contextmanager
def old_copy(till: TillAtWork, path: Path) -> Iterator[TillAtWork]:
    """The same till, started on an old copy of its file."""
    again = TillAtWork(open_shop(path, now=till.clock(), new_id=builders.ids(9), keys=till.keys), seed=9)
    again.keys, again.means = till.keys, till.means
    try:
        yield again
    finally:
        again.db.close()


@pytest.fixture
def rolled_back(joined: Joined, tmp_path: Path) -> Path:
    """A copy of the file from before two sales that the witness was told of."""
    till, _ = joined
    soap = till.add("Savon")
    till.sell(soap)
    assert tell(till) is None
    copy = back_up(till.db.path, tmp_path / "copies", now=till.clock()).path
    till.sell(soap)
    till.sell(soap)
    time.sleep(A_SECOND)
    assert tell(till) is None
    return copy


def test_the_witness_is_told_the_end_of_the_chain_and_the_file_knows_it(joined: Joined) -> None:
    till, _ = joined
    soap = till.add("Savon")
    assert tell(till) is None
    assert kept(till) is None, "nothing was written yet"

    till.sell(soap)
    assert tell(till) is None

    assert kept(till) == end_of(till.db)
    held = witnessed.last_witnessed(till.db)
    assert held is not None
    assert (held.seq, held.hash) == (end_of(till.db).seq, end_of(till.db).hash.hex())


def test_telling_it_again_changes_nothing(joined: Joined) -> None:
    till, _ = joined
    till.sell(till.add("Savon"))

    assert [tell(till) for _ in range(3)] == [None] * 3
    assert kept(till) == end_of(till.db)


def test_an_old_copy_put_back_is_found_out(joined: Joined, rolled_back: Path) -> None:
    till, _ = joined
    end = end_of(till.db)

    with old_copy(till, rolled_back) as again:
        assert tell(again) == Contradiction(kept=end, own=end_of(again.db))
        assert kept(again) == end, "nothing was moved back"


def test_an_old_copy_that_sold_on_past_the_witness_is_found_out_too(joined: Joined, rolled_back: Path) -> None:
    till, _ = joined
    end = end_of(till.db)

    with old_copy(till, rolled_back) as again:
        soap = again.add("Autre savon")
        for _ in range(9):
            again.sell(soap)
        found = tell(again)
        assert found is not None
        assert found.kept == end
        assert found.own.seq > end.seq
        assert kept(again) == end, "it cannot write over what is kept"


def test_an_old_copy_publishes_nothing_once_it_is_found_out_whatever_a_person_says(
    joined: Joined, rolled_back: Path
) -> None:
    till, server = joined
    with old_copy(till, rolled_back) as again:
        again.sell(again.add("Autre savon"))
        before = again.window_levels()
        with again.line() as push:
            assert push.recognise() is not None
            push.drain()
            assert not push.beat()
        assert _contradicted(again.push())
        with again.line() as push:
            push.resume()
            push.hurry()
            again.clock.advance(timedelta(days=1))
            assert push.recognise() is None, "it is suspended already"
            push.drain()
        assert again.link.suspended == Distrust.CONTRADICTED
        assert again.window_levels() == before
    assert all(b"Autre savon" not in asked.body for asked in server.heard)


def _contradicted(push: Push) -> bool:
    return isinstance(push.trouble, Suspended) and push.trouble.reason is Distrust.CONTRADICTED


def test_joining_with_a_new_code_does_not_make_an_old_copy_the_file_the_witness_knows(
    till: TillAtWork, catalogue: PretendCatalogue, tmp_path: Path
) -> None:
    soap = till.add("Savon")
    till.sell(soap)
    copy = back_up(till.db.path, tmp_path / "copies", now=till.clock()).path
    till.sell(soap)
    assert tell(till) is None

    with old_copy(till, copy) as again:
        assert tell(again) is not None
        again.join(again.link.address, catalogue.invite("Savonnerie du Port"))
        with again.line() as push:
            assert push.recognise() is not None
            assert _contradicted(push)


def test_an_old_copy_that_goes_on_in_a_new_series_is_given_a_term_and_believed_and_the_other_file_stops(
    joined: Joined, rolled_back: Path
) -> None:
    till, _ = joined
    end = end_of(till.db)
    with old_copy(till, rolled_back) as again:
        again.sell(again.add("Autre savon"))
        found = tell(again)
        assert found is not None
        note_rollback(again.db, found.kept, now=again.clock())

        go_on(again.db, keys=again.keys, heads=None, now=again.clock(), new_id=again.new_id)

        [opening] = about(again.db, Event.RESTORE, Kind.JET)
        assert place_body(end) == parse(opening.payload)["data"]["head"]  # type: ignore[index,call-overload]
        with again.line() as push:
            assert push.recognise() is None
            push.drain()
            assert push.trouble is None
            time.sleep(A_SECOND)
            assert push.tell_head() is None
        assert (again.link.term, again.link.epoch, again.link.suspended) == (2, 2, "")
        assert window_is_true(again)
    time.sleep(A_SECOND)
    with till.line() as push:
        assert push.recognise() is not None, "two truths: this file is the old one now"


def test_a_file_that_goes_on_begins_an_epoch_above_the_one_the_witness_knows(
    joined: Joined, rolled_back: Path, tmp_path: Path
) -> None:
    """The newest copy was restored, and then an older one was put in its place: epoch 2 is taken."""
    till, _ = joined
    shop = tmp_path / "restored" / "shop.db"
    restore(rolled_back, shop, now=till.clock(), new_id=builders.ids(4), keys=till.keys)
    with old_copy(till, shop) as restored:
        restored.sell(restored.add("Miel"))
        time.sleep(A_SECOND)
        restored.push_until_quiet()
        assert tell(restored) is None
    with old_copy(till, rolled_back) as again, again.line() as push:
        found = push.recognise()
        assert found is not None
        assert found.kept.epoch == 2
        note_rollback(again.db, found.kept, now=again.clock())

        go_on(again.db, keys=again.keys, heads=None, now=again.clock(), new_id=again.new_id)

        push.drain()
        assert (again.link.term, again.link.epoch, push.trouble) == (3, 3, None)


def test_a_witness_that_cannot_be_asked_holds_nothing_up_and_is_asked_again(
    till: TillAtWork, server: FaultServer
) -> None:
    till.sell(till.add("Savon"))
    server.misbehave(Fault.SERVER_ERROR)
    with till.line() as push:
        assert push.recognise() is None
        push.drain()
        assert window_is_true(till)
        push.recognise()
        assert witnessed.last_witnessed(till.db) is not None
        heard = len(server.heard)
        push.recognise()
        assert len(server.heard) == heard, "once is enough"


def test_two_copies_of_a_till_that_sell_side_by_side_are_found_out(joined: Joined, tmp_path: Path) -> None:
    till, _ = joined
    soap = till.add("Savon")
    till.sell(soap)
    tell(till)
    clone = back_up(till.db.path, tmp_path, now=till.clock()).path

    with old_copy(till, clone) as other:
        other.sell(soap)
        till.sell(soap)
        time.sleep(A_SECOND)
        assert tell(till) is None, "the first to tell is taken at its word"
        assert tell(other) is not None


def test_an_answer_that_was_lost_is_no_rollback(till: TillAtWork, server: FaultServer, window: PretendShop) -> None:
    soap = till.add("Savon")
    till.sell(soap)
    with well(till) as push:
        server.misbehave(Fault.ANSWER_LOST)
        assert push.tell_head() is None
        assert push.trouble is None, "that the witness was not heard is no trouble of the line"
    assert window.witnessed is not None
    assert witnessed.last_witnessed(till.db) is None
    till.sell(soap)

    assert tell(till) is None

    assert window.witnessed.seq == end_of(till.db).seq


def test_without_a_network_nothing_is_said_and_selling_goes_on(till: TillAtWork, server: FaultServer) -> None:
    soap = till.add("Savon")
    with well(till) as push:
        server.stop()
        till.sell(soap)
        assert push.tell_head() is None
    assert kept(till) is None
    till.sell(soap)


def test_a_catalogue_that_knows_no_witness_is_no_trouble(till: TillAtWork, server: FaultServer) -> None:
    till.sell(till.add("Savon"))
    answer = server.answer

    def older(asked: Asked) -> Answered:
        return answer(asked._replace(path="/api/v1/none") if asked.path.endswith("witness") else asked)

    server.answer = older
    with well(till) as push:
        assert push.tell_head() is None
        assert push.trouble is None
        assert push.beat()


def test_a_restored_till_asks_the_witness_goes_on_and_is_not_taken_for_a_rollback(
    joined: Joined, rolled_back: Path, tmp_path: Path
) -> None:
    till, _ = joined
    shop = tmp_path / "restored" / "shop.db"
    known = kept(till)
    assert known == end_of(till.db)

    done = restore(rolled_back, shop, now=till.clock(), new_id=builders.ids(4), keys=till.keys, known_heads=[known])

    assert (done.known, done.epoch) == (known, 2)
    assert done.records_lost > 0
    time.sleep(A_SECOND)
    with old_copy(till, shop) as again:
        again.push_until_quiet()
        assert tell(again) is None
        assert kept(again) == end_of(again.db)
    time.sleep(A_SECOND)
    found = tell(till)
    assert found is not None, "the file before the restore is an old copy now"
    assert found.kept.epoch == 2


def test_the_worker_tells_it_with_the_heartbeat_and_says_a_rollback_once(
    till: TillAtWork, window: PretendShop, tmp_path: Path, catalogue: PretendCatalogue
) -> None:
    soap = till.add("Savon")
    till.sell(soap)
    copy = back_up(till.db.path, tmp_path, now=till.clock()).path
    till.sell(soap)
    assert [len(heard) for heard in (_let_work(till), _let_work(till))] == [0, 0]
    end = end_of(till.db)
    assert window.witnessed is not None
    assert window.witnessed.seq == end.seq

    with old_copy(till, copy) as again:
        [found] = _let_work(again)
        assert found.kept == end
        assert note_rollback(again.db, found.kept, now=datetime.now(UTC).astimezone())
        assert not note_rollback(again.db, found.kept, now=datetime.now(UTC).astimezone()), "once is enough"
        assert len(about(again.db, Event.ROLLBACK_DETECTED, Kind.JET)) == 1


def test_a_sale_after_the_last_heartbeat_is_told_when_the_till_closes(till: TillAtWork, window: PretendShop) -> None:
    soap = till.add("Savon")
    till.sell(soap)
    found: list[Contradiction] = []
    worker = _worker(till, found)
    worker.start()
    _soon(lambda: window.witnessed is not None)
    till.sell(soap)

    assert worker.stop()

    assert window.witnessed is not None
    assert window.witnessed.seq == end_of(till.db).seq
    assert found == []


def _worker(till: TillAtWork, found: list[Contradiction]) -> SyncWorker:
    return SyncWorker(
        till.db.path,
        clock=lambda: datetime.now(UTC),
        new_id=builders.ids(5),
        keys=till.keys,
        report=lambda _: None,
        contradicted=found.append,
    )


def _let_work(till: TillAtWork) -> list[Contradiction]:
    """Let the worker live from its first heartbeat to its farewell; what the witness said against the file."""
    found: list[Contradiction] = []
    worker = _worker(till, found)
    worker.start()
    time.sleep(0.5)
    assert worker.stop()
    return found


def _soon(claim: object) -> None:
    assert callable(claim)
    end = time.monotonic() + WITHIN_S
    while not claim():
        assert time.monotonic() < end
        time.sleep(0.01)
