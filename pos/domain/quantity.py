"""Quantities: thousandths of a unit (grams for what is weighed, pieces x 1000), never a float."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from pos.domain.errors import AmountTooLarge, NotAnAmount

MILLI = 1000
LARGEST_TYPED_MILLI = 10_000 * MILLI
"""The largest quantity a person may type (10 000): a barcode in a quantity box is far above."""

_TYPED = re.compile(r"(\d{1,12})(?:[.,](\d{0,3}))?|[.,](\d{1,3})")


class Unit(StrEnum):
    """How a product is counted: by the piece or by weight in kilograms."""

    PIECE = "piece"
    KILOGRAM = "kg"


@dataclass(frozen=True, slots=True, order=True)
class Quantity:
    """How much of something, in thousandths of its unit; below zero for what goes out."""

    milli: int

    def __add__(self, other: Quantity) -> Quantity:
        return Quantity(self.milli + other.milli)

    def __sub__(self, other: Quantity) -> Quantity:
        return Quantity(self.milli - other.milli)

    def __neg__(self) -> Quantity:
        return Quantity(-self.milli)

    def __bool__(self) -> bool:
        return self.milli != 0

    @property
    def is_whole(self) -> bool:
        """Whether it is a whole number of units."""
        return self.milli % MILLI == 0

    @property
    def as_fraction(self) -> Fraction:
        """The exact number of units, to multiply a price with."""
        return Fraction(self.milli, MILLI)


def pieces(count: int) -> Quantity:
    """A whole number of units."""
    return Quantity(count * MILLI)


def parse_quantity(typed: str, unit: Unit = Unit.KILOGRAM) -> Quantity:
    """Read a quantity as a cashier types it: `3`, `0,350`, `.5`.

    Raises:
        NotAnAmount: it is no quantity, or a fraction of a piece.
        AmountTooLarge: it is above LARGEST_TYPED_MILLI.
    """
    cleaned = "".join(typed.split())
    found = _TYPED.fullmatch(cleaned)
    if not cleaned.isascii() or not found:
        raise NotAnAmount(typed)
    units, decimals, only_decimals = found.groups()
    quantity = Quantity(int(units or 0) * MILLI + int((decimals or only_decimals or "").ljust(3, "0")))
    if quantity.milli > LARGEST_TYPED_MILLI:
        raise AmountTooLarge(LARGEST_TYPED_MILLI)
    if unit is Unit.PIECE and not quantity.is_whole:
        raise NotAnAmount(typed)
    return quantity
