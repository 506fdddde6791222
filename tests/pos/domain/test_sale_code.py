"""A sale's code: digits only, so that any scanner types it on any keyboard, and never taken for an article's."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from pos.domain.sale_code import DIGITS, sale_code, sale_named

SALE_IDS = st.integers(min_value=0, max_value=(1 << 128) - 1).map(lambda number: str(UUID(int=number)))


@given(SALE_IDS)
def test_every_sale_is_found_by_its_code(sale_id: str) -> None:
    code = sale_code(sale_id)

    assert len(code) == DIGITS
    assert code.isdecimal()
    assert sale_named(code) == sale_id


@given(SALE_IDS, st.integers(0, DIGITS - 1), st.integers(1, 9))
def test_a_digit_read_wrong_names_no_sale(sale_id: str, place: int, more: int) -> None:
    code = sale_code(sale_id)
    wrong = str((int(code[place]) + more) % 10)

    assert sale_named(code[:place] + wrong + code[place + 1 :]) is None


def test_what_is_no_code_of_a_sale_names_none() -> None:
    beyond = "9" * (DIGITS - 1)

    assert sale_named("3017620422003") is None
    assert sale_named("") is None
    assert sale_named("²" * DIGITS) is None
    assert [sale_named(beyond + digit) for digit in "0123456789"] == [None] * 10
