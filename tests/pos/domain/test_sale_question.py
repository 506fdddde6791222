"""What a person means in the box that finds a sale."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.domain.sale_code import sale_code
from pos.domain.sale_question import (
    AnySale,
    Numbered,
    OfAmount,
    OfDay,
    Question,
    ThisSale,
    WithCode,
    WithWords,
    read_code,
    read_question,
)
from tests.builders import eur, new_id

TODAY = date(2026, 11, 23)
DAYS = {"Aujourd’hui": TODAY, "Hier": date(2026, 11, 22)}


def read(typed: str) -> Question:
    return read_question(typed, today=TODAY, days=DAYS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", AnySale()),
        ("   ", AnySale()),
        ("1042", Numbered(1042)),
        ("n° 1042", Numbered(1042)),
        ("N°1042", Numbered(1042)),
        ("12,50", OfAmount(eur(1250))),
        ("12.50", OfAmount(eur(1250))),
        ("1 234,50 €", OfAmount(eur(123_450))),
        ("12 €", OfAmount(eur(1200))),
        ("hier", OfDay(date(2026, 11, 22))),
        ("AUJOURD'HUI", OfDay(TODAY)),
        ("23/11/2026", OfDay(TODAY)),
        ("3/11/26", OfDay(date(2026, 11, 3))),
        ("22.11.2026", OfDay(date(2026, 11, 22))),
        ("22/11", OfDay(date(2026, 11, 22))),
        ("24/12", OfDay(date(2025, 12, 24))),
        ("3017620422003", WithCode("3017620422003")),
        ("savon doux", WithWords("savon doux")),
        ("31/02/2026", WithWords("31/02/2026")),
        ("12,5 kg", WithWords("12,5 kg")),
    ],
)
def test_what_is_typed_is_what_is_meant(typed: str, meant: Question) -> None:
    assert read(typed) == meant


def test_a_ticket_s_own_code_means_that_ticket() -> None:
    sale_id = new_id()

    assert read(sale_code(sale_id)) == ThisSale(sale_id)
    assert read_code(f" {sale_code(sale_id)}\n") == ThisSale(sale_id)


def test_a_last_day_of_february_that_last_year_did_not_have_is_no_day() -> None:
    assert read_question("29/02", today=date(2025, 1, 5), days={}) == WithWords("29/02")
    assert read_question("29/02", today=date(2028, 1, 5), days={}) == WithWords("29/02")


@given(st.text())
def test_whatever_is_typed_means_something(typed: str) -> None:
    assert read(typed) is not None
