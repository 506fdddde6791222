"""The world of one episode: its time, its town, its tills, and who is believed to publish."""

from __future__ import annotations

import random
import shutil
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import sync.rounds
import sync.topping
import sync.worker
from pos.domain.catalogue import Product
from pos.domain.money import Money
from pos.domain.quantity import Quantity
from pos.operations.cataloguing import add_product, open_stock
from pos.operations.escrowing import promised_online
from pos.operations.opening import open_shop
from tests.builders import NOON, MemoryKeys, ids
from tests.simulation import people
from tests.simulation.chance import secrets_from
from tests.simulation.disks import AnyDisk, PlainDisk, WatchedDisk
from tests.simulation.foreign import Stall, open_stalls
from tests.simulation.machine import Machine
from tests.simulation.reservations import Reservation, oversold
from tests.simulation.times import MINUTE_MS, TillClock, WorldTime, only_monotonic, replaced
from tests.simulation.town import Town, memory_folder, set_up
from tests.simulation.trace import Trace, Violation
from tests.simulation.truth import Card, Deed, Truth
from tests.simulation.wire import Answer, Call, Wire

SHELF = 8
WATCHED = 0.15
"""The share of tills whose disk loses what was not synced; it costs time."""
OPENING = 40_000
LATEST_MS = 2 * MINUTE_MS
"""A call is late by this at most, or so late that everything was said anew meanwhile (until after a quiet point)."""
_RUDE = 0.02
_SALE_MEANWHILE = 0.12
_DEATH_MEANWHILE = 0.004


