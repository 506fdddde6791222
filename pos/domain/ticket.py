"""The ticket being rung up: a value; every change gives a new one, so undo is keeping the old."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from pos.domain.catalogue import Supply
from pos.domain.errors import AmountTooLarge, PriceMissing
from pos.domain.money import EURO, Money, total
from pos.domain.quantity import LARGEST_TYPED_MILLI, MILLI, Quantity, Unit, pieces
from pos.domain.tax import TaxClass

if TYPE_CHECKING:
    from pos.domain.barcode import ScaleLabel
    from pos.domain.catalogue import Product

LONGEST_NOTE = 120


@dataclass(frozen=True, slots=True)
class Line:
    """One article on the ticket, with the name, price and tax it had when it was added.

    label_price is the price printed on a scale's label, which is then the line's price whatever the weight; note is
    what the cashier wrote to the line, for the receipt too;
    eco is the eco-participation within one unit's price.
    """

    product_id: str
    name: str
    unit: Unit
    unit_price: Money
    tax_class: TaxClass
    quantity: Quantity
    barcode: str = ""
    label_price: Money | None = None
    note: str = ""
    supply: Supply = Supply.GOODS
    guaranteed: bool = False
    eco: Money | None = None

    @property
    def gross(self) -> Money:
        """What the line costs, VAT included."""
        if self.label_price is not None:
            return self.label_price
        return self.unit_price.times(self.quantity.as_fraction)


@dataclass(frozen=True, slots=True)
class Ticket:
    """What one customer buys; its id becomes the sale's, so that a ticket can be sold only once."""

    id: str
    currency: str = EURO
    lines: tuple[Line, ...] = ()
    note: str = ""

    @property
    def total(self) -> Money:
        """What is to be paid, VAT included."""
        return total((line.gross for line in self.lines), self.currency)

    @property
    def articles(self) -> int:
        """How many articles a customer would count: pieces, and one for each weighed line."""
        return sum(line.quantity.milli // MILLI if line.unit is Unit.PIECE else 1 for line in self.lines)


def add(ticket: Ticket, product: Product, quantity: Quantity | None = None, *, barcode: str = "") -> Ticket:
    """Put a product on the ticket, one piece unless told; the same article by the piece joins its line.

    Raises:
        PriceMissing: the product has no price yet.
        AmountTooLarge: the line would hold more than anyone buys.
    """
    if product.price is None:
        raise PriceMissing(product.id, product.name)
    wanted = pieces(1) if quantity is None else quantity
    for place, line in enumerate(ticket.lines):
        if _joins(line, product):
            return set_quantity(ticket, place, line.quantity + wanted)
    return _append(ticket, _line(product, product.price, wanted, barcode))


def add_labelled(ticket: Ticket, product: Product, label: ScaleLabel, *, barcode: str) -> Ticket:
    """Put an article weighed and labelled by the counter's scale on the ticket.

    A label with a price sets the line's price; its weight is then worked out from the price per kilogram.

    Raises:
        PriceMissing: the product has no price per kilogram yet.
    """
    if product.price is None:
        raise PriceMissing(product.id, product.name)
    if label.price is None:
        return _append(ticket, _line(product, product.price, label.weight or Quantity(0), barcode))
    weight = _weight_for(label.price, product.price) if product.unit is Unit.KILOGRAM else pieces(1)
    line = replace(_line(product, product.price, weight, barcode), label_price=label.price)
    return _append(ticket, line)


def set_quantity(ticket: Ticket, place: int, quantity: Quantity) -> Ticket:
    """Change how much a line holds; zero takes it off, and a label's price gives way to the price per kilogram.

    Raises:
        AmountTooLarge: the line would hold more than anyone buys.
    """
    if not quantity:
        return remove(ticket, place)
    if abs(quantity.milli) > LARGEST_TYPED_MILLI:
        raise AmountTooLarge(LARGEST_TYPED_MILLI)
    changed = replace(ticket.lines[place], quantity=quantity, label_price=None)
    return replace(ticket, lines=(*ticket.lines[:place], changed, *ticket.lines[place + 1 :]))


def reprice(ticket: Ticket, product: Product) -> Ticket:
    """Give the lines of a product its name, price and tax of now; a price from a scale's label stays."""
    return replace(ticket, lines=tuple(_repriced(line, product) for line in ticket.lines))


def remove(ticket: Ticket, place: int) -> Ticket:
    """Take a line off, counted from the top."""
    return replace(ticket, lines=(*ticket.lines[:place], *ticket.lines[place + 1 :]))


def note_line(ticket: Ticket, place: int, note: str) -> Ticket:
    """Write a note to a line, in place of the earlier one; an empty note takes it away."""
    noted = replace(ticket.lines[place], note=_on_one_line(note))
    return replace(ticket, lines=(*ticket.lines[:place], noted, *ticket.lines[place + 1 :]))


def note_ticket(ticket: Ticket, note: str) -> Ticket:
    """Write a note to the whole ticket, in place of the earlier one; an empty note takes it away."""
    return replace(ticket, note=_on_one_line(note))


def _on_one_line(note: str) -> str:
    """Without breaks and unprintable signs, and no longer than a note may be."""
    printable = "".join(sign if sign.isprintable() else " " for sign in note)
    return " ".join(printable.split())[:LONGEST_NOTE].rstrip()


def _joins(line: Line, product: Product) -> bool:
    return (
        line.product_id == product.id
        and line.unit is Unit.PIECE
        and line.label_price is None
        and not line.note
        and line.unit_price == product.price
        and line.name == product.name
        and line.tax_class is product.tax_class
        and (line.supply, line.guaranteed, line.eco) == (product.supply, product.guaranteed, product.eco)
    )


def _repriced(line: Line, product: Product) -> Line:
    if line.product_id != product.id or product.price is None or line.unit is not product.unit or line.label_price:
        return line
    return replace(
        line,
        name=product.name,
        unit_price=product.price,
        tax_class=product.tax_class,
        supply=product.supply,
        guaranteed=product.guaranteed,
        eco=product.eco,
    )


def _line(product: Product, price: Money, quantity: Quantity, barcode: str) -> Line:
    if abs(quantity.milli) > LARGEST_TYPED_MILLI:
        raise AmountTooLarge(LARGEST_TYPED_MILLI)
    return Line(
        product.id,
        product.name,
        product.unit,
        price,
        product.tax_class,
        quantity,
        barcode,
        supply=product.supply,
        guaranteed=product.guaranteed,
        eco=product.eco,
    )


def _append(ticket: Ticket, line: Line) -> Ticket:
    return replace(ticket, lines=(*ticket.lines, line))


def _weight_for(price: Money, per_kilogram: Money) -> Quantity:
    """The weight in grams that costs this much, at least one gram."""
    if per_kilogram.minor <= 0:
        return pieces(1)
    grams = Money(MILLI).times(Fraction(price.minor, per_kilogram.minor)).minor
    return Quantity(max(1, grams))
