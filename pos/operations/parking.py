"""Parking: a ticket is put aside under a name while another customer is served, and taken back later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pos.database import sales, tickets
from pos.database.connection import Database, transaction
from pos.database.tickets import ParkedTicket
from pos.domain.errors import EmptyTicket, ParkedTicketGone
from pos.domain.identity import to_ms
from pos.domain.ticket import Ticket
from pos.operations.noting import note_cancelled, note_taken_off

LONGEST_NAME: Final = 40


@dataclass(frozen=True, slots=True)
class Parking:
    """What a change left: the ticket it was about, under which name, and how many are parked now."""

    ticket: Ticket
    name: str
    count: int


def park(db: Database, ticket: Ticket, *, name: str, now: datetime) -> Parking:
    """Put the open ticket aside: it is parked and no longer open, both or neither.

    A ticket already parked or sold is left as it is, so that a second press changes nothing.

    Raises:
        EmptyTicket: there is no line to keep.
    """
    with transaction(db):
        _park(db, ticket, name, now)
        return Parking(ticket, name, tickets.count_parked(db))


def take_back(db: Database, ticket_id: str, *, leaving: Ticket, name: str, now: datetime) -> Parking:
    """Make a parked ticket the open one again; the ticket on the counter is parked in its place when it has lines.

    Args:
        db: the shop.
        ticket_id: the parked ticket.
        leaving: the ticket now on the counter.
        name: under which `leaving` is parked.
        now: the moment.

    Raises:
        ParkedTicketGone: it was taken back, sold or deleted meanwhile; nothing changes.
    """
    with transaction(db):
        wanted = tickets.parked_one(db, ticket_id)
        if wanted is None or sales.get(db, ticket_id) is not None:
            raise ParkedTicketGone
        if leaving.lines:
            _park(db, leaving, name, now)
        tickets.forget_parked(db, ticket_id)
        tickets.save(db, wanted.ticket, saved_at_ms=to_ms(now))
        return Parking(wanted.ticket, wanted.name, tickets.count_parked(db))


def give_up(db: Database, ticket_id: str, *, now: datetime) -> ParkedTicket:
    """Delete a parked ticket, which the log is told, and give it so that it can be put back.

    Raises:
        ParkedTicketGone: it was taken back, sold or deleted meanwhile.
        SigningKeyMissing: the log cannot be told; the ticket stays.
    """
    with transaction(db):
        gone = tickets.parked_one(db, ticket_id)
        if gone is None:
            raise ParkedTicketGone
        note_cancelled(db, gone.ticket, now=now, parked=True)
        tickets.forget_parked(db, ticket_id)
        return gone


def put_back(db: Database, parked: ParkedTicket) -> None:
    """Undo `give_up`: the ticket waits again as it did; one that is parked, open or sold is left as it is."""
    ticket_id = parked.ticket.id
    with transaction(db):
        current = tickets.load(db)
        is_open = current is not None and current.id == ticket_id
        if not (is_open or tickets.parked_one(db, ticket_id) or sales.get(db, ticket_id)):
            tickets.park(db, parked)


def _park(db: Database, ticket: Ticket, name: str, now: datetime) -> None:
    if not ticket.lines:
        raise EmptyTicket
    if tickets.parked_one(db, ticket.id) is None and sales.get(db, ticket.id) is None:
        note_taken_off(db, tickets.load(db), ticket, now=now)
        tickets.park(db, ParkedTicket(ticket, name, to_ms(now)))
    tickets.forget(db, ticket.id)
