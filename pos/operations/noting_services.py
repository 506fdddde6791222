"""Noting services: the note a customer is given before paying them, kept as a record that stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pos.database import settings, till
from pos.database.connection import Database, transaction
from pos.database.journal import training
from pos.database.journal.author import author_of
from pos.database.journal.records import about, append, moment_for
from pos.domain.errors import NoteMissing
from pos.domain.sale import SaleLine, taxed
from pos.domain.service_note import needs_note, services_on
from pos.domain.tax import TaxRate, rates_for
from pos.domain.ticket import Ticket
from pos.exchange.legal_amounts import LegalAmount, legal_amount
from pos.fiscal.record import Kind, Record
from pos.fiscal.service_note import note_body, read_note
from pos.fiscal.ticket import Program
from pos.operations.selling import selling_day


@dataclass(frozen=True, slots=True)
class Noted:
    """The note of a ticket; `again` when there was one of the same lines already, and nothing was written.

    record is None in training, which wants no note and makes none.
    """

    record: Record | None
    again: bool = False


def is_note_due(ticket: Ticket, day: date) -> bool:
    """Whether a ticket is paid only after a note; what its services cost decides, by the law of that day."""
    return needs_note(ticket, legal_amount(LegalAmount.NOTE_FOR_SERVICES, day))


def make_note(db: Database, ticket: Ticket, *, now: datetime, rates: Sequence[TaxRate]) -> Noted:
    """Make the note of a ticket; its record is the copy the shop keeps.

    Repeating it gives the note there is, as long as the ticket has the same lines. In training none is made.

    Args:
        db: the shop.
        ticket: what is to be paid.
        now: the moment, in the shop's time zone.
        rates: the VAT rates by class and day.

    Raises:
        EmptyTicket: there is nothing to note.
        DayNotClosed: the takings of an earlier business day wait for their closing; nothing is written.
        SigningKeyMissing: there is no key to sign the record with; nothing is written.
    """
    author_of(db)
    with transaction(db):
        return write_note(db, ticket, now=now, rates=rates)


def write_note(db: Database, ticket: Ticket, *, now: datetime, rates: Sequence[TaxRate]) -> Noted:
    """What `make_note` does, as a part of a transaction under way."""
    if training.is_on(db):
        return Noted(None, again=True)
    software, day = author_of(db).software, selling_day(db, now)
    shop = settings.shop_identity(db)
    lines, vat = taxed(ticket, rates_for(rates, franchise=shop.franchise), moment_for(db, now).date())
    there = _note_saying(db, ticket.id, lines)
    if there is not None:
        return Noted(there, again=True)
    program = Program(software.program, software.is_attested)
    body = note_body(lines, vat, ticket.total, till=till.identity(db), shop=shop, program=program)
    return Noted(append(db, Kind.NOTE, body, now=now, subject=ticket.id, business_day=day))


def require_note(db: Database, ticket: Ticket, lines: tuple[SaleLine, ...], day: date) -> None:
    """See that a ticket whose services are worth a note has one of these lines.

    Raises:
        NoteMissing: it has none.
    """
    if is_note_due(ticket, day) and _note_saying(db, ticket.id, lines) is None:
        raise NoteMissing(services_on(ticket))


def _note_saying(db: Database, ticket_id: str, lines: tuple[SaleLine, ...]) -> Record | None:
    """The last note of a ticket, if it says these lines."""
    notes = about(db, ticket_id, Kind.NOTE)
    if notes and notes[-1].payload and read_note(notes[-1].payload).note.lines == lines:
        return notes[-1]
    return None
