"""The VAT rates by class and day, read from the law's dated data in resources."""

from __future__ import annotations

from datetime import date
from functools import cache

import msgspec

import resources
from pos.domain.tax import TaxClass, TaxRate


class _Rate(msgspec.Struct):
    tax_class: TaxClass = msgspec.field(name="class")
    rate_bp: int
    valid_from: date
    source: str = ""


@cache
def french_rates() -> tuple[TaxRate, ...]:
    """The rates in force in metropolitan France."""
    body = resources.path("tax_rates", "tax_rates.json").read_bytes()
    rates = msgspec.json.decode(body, type=dict[str, list[_Rate]])["FR"]
    return tuple(TaxRate(rate.tax_class, rate.rate_bp, rate.valid_from, rate.source) for rate in rates)
