"""The sync thread: at once after a sale, patient when it must be, gone when the till closes."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

import sync.worker
from pos.database.connection import connect
from sync.errors import SignInNeeded, Suspended, Temporary
from sync.rounds import ORDERS_EVERY_S
from sync.state import WindowState
from sync.worker import SyncWorker
from tests import builders
from tests.sync.fault_server import Fault, FaultServer
from tests.sync.pretend_catalogue import Asked, PretendCatalogue, PretendShop
from tests.sync.till_at_work import TillAtWork

WITHIN_S = 10.0


class Reports:
    """What the worker told, and a way to wait for it."""

    def __init__(self) -> None:
        self.states: list[WindowState] = []
        self._told = threading.Condition()

    def __call__(self, state: WindowState) -> None:
        with self._told:
            self.states.append(state)
            self._told.notify_all()

    def wait_for(self, wanted: Callable[[WindowState], bool]) -> WindowState:
        """The first state from now on, or the present one, that is as wanted."""
        with self._told:
            found = self._told.wait_for(lambda: bool(self.states) and wanted(self.states[-1]), WITHIN_S)
            assert found, self.states
            return self.states[-1]


@pytest.fixture
def reports() -> Reports:
    return Reports()


@pytest.fixture
def worker(till: TillAtWork, reports: Reports) -> Iterator[SyncWorker]:
    one = make_worker(till, reports)
    yield one
    assert one.stop()


def make_worker(till: TillAtWork, reports: Reports, *, orders_every_s: float = ORDERS_EVERY_S) -> SyncWorker:
    return SyncWorker(
        till.db.path,
        clock=lambda: datetime.now(UTC),
        new_id=builders.ids(5),
        keys=till.keys,
        report=reports,
        orders_every_s=orders_every_s,
    )


def heard(server: FaultServer, path: str) -> list[Asked]:
    return [asked for asked in server.heard if asked.path == path]


def soon(claim: Callable[[], bool]) -> bool:
    """Whether a claim comes true before long."""
    end = time.monotonic() + WITHIN_S
    while not claim():
        if time.monotonic() > end:
            return False
        time.sleep(0.002)
    return True


def test_a_sale_reaches_the_window_at_once(
    till: TillAtWork, worker: SyncWorker, reports: Reports, window: PretendShop
) -> None:
    soap = till.add("Savon", 10)
    worker.start()
    reports.wait_for(lambda state: state.linked and state.waiting == 0 and bool(window.levels))

    till.sell(soap, 3)
    worker.wake()

    assert soon(lambda: window.levels[soap.id][1] == 7000)
    state = reports.wait_for(lambda state: state.waiting == 0)
    assert (state.shop_name, state.trouble, state.set_aside) == ("Savonnerie du Port", None, 0)
    assert state.current_at is not None


def test_a_burst_of_sales_becomes_few_batches(
    till: TillAtWork, worker: SyncWorker, window: PretendShop, server: FaultServer
) -> None:
    soap = till.add("Savon", 1000)
    worker.start()
    assert soon(lambda: bool(window.levels))

    for _ in range(50):
        till.sell(soap)
        worker.wake()

    assert soon(lambda: window.levels[soap.id][1] == 950_000)
    assert len(heard(server, "/api/v1/levels")) < 50


def test_the_window_hears_that_the_till_is_there_and_that_it_closes(
    till: TillAtWork, reports: Reports, window: PretendShop
) -> None:
    till.add("Savon")
    worker = make_worker(till, reports)
    worker.start()
    assert soon(lambda: bool(window.beats))

    assert worker.stop()

    assert [(beat.closing, beat.waiting) for beat in window.beats] == [(False, 0), (True, 0)]


def test_a_sale_just_before_closing_still_goes_out(till: TillAtWork, reports: Reports, window: PretendShop) -> None:
    soap = till.add("Savon", 10)
    worker = make_worker(till, reports)
    worker.start()
    assert soon(lambda: bool(window.levels))

    till.sell(soap)
    assert worker.stop()

    assert window.levels[soap.id][1] == 9000


def test_without_the_catalogue_the_till_says_what_waits_and_then_catches_up(
    till: TillAtWork, worker: SyncWorker, reports: Reports, server: FaultServer, window: PretendShop
) -> None:
    soap = till.add("Savon", 10)
    server.stop()
    worker.start()
    state = reports.wait_for(lambda state: isinstance(state.trouble, Temporary))
    assert state.waiting == 1

    other = till.add("Confiture", 4)
    worker.wake()
    reports.wait_for(lambda state: state.waiting == 2)

    server.start()
    reports.wait_for(lambda state: state.trouble is None and state.waiting == 0)
    assert {one: milli for one, (_, milli) in window.levels.items()} == {soap.id: 10_000, other.id: 4000}


def test_a_suspended_till_waits_for_a_person(
    till: TillAtWork, worker: SyncWorker, reports: Reports, server: FaultServer, window: PretendShop
) -> None:
    till.add("Savon")
    server.misbehave(Fault.REDIRECT)
    worker.start()
    reports.wait_for(lambda state: isinstance(state.trouble, Suspended))

    worker.wake()
    time.sleep(0.1)
    assert window.products == {}

    worker.resume()
    reports.wait_for(lambda state: state.trouble is None and state.waiting == 0)
    assert len(window.levels) == 1


def test_a_person_who_will_not_wait_is_not_made_to(
    till: TillAtWork, worker: SyncWorker, reports: Reports, server: FaultServer, window: PretendShop
) -> None:
    till.add("Savon")
    server.misbehave(Fault.CLOSED_FOR_NOW)
    worker.start()
    reports.wait_for(lambda state: isinstance(state.trouble, Temporary))

    worker.resume()

    reports.wait_for(lambda state: state.trouble is None and state.waiting == 0)
    assert len(window.levels) == 1


def test_a_lost_key_asks_to_join_again_and_joining_is_noticed(
    till: TillAtWork, worker: SyncWorker, reports: Reports, catalogue: PretendCatalogue
) -> None:
    till.add("Savon")
    assert till.keys.file is not None
    till.keys.file.unlink()
    worker.start()
    reports.wait_for(lambda state: isinstance(state.trouble, SignInNeeded))

    till.join(till.link.address, catalogue.invite("Librairie"))
    worker.wake()

    reports.wait_for(lambda state: state.shop_name == "Librairie" and state.waiting == 0 and state.trouble is None)
    assert len(catalogue.shops["Librairie"].levels) == 1


@pytest.mark.parametrize("fault", [Fault.SLOW, None])
def test_closing_never_waits_for_the_network(
    till: TillAtWork, reports: Reports, server: FaultServer, fault: Fault | None
) -> None:
    till.add("Savon")
    if fault:
        server.misbehave(fault)
    worker = make_worker(till, reports)
    worker.start()
    assert soon(lambda: bool(heard(server, "/api/v1/products")))
    began = time.monotonic()

    assert worker.stop()

    assert time.monotonic() - began < 2.2
    server.behave()


def test_a_worker_that_was_never_started_can_be_stopped(till: TillAtWork, reports: Reports) -> None:
    assert make_worker(till, reports).stop()


def test_a_file_held_by_another_program_is_tried_again(
    till: TillAtWork, reports: Reports, window: PretendShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pos.database.connection.BUSY_MS", 20)
    monkeypatch.setattr(sync.worker, "_DATABASE_PAUSE_S", 0.05)
    till.add("Savon")
    holder = connect(till.db.path)
    holder.execute("BEGIN IMMEDIATE")
    worker = make_worker(till, reports)
    worker.start()
    time.sleep(0.3)
    assert window.products == {}

    holder.execute("ROLLBACK")
    holder.close()

    assert soon(lambda: bool(window.levels))
    assert worker.stop()


_START = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from pos.keystore import FileKeyStore
from sync.worker import SyncWorker
told = []
worker = SyncWorker(Path(sys.argv[1]), clock=lambda: datetime.now(UTC), new_id=str, keys=FileKeyStore(Path("none")),
                    report=told.append)
before = set(sys.modules) & {"requests", "urllib3", "keyring"}
worker.start()
while not told:
    time.sleep(0.01)
assert not told[0].linked
print(sorted(before | set(sys.modules) & {"requests", "urllib3", "keyring", "sqlite_utils"}), worker.stop())
"""


def test_a_shop_that_never_joined_does_not_even_import_the_network(till: TillAtWork) -> None:
    till.db.execute("DELETE FROM online_link")

    done = subprocess.run(
        [sys.executable, "-c", _START, str(till.db.path)], capture_output=True, text=True, timeout=30, check=True
    )

    assert done.stdout == "[] True\n"
