"""Money: a whole number of minor units in one currency, never a float."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from pos.domain.errors import AmountTooLarge, NotAnAmount

if TYPE_CHECKING:
    from collections.abc import Iterable

EURO = "EUR"
MINOR_PER_UNIT = 100
LARGEST_TYPED_MINOR = 10_000_000
"""The largest amount a person may type (100 000,00): a barcode in an amount box is far above."""

_TYPED = re.compile(r"(\d{1,12})(?:[.,](\d{0,2}))?|[.,](\d{1,2})")


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount in minor units (cents); amounts of two currencies never meet."""

    minor: int
    currency: str = EURO

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.minor >= self._same(other)

    def __bool__(self) -> bool:
        return self.minor != 0

    def times(self, factor: Fraction) -> Money:
        """Multiply and round half away from zero: the only place where money is rounded."""
        parts, of = self.minor * factor.numerator, factor.denominator
        whole = (2 * abs(parts) + of) // (2 * of)
        return Money(whole if parts >= 0 else -whole, self.currency)

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise TypeError(f"{self.currency} and {other.currency} do not add up")
        return other.minor


def total(amounts: Iterable[Money], currency: str = EURO) -> Money:
    """Add amounts of one currency; zero when there are none."""
    result = Money(0, currency)
    for amount in amounts:
        result += amount
    return result


def parse_money(typed: str, currency: str = EURO) -> Money:
    """Read an amount as a cashier types it: `12`, `12,5`, `12.50`, `,50`; spaces do not matter.

    Raises:
        NotAnAmount: it is no amount, or has more than two decimals.
        AmountTooLarge: it is above LARGEST_TYPED_MINOR.
    """
    cleaned = "".join(typed.split()).removesuffix("€")
    found = _TYPED.fullmatch(cleaned)
    if not cleaned.isascii() or not found:
        raise NotAnAmount(typed)
    units, cents, only_cents = found.groups()
    minor = int(units or 0) * MINOR_PER_UNIT + int((cents or only_cents or "").ljust(2, "0"))
    if minor > LARGEST_TYPED_MINOR:
        raise AmountTooLarge(LARGEST_TYPED_MINOR)
    return Money(minor, currency)
