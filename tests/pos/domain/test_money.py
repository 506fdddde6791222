"""Money: whole cents, one currency, and shares that add up."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.domain.errors import AmountTooLarge, NotAnAmount
from pos.domain.money import LARGEST_TYPED_MINOR, Money, parse_money, total
from tests.builders import eur
from tests.pos.domain.strategies import amounts


@given(amounts, amounts, amounts)
def test_money_adds_up_in_any_order(one: Money, two: Money, three: Money) -> None:
    assert (one + two) + three == one + (two + three) == total([three, two, one])
    assert one + two - two == one
    assert -one == eur(0) - one
    assert one + (-one) == eur(0)


@given(amounts, amounts)
def test_money_is_ordered_as_its_cents_are(one: Money, two: Money) -> None:
    assert (one < two, one <= two, one > two, one >= two) == (
        one.minor < two.minor, one.minor <= two.minor, one.minor > two.minor, one.minor >= two.minor
    )  # fmt: skip
    assert bool(one) is (one.minor != 0)


@pytest.mark.parametrize("sign", ["+", "-", "<", "<=", ">", ">="])
def test_two_currencies_never_meet(sign: str) -> None:
    euro, franc = Money(1), Money(1, "CHF")
    deeds: dict[str, Callable[[], object]] = {
        "+": lambda: euro + franc, "-": lambda: euro - franc, "<": lambda: euro < franc,
        "<=": lambda: euro <= franc, ">": lambda: euro > franc, ">=": lambda: euro >= franc,
    }  # fmt: skip
    with pytest.raises(TypeError, match="EUR and CHF"):
        deeds[sign]()
    assert euro != franc


@given(amounts, st.integers(-(10**6), 10**6), st.integers(1, 10**6))
def test_multiplying_rounds_half_away_from_zero(amount: Money, above: int, below: int) -> None:
    exact = Fraction(amount.minor * above, below)
    rounded = amount.times(Fraction(above, below))

    assert abs(rounded.minor - exact) <= Fraction(1, 2)
    assert rounded == -(-amount).times(Fraction(above, below))
    if (exact * 2).denominator == 1 and exact.denominator == 2:
        assert abs(rounded.minor) > abs(exact)


@given(st.integers(0, 10**7), st.integers(0, 10**5))
def test_a_weighed_price_is_what_a_calculator_says(price_minor: int, grams: int) -> None:
    by_hand = (Decimal(price_minor) * Decimal(grams) / 1000).quantize(Decimal(1), ROUND_HALF_UP)

    assert eur(price_minor).times(Fraction(grams, 1000)) == eur(int(by_hand))


@given(st.integers(0, LARGEST_TYPED_MINOR), st.sampled_from([",", "."]), st.sampled_from(["", "€", " €"]))
def test_an_amount_is_read_as_it_was_typed(minor: int, sign: str, currency: str) -> None:
    spaced = f"{minor // 100:,}".replace(",", "\u202f") + f"{sign}{minor % 100:02}{currency}"

    assert parse_money(f"{minor // 100}{sign}{minor % 100:02}{currency}") == eur(minor)
    assert parse_money(spaced) == eur(minor)


@pytest.mark.parametrize(
    ("typed", "minor"),
    [("12", 1200), ("12,", 1200), ("12,5", 1250), ("12.50", 1250), (",5", 50), (".05", 5), (" 1 200 ", 120_000)],
)
def test_amounts_are_read_as_cashiers_type_them(typed: str, minor: int) -> None:
    assert parse_money(typed) == eur(minor)


@pytest.mark.parametrize("typed", ["", ",", "1,234", "1e5", "-5", "douze", "1,2,3", "٣", "1 €€", "NaN", "+1"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(NotAnAmount) as refused:
        parse_money(typed)

    assert refused.value.typed == typed


@pytest.mark.parametrize("typed", ["100000,01", "999999999999"])
def test_a_barcode_in_the_amount_box_is_refused(typed: str) -> None:
    with pytest.raises(AmountTooLarge) as refused:
        parse_money(typed)

    assert refused.value.limit == LARGEST_TYPED_MINOR


@pytest.mark.parametrize("typed", ["3017620422003", "9" * 5_000])
def test_a_whole_barcode_is_no_amount_either(typed: str) -> None:
    with pytest.raises((NotAnAmount, AmountTooLarge)):
        parse_money(typed)


@given(st.text(max_size=20))
def test_any_text_is_an_amount_or_refused(typed: str) -> None:
    with contextlib.suppress(NotAnAmount, AmountTooLarge):
        assert 0 <= parse_money(typed).minor <= LARGEST_TYPED_MINOR
