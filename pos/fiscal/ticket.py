"""What a ticket's record says, and the sale and shop read back from it: every paper is made from the latter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from pos.domain.catalogue import Supply
from pos.domain.money import Money
from pos.domain.payment import Means, Payment
from pos.domain.quantity import Quantity, Unit
from pos.domain.sale import Sale, SaleLine, TillIdentity
from pos.domain.shop import ShopIdentity
from pos.domain.tax import VatShare
from pos.fiscal.canonical import Body, Value, parse


@dataclass(frozen=True, slots=True)
class Totals:
    """The running totals after a ticket, in minor units: of the day, the month, the year, and for ever.

    perpetual adds what was sold and takes off what came back; perpetual_abs adds the size of both.
    """

    day: int = 0
    month: int = 0
    year: int = 0
    perpetual: int = 0
    perpetual_abs: int = 0

    def plus(self, amount: int) -> Totals:
        """The totals after a ticket of this amount."""
        return Totals(
            self.day + amount,
            self.month + amount,
            self.year + amount,
            self.perpetual + amount,
            self.perpetual_abs + abs(amount),
        )

    @property
    def body(self) -> Body:
        """As it stands in a record."""
        return {
            "day": self.day,
            "month": self.month,
            "year": self.year,
            "perp": self.perpetual,
            "perpabs": self.perpetual_abs,
        }


def ticket_body(sale: Sale, shop: ShopIdentity) -> dict[str, Value]:
    """What a sale adds to its record; `tot` is added by whoever keeps the totals."""
    body: dict[str, Value] = {
        "cur": sale.total.currency,
        "epoch": sale.till.epoch,
        "tillname": sale.till.name,
        "shop": shop_body(shop),
        "lines": [_line_body(place, line) for place, line in enumerate(sale.lines, 1)],
        "vat": [
            {"rate": one.rate_bp, "ht": one.net.minor, "vat": one.vat.minor, "ttc": one.gross.minor} for one in sale.vat
        ],
        "ttc": sale.total.minor,
        "pay": [{"mode": one.means.value, "amt": one.amount.minor} for one in sale.payments],
        "change": sale.change.minor,
    }
    if sale.note:
        body["note"] = sale.note
    return body


@dataclass(frozen=True, slots=True)
class SoldTicket:
    """A sale and the shop of that day, as a record says them."""

    sale: Sale
    shop: ShopIdentity


def read_ticket(payload: bytes) -> SoldTicket:
    """The sale and the shop a ticket's payload says, exactly as they were.

    Raises:
        NotCanonical: these are no canonical bytes.
    """
    fields: Any = parse(payload)
    currency = fields["cur"]

    def money(minor: int) -> Money:
        return Money(minor, currency)

    sale = Sale(
        id=fields["sub"],
        till=TillIdentity(fields["till"], fields["tillname"], fields["epoch"]),
        number=fields["no"],
        sold_at=datetime.fromisoformat(fields["ts"]),
        lines=tuple(_line(line, currency) for line in fields["lines"]),
        vat=tuple(
            VatShare(one["rate"], money(one["ht"]), money(one["vat"]), money(one["ttc"])) for one in fields["vat"]
        ),
        payments=tuple(Payment(Means(one["mode"]), money(one["amt"])) for one in fields["pay"]),
        total=money(fields["ttc"]),
        change=money(fields["change"]),
        note=fields.get("note", ""),
    )
    return SoldTicket(sale, shop_of(fields["shop"]))


def shop_body(shop: ShopIdentity) -> dict[str, Value]:
    """Only what is filled in: an empty field says nothing on paper either."""
    return {name: _texts(value) for name, value in asdict(shop).items() if value}


def _texts(value: str | Sequence[str] | bool) -> Value:  # noqa: FBT001 - a field's value, whatever its kind
    if isinstance(value, bool):
        return int(value)
    return value if isinstance(value, str) else list(value)


def shop_of(body: Mapping[str, Any]) -> ShopIdentity:
    """The shop a record says."""
    fields = dict(body)
    for name, value in fields.items():
        if isinstance(value, list):
            fields[name] = tuple(value)
        elif isinstance(value, int):
            fields[name] = bool(value)
    return ShopIdentity(**fields)


def _line_body(place: int, line: SaleLine) -> dict[str, Value]:
    body: dict[str, Value] = {
        "n": place,
        "pid": line.product_id,
        "label": line.name,
        "ean": line.barcode,
        "qty": line.quantity.milli,
        "unit": line.unit.value,
        "pu": line.unit_price.minor,
        "rate": line.rate_bp,
        "cat": line.supply.value,
        "ht": line.net.minor,
        "vat": line.gross.minor - line.net.minor,
        "ttc": line.gross.minor,
    }
    if line.note:
        body["note"] = line.note
    if line.eco is not None:
        body["eco"] = line.eco.minor
    if line.guaranteed:
        body["guar"] = 1
    return body


def _line(body: Mapping[str, Any], currency: str) -> SaleLine:
    return SaleLine(
        product_id=body["pid"],
        name=body["label"],
        unit=Unit(body["unit"]),
        quantity=Quantity(body["qty"]),
        unit_price=Money(body["pu"], currency),
        rate_bp=body["rate"],
        net=Money(body["ht"], currency),
        gross=Money(body["ttc"], currency),
        barcode=body["ean"],
        note=body.get("note", ""),
        supply=Supply(body["cat"]),
        guaranteed=bool(body.get("guar", 0)),
        eco=Money(body["eco"], currency) if "eco" in body else None,
    )
