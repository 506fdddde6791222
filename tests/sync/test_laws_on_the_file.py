"""Whatever happens to the line, the file keeps its laws at every moment.

Nothing is clean that was not taken, terms fit, what is kept is bounded, and no window is told more than is so.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos.database import outbox, window_checks
from pos.database import till as till_row
from pos.database.connection import Database, transaction
from pos.domain.catalogue import Product
from pos.operations.checking_window import AttemptOff, WindowFinding, window_findings
from pos.operations.opening import open_shop
from sync import batches
from sync.errors import SyncError
from sync.settling import send_again, send_all_again
from tests import builders
from tests.sync.fault_server import PASSING, FaultServer
from tests.sync.pretend_catalogue import PretendCatalogue
from tests.sync.spoiling import compared
from tests.sync.till_at_work import TillAtWork

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["sell", "rename", "hide", "show", "bad name", "push", "beat", "restart", "again", "all again", "compare",
             "new epoch", "join anew", "spoil"]
        ),
        st.integers(0, 2),
        st.none() | st.sampled_from(sorted(PASSING, key=str)),
    ),
    max_size=14,
)  # fmt: skip


def found(db: Database) -> list[WindowFinding | tuple[str, str]]:
    return [*window_findings(db), *window_checks.news_of_nothing(db)]


@settings(max_examples=40)
@given(steps=STEPS)
def test_the_file_keeps_its_laws_whatever_happens(
    steps: list[tuple[str, int, object]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("laws") / "shop.db"
    catalogue = PretendCatalogue()
    server = FaultServer(catalogue)
    try:
        _live(path, server, catalogue, steps)
    finally:
        server.stop()


def _live(path: Path, server: FaultServer, catalogue: PretendCatalogue, steps: list[tuple[str, int, object]]) -> None:
    till = TillAtWork(open_shop(path, now=builders.NOON, new_id=builders.ids(1)))
    till.join(server.url, catalogue.invite("Savonnerie"))
    shelf = [till.add(f"Savon {number}", 5, shown=number != 1) for number in range(3)]
    assert found(till.db) == []
    for step, place, fault in steps:
        if fault is not None:
            server.misbehave(fault)  # type: ignore[arg-type]
        _do(till, server, catalogue, shelf[place], step)
        assert found(till.db) == [], (step, place)
    till.db.close()


def _do(till: TillAtWork, server: FaultServer, catalogue: PretendCatalogue, product: Product, step: str) -> None:
    deeds: dict[str, Callable[[], object]] = {
        "sell": lambda: till.sell(product),
        "rename": lambda: till.change(product, name=f"Savon {till.new_id()}"),
        "hide": lambda: till.change(product, shown_online=False),
        "show": lambda: till.change(product, shown_online=True),
        "bad name": lambda: till.change(product, name="Savon\x07"),
        "push": till.push,
        "beat": lambda: _beat(till),
        "restart": lambda: till.clock.advance(timedelta(minutes=20)),
        "again": lambda: send_again(till.db, product.id, now=till.clock()),
        "all again": lambda: send_all_again(till.db, till.link.target, now=till.clock()),
        "compare": lambda: compared(till),
        "new epoch": lambda: _new_epoch(till.db),
        "join anew": lambda: _join(till, server, catalogue),
        "spoil": lambda: catalogue.shops["Savonnerie"].levels.pop(product.id, None),
    }  # fmt: skip
    deeds[step]()


def _beat(till: TillAtWork) -> None:
    with till.line() as push:
        push.drain()
        push.beat()


def _new_epoch(db: Database) -> None:
    with transaction(db):
        till_row.begin_epoch(db, version_gap=1000)


def _join(till: TillAtWork, server: FaultServer, catalogue: PretendCatalogue) -> None:
    try:
        till.join(server.url, catalogue.invite("Savonnerie"))
    except SyncError:
        return


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE online_link SET term = term + 1",
        "DELETE FROM dirty WHERE attempt_id IS NOT NULL",
        "UPDATE dirty SET gen = gen + 900, claimed_gen = claimed_gen + 900",
        "UPDATE attempt SET body = X'7B'",
        "UPDATE till SET last_version = 0",
    ],
)
def test_an_attempt_that_does_not_fit_the_file_is_named(till: TillAtWork, spoil: str) -> None:
    till.add("Savon")
    with transaction(till.db):
        batches.write_attempt(till.db, till.link, attempt_id="one", limit=10, now_ms=0)
    assert found(till.db) == []

    with transaction(till.db):
        till.db.execute(spoil)

    assert AttemptOff(till.link.target) in found(till.db)


def test_what_is_shown_again_withdraws_the_word_that_nothing_older_waits(till: TillAtWork) -> None:
    soap = till.add("Savon", 5, shown=False)
    till.add("Confiture")
    till.push()
    _beat(till)
    assert till.link.vouched > 0

    till.change(soap, shown_online=True)

    assert found(till.db) == []
    assert till.link.vouched < (till.db.value("SELECT max(version) FROM stock_level WHERE product_id = ?", (soap.id,)))


def test_an_import_taken_back_offline_leaves_no_news_behind(till: TillAtWork) -> None:
    with transaction(till.db):
        till.db.execute(
            "INSERT INTO dirty (target, stream, product_id, gen) VALUES ('catalogue', 'product', 'gone', 1)"
        )
    assert window_checks.news_of_nothing(till.db) == [("catalogue", "gone")]

    with transaction(till.db):
        outbox.forget_untold(till.db, ["gone"])

    assert found(till.db) == []
