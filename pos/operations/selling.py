"""Selling: keeping the open ticket safe, and turning it into a sale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pos.database import outbox, sales, stock, tickets, till
from pos.database.connection import Database, transaction
from pos.domain.errors import EmptyTicket
from pos.domain.identity import NewId, to_ms
from pos.domain.payment import Payment, change_for
from pos.domain.sale import Sale, close, movements
from pos.domain.tax import TaxRate
from pos.domain.ticket import Ticket
from pos.operations.changes import Changes


@dataclass(frozen=True, slots=True)
class Sold:
    """A sale that is kept, whatever dies afterwards; `again` when this ticket had already been sold."""

    sale: Sale
    changes: Changes
    again: bool = False


def sell(db: Database, ticket: Ticket, payments: Sequence[Payment], *, now: datetime, rates: Sequence[TaxRate]) -> Sold:
    """Sell a ticket: sale, lines, VAT, payments, movements, levels and what the window must learn, all or none.

    A ticket is sold once: the same ticket again (a second press of the key, a retry after a lost answer) gives the
    sale already made and writes nothing.

    Args:
        db: the shop.
        ticket: what is bought.
        payments: what was handed over.
        now: the moment of sale, in the shop's time zone.
        rates: the VAT rates by class and day.

    Raises:
        EmptyTicket, PaymentShort, ChangeWithoutCash: nothing is written.
        DatabaseError: nothing is written.
    """
    if not ticket.lines:
        raise EmptyTicket
    change_for(ticket.total, payments)
    with transaction(db):
        earlier = sales.get(db, ticket.id)
        if earlier is not None:
            return Sold(earlier, Changes(), again=True)
        count = len(ticket.lines)
        taken = till.take(db, numbers=1, movements=count, versions=count)
        sale = close(ticket, payments, till=taken.till, number=taken.number, sold_at=now, rates=rates)
        moved = movements(sale, first_seq=taken.first_seq)
        sales.add(db, sale)
        stock.record(db, moved, first_version=taken.first_version)
        outbox.mark_levels(db, ((one.product_id, taken.first_version + place) for place, one in enumerate(moved)))
        tickets.forget(db, ticket.id)
        tickets.forget_parked(db, ticket.id)
    return Sold(sale, Changes(sales=True, stock=True, online=True))


def keep_ticket(db: Database, ticket: Ticket, *, now: datetime) -> None:
    """Keep the open ticket as it is now; called at every change of it, before the next one is accepted."""
    with transaction(db):
        if sales.get(db, ticket.id) is None:
            tickets.save(db, ticket, saved_at_ms=to_ms(now))


def resume_ticket(db: Database, *, new_id: NewId) -> Ticket:
    """The ticket that was open when the till last stopped, or a fresh one."""
    kept = tickets.load(db)
    if kept is None or sales.get(db, kept.id) is not None:
        return Ticket(new_id())
    return kept
