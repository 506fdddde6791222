"""A catalogue backed up while a real till sells, and put back: the next talk makes all true, nothing counts twice."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pos.database import online_orders, stock
from pos.database.connection import Database
from pos.domain.online_order import OrderState
from pos.domain.quantity import pieces
from pos.domain.ticket import Ticket
from pos.operations.checking import check
from pos.operations.ordering import put_on_ticket
from pos.operations.selling import sell
from tests import builders
from tests.sync.catalogue_server import RunningCatalogue
from tests.sync.spoiling import compared
from tests.sync.test_orders_for_real import Shopper
from tests.sync.till_at_work import RATES, TillAtWork, window_is_true

ROOT = Path(__file__).parents[2]
TARGET = "catalogue"


@pytest.fixture
def own_town(tmp_path: Path) -> Iterator[RunningCatalogue]:
    running = RunningCatalogue()
    running.start(tmp_path / "town")
    yield running
    running.stop()


@pytest.fixture
def till(db: Database, own_town: RunningCatalogue) -> TillAtWork:
    one = TillAtWork(db)
    one.join(own_town.url, own_town.invite("Épicerie du Port", figures="counts"))
    return one


def _command(*words: object) -> None:
    done = subprocess.run(
        (sys.executable, "-m", "sync.catalogue", *map(str, words)),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr


class _BackupBehind:
    """A backup made in a process of its own while something else goes on."""

    def __init__(self, town: RunningCatalogue, file: Path) -> None:
        words = ("backup", file, "--data", town.data_dir)
        self._thread = threading.Thread(target=_command, args=words)
        self._thread.start()
        self.is_made = self._thread.is_alive

    def wait(self) -> None:
        self._thread.join()


def _put_back(town: RunningCatalogue, file: Path) -> None:
    """The machine died, and the backup takes its place at the same address."""
    ports = town.port, town.live_port
    town.stop()
    _command("restore", file, "--data", town.data_dir, "--replace")
    town.start(town.data_dir, port=ports[0], live_port=ports[1])


def test_a_backup_made_while_tills_push_is_put_back_and_made_true(
    till: TillAtWork, own_town: RunningCatalogue, tmp_path: Path
) -> None:
    shelf = [till.add(f"Savon {number}", 100) for number in range(15)]
    till.push_until_quiet()
    backup = _BackupBehind(own_town, tmp_path / "town.zip")
    while backup.is_made():
        till.sell(shelf[0])
        till.push()
    backup.wait()
    for product in shelf[:5]:
        till.sell(product, 3)
    late = till.add("Bougie", 4)
    till.push_until_quiet()
    before = stock.levels(till.db)

    _put_back(own_town, tmp_path / "town.zip")
    till.talk_until_quiet()
    comparison = compared(till)
    till.push_until_quiet()

    assert comparison is not None
    assert comparison.brake is None
    assert comparison.marked >= 6, "what was told after the backup was not missed"
    assert window_is_true(till)
    assert till.window_levels()[late.id] == pieces(4)
    assert stock.levels(till.db) == before, "something was counted twice"
    again = compared(till)
    assert again is not None
    assert again.findings == ()
    assert check(till.db).findings == ()


def test_what_was_collected_after_the_backup_is_collected_once(
    till: TillAtWork, own_town: RunningCatalogue, tmp_path: Path
) -> None:
    soap = till.add("Savon", 10)
    till.talk()
    with till.line() as push:
        assert push.beat()
    shopper = Shopper(till.link.window_url)
    assert shopper.reserve(soap, 2) == 200
    till.talk()
    _command("backup", tmp_path / "town.zip", "--data", own_town.data_dir)
    (asked,) = online_orders.open_orders(till.db)
    basket = put_on_ticket(till.db, TARGET, asked.id, Ticket(till.new_id()), now=till.clock())
    sell(till.db, basket, builders.exactly(basket), now=till.clock(), rates=RATES)
    till.talk()
    assert stock.levels(till.db)[soap.id] == pieces(8)

    _put_back(own_town, tmp_path / "town.zip")
    till.talk_until_quiet()
    compared(till)
    till.talk_until_quiet()

    assert stock.levels(till.db)[soap.id] == pieces(8)
    assert till.window_levels()[soap.id] == pieces(8)
    (done,) = online_orders.ended(till.db, 0, 10)
    assert (done.state, done.lines[0].fulfilled) == (OrderState.FULFILLED, pieces(2))
    assert check(till.db).findings == ()
