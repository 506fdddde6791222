"""French VAT: the price with VAT is the truth, and VAT is computed per rate on the ticket's total.

Rates are basis points (2000 is 20 %). Source of the rounding: VAT due per rate on the whole document,
rounded half up to the cent; the lines' shares are dealt out by largest remainder so that they add up.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from pos.domain.money import EURO, Money, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

BASIS_POINTS = 10_000


class TaxClass(StrEnum):
    """Which rate a product falls under; the rate itself is dated data."""

    STANDARD = "standard"
    INTERMEDIATE = "intermediate"
    REDUCED = "reduced"
    SUPER_REDUCED = "super_reduced"
    ZERO = "zero"


@dataclass(frozen=True, slots=True)
class TaxRate:
    """The rate of a class from a day on, with the article of law it comes from."""

    tax_class: TaxClass
    rate_bp: int
    valid_from: date
    source: str = ""


NO_VAT: Final = tuple(
    TaxRate(tax_class, 0, date.min, "CGI art. 293 B; in the CIBS since 2026-09-01 (ordonnance 2025-1247)")
    for tax_class in TaxClass
)
"""The rates of a shop that charges no VAT (franchise en base): zero for everything it sells."""


def rates_for(rates: Sequence[TaxRate], *, franchise: bool) -> Sequence[TaxRate]:
    """The rates a shop sells at: zero for everything where it charges no VAT."""
    return NO_VAT if franchise else rates


@dataclass(frozen=True, slots=True)
class VatShare:
    """What one rate amounts to: net + vat = gross, exactly."""

    rate_bp: int
    net: Money
    vat: Money
    gross: Money


def rate_on(rates: Iterable[TaxRate], tax_class: TaxClass, day: date) -> int:
    """The rate in basis points of a class on a day.

    Raises:
        LookupError: no rate of that class is valid on that day.
    """
    valid = [rate for rate in rates if rate.tax_class is tax_class and rate.valid_from <= day]
    if not valid:
        raise LookupError(f"no {tax_class} rate on {day}")
    return max(valid, key=lambda rate: rate.valid_from).rate_bp


def vat_within(gross: Money, rate_bp: int) -> Money:
    """The VAT contained in an amount with VAT, rounded half away from zero."""
    return gross.times(Fraction(rate_bp, BASIS_POINTS + rate_bp))


def vat_table(amounts: Iterable[tuple[int, Money]], currency: str = EURO) -> tuple[VatShare, ...]:
    """Sum amounts with VAT by rate and compute each rate's VAT once, highest rate first.

    Args:
        amounts: pairs of rate in basis points and amount with VAT.
        currency: that of every amount.
    """
    by_rate: dict[int, list[Money]] = defaultdict(list)
    for rate_bp, gross in amounts:
        by_rate[rate_bp].append(gross)
    shares = []
    for rate_bp in sorted(by_rate, reverse=True):
        gross = total(by_rate[rate_bp], currency)
        vat = vat_within(gross, rate_bp)
        shares.append(VatShare(rate_bp, gross - vat, vat, gross))
    return tuple(shares)


def net_of_lines(lines: Sequence[tuple[int, Money]], currency: str = EURO) -> tuple[Money, ...]:
    """The amount without VAT of each line, adding up per rate to the table's, by largest remainder.

    Args:
        lines: pairs of rate in basis points and amount with VAT, in ticket order.
        currency: that of every amount.
    """
    nets: dict[int, Money] = {}
    for share in vat_table(lines, currency):
        places = [place for place, (rate_bp, _) in enumerate(lines) if rate_bp == share.rate_bp]
        nets.update(
            zip(places, _shares_of(share.net, [lines[place][1] for place in places], share.rate_bp), strict=True)
        )
    return tuple(nets[place] for place in range(len(lines)))


def _shares_of(net: Money, grosses: Sequence[Money], rate_bp: int) -> tuple[Money, ...]:
    """Deal the net of one rate out over its lines, none a cent off its own; a refund mirrors its sale."""
    sign = -1 if next((amount.minor for amount in (net, *grosses) if amount), 0) < 0 else 1
    exact = [divmod(sign * gross.minor * BASIS_POINTS, BASIS_POINTS + rate_bp) for gross in grosses]
    left = sign * net.minor - sum(whole for whole, _ in exact)
    by_remainder = sorted(range(len(exact)), key=lambda index: (-exact[index][1], index))
    one_more = set(by_remainder[:left])
    return tuple(Money(sign * (whole + (index in one_more)), net.currency) for index, (whole, _) in enumerate(exact))
