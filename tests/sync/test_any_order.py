"""Any order of sales, edits, pushes, faults, deaths and time ends with a window that shows what the till has.

The real file, the real push and real HTTP on loopback; only the catalogue is in memory, so that it can be looked
into. Nothing may be lost, nothing counted twice, and no attempt sent with two bodies.
"""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from pos.domain.catalogue import Product
from pos.domain.quantity import Quantity
from pos.operations.opening import open_shop
from tests import builders
from tests.sync.fault_server import PASSING, Fault, FaultServer
from tests.sync.pretend_catalogue import PretendCatalogue
from tests.sync.till_at_work import TillAtWork, reopened

FAULTS = st.lists(st.sampled_from(sorted([*PASSING, Fault.REDIRECT], key=lambda fault: fault.value)), max_size=4)
SHELF = 6
IN_MEMORY = Path("/dev/shm")
"""Where there is one: hundreds of shops are opened here, and no power is cut."""


class AnyOrder(RuleBasedStateMachine):
    """One till, one catalogue, and whatever may happen to them."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None)
        self.catalogue = PretendCatalogue()
        self.server = FaultServer(self.catalogue)
        db = open_shop(Path(self.folder.name) / "shop.db", now=builders.NOON, new_id=builders.ids(1))
        self.till = TillAtWork(db)
        self.till.join(self.server.url, self.catalogue.invite("Épicerie"))
        self.shelf: list[Product] = []
        self.counted: dict[str, int] = {}
        self.deaths = 0

    @initialize()
    def stock(self) -> None:
        """The shop opens."""
        for number in range(SHELF):
            one = self.till.add(f"Savon {number}", 10)
            self.shelf.append(one)
            self.counted[one.id] = 10

    @rule(place=st.integers(0, SHELF - 1), count=st.integers(1, 5))
    def sell(self, place: int, count: int) -> None:
        """A customer buys something."""
        self.till.sell(self.shelf[place], count)
        self.counted[self.shelf[place].id] -= count

    @rule(place=st.integers(0, SHELF - 1), name=st.sampled_from(["Savon noir", "Savon vert", "Cloche \x07"]))
    def rename(self, place: int, name: str) -> None:
        """A card is written anew; one of the names is refused by the catalogue."""
        self.till.change(self.shelf[place], name=name)

    @rule(place=st.integers(0, SHELF - 1), shown=st.booleans())
    def show(self, place: int, shown: bool) -> None:
        """A product is taken out of the window, or put back."""
        self.till.change(self.shelf[place], shown_online=shown)

    @rule(faults=FAULTS)
    def push(self, faults: list[Fault]) -> None:
        """The till sends, and the line is as it is."""
        self.server.behave()
        self.server.misbehave(*faults)
        with self.till.line() as line:
            line.drain()
            line.beat()

    @rule(minutes=st.integers(1, 90))
    def time_passes(self, minutes: int) -> None:
        """Nothing happens."""
        self.till.clock.advance(timedelta(minutes=minutes))

    @rule()
    def look(self) -> None:
        """A person says: go on."""
        with self.till.line() as line:
            line.resume()

    @precondition(lambda self: self.deaths < 3)
    @rule()
    def die(self) -> None:
        """The program is killed and started again."""
        self.deaths += 1
        again = reopened(self.till, seed=self.deaths + 1)
        self.till.db.close()
        self.till = again

    @invariant()
    def no_attempt_had_two_bodies(self) -> None:
        """The catalogue would have said so."""
        bodies: dict[bytes, bytes] = {}
        for asked in self.server.heard:
            if asked.method == "PUT":
                attempt = asked.body.split(b'"', 5)[3]
                assert bodies.setdefault(attempt, asked.body) == asked.body

    def teardown(self) -> None:
        """All is well again: names are repaired, everything is shown, the line holds."""
        try:
            if self.shelf:
                self.heal()
        finally:
            self.till.db.close()
            self.server.stop()
            self.folder.cleanup()

    def heal(self) -> None:
        """Then the window is true."""
        self.server.behave()
        for one in self.shelf:
            self.till.change(one, name="Savon", shown_online=True)
        with self.till.line() as line:
            line.resume()
        self.till.push_until_quiet()

        truth = {one: Quantity(count * 1000) for one, count in self.counted.items()}
        window = self.catalogue.shops["Épicerie"]
        assert self.till.shown_levels == truth
        assert {one: Quantity(milli) for one, (_, milli) in window.levels.items()} == truth
        assert {row.name for _, row in window.products.values()} == {"Savon"}
        assert self.till.waiting == (0, 0, 0)
        assert self.till.db.rows("SELECT * FROM attempt") == []


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
