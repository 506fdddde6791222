"""An online shop without versions in a small world of its own: however orders, sales, faults and crashes fall, the
level ends up right; what other programs do instead does not.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from functools import partial
from typing import ClassVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from sync import cycle, kernel
from sync.cycle import Phase
from sync.kernel import Method
from tests.sync.foreign_shop import Driver, Fault, ForeignShop, TillFile

FAULTS: st.SearchStrategy[Fault] = st.sampled_from(["", "", "", "lost before", "lost after", "late", "wait"])
STOCK = 40
PLENTY = 1000
RUNS = 300


class Act:
    """Something that happens in the world, drawn by hypothesis."""

    KINDS = ("order", "order", "cancel", "sell", "deliver", "fulfil")

    def __init__(self, kind: str, amount: int) -> None:
        self.kind, self.amount = kind, amount

    def do(self, shop: ForeignShop, file: TillFile) -> None:
        """Let it happen."""
        match self.kind:
            case "order":
                shop.order(self.amount)
            case "cancel":
                # no shop lets an order be cancelled that was handed over
                if self.amount not in file.done:
                    shop.cancel(self.amount)
            case "fulfil":
                if shop.orders.get(self.amount) is not None and shop.orders[self.amount].is_open:
                    file.fulfil(self.amount)
            case "sell":
                file.change(-self.amount)
            case "deliver":
                file.change(self.amount)

    def __repr__(self) -> str:
        return f"{self.kind} {self.amount}"


ACTS = st.builds(Act, st.sampled_from(Act.KINDS), st.integers(0, 5))


class World(RuleBasedStateMachine):
    """A till and an online shop that knows no versions."""

    method: ClassVar[Method] = Method.ABSOLUTE

    def __init__(self) -> None:
        super().__init__()
        self.shop, self.file = ForeignShop(STOCK), TillFile(STOCK)
        rng = random.Random(1)
        self.driver = Driver(self.method, self.shop, self.file, partial(cycle.step, rng=rng))

    @rule(act=ACTS)
    def happens(self, act: Act) -> None:
        """Something is ordered, cancelled, sold, delivered or collected."""
        act.do(self.shop, self.file)

    @rule(faults=st.lists(FAULTS, max_size=6), acts=st.lists(ACTS, max_size=8))
    def tell(self, faults: list[Fault], acts: list[Act]) -> None:
        """The till tells the level, while calls go wrong and the world goes on between any two of them."""
        left = list(acts)
        self.driver.faults = list(faults)

        def act() -> None:
            if left:
                left.pop(0).do(self.shop, self.file)

        self.driver.between = act
        self.driver.wake()
        self.driver.faults, self.driver.between = [], lambda: None

    @rule(level=st.integers(0, 60))
    def somebody_edits(self, level: int) -> None:
        """A person writes a level by hand there; a comparison would find that and make it dirty."""
        self.shop.put(level)
        self.file.mark()

    @rule(seconds=st.integers(0, 400))
    def time_passes(self, seconds: int) -> None:
        """Nothing happens, but for calls that take effect late."""
        self.driver.let_time_pass(seconds)

    @rule()
    def crash(self) -> None:
        """The program dies."""
        self.driver.crash()

    @rule()
    def distrust(self) -> None:
        """The line is redirected; a person looks, some time later."""
        self.driver.faults = ["", "redirect"]
        self.driver.wake()
        self.driver.faults = []

    @rule()
    def look(self) -> None:
        """A person says: go on, and do not wait."""
        self.driver.go(kernel.Resumed())
        self.driver.go(kernel.Hurried())

    @invariant()
    def the_file_and_the_machine_agree_on_what_is_open(self) -> None:
        """An attempt is open in both or in none."""
        assert self.driver.state.attempt == self.file.attempt or self.driver.state.phase is Phase.CLAIMING

    @invariant()
    def nothing_is_sent_twice_where_that_would_do_harm(self) -> None:
        """An absolute figure is sent once, whatever became of it."""
        assert self.method is not Method.ABSOLUTE or len(set(self.driver.sent)) == len(self.driver.sent)

    def teardown(self) -> None:
        """Let everything heal: the level offered must then be right."""
        self.look()
        self.file.aside = ""
        for _ in range(12):
            self.driver.let_time_pass(3600)
            self.driver.wake()
        assert not self.file.is_dirty
        assert self.shop.level == self.file.offered
        assert self.file.attempt is None


class ComparingWorld(World):
    """The same, where the online shop compares before it sets."""

    method = Method.COMPARE_AND_SET


TestAbsolute = World.TestCase
TestCompareAndSet = ComparingWorld.TestCase


class Chance:
    """What goes wrong and what happens meanwhile, from one seed."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.shop, self.file = ForeignShop(PLENTY), TillFile(PLENTY)
        self.queue: list[int] = []

    def fault(self) -> Fault:
        """One call in five goes wrong."""
        return self.rng.choice(("lost before", "lost after")) if self.rng.random() < 0.2 else ""

    def meanwhile(self) -> None:
        """Somebody orders, or not."""
        if self.rng.random() < 0.3:
            self.shop.order(self.rng.randint(1, 2))


