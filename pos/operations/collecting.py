"""Collecting: who reserved stands here, and what was put aside goes on the ticket at the counter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pos.database import online_orders, tickets
from pos.database.connection import Database
from pos.domain.errors import ShopError, UnknownOrder
from pos.domain.online_order import OnlineOrder
from pos.domain.quantity import Quantity
from pos.domain.ticket import Ticket, set_quantity
from pos.operations import parking, selling
from pos.operations.ordering import put_on_ticket


@dataclass(frozen=True, slots=True)
class Collected:
    """The ticket that is open now, with the goods on it; parked names the one before, empty where none was parked."""

    ticket: Ticket
    order: OnlineOrder
    parked: str
    count: int


def collect_here(
    db: Database,
    target: str,
    order_id: str,
    *,
    leaving: Ticket,
    park_as: str,
    fresh_id: str,
    quantities: Mapping[int, Quantity] | None,
    now: datetime,
) -> Collected:
    """Put a reservation's goods on a ticket of their own; selling it fulfils the reservation.

    A ticket with lines is parked first, a step of its own: a power cut in between leaves it parked and the
    reservation as it was. When the goods cannot be put on a ticket, the one before is taken back.

    Args:
        db: the shop.
        target: the online shop.
        order_id: the reservation.
        leaving: the ticket on the counter.
        park_as: under which name it is parked.
        fresh_id: the id of the ticket that follows it.
        quantities: how much of each line the customer takes; None for all that is held.
        now: the moment.

    Raises:
        ShopError: as `put_on_ticket` says; the ticket on the counter is as it was.
    """
    parked = park_as if leaving.lines else ""
    if parked:
        parking.park(db, leaving, name=park_as, now=now)
    try:
        ticket = put_on_ticket(db, target, order_id, Ticket(fresh_id) if parked else leaving, now=now)
    except ShopError:
        if parked:
            parking.take_back(db, leaving.id, leaving=Ticket(fresh_id), name="", now=now)
        raise
    order = online_orders.get(db, target, order_id)
    if order is None:
        raise UnknownOrder(order_id)
    if quantities is not None:
        ticket = _lowered(ticket, order, quantities)
        selling.keep_ticket(db, ticket, now=now)
    return Collected(ticket, order, parked, tickets.count_parked(db))


def carried_by(db: Database, ticket: Ticket) -> tuple[OnlineOrder, ...]:
    """The open reservations a ticket carries as it is now, kept or not yet, the oldest first."""
    on_it = {line.product_id for line in ticket.lines}
    return tuple(
        order
        for order in online_orders.tied_to(db, ticket.id)
        if order.state.is_open and any(line.product_id in on_it for line in order.lines)
    )


def _lowered(ticket: Ticket, order: OnlineOrder, quantities: Mapping[int, Quantity]) -> Ticket:
    """Take off the ticket what the customer does not take of a reservation, the ticket having nothing else."""
    for one in order.lines:
        less = one.held - quantities.get(one.line, one.held)
        place = next((place for place, line in enumerate(ticket.lines) if line.product_id == one.product_id), None)
        if less and place is not None:
            ticket = set_quantity(ticket, place, ticket.lines[place].quantity - less)
    return ticket
