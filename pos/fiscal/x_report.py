"""The figures of the day that is open, at a moment: nothing is written and nothing closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pos.domain.sale import TillIdentity
from pos.domain.shop import ShopIdentity
from pos.fiscal.closing import Figures
from pos.fiscal.ticket import UNKNOWN_PROGRAM, Program, Totals


@dataclass(frozen=True, slots=True)
class XReport:
    """What the closing would say if it were made now.

    day is the business day the figures count for; float_minor is the cash that lay in the drawer when it began; number
    is the one its closing will have; head is the hash of the last record and fingerprint that of the key, both in
    hexadecimal; program is the one that says so.
    """

    day: date
    at: datetime
    figures: Figures
    totals: Totals
    float_minor: int
    shop: ShopIdentity
    till: TillIdentity
    number: int
    head: str
    fingerprint: str
    program: Program = UNKNOWN_PROGRAM

    @property
    def cash_expected(self) -> int:
        """What should lie in the drawer, in minor units."""
        return self.float_minor + self.figures.cash
