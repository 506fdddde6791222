"""An online shop whose levels have no version, the till's file beside it, and a line that may break: all in memory.

The shop lowers its level when something is ordered, restocks what is cancelled, and takes any figure for the truth.
`calls` counts what it was asked; `between` is done before and after each call, so that the world moves under the till.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Literal

from sync import cycle, kernel
from sync.cycle import Attempt, Cycle
from sync.errors import Distrust
from sync.kernel import Method

Fault = Literal["", "lost before", "lost after", "late", "wait", "redirect"]
LATE_MS = cycle.OVERDUE_MS - 10_000
"""How long after it was given up a call may still take effect."""


@dataclass
class Order:
    """What somebody ordered there, and the place in the feed of its last change."""

    quantity: int
    position: int
    is_open: bool = True


@dataclass
class ForeignShop:
    """The far end."""

    level: int
    orders: dict[int, Order] = field(default_factory=dict)
    position: int = 0
    answers: dict[str, bool] = field(default_factory=dict)
    late: list[tuple[int, Callable[[], object]]] = field(default_factory=list)

    def order(self, quantity: int) -> None:
        """Somebody orders what is offered."""
        if 0 < quantity <= self.level:
            self.level -= quantity
            self.position += 1
            self.orders[len(self.orders)] = Order(quantity, self.position)

    def cancel(self, number: int) -> None:
        """Somebody thinks better of it: the shop puts it back."""
        found = self.orders.get(number)
        if found is not None and found.is_open:
            self.position += 1
            self.orders[number] = Order(found.quantity, self.position, is_open=False)
            self.level += found.quantity

    def put(self, level: int) -> None:
        """Take a figure, whatever it is."""
        self.level = level

    def compare_and_put(self, key: str, was: int, level: int) -> bool:
        """Take a figure where the old one is as was read; the same key has the same answer."""
        if key not in self.answers:
            self.answers[key] = self.level == was
            if self.answers[key]:
                self.level = level
        return self.answers[key]

    def let_time_pass(self, now_ms: int) -> None:
        """Calls that were given up long ago take effect."""
        for due_ms, act in [one for one in self.late if one[0] <= now_ms]:
            self.late.remove((due_ms, act))
            act()


@dataclass
class TillFile:
    """What the till's file says of one product: goods, orders it heard of, and the dirty row."""

    on_hand: int
    held: dict[int, int] = field(default_factory=dict)
    done: set[int] = field(default_factory=set)
    heard: dict[int, int] = field(default_factory=dict)
    gen: int = 1
    is_dirty: bool = True
    aside: str = ""
    attempt: Attempt | None = None

    def change(self, by: int) -> None:
        """Goods came or went."""
        self.on_hand += by
        self.mark()

    def mark(self) -> None:
        """The online shop has something to learn."""
        self.gen += 1
        self.is_dirty, self.aside = True, ""

    def take(self, orders: dict[int, Order]) -> None:
        """Take what the order feed says, each change once."""
        for number, one in orders.items():
            if self.heard.get(number) == one.position:
                continue
            self.heard[number] = one.position
            if one.is_open and number not in self.done:
                self.held[number] = one.quantity
            else:
                self.held.pop(number, None)
            self.mark()

    def fulfil(self, number: int) -> None:
        """Ordered goods leave the shop: the movement and the end of the hold together."""
        if number in self.held:
            self.done.add(number)
            self.on_hand -= self.held.pop(number)
            self.mark()

    @property
    def offered(self) -> int:
        """What is to be offered online."""
        return cycle.offered(self.on_hand, sum(self.held.values()))


class Driver:
    """Does what the cycle decides, in one thread; a crash leaves the file and nothing else."""

    def __init__(self, method: Method, shop: ForeignShop, file: TillFile, step: Callable[..., cycle.Step]) -> None:
        self.shop, self.file, self.method, self._step = shop, file, method, step
        self.state = Cycle(method)
        self.now_ms = 1_000_000
        self.faults: list[Fault] = []
        self.between: Callable[[], object] = lambda: None
        self.sent: list[str] = []
        self._ids: Iterator[int] = count()

    def wake(self) -> None:
        """Look at the orders, as every round of a till does, then tell what is to be told."""
        if not self._fault():
            self.file.take(self.shop.orders)
        if self.file.is_dirty and not self.file.aside:
            self.go(kernel.Woken())

    def go(self, event: cycle.Event | None) -> None:
        """Take an event and all that follow from it."""
        while event is not None:
            self.state, effects = self._step(self.state, event, self.now_ms)
            event = None
            for effect in effects:
                event = self._do(effect)

    def crash(self) -> None:
        """The program dies; only the file is left."""
        attempt = self.file.attempt
        self.state = Cycle(self.method) if attempt is None else cycle.taken_up(self.method, attempt)

    def let_time_pass(self, seconds: int) -> None:
        """Nothing happens, but for what was on its way."""
        self.now_ms += seconds * 1000
        self.shop.let_time_pass(self.now_ms)

    def _do(self, effect: cycle.Effect) -> cycle.Event | None:
        match effect:
            case cycle.Claim(change):
                self.file.attempt = Attempt(f"a{next(self._ids)}", change, self.now_ms)
                return cycle.Claimed(self.file.attempt.id, self.now_ms)
            case cycle.Settle(attempt, gen):
                self._forget(attempt)
                self.file.is_dirty = self.file.gen != gen
            case kernel.SetAside(attempt, reason):
                self._forget(attempt)
                self.file.aside = reason
            case kernel.Release(attempt):
                self._forget(attempt)
            case _:
                self.between()
                event = self._call(effect)
                self.between()
                return event
        return None

    def _forget(self, attempt: str) -> None:
        if attempt:
            assert self.file.attempt is not None
            assert self.file.attempt.id == attempt
            self.file.attempt = None

    def _call(self, effect: cycle.Effect) -> cycle.Event | None:
        fault = self._fault()
        if fault == "redirect":
            return kernel.Distrusted(Distrust.REDIRECT)
        if fault == "wait":
            return kernel.ToldToWait(20_000)
        if fault == "lost before":
            return kernel.Lost()
        match effect:
            case cycle.PullOrders():
                self.file.take(self.shop.orders)
                event: cycle.Event = cycle.Pulled(cycle.News(self.file.offered, self.file.gen, self.shop.position))
            case cycle.ReadLevel():
                event = cycle.LevelRead(self.shop.level)
            case kernel.Send(attempt):
                if fault == "late":
                    assert self.file.attempt is not None
                    held = self.file.attempt
                    self.shop.late.append((self.now_ms + LATE_MS, lambda: self._write(held)))
                    return kernel.Lost()
                event = self._write_open(attempt)
            case _:
                return None
        return kernel.Lost() if fault in {"lost after", "late"} else event

    def _write_open(self, attempt: str) -> cycle.Event:
        held = self.file.attempt
        assert held is not None, "nothing is sent that is not in the file"
        assert held.id == attempt
        self.sent.append(attempt)
        return self._write(held)

    def _write(self, held: Attempt) -> cycle.Event:
        level = held.change.news.level
        if self.method is Method.ABSOLUTE:
            self.shop.put(level)
            return cycle.Taken()
        assert held.change.was is not None
        return cycle.Taken() if self.shop.compare_and_put(held.id, held.change.was, level) else kernel.Stale()

    def _fault(self) -> Fault:
        return self.faults.pop(0) if self.faults else ""
