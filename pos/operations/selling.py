"""Selling: keeping the open ticket safe, and turning it into a sale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pos.database import outbox, sales, settings, stock, tickets, till
from pos.database.connection import Database, transaction
from pos.database.journal import totals, training
from pos.database.journal.author import author_of
from pos.database.journal.records import about, append, head_row, moment_for, open_day_at
from pos.domain.errors import DayNotClosed, EmptyTicket, SellingHeld
from pos.domain.hold import Hold
from pos.domain.identity import NewId, to_ms
from pos.domain.payment import Payment, change_for
from pos.domain.sale import Sale, close, movements
from pos.domain.service_note import services_on
from pos.domain.shop import ShopIdentity
from pos.domain.staff import Right
from pos.domain.tax import TaxRate, rates_for
from pos.domain.ticket import Ticket
from pos.fiscal.record import Kind, Record
from pos.fiscal.ticket import Program, ticket_body
from pos.operations.allowing import check_allowed
from pos.operations.changes import Changes
from pos.operations.noting import note_taken_off


@dataclass(frozen=True, slots=True)
class Sold:
    """A sale that is kept, whatever dies afterwards; `again` when this ticket had already been sold.

    record is its signed record, None only for a sale made before the till kept any. In training there is a record and
    nothing else, and the sale is only what it would have been.
    """

    sale: Sale
    changes: Changes
    record: Record | None = None
    again: bool = False

    @property
    def is_training(self) -> bool:
        """Whether it only counts as training."""
        return self.record is not None and self.record.kind is Kind.TRAIN


def sell(db: Database, ticket: Ticket, payments: Sequence[Payment], *, now: datetime, rates: Sequence[TaxRate]) -> Sold:
    """Sell a ticket: its signed record, sale, lines, VAT, payments, movements, levels, news: all of it or none.

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
        NotSignedIn, NotAllowed: nobody is at the till, or somebody who may not sell; nothing is written.
        SellingHeld: something is wrong with the till's records and waits for a person; nothing is written.
        DayNotClosed: the takings of an earlier business day wait for their closing; nothing is written.
        NoteMissing: its services are worth a note, and it has none of these lines; nothing is written.
        SigningKeyMissing: there is no key to sign the record with; nothing is written.
        DatabaseError: nothing is written.
    """
    if not ticket.lines:
        raise EmptyTicket
    change_for(ticket.total, payments)
    check_allowed(db, Right.SELL)
    with transaction(db):
        if training.is_on(db):
            return _train(db, ticket, payments, now, rates)
        earlier = sales.get(db, ticket.id)
        if earlier is not None:
            return Sold(earlier, Changes(), _record_of(db, earlier), again=True)
        day = selling_day(db, now)
        _close_what_is_over(db, day, now)
        count = len(ticket.lines)
        taken = till.take(db, numbers=1, movements=count, versions=count)
        sold_at = moment_for(db, now)
        shop = settings.shop_identity(db)
        sale = close(
            ticket,
            payments,
            till=taken.till,
            number=taken.number,
            sold_at=sold_at,
            rates=rates_for(rates, franchise=shop.franchise),
        )
        _require_note(db, ticket, sale)
        moved = movements(sale, first_seq=taken.first_seq)
        record = _record(db, sale, shop, day, now)
        sales.add(db, sale, record_seq=record.seq)
        stock.record(db, moved, first_version=taken.first_version)
        outbox.mark_levels(db, ((one.product_id, taken.first_version + place) for place, one in enumerate(moved)))
        _keep_promises(db, ticket, sale, now)
        tickets.forget(db, ticket.id)
        tickets.forget_parked(db, ticket.id)
    return Sold(sale, Changes(sales=True, stock=True, online=True), record)


def _train(db: Database, ticket: Ticket, payments: Sequence[Payment], now: datetime, rates: Sequence[TaxRate]) -> Sold:
    from pos.operations.training import train

    done = train(db, ticket, payments, now=now, rates=rates)
    return Sold(done.sale, Changes(), done.record, again=done.again)


def selling_day(db: Database, now: datetime) -> date:
    """The business day a sale of now counts for.

    Raises:
        SellingHeld: something is wrong with the records, and nobody has decided yet.
        DayNotClosed: an earlier one has takings and is still open.
    """
    head = head_row(db)
    if head.held:
        raise SellingHeld(Hold.read(head.held))
    day = open_day_at(db, moment_for(db, now), head)
    if head.open_day is not None and head.open_day < day:
        raise DayNotClosed(head.open_day)
    return day


def _close_what_is_over(db: Database, day: date, now: datetime) -> None:
    """Close the month and the year that end before this day; loaded at need, for the first screen does without it."""
    if head_row(db).closed_day is not None:
        from pos.operations.closing import close_due

        close_due(db, day, now=now)


def _require_note(db: Database, ticket: Ticket, sale: Sale) -> None:
    """See that services worth a note have theirs before they are paid; a ticket without any has nothing to do."""
    if services_on(ticket):
        from pos.operations.noting_services import require_note

        require_note(db, ticket, sale.lines, sale.sold_at.date())


def _keep_promises(db: Database, ticket: Ticket, sale: Sale, now: datetime) -> None:
    """Fulfil the reservations whose goods lie on the ticket; a ticket that meets none has nothing to do."""
    if tickets.meets_promises(db, ticket):
        from pos.operations.ordering import fulfil_sold

        fulfil_sold(db, sale, now=now)


def _record(db: Database, sale: Sale, shop: ShopIdentity, day: date, now: datetime) -> Record:
    """Write the record of a sale, with the totals after it."""
    after = totals.totals(db).plus(sale.total.minor)
    software = author_of(db).software
    program = Program(software.program, software.is_attested)
    body = {**ticket_body(sale, shop, program), "tot": after.body}
    record = append(db, Kind.TICKET, body, now=now, subject=sale.id, business_day=day)
    totals.put_totals(db, after)
    totals.open_day(db, day)
    return record


def _record_of(db: Database, sale: Sale) -> Record | None:
    return next(iter(about(db, sale.id, Kind.TICKET)), None)


def keep_ticket(db: Database, ticket: Ticket, *, now: datetime) -> None:
    """Keep the open ticket as it is now; called at every change of it, before the next one is accepted.

    What the change took off goes into the log, whichever way it was taken off.

    Raises:
        SigningKeyMissing: something was taken off and cannot be noted; the ticket kept before stays.
    """
    with transaction(db):
        if sales.get(db, ticket.id) is None:
            note_taken_off(db, tickets.load(db), ticket, now=now)
            tickets.save(db, ticket, saved_at_ms=to_ms(now))


def resume_ticket(db: Database, *, new_id: NewId) -> Ticket:
    """The ticket that was open when the till last stopped, or a fresh one."""
    kept = tickets.load(db)
    if kept is None or sales.get(db, kept.id) is not None:
        return Ticket(new_id())
    return kept
