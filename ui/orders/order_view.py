"""What the preparation list shows, as the shop's file knows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from pos.database import online_orders, order_deeds
from pos.database.online_orders import RefusedOrder
from pos.database.order_deeds import KeptDeed
from pos.domain.identity import to_ms
from pos.domain.online_order import OnlineOrder, OrderState
from ui.orders.order_words import plain

if TYPE_CHECKING:
    from pos.database.connection import Database

KEPT_IN_SIGHT: Final = timedelta(days=7)
MOST_ENDED: Final = 200

_TO_DO: Final = frozenset({OrderState.REQUESTED, OrderState.HELD})


@dataclass(frozen=True, slots=True)
class OrderView:
    """The reservations that are open, those that ended lately, and those nobody could read.

    untold names (target and id) those of which the online shop was not told yet what was done; turned_down is, by the
    same, what was done last where the online shop would not take it.
    """

    open: tuple[OnlineOrder, ...] = ()
    ended: tuple[OnlineOrder, ...] = ()
    refused: tuple[RefusedOrder, ...] = ()
    untold: frozenset[tuple[str, str]] = frozenset()
    turned_down: Mapping[tuple[str, str], KeptDeed] = field(default_factory=dict)

    @property
    def unseen(self) -> tuple[OnlineOrder, ...]:
        """Those nobody has looked at."""
        return tuple(order for order in self.open if not order.is_seen)

    @property
    def ended_unseen(self) -> tuple[OnlineOrder, ...]:
        """Those that were called off or ran out while nobody looked."""
        return tuple(order for order in self.ended if not order.is_seen)

    @property
    def to_do(self) -> int:
        """How many somebody has to answer or to put aside."""
        return sum(order.state in _TO_DO for order in self.open)

    def numbered(self, number: str) -> OnlineOrder | None:
        """The one people call so, an open one before those that ended."""
        wanted = plain(number)
        return next((order for order in (*self.open, *self.ended) if wanted and plain(order.number) == wanted), None)


def look(db: Database, *, now: datetime) -> OrderView:
    """Ask the file for all of it."""
    waiting = online_orders.open_orders(db)
    ended = online_orders.ended(db, to_ms(now - KEPT_IN_SIGHT), MOST_ENDED)
    targets = sorted({order.target for order in (*waiting, *ended)})
    deeds = (deed for target in targets for deed in order_deeds.waiting(db, target))
    return OrderView(
        tuple(waiting),
        tuple(ended),
        tuple(online_orders.refused(db)),
        frozenset((deed.target, deed.order_id) for deed in deeds),
        {(deed.target, deed.order_id): deed for deed in order_deeds.refused_last(db)},
    )
