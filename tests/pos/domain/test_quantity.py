"""Quantities: thousandths, read as they are typed."""

from __future__ import annotations

import contextlib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.domain.errors import AmountTooLarge, NotAnAmount
from pos.domain.quantity import LARGEST_TYPED_MILLI, Quantity, Unit, parse_quantity, pieces

some = st.integers(-(10**9), 10**9).map(Quantity)


@given(some, some)
def test_quantities_add_up(one: Quantity, two: Quantity) -> None:
    assert one + two - two == one
    assert one - two == -(two - one)
    assert bool(one) is (one.milli != 0)
    assert (one < two) is (one.milli < two.milli)
    assert one.as_fraction * 1000 == one.milli
    assert one.is_whole is (one.as_fraction.denominator == 1)


def test_pieces_are_whole() -> None:
    assert pieces(3) == Quantity(3000)
    assert pieces(3).is_whole
    assert not Quantity(350).is_whole
    assert Quantity(350).as_fraction == Fraction(7, 20)


@given(st.integers(0, LARGEST_TYPED_MILLI), st.sampled_from([",", "."]))
def test_a_weight_is_read_as_it_was_typed(milli: int, sign: str) -> None:
    assert parse_quantity(f"{milli // 1000}{sign}{milli % 1000:03}") == Quantity(milli)


@pytest.mark.parametrize(
    ("typed", "unit", "milli"),
    [
        ("3", Unit.PIECE, 3000),
        ("3,", Unit.PIECE, 3000),
        ("2,000", Unit.PIECE, 2000),
        ("0,35", Unit.KILOGRAM, 350),
        (".5", Unit.KILOGRAM, 500),
        (" 1 000", Unit.KILOGRAM, 1_000_000),
    ],
)
def test_quantities_are_read_as_cashiers_type_them(typed: str, unit: Unit, milli: int) -> None:
    assert parse_quantity(typed, unit) == Quantity(milli)


@pytest.mark.parametrize(
    ("typed", "unit"),
    [("", Unit.PIECE), ("1,5", Unit.PIECE), ("1,2345", Unit.KILOGRAM), ("-1", Unit.PIECE), ("٣", Unit.PIECE)],
)
def test_what_is_no_quantity_is_refused(typed: str, unit: Unit) -> None:
    with pytest.raises(NotAnAmount):
        parse_quantity(typed, unit)


def test_a_barcode_in_the_quantity_box_is_refused() -> None:
    with pytest.raises(AmountTooLarge):
        parse_quantity("10001")
    with pytest.raises(NotAnAmount):
        parse_quantity("3017620422003")


@given(st.text(max_size=20), st.sampled_from(list(Unit)))
def test_any_text_is_a_quantity_or_refused(typed: str, unit: Unit) -> None:
    with contextlib.suppress(NotAnAmount, AmountTooLarge):
        assert 0 <= parse_quantity(typed, unit).milli <= LARGEST_TYPED_MILLI
