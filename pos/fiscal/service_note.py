"""What the record of a note for services says, and the note read back from it: its paper is made from the latter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pos.domain.money import Money
from pos.domain.sale import SaleLine, TillIdentity
from pos.domain.service_note import ServiceNote
from pos.domain.shop import ShopIdentity
from pos.domain.tax import VatShare
from pos.fiscal.canonical import Value, parse
from pos.fiscal.ticket import (
    Program,
    line_body,
    line_of,
    program_body,
    program_of,
    shop_body,
    shop_of,
    vat_body,
    vat_of,
)


def note_body(
    lines: tuple[SaleLine, ...],
    vat: tuple[VatShare, ...],
    total: Money,
    *,
    till: TillIdentity,
    shop: ShopIdentity,
    program: Program,
) -> dict[str, Value]:
    """What a note adds to its record."""
    return {
        "cur": total.currency,
        "epoch": till.epoch,
        "tillname": till.name,
        "shop": shop_body(shop),
        "lines": [line_body(place, line) for place, line in enumerate(lines, 1)],
        "vat": vat_body(vat),
        "ttc": total.minor,
        **program_body(program),
    }


@dataclass(frozen=True, slots=True)
class MadeNote:
    """A note, the shop and the program of that day, as a record says them."""

    note: ServiceNote
    shop: ShopIdentity
    program: Program


def read_note(payload: bytes) -> MadeNote:
    """The note and the shop a note's payload says, exactly as they were.

    Raises:
        NotCanonical: these are no canonical bytes.
    """
    fields: Any = parse(payload)
    currency = fields["cur"]
    note = ServiceNote(
        ticket_id=fields["sub"],
        till=TillIdentity(fields["till"], fields["tillname"], fields["epoch"]),
        number=fields["no"],
        made_at=datetime.fromisoformat(fields["ts"]),
        lines=tuple(line_of(line, currency) for line in fields["lines"]),
        vat=vat_of(fields["vat"], currency),
        total=Money(fields["ttc"], currency),
    )
    return MadeNote(note, shop_of(fields["shop"]), program_of(fields))
