"""`3*` before a scan or a tap: how many, or how much, of what comes next."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pos.domain.errors import AmountTooLarge, NotAnAmount
from pos.domain.quantity import Quantity, Unit, parse_quantity

_TYPED = re.compile(r"\s*([\d.,]+)\s*[*×xX]\s*(.*)")


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the search box: a quantity before a star, and the words after it."""

    quantity: Quantity | None
    words: str


def read(typed: str) -> Typed:
    """Take `3*bread` apart; without a readable quantity before a star everything is words."""
    found = _TYPED.fullmatch(typed)
    if found is None:
        return Typed(None, typed.strip())
    try:
        quantity = parse_quantity(found[1], Unit.KILOGRAM)
    except (NotAnAmount, AmountTooLarge):
        return Typed(None, typed.strip())
    return Typed(quantity if quantity else None, found[2].strip())
