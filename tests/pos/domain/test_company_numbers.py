"""SIRET and VAT number: what can be right and what cannot, against numbers that are known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.domain.company_numbers import (
    grouped_siret,
    grouped_vat_number,
    is_siret,
    is_vat_number,
    is_vat_number_of,
    tidy_number,
    vat_number_for,
)

KNOWN = "73282932000074"
digits = st.text("0123456789", min_size=14, max_size=14)


@pytest.mark.parametrize("number", [KNOWN, "35600000000048", "35600000009075", "00000000000000"])
def test_a_number_that_is_known_is_right(number: str) -> None:
    assert is_siret(number)


@pytest.mark.parametrize(
    "number", ["73282932000075", "7328293200007", "732829320000741", "7328293200007a", "", "35600000009076", "٣" * 14]
)
def test_another_is_not(number: str) -> None:
    assert not is_siret(number)


@given(digits)
def test_of_ten_last_digits_one_is_right(number: str) -> None:
    if not number.startswith("356000000"):
        assert sum(is_siret(f"{number[:-1]}{last}") for last in range(10)) == 1


@given(place=st.integers(0, 13), digit=st.integers(0, 9))
def test_one_wrong_digit_is_always_found(place: int, digit: int) -> None:
    wrong = f"{KNOWN[:place]}{digit}{KNOWN[place + 1 :]}"

    assert is_siret(wrong) == (wrong == KNOWN)


def test_the_vat_number_follows_from_the_siret() -> None:
    assert vat_number_for(KNOWN) == "FR44732829320"
    assert vat_number_for("40483304800022") == "FR83404833048"
    assert is_vat_number("FR44732829320")
    assert is_vat_number_of("FR44732829320", KNOWN)


@given(digits)
def test_every_proposed_vat_number_is_one(siret: str) -> None:
    assert is_vat_number(vat_number_for(siret))


@pytest.mark.parametrize(
    "number", ["FR45732829320", "44732829320", "FR4473282932", "DE44732829320", "FRIO732829320", ""]
)
def test_another_vat_number_is_not(number: str) -> None:
    assert not is_vat_number(number)


def test_a_vat_number_with_a_letter_in_its_key_is_taken() -> None:
    assert is_vat_number("FRK7399859412")


def test_numbers_are_kept_bare_and_shown_in_groups() -> None:
    assert tidy_number(" 732 829 320\u00a000074 ") == KNOWN
    assert tidy_number("fr44-732.829.320") == "FR44732829320"
    assert grouped_siret(KNOWN) == "732 829 320 00074"
    assert grouped_siret("unknown") == "unknown"
    assert grouped_vat_number("FR44732829320") == "FR44 732829320"
