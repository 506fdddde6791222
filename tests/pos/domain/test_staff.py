"""Who works in the shop: names, PINs, roles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.domain.errors import PersonNameMissing, PinRefused
from pos.domain.staff import LONGEST_NAME, USUAL_RIGHTS, Person, Right, Role, check_pin, clean_name


@pytest.mark.parametrize("pin", ["0000", "9999", "1234", "4321", "12345678", "7890", "987654", "555555"])
def test_a_pin_everybody_tries_first_is_refused(pin: str) -> None:
    with pytest.raises(PinRefused) as refused:
        check_pin(pin)

    assert refused.value.reason == "trivial"


@pytest.mark.parametrize("pin", ["", "123", "123456789"])
def test_a_pin_has_four_to_eight_digits(pin: str) -> None:
    with pytest.raises(PinRefused):
        check_pin(pin)


@pytest.mark.parametrize("pin", ["12a4", "١٢٣٤", "12 4", "½½½½"])
def test_a_pin_is_digits_and_nothing_else(pin: str) -> None:
    with pytest.raises(PinRefused) as refused:
        check_pin(pin)

    assert refused.value.reason == "digits"


@pytest.mark.parametrize("pin", ["2580", "1357", "0451", "80237716"])
def test_other_pins_are_taken(pin: str) -> None:
    check_pin(pin)


def test_a_name_is_one_line_with_single_spaces() -> None:
    assert clean_name("  Lucie \t de\nla  Tour ") == "Lucie de la Tour"


@pytest.mark.parametrize("typed", ["", "   ", "\n\t"])
def test_a_person_has_a_name(typed: str) -> None:
    with pytest.raises(PersonNameMissing):
        clean_name(typed)


@given(st.text())
def test_a_cleaned_name_stays_as_it_is(typed: str) -> None:
    try:
        name = clean_name(typed)
    except PersonNameMissing:
        return

    assert clean_name(name) == name
    assert 0 < len(name) <= LONGEST_NAME


def test_an_owner_may_do_everything_and_an_inspector_sells_nothing() -> None:
    owner = Person("1", "Nadia", Role.OWNER, USUAL_RIGHTS[Role.OWNER])
    inspector = Person("2", "M. Renard", Role.INSPECTOR, USUAL_RIGHTS[Role.INSPECTOR])

    assert all(owner.may(right) for right in Right)
    assert not inspector.may(Right.SELL)