class World:
    """Everything there is in an episode; events change it, laws look at it."""

    def __init__(self, folder: Path, seed: str) -> None:
        self.folder = folder
        self.chance = random.Random(seed)
        self.secrets = random.Random(f"secrets of {seed}")
        self.time = WorldTime()
        self.trace = Trace()
        self.town = Town(folder, self.time)
        self.machines: list[Machine] = []
        self.publisher: Machine | None = None
        self.clones: tuple[Machine, Machine] | None = None
        self.late: list[tuple[int, Call]] = []
        self.very_late: list[Call] = []
        self.told: dict[str, list[tuple[int, int]]] = defaultdict(list)
        self.honest_since_ms = self.time.now_ms
        self.marks: dict[str, tuple[tuple[int, int], tuple[int, int]]] = {}
        self.town_backups: list[tuple[Path, dict[str, tuple[tuple[int, int], tuple[int, int]]]]] = []
        self.reservations: dict[str, Reservation] = {}
        self.knows_all = True
        self.overridden: set[str] = set()
        self.stalls: list[Stall] = []
        self.is_calm = True
        self.is_silent = False
        self.something_was_forgotten = False
        self._published_last: Machine | None = None
        self._numbers = 0

    @contextmanager
    def open(self) -> Iterator[None]:
        """Let time, chance and town be this world's while the episode runs."""
        with ExitStack() as stack:
            stack.enter_context(secrets_from(self.secrets))
            for place in (sync.worker, sync.rounds, sync.topping):
                stack.enter_context(replaced(place, "time", only_monotonic(self.time)))
            stack.enter_context(self.town.open())
            first = self.add_machine("A", watched=self.chance.random() < WATCHED)
            self.stalls = open_stalls(self, first)
            try:
                yield
            finally:
                for machine in self.machines:
                    machine.stop()

    def number(self) -> int:
        """A number nobody had."""
        self._numbers += 1
        return self._numbers

    def add_machine(self, name: str, *, watched: bool = False) -> Machine:
        """A till with a file of its own, which knows the same articles as any other."""
        prepared, keys, truth = _prepared(name)
        path = Path(shutil.copy(prepared, self._machine_folder(name) / f"{name}.db"))
        held = MemoryKeys()
        held.secrets = dict(keys)
        return self.put(name, path, WatchedDisk() if watched else PlainDisk(), held, truth.copy())

    def put(self, name: str, path: Path, disk: AnyDisk, keys: MemoryKeys, truth: Truth) -> Machine:
        """A machine with this file on its disk joins the world."""
        wire = Wire(self._hear, self.chance, self.trace, lambda call: self._meanwhile(machine), self._hold_back)
        machine = Machine(
            name,
            path,
            disk=disk,
            keys=keys,
            truth=truth,
            clock=TillClock(self.time),
            wire=wire,
            new_id=ids(self.chance.getrandbits(32)),
            chance=random.Random(self.chance.getrandbits(64)),
        )
        self.machines.append(machine)
        return machine

    def clone_path(self) -> Path:
        """Where a copied disk lies."""
        name = f"clone-{self.number()}"
        return self._machine_folder(name) / f"{name}.db"

    def retire(self, machine: Machine) -> None:
        """A machine is switched off for good."""
        machine.stop()
        self.machines.remove(machine)
        self.stalls_follow()

    def publishes(self, machine: Machine | None) -> None:
        """From now on this machine's truth is what the window is to show; None while nobody is joined.

        Units that another till handed over stay the window's; what lies beside the new one need not suffice for them.
        """
        self.publisher = machine
        self.something_was_forgotten = True
        if machine is not None:
            self.remember(machine, tuple(machine.truth.levels))
            if machine is not self._published_last:
                self.overridden |= machine.truth.levels.keys()
            self._published_last = machine

    def remember(self, machine: Machine, products: tuple[str, ...]) -> None:
        """Levels of the publishing till changed now."""
        if machine is self.publisher:
            for product in products:
                self.told[product].append((self.time.now_ms, machine.truth.levels[product]))

    def need(self, holds: bool, words: str) -> None:
        """What must be so."""
        if not holds:
            raise Violation(words)

    def moved(self, machine: Machine, deed: Deed) -> None:
        """Levels changed now; goods in the customer's hand win, even those that the window has a right to."""
        products = tuple(product for product, _ in getattr(deed, "basket", ()))
        self.remember(machine, products)
        self.stalls_follow()
        self.overridden |= {product for product in products if self.left_over(machine, product) < 0}

    def stalls_follow(self) -> None:
        """The foreign shops sell what the first till has."""
        for stall in self.stalls:
            stall.follow(self.machines[0].truth.levels[stall.product])

    def left_over(self, machine: Machine, product: str) -> int:
        """What is there beside what the till says is promised online."""
        return machine.truth.levels[product] - promised_online(machine.db, product).milli

    def forget_reservations(self) -> None:
        """The town has forgotten some, or all: what shoppers were told before counts no longer."""
        self.reservations.clear()
        self.knows_all = False
        self.overridden |= {product for machine in self.machines for product in machine.truth.levels}

    def look_for_oversell(self) -> None:
        """No more is promised from units handed over than there is, at any moment (but for what was overridden)."""
        found = oversold(self)
        self.trace.counts["oversold"] += len(found)
        self.need(not found, f"more is promised than there is (promised, there): {found}")

    def pass_by(self, milliseconds: int) -> None:
        """Time passes; calls that are late arrive before they would be too late."""
        self.time.pass_by(milliseconds)
        self.deliver_late(older_than_ms=LATEST_MS - MINUTE_MS)

    def deliver_late(self, *, older_than_ms: int = 0) -> None:
        """Calls whose till gave up long ago arrive, in any order; nobody waits for the answers."""
        before_ms = self.time.now_ms - older_than_ms
        due = [one for one in self.late if one[0] <= before_ms]
        self.late = [one for one in self.late if one[0] > before_ms]
        self.chance.shuffle(due)
        for sent_ms, call in due:
            if self.time.now_ms - sent_ms > LATEST_MS or self.chance.random() < 0.2:
                self.very_late.append(call)
            else:
                self.trace.note("late call arrives", call.path)
                if self._joins_nobody(call):
                    self.publishes(None)

    def deliver_very_late(self) -> bool:
        """Calls of another time arrive; everything was said anew since. Whether somebody must join again."""
        calls, self.very_late = self.very_late, []
        self.chance.shuffle(calls)
        is_joined = True
        for call in calls:
            self.trace.note("very late call arrives", call.path)
            is_joined = not self._joins_nobody(call) and is_joined
        return not is_joined

    def _joins_nobody(self, call: Call) -> bool:
        """Let a late call be heard; whether it spent a code, so that a key nobody holds has the newest term."""
        before = self.town.term()
        self._hear(call)
        return call.path.endswith("/pair") and self.town.term() != before

    def survive(self, machine: Machine) -> None:
        """A program died: it starts again, and what was being done is done or not, but never half."""
        self.trace.note("death", machine.name)
        machine.die()
        if machine is self.machines[0]:
            for stall in self.stalls:
                stall.driver.crash()
        deed = machine.truth.under_way
        if deed is not None:
            if people.is_done(machine.db, deed):
                machine.truth.settle()
                self.moved(machine, deed)
            else:
                machine.truth.fail()

    def _meanwhile(self, machine: Machine) -> None:
        """A call is on its way: nothing may be held open, and life goes on."""
        if machine.is_in_a_transaction:
            raise Violation("a transaction is open while the network is waited for")
        if self.is_silent:
            return
        drawn = self.chance.random()
        if drawn < _SALE_MEANWHILE:
            self.trace.note("sale meanwhile", machine.name)
            people.sell_some(self, machine, self.basket_on_shelf(machine))
        elif drawn < _SALE_MEANWHILE + _DEATH_MEANWHILE and not self.is_calm:
            machine.lose_power()

    def basket(self, machine: Machine) -> tuple[tuple[str, int], ...]:
        """A few articles somebody wants."""
        articles = sorted(machine.truth.cards)
        chosen = self.chance.sample(articles, self.chance.choice((1, 1, 1, 2, 3)))
        return tuple((article, 1000 * self.chance.randrange(1, 4)) for article in chosen)

    def basket_on_shelf(self, machine: Machine) -> tuple[tuple[str, int], ...]:
        """A few articles somebody takes: mostly of what is there and not promised to others."""
        wanted = self.basket(machine)
        if self.chance.random() < _RUDE:
            return wanted
        left = ((article, min(milli, self.left_over(machine, article))) for article, milli in wanted)
        return tuple((article, milli) for article, milli in left if milli > 0)

    def _hold_back(self, call: Call) -> None:
        self.late.append((self.time.now_ms, call))

    def _hear(self, call: Call) -> Answer:
        answer = self.town.hear(call)
        self.trace.mark(call.body)
        self.trace.mark(answer.body)
        self.trace.counts["calls"] += 1
        if answer.status >= 500:
            raise Violation(f"the catalogue broke: {answer.status} to {call.method} {call.path}")
        return answer

    def _machine_folder(self, name: str) -> Path:
        folder = self.folder / name
        folder.mkdir()
        return folder


