"""Noting in the log (JET) what happens beside selling; each in the transaction of what it tells.

No name, address or number of a customer stands in an event: a parked ticket's name and every note are left out. What
is done to tickets of training is noted nowhere: it counts for nothing. What is done to the shop, as a price, always is.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Final

from pos.database import settings
from pos.database.connection import Database, transaction
from pos.database.journal import training
from pos.database.journal.records import note_event
from pos.domain.catalogue import Product
from pos.domain.errors import DrawerStaysShut
from pos.domain.money import Money
from pos.domain.taken_off import TakenOff, everything, taken_off
from pos.domain.tax import TaxRate
from pos.domain.ticket import Ticket
from pos.fiscal.canonical import Body, Value, canonical
from pos.fiscal.events import Event

_VAT_TABLE: Final = "vat.table"


def note_taken_off(db: Database, before: Ticket | None, after: Ticket, *, now: datetime) -> None:
    """Note what a change took off the open ticket, in the running transaction: one event a change, or none.

    A ticket of which nothing is left, or that gave way to another one, is cancelled.

    Args:
        db: the shop, inside a transaction.
        before: the ticket as it was kept.
        after: the ticket that is kept in its place.
        now: the moment.
    """
    if before is None or not before.lines or training.is_on(db):
        return
    if before.id != after.id or not after.lines:
        note_cancelled(db, before, now=now)
        return
    gone = taken_off(before, after)
    if gone:
        note_event(db, Event.LINE_VOIDED, now=now, details=_content(before, gone))


def note_cancelled(db: Database, ticket: Ticket, *, now: datetime, parked: bool = False) -> None:
    """Note that a ticket with lines is given up, in the running transaction; parked says that it was put aside."""
    if ticket.lines and not training.is_on(db):
        told: Body = {"parked": 1} if parked else {}
        note_event(db, Event.SALE_CANCELLED, now=now, details={**_content(ticket, everything(ticket)), **told})


def note_price(db: Database, before: Product, after: Product, *, now: datetime) -> None:
    """Note that an article has another price, in the running transaction; nothing where it has the same."""
    if before.price != after.price:
        details: Body = {
            "product": after.id,
            "label": after.name,
            **_price("before", before.price),
            **_price("after", after.price),
        }
        note_event(db, Event.PRICE_CHANGED, now=now, details=details)


def note_prices(db: Database, import_id: str, count: int, *, now: datetime, undone: bool = False) -> None:
    """Note that a list changed so many prices, or that taking it back did, in the running transaction."""
    if count:
        told: Body = {"undone": 1} if undone else {}
        note_event(db, Event.PRICE_CHANGED, now=now, details={"import": import_id, "count": count, **told})


def note_drawer(db: Database, *, now: datetime) -> None:
    """Note that the drawer is about to be opened without a sale.

    Raises:
        DrawerStaysShut: there is training, in which nobody opens it.
    """
    with transaction(db):
        if training.is_on(db):
            raise DrawerStaysShut
        note_event(db, Event.DRAWER_OPEN, now=now)


def note_printer_trouble(db: Database, printer: str, trouble: str, *, now: datetime) -> None:
    """Note that a printer cannot print what waits for it; trouble is the kind of what hinders it."""
    with transaction(db):
        note_event(db, Event.PRINTER_FAIL, now=now, details={"printer": printer, "trouble": trouble})


def note_vat_table(db: Database, rates: Sequence[TaxRate], now: datetime) -> bool:
    """Note that the VAT rates the till works with are other ones than at its last start; whether they are.

    A shop's first rates are only kept: there is nothing they changed from.
    """
    table = [_rate(one) for one in rates]
    found = sha256(canonical(table)).hexdigest()
    if settings.get(db, _VAT_TABLE) == found:
        return False
    with transaction(db):
        before = settings.get(db, _VAT_TABLE)
        if before not in {"", found}:
            note_event(db, Event.VAT_TABLE_CHANGED, now=now, details={"before": before, "after": found, "rates": table})
        settings.put(db, _VAT_TABLE, found)
    return before not in {"", found}


def _content(ticket: Ticket, gone: Sequence[TakenOff]) -> Body:
    """Which ticket, what of it, and what that came to."""
    return {"ticket": ticket.id, "lines": [_line(one) for one in gone], "amount": sum(one.amount.minor for one in gone)}


def _line(one: TakenOff) -> Value:
    line = one.line
    return {
        "pid": line.product_id,
        "label": line.name,
        "qty": one.quantity.milli,
        "unit": line.unit.value,
        "pu": line.unit_price.minor,
        "amt": one.amount.minor,
    }


def _price(name: str, price: Money | None) -> Body:
    """An article that waited for its first price had none before."""
    return {} if price is None else {name: price.minor}


def _rate(rate: TaxRate) -> Value:
    return {"class": rate.tax_class.value, "rate": rate.rate_bp, "from": rate.valid_from.isoformat()}
