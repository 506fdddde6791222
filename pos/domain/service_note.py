"""The note a customer is given for services before paying: what it says, and when it is due.

Source: arrêté n° 83-50/A of 3 October 1983, articles 1 to 4: from a price the law names (VAT included) a note is due
once the service is rendered and before it is paid; below, when the customer asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pos.domain.catalogue import Supply
from pos.domain.money import Money, total
from pos.domain.sale import SaleLine, TillIdentity
from pos.domain.tax import VatShare

if TYPE_CHECKING:
    from pos.domain.ticket import Ticket


@dataclass(frozen=True, slots=True)
class ServiceNote:
    """What is to be paid, line by line, before it is paid; ticket_id is the ticket it is about."""

    ticket_id: str
    till: TillIdentity
    number: int
    made_at: datetime
    lines: tuple[SaleLine, ...]
    vat: tuple[VatShare, ...]
    total: Money


def services_on(ticket: Ticket) -> Money:
    """What the services on a ticket cost, VAT included."""
    return total((line.gross for line in ticket.lines if line.supply is Supply.SERVICE), ticket.currency)


def needs_note(ticket: Ticket, from_amount: Money) -> bool:
    """Whether the services on a ticket are worth a note, due from an amount on."""
    return any(line.supply is Supply.SERVICE for line in ticket.lines) and services_on(ticket) >= from_amount
