"""A sale: a ticket that was paid, with everything a paper needs to be printed again in three years."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from pos.domain.catalogue import Supply
from pos.domain.errors import EmptyTicket
from pos.domain.money import Money, total
from pos.domain.payment import Payment, change_for
from pos.domain.quantity import MILLI, Quantity, Unit
from pos.domain.stock import Movement, Reason
from pos.domain.tax import TaxRate, VatShare, net_of_lines, rate_on, vat_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pos.domain.ticket import Line, Ticket


@dataclass(frozen=True, slots=True)
class TillIdentity:
    """Which till this is; a new epoch begins at installation, restore or clone and opens a new series."""

    id: str
    name: str
    epoch: int


@dataclass(frozen=True, slots=True)
class SaleLine:
    """An article as it was sold: its name, price and VAT rate of that day are kept with it.

    net is its share, without VAT, of what the ticket's VAT table says for its rate: the shares add up to it.
    """

    product_id: str
    name: str
    unit: Unit
    quantity: Quantity
    unit_price: Money
    rate_bp: int
    net: Money
    gross: Money
    barcode: str = ""
    note: str = ""
    supply: Supply = Supply.GOODS
    guaranteed: bool = False
    eco: Money | None = None

    @property
    def eco_total(self) -> Money | None:
        """The eco-participation the line's price contains, that of one unit being `eco`."""
        return None if self.eco is None else self.eco.times(self.quantity.as_fraction)


@dataclass(frozen=True, slots=True)
class Sale:
    """A paid ticket; (till, epoch, number) has no gap."""

    id: str
    till: TillIdentity
    number: int
    sold_at: datetime
    lines: tuple[SaleLine, ...]
    vat: tuple[VatShare, ...]
    payments: tuple[Payment, ...]
    total: Money
    change: Money
    note: str = ""

    @property
    def articles(self) -> int:
        """How many articles a customer would count: pieces, and one for each weighed line."""
        return sum(line.quantity.milli // MILLI if line.unit is Unit.PIECE else 1 for line in self.lines)


@dataclass(frozen=True, slots=True)
class SaleEntry:
    """A sale in a list: enough to know it again.

    place counts the sales in the order in which they were written; names are those of its first articles, and more
    says how many lines follow.
    """

    id: str
    place: int
    number: int
    sold_at: datetime
    total: Money
    names: tuple[str, ...]
    more: int = 0


def close(
    ticket: Ticket,
    payments: Sequence[Payment],
    *,
    till: TillIdentity,
    number: int,
    sold_at: datetime,
    rates: Sequence[TaxRate],
) -> Sale:
    """Turn a paid ticket into a sale, with the change to hand back.

    Args:
        ticket: what is bought; all its lines are in one currency.
        payments: what was handed over, in that currency; cash may exceed the total.
        till: where it is sold.
        number: the next ticket number of this till and epoch, taken in the same transaction.
        sold_at: the moment of sale, timezone-aware, in the shop's own zone.
        rates: the VAT rates; those valid on the day of sale are used.

    Raises:
        EmptyTicket: there is no line on the ticket.
        PaymentShort: the payments are less than the ticket's total.
        ChangeWithoutCash: more than the total was paid without cash.
    """
    lines, vat = taxed(ticket, rates, sold_at.date())
    due = total((line.gross for line in lines), ticket.currency)
    return Sale(
        id=ticket.id,
        till=till,
        number=number,
        sold_at=sold_at,
        lines=lines,
        vat=vat,
        payments=tuple(payments),
        total=due,
        change=change_for(due, payments),
        note=ticket.note,
    )


def taxed(ticket: Ticket, rates: Sequence[TaxRate], day: date) -> tuple[tuple[SaleLine, ...], tuple[VatShare, ...]]:
    """The lines of a ticket as they would be sold on a day, and its VAT table.

    Raises:
        EmptyTicket: there is no line on the ticket.
    """
    if not ticket.lines:
        raise EmptyTicket
    rates_bp = [rate_on(rates, line.tax_class, day) for line in ticket.lines]
    amounts = [(rate_bp, line.gross) for rate_bp, line in zip(rates_bp, ticket.lines, strict=True)]
    nets = net_of_lines(amounts, ticket.currency)
    return tuple(map(_sold, ticket.lines, rates_bp, nets)), vat_table(amounts, ticket.currency)


def movements(sale: Sale, *, first_seq: int) -> tuple[Movement, ...]:
    """The goods that leave with a sale, one movement a line."""
    return tuple(
        Movement(
            till_id=sale.till.id,
            epoch=sale.till.epoch,
            seq=first_seq + place,
            product_id=line.product_id,
            delta=-line.quantity,
            reason=Reason.SALE,
            at=sale.sold_at,
            ref=sale.id,
        )
        for place, line in enumerate(sale.lines)
    )


def is_same_basket(one: Sale, other: Sale) -> bool:
    """Whether two sales hold the same goods at the same price, in whatever order they were rung up."""
    return _basket(one) == _basket(other)


def _basket(sale: Sale) -> list[tuple[str, int, int]]:
    return sorted((line.product_id, line.quantity.milli, line.gross.minor) for line in sale.lines)


def _sold(line: Line, rate_bp: int, net: Money) -> SaleLine:
    return SaleLine(
        product_id=line.product_id,
        name=line.name,
        unit=line.unit,
        quantity=line.quantity,
        unit_price=line.unit_price,
        rate_bp=rate_bp,
        net=net,
        gross=line.gross,
        barcode=line.barcode,
        note=line.note,
        supply=line.supply,
        guaranteed=line.guaranteed,
        eco=line.eco,
    )