@cache
def _prepared(name: str) -> tuple[Path, dict[str, str], Truth]:
    """A till's file with its first stock, made once in a process and copied for every episode; never joined yet."""
    import atexit

    folder = Path(mkdtemp(prefix="till-", dir=memory_folder()))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    keys, truth = MemoryKeys(), Truth()
    chance = random.Random(name)
    with secrets_from(chance):
        db = open_shop(folder / "shop.db", now=NOON, new_id=ids(chance.getrandbits(32)), keys=keys)
        for place in range(SHELF):
            product = Product(f"article-{place}", f"Savon {place}", Money(150 + 35 * place))
            add_product(db, product, [code(place)])
            truth.cards[product.id] = Card(product.name, 150 + 35 * place)
            truth.levels[product.id] = OPENING
        open_stock(db, [(one, Quantity(OPENING)) for one in truth.cards], now=NOON, ref="opening")
        truth.movements[1] = SHELF
        truth.moves["opening"] = tuple(truth.levels.items())
        db.close()
    return folder / "shop.db", keys.secrets, truth


def code(place: int) -> str:
    """The barcode of an article: one that any shop may give itself."""
    return f"200{place:05}"


@contextmanager
def new_world(seed: str) -> Iterator[World]:
    """A fresh world, gone afterwards."""
    set_up()
    with TemporaryDirectory(prefix="world-", dir=memory_folder()) as folder:
        world = World(Path(folder), seed)
        with world.open():
            yield world
