"""`3*` before a scan or a tap: how many, or how much, of what comes next."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pos.domain.errors import AmountTooLarge, NotAnAmount
from pos.domain.quantity import LARGEST_TYPED_MILLI, MILLI, Quantity, Unit, parse_quantity

_TYPED = re.compile(r"\s*([\d.,]+)\s*[*×xX]\s*(.*)")

TOO_MUCH: Final = Quantity(LARGEST_TYPED_MILLI + MILLI)
"""Stands for every multiplier that nobody means: no line holds so much, so it is refused like any other figure."""
_BARCODE: Final = re.compile(r"\d{13,}")


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
    except AmountTooLarge:
        quantity = TOO_MUCH
    except NotAnAmount:
        if _BARCODE.fullmatch(found[1]) is None:
            return Typed(None, typed.strip())
        quantity = TOO_MUCH
    return Typed(quantity if quantity else None, found[2].strip())
