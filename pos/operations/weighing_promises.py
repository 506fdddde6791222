"""Which lines of a ticket take goods that are promised to people who are not here: said, and never refused."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from pos.database import online_orders, stock
from pos.database.connection import Database
from pos.domain.online_order import OnlineOrder, OrderMode, OrderState
from pos.domain.order_deed import to_collect
from pos.domain.quantity import Quantity, Unit
from pos.domain.ticket import Ticket

_PROMISED: Final = frozenset({OrderState.HELD, OrderState.CONFIRMED})


@dataclass(frozen=True, slots=True)
class Overridden:
    """An article of which the ticket takes more than the shop has for itself: so much is left, so much of it promised.

    left is what is on hand before the ticket is sold; promised is never more than that.
    """

    product_id: str
    name: str
    unit: Unit
    promised: Quantity
    left: Quantity


def overridden_by(db: Database, ticket: Ticket) -> tuple[Overridden, ...]:
    """The articles of a ticket that are promised to others, in the order of its lines.

    What is promised to the customer this ticket is for (a reservation on it) is no one else's. Where nothing is
    promised the file is asked one question.
    """
    wanted = Counter[str]()
    for line in ticket.lines:
        wanted[line.product_id] += line.quantity.milli
    promised = Counter[str]()
    for _, product_id, milli in online_orders.promised_milli(db, wanted):
        promised[product_id] += milli
    if not promised:
        return ()
    promised.subtract(_for_this_customer(db, ticket.id))
    names = {line.product_id: line for line in ticket.lines}
    found = (_weighed(db, line.name, line.unit, key, wanted[key], promised[key]) for key, line in names.items())
    return tuple(one for one in found if one is not None)


def _for_this_customer(db: Database, ticket_id: str) -> Counter[str]:
    own = Counter[str]()
    for order in online_orders.on_ticket(db, ticket_id):
        for line in order.lines:
            own[line.product_id] += to_collect(order, line).milli if _counts(order) else 0
    return own


def _counts(order: OnlineOrder) -> bool:
    """Whether its goods are among those promised: a request is not yet, unless served from units handed over."""
    return order.state in _PROMISED or (order.state.is_open and order.mode is OrderMode.ESCROW)


def _weighed(db: Database, name: str, unit: Unit, product_id: str, wanted: int, promised: int) -> Overridden | None:
    level = stock.level(db, product_id)
    left = 0 if level is None else level.on_hand.milli
    if promised <= 0 or wanted <= 0 or left - wanted >= promised:
        return None
    return Overridden(product_id, name, unit, Quantity(max(0, min(promised, left))), Quantity(left))