def read_modify_write(chance: Chance, by: int) -> None:
    """Read the level, add, write; once more where no answer came."""
    for _ in range(4):
        chance.meanwhile()
        level, fault = chance.shop.level, chance.fault()
        chance.meanwhile()
        if fault != "lost before":
            chance.shop.put(max(0, level + by))
        if not fault:
            return


def absolute(chance: Chance, _by: int) -> None:
    """Look at the orders now and then, write what is left by those seen; what got no answer is sent again later."""
    if chance.rng.random() < 0.2:
        chance.file.take(chance.shop.orders)
    for level in [*chance.queue, chance.file.offered]:
        chance.meanwhile()
        fault = chance.fault()
        if fault != "lost before":
            chance.shop.put(level)
        if fault and level not in chance.queue:
            chance.queue.append(level)
        elif not fault and level in chance.queue:
            chance.queue.remove(level)


def delta(chance: Chance, by: int) -> None:
    """Say how much more or less there is, once more where no answer came."""
    for _ in range(4):
        chance.meanwhile()
        fault = chance.fault()
        if fault != "lost before":
            chance.shop.put(chance.shop.level + by)
        if not fault:
            return


def drifted(tell: Callable[[Chance, int], None], seed: int) -> bool:
    """Whether the level is wrong at the end of a busy day, after the orders were pulled and everything was told."""
    chance = Chance(seed)
    for _ in range(40):
        chance.meanwhile()
        by = chance.rng.choice((-2, -1, -1, 3))
        chance.file.change(by)
        tell(chance, by)
    chance.file.take(chance.shop.orders)
    return chance.shop.level != chance.file.offered


def cycled(method: Method, seed: int) -> bool:
    """Whether the level is wrong at the end of the same kind of day told by the cycle."""
    chance = Chance(seed)
    driver = Driver(method, chance.shop, chance.file, partial(cycle.step, rng=chance.rng))
    driver.between = chance.meanwhile
    for _ in range(40):
        chance.meanwhile()
        chance.file.change(chance.rng.choice((-2, -1, -1, 3)))
        driver.faults = [chance.fault() for _ in range(8)]
        driver.wake()
        driver.let_time_pass(90)
    driver.faults, driver.between = [], lambda: None
    for _ in range(6):
        driver.let_time_pass(3600)
        driver.wake()
    return chance.shop.level != chance.file.offered


@pytest.mark.parametrize("tell", [read_modify_write, absolute, delta])
def test_what_other_programs_do_drifts(tell: Callable[[Chance, int], None]) -> None:
    wrong = sum(drifted(tell, seed) for seed in range(RUNS))

    assert wrong > 0.8 * RUNS, wrong


@pytest.mark.parametrize("method", [Method.ABSOLUTE, Method.COMPARE_AND_SET])
def test_the_cycle_never_drifts(method: Method) -> None:
    assert [seed for seed in range(RUNS) if cycled(method, seed)] == []
