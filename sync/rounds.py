"""When reservations are talked about: deeds at once, the feed every ten seconds and after a wake; on the sync thread.

Every call goes through the line's own kernel (`Push.ask`), so that one wait holds for all calls of an online shop.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from pos.database import order_deeds, till
from pos.operations.taking_orders import forget_old
from sync import orders
from sync.content_rounds import ContentRounds
from sync.kernel import Phase
from sync.topping import Topping

if TYPE_CHECKING:
    from pos.database.connection import Database
    from sync.connector import Connector
    from sync.push import Push

ORDERS_EVERY_S: Final = 10.0
APART_S: Final = 1.0
"""Least time between two readings of the feed, however often the worker is woken."""
_FORGOTTEN_EVERY_S: Final = 6 * 3600.0


class OrderRounds:
    """What is due about reservations in a round of the worker; belongs to its thread, but for `hurry`."""

    def __init__(self, *, every_s: float = ORDERS_EVERY_S, apart_s: float = APART_S) -> None:
        """Everything is due at once."""
        self._every_s = every_s
        self._apart_s = apart_s
        self._last = self._forgotten = float("-inf")
        self._is_hurried = False
        self._topping = Topping()
        self._contents = ContentRounds()

    @property
    def pause(self) -> float:
        """The seconds until the feed is to be read again."""
        return max(0.0, self._last + self._wanted_apart - time.monotonic())

    def hurry(self) -> None:
        """Something happened in the shop: read the feed soon. May be called from another thread."""
        self._is_hurried = True

    def tell_deeds(self, db: Database, push: Push, stopped: Callable[[], bool]) -> None:
        """Tell what the shop did, before its levels are sent: so goods that left end their hold in the same moment."""
        if (
            _is_well(db, push)
            and order_deeds.any_waiting(db, push.link.target)
            and push.ask(lambda line: orders.tell_deeds(db, push.link, line, clock=lambda: push.now, stopped=stopped))
        ):
            self._is_hurried = True

    def go(self, db: Database, push: Push, stopped: Callable[[], bool]) -> None:
        """Do what is due, as long as the line is well; what fails is due again when the line's wait is over."""
        self.tell_deeds(db, push, stopped)
        if not _is_well(db, push) or self.pause or stopped():
            return
        hurried, self._is_hurried = self._is_hurried, False
        for errand in self._errands(db, push, stopped):
            is_more = push.ask(errand)
            if push.state.phase is not Phase.CLEAN:
                self._is_hurried = hurried
                return
            self._is_hurried = self._is_hurried or bool(is_more)
        self._last = time.monotonic()
        if self._last > self._forgotten + _FORGOTTEN_EVERY_S:
            self._forgotten = self._last
            forget_old(db, now=push.now)

    def _errands(
        self, db: Database, push: Push, stopped: Callable[[], bool]
    ) -> list[Callable[[Connector], bool | None]]:
        link, clock = push.link, lambda: push.now
        return [
            lambda line: orders.pull(db, link, line, clock=clock, stopped=stopped),
            lambda line: orders.tell_rules(db, link, line, clock=clock),
            lambda line: orders.tell_escrow(db, link, line, self._topping, clock=clock, stopped=stopped),
            lambda line: self._contents.go(db, push, line, stopped),
        ]

    @property
    def _wanted_apart(self) -> float:
        return self._apart_s if self._is_hurried else self._every_s


def _is_well(db: Database, push: Push) -> bool:
    """Whether the line is well and publishes under the term of the file's epoch."""
    return push.state.phase is Phase.CLEAN and push.link.epoch == till.identity(db).epoch
