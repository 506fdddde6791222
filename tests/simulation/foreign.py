"""Two online shops of another make, whose levels have no version: one takes any figure, one compares before it sets.

They are the world's own (`tests.sync.foreign_shop`): they lower their level themselves when something is ordered. The
till's side is `sync.cycle`; what it keeps in its file is kept by the model of a file, since no such connector is built.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from sync import cycle, kernel
from sync.kernel import Method
from tests.simulation import people
from tests.simulation.trace import Violation
from tests.sync.foreign_shop import Driver, Fault, ForeignShop, TillFile

if TYPE_CHECKING:
    from tests.simulation.machine import Machine
    from tests.simulation.world import World

PIECE: Final = 1000
ROUNDS: Final = 40
_CALLS_A_ROUND: Final = 8
_FAULTS: Final[tuple[Fault, ...]] = ("lost before", "lost after", "late", "wait", "redirect")


class Stall:
    """One article in one foreign shop."""

    def __init__(self, world: World, machine: Machine, method: Method, product: str) -> None:
        pieces = machine.truth.levels[product] // PIECE
        self.product, self.method = product, method
        self.shop, self.file = ForeignShop(pieces), TillFile(pieces)
        self.driver = Driver(method, self.shop, self.file, partial(cycle.step, rng=world.chance))

    @property
    def meant(self) -> int:
        """What the shop should offer: what is there less what was ordered and not collected yet."""
        ordered = [one.quantity for number, one in self.shop.orders.items() if number in self._uncollected]
        return max(0, self.file.on_hand - sum(ordered))

    @property
    def _uncollected(self) -> list[int]:
        return [number for number, one in self.shop.orders.items() if one.is_open and number not in self.file.done]

    def follow(self, level_milli: int) -> None:
        """The goods in the shop changed, in whatever way."""
        pieces = level_milli // PIECE
        if pieces != self.file.on_hand:
            self.file.change(pieces - self.file.on_hand)

    def somebody(self, world: World) -> None:
        """Somebody orders there, or thinks better of it."""
        if world.chance.random() < 0.8:
            self.shop.order(world.chance.randrange(1, 4))
        elif self._uncollected:
            self.shop.cancel(world.chance.choice(self._uncollected))

    def hand_over(self, world: World, machine: Machine) -> None:
        """Goods ordered there leave the shop."""
        known = [number for number in self._uncollected if number in self.file.held]
        if not known:
            return
        number = world.chance.choice(known)
        pieces, before = self.file.held[number], machine.truth.levels[self.product]
        people.move_goods(world, machine, self.product, -pieces * PIECE)
        if machine.truth.levels[self.product] != before:
            self.file.done.add(number)
            self.file.held.pop(number)
            self.file.mark()

    def round(self, world: World, machine: Machine) -> None:
        """The till's turn with this article; life goes on between the calls."""
        share = machine.wire.weather.share
        drawn = [world.chance.random() for _ in range(_CALLS_A_ROUND)]
        self.driver.faults = [world.chance.choice(_FAULTS) if one < share else "" for one in drawn]
        self.driver.between = lambda: self._meanwhile(world)
        seconds = (world.time.now_ms - self.driver.now_ms) // 1000
        self.driver.let_time_pass(max(0, seconds))
        self.driver.wake()

    def settle(self, world: World, machine: Machine) -> None:
        """Nothing goes wrong any more: in the end it offers what there is."""
        for _ in range(ROUNDS):
            self.driver.go(kernel.Resumed())
            self.driver.faults, self.driver.between = [], lambda: None
            self.file.aside = ""
            self.driver.let_time_pass(600)
            self.driver.wake()
            if not self.file.is_dirty:
                break
        self.driver.now_ms = max(self.driver.now_ms, world.time.now_ms)
        if self.shop.level != self.meant or self.file.is_dirty:
            raise Violation(f"{self.method} {self.product} offers {self.shop.level}, not {self.meant}")

    def _meanwhile(self, world: World) -> None:
        if world.chance.random() < 0.15:
            self.somebody(world)


def open_stalls(world: World, machine: Machine) -> list[Stall]:
    """Two articles in each of the two shops."""
    products = world.chance.sample(sorted(machine.truth.levels), 4)
    methods = (Method.ABSOLUTE, Method.ABSOLUTE, Method.COMPARE_AND_SET, Method.COMPARE_AND_SET)
    return [Stall(world, machine, method, product) for method, product in zip(methods, products, strict=True)]


def order_elsewhere(world: World, machine: Machine) -> None:
    """Somebody orders in a foreign shop."""
    world.chance.choice(world.stalls).somebody(world)


def hand_over_elsewhere(world: World, machine: Machine) -> None:
    """What was ordered in a foreign shop is handed over."""
    world.chance.choice(world.stalls).hand_over(world, world.machines[0])


def sync_elsewhere(world: World, machine: Machine) -> None:
    """The till's turn with the foreign shops."""
    for stall in world.stalls:
        stall.round(world, world.machines[0])
