"""Amounts, weights and moments are written as the CLDR says, which Babel reads."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from pos.domain.money import Money
from pos.domain.quantity import Quantity, Unit
from pos.wording import Language, Wording

LOCALES = {"fr": "fr_FR", "en": "en_GB"}
languages = st.sampled_from(["fr", "en"])


@given(languages, st.integers(-(10**9), 10**9))
def test_money_is_written_as_the_language_does(language: Language, minor: int) -> None:
    written = Wording(language).money(Money(minor))
    assert written == format_currency(Decimal(minor) / 100, "EUR", locale=LOCALES[language])


@given(languages, st.integers(0, 10**8))
def test_weights_keep_their_grams(language: Language, milli: int) -> None:
    written = Wording(language).quantity(Quantity(milli), Unit.KILOGRAM)
    expected = format_decimal(Decimal(milli) / 1000, format="#,##0.000", locale=LOCALES[language])
    assert written == f"{expected}\u00a0kg"


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("rate_bp", [2000, 1000, 550, 210, 0])
def test_rates_are_written_as_the_language_does(language: Language, rate_bp: int) -> None:
    expected = format_percent(Decimal(rate_bp) / 10_000, format="#,##0.##%", locale=LOCALES[language])
    assert Wording(language).percent(rate_bp).replace("\u202f", "").replace("\u00a0", "") == expected.replace(
        "\u202f", ""
    ).replace("\u00a0", "")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_days_are_written_as_the_language_does(language: Language) -> None:
    day = datetime(2026, 3, 9, 8, 5)  # noqa: DTZ001 - only the writing of a day
    assert Wording(language).date(day) == format_date(day, format="dd/MM/yyyy", locale=LOCALES[language])
    assert Wording(language).time(day) == "08:05"


def test_pieces_are_written_without_a_unit() -> None:
    assert Wording("fr").quantity(Quantity(3000), Unit.PIECE) == "3"
    assert Wording("fr").quantity(Quantity(-1500), Unit.PIECE) == "-1,5"
