"""Training: the till works as always and everything says SIMULATION, while nothing of it counts.

A training ticket is one record of its own kind and series. There is no sale, no movement, no total, no news for the
shop window. The tickets of real work wait apart, and are there again when training ends.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pos.database import settings, staff, tickets, till
from pos.database.connection import Database, transaction
from pos.database.journal import training
from pos.database.journal.author import Operator, author_of
from pos.database.journal.records import append, moment_for, note_event
from pos.domain.identity import NewId
from pos.domain.payment import Payment
from pos.domain.sale import Sale, close
from pos.domain.tax import TaxRate, rates_for
from pos.domain.ticket import Ticket
from pos.fiscal.canonical import Body
from pos.fiscal.events import Event
from pos.fiscal.record import Kind, Record
from pos.fiscal.ticket import Program, read_ticket, ticket_body


@dataclass(frozen=True, slots=True)
class Training:
    """Whether training is on, the ticket that stands on the counter now, and the number the next sale will have."""

    is_on: bool
    ticket: Ticket
    number: int


@dataclass(frozen=True, slots=True)
class Trained:
    """A training ticket that was paid: what a sale would have been, and its record; `again` when it was paid before."""

    sale: Sale
    record: Record
    again: bool = False


def start_training(db: Database, *, now: datetime, new_id: NewId, responsible: Operator | None = None) -> Training:
    """Begin training; the ticket of real work waits. Where it goes on already, nothing changes.

    Args:
        db: the shop.
        now: the moment, in the shop's own zone.
        new_id: names the first training ticket.
        responsible: who answers for it; who lent the right just now, else the person at the till, unless told.

    Raises:
        SigningKeyMissing: there is no key to sign with; nothing is written.
    """
    author_of(db)
    with transaction(db):
        if not training.is_on(db):
            note_event(db, Event.TRAINING_ON, now=now, details=_who(responsible or _answering(db)))
            training.put(db, on=True)
        return present(db, new_id=new_id)


def stop_training(db: Database, *, now: datetime, new_id: NewId, responsible: Operator | None = None) -> Training:
    """End training: its tickets are let go, and those of real work are back.

    Raises:
        SigningKeyMissing: there is no key to sign with; nothing is written.
    """
    author_of(db)
    with transaction(db):
        if training.is_on(db):
            tickets.forget_all_of_training(db)
            details: Body = {**_who(responsible or _answering(db)), "no": training.last_number(db)}
            note_event(db, Event.TRAINING_OFF, now=now, details=details)
            training.put(db, on=False)
        return present(db, new_id=new_id)


def present(db: Database, *, new_id: NewId) -> Training:
    """What stands on the counter: in training, training's own."""
    on = training.is_on(db)
    last = training.last_number(db) if on else till.last_number(db)
    return Training(on, tickets.load(db) or Ticket(new_id()), last + 1)


def train(
    db: Database, ticket: Ticket, payments: Sequence[Payment], *, now: datetime, rates: Sequence[TaxRate]
) -> Trained:
    """Write the record of a training ticket, in the running transaction, and nothing else.

    The same ticket again gives the record already made.
    """
    earlier = training.record_of(db, ticket.id)
    if earlier is not None:
        return Trained(read_ticket(earlier.payload).sale, earlier, again=True)
    shop, software = settings.shop_identity(db), author_of(db).software
    sale = close(
        ticket,
        payments,
        till=till.identity(db),
        number=training.last_number(db) + 1,
        sold_at=moment_for(db, now),
        rates=rates_for(rates, franchise=shop.franchise),
    )
    with _answered_for(db, training.responsible_id(db)):
        body = ticket_body(sale, shop, Program(software.program, software.is_attested))
        record = append(db, Kind.TRAIN, body, now=now, subject=sale.id)
    tickets.forget(db, ticket.id)
    tickets.forget_parked(db, ticket.id)
    return Trained(sale, record)


@contextlib.contextmanager
def _answered_for(db: Database, responsible_id: str) -> Iterator[None]:
    """Records written meanwhile name who answers for them."""
    author = author_of(db)
    db.author = replace(author, responsible_id=responsible_id)
    try:
        yield
    finally:
        db.author = author


def _answering(db: Database) -> Operator:
    author = author_of(db)
    lender = author.responsible_id
    return Operator(lender, staff.names(db).get(lender, "")) if lender else author.operator


def _who(person: Operator) -> Body:
    return {"responsible": person.id, "name": person.name}
