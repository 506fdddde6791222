"""How the shop window stands, as a value the till's screen can show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sync.errors import SyncError


@dataclass(frozen=True, slots=True)
class WindowState:
    """What a cashier may want to know of the shop window.

    current_at is the last moment, by the till's clock, at which the window was known to show all there is;
    waiting and set_aside count products, left_aside those of the latter that a person left there, held the differences
    that the brake holds back. orders_open counts reservations that are not at their end, orders_unseen those nobody at
    the till has looked at; orders_heard_ms grows with every change of any of them; questions_open and
    questions_heard_ms are the same of what shoppers asked. skew is how far the till's clock is
    ahead, None while it is near enough. trouble is a Temporary while the till tries again by itself, a Suspended when
    it waits for a person.
    """

    linked: bool
    window_url: str = ""
    shop_name: str = ""
    current_at: datetime | None = None
    waiting: int = 0
    set_aside: int = 0
    trouble: SyncError | None = None
    left_aside: int = 0
    held: int = 0
    skew: timedelta | None = None
    orders_open: int = 0
    orders_unseen: int = 0
    orders_heard_ms: int = 0
    questions_open: int = 0
    questions_heard_ms: int = 0


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a push carried: products and levels the window took, products set aside, batches answered."""

    products: int = 0
    levels: int = 0
    set_aside: int = 0
    batches: int = 0

    def __add__(self, other: Pushed) -> Pushed:
        return Pushed(
            products=self.products + other.products,
            levels=self.levels + other.levels,
            set_aside=self.set_aside + other.set_aside,
            batches=self.batches + other.batches,
        )
