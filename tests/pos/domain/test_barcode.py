"""Barcodes: check digits, lengths, and what the counter's scale prints."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.domain.barcode import (
    DEFAULT_PATTERNS,
    Embedded,
    InStorePattern,
    ScaleLabel,
    article_number,
    check_digit,
    clean,
    has_wrong_check_digit,
    is_valid,
    read_scale_label,
    readings,
    spellings,
)
from pos.domain.quantity import Quantity
from tests.builders import eur

digits = st.text("0123456789", min_size=1, max_size=17)


def _article_numbers(draw: st.DrawFn) -> str:
    body = draw(
        st.sampled_from([7, 11, 12, 13]).flatmap(lambda size: st.text("0123456789", min_size=size, max_size=size))
    )
    return body + check_digit(body)


article_numbers = st.composite(_article_numbers)()


@pytest.mark.parametrize("code", ["3017620422003", "96385074", "036000291452", "00012345600012", "4006381333931"])
def test_real_codes_are_valid(code: str) -> None:
    assert is_valid(code)
    assert not has_wrong_check_digit(code)


@given(article_numbers, st.data())
def test_every_misread_digit_is_noticed(code: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(code) - 1))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != code[place]]))
    misread = code[:place] + other + code[place + 1 :]

    assert is_valid(code)
    assert not is_valid(misread)
    assert has_wrong_check_digit(misread)


@pytest.mark.parametrize("code", ["", "123", "REF-12345678", "٣٠١٧٦٢٠٤٢٢٠٠٣", "30176204220035"[:11], "²²²²²²²²"])
def test_what_is_no_article_number_has_no_check_digit_to_be_wrong(code: str) -> None:
    assert not is_valid(code)
    assert not has_wrong_check_digit(code)


@given(st.text(max_size=15))
def test_any_text_is_looked_up_as_it_stands_first(code: str) -> None:
    assert spellings(code)[0] == code
    assert len(set(spellings(code))) == len(spellings(code))


@given(st.text("0123456789", min_size=11, max_size=11))
def test_an_american_code_and_its_european_spelling_find_each_other(body: str) -> None:
    twelve = body + check_digit(body)

    assert "0" + twelve in spellings(twelve)
    assert twelve in spellings("0" + twelve)
    assert is_valid("0" + twelve)


def test_a_case_code_finds_the_article_in_thirteen_digits() -> None:
    assert "3017620422003" in spellings("03017620422003")
    assert spellings("13017620422000") == ("13017620422000",)
    assert spellings("REF-1") == ("REF-1",)


@pytest.mark.parametrize(
    ("scanned", "code"),
    [(" 3017620422003\r\n", "3017620422003"), ("\u00a030 17\t62", "301762"), ("\x1d0100", "0100"), ("0042", "0042")],
)
def test_blanks_and_control_signs_are_dropped_and_leading_zeros_kept(scanned: str, code: str) -> None:
    assert clean(scanned) == code


@given(st.text(max_size=30))
def test_a_clean_code_stays_as_it_is(scanned: str) -> None:
    assert clean(clean(scanned)) == clean(scanned)


def _label(prefix: str, item: int, value: int) -> str:
    body = f"{prefix}{item:05}{value:05}"
    return body + check_digit(body)


@given(st.sampled_from(DEFAULT_PATTERNS), st.integers(0, 99_999), st.integers(1, 99_999))
def test_a_label_of_the_scale_says_its_article_and_its_price_or_weight(
    pattern: InStorePattern, item: int, value: int
) -> None:
    label = read_scale_label(_label(pattern.prefix, item, value))

    assert label is not None
    assert label.base_code == _label(pattern.prefix, item, 0)
    if pattern.holds is Embedded.PRICE:
        assert (label.price, label.weight) == (eur(value), None)
    else:
        assert (label.price, label.weight) == (None, Quantity(value))


def test_the_shop_s_own_table_decides_what_a_label_holds() -> None:
    code = _label("22", 12_345, 350)

    assert read_scale_label(code) == ScaleLabel(_label("22", 12_345, 0), price=eur(350))
    assert read_scale_label(code, [InStorePattern("22", Embedded.WEIGHT)]) == ScaleLabel(
        _label("22", 12_345, 0), weight=Quantity(350)
    )
    assert read_scale_label(code, []) is None


@pytest.mark.parametrize(
    "code",
    ["3017620422003", "96385074", _label("22", 1, 0), "2200001003500", _label("29", 1, 100), "not a code at"],
)
def test_what_is_no_label_is_none(code: str) -> None:
    assert read_scale_label(code) is None


@given(digits)
def test_any_digits_are_a_label_or_none(code: str) -> None:
    label = read_scale_label(code)

    assert label is None or is_valid(label.base_code)


@pytest.mark.parametrize(
    ("scanned", "kept_under"),
    [
        ("3017620422003", "3017620422003"),
        (" 3017620422003\r", "3017620422003"),
        ("]E03017620422003", "3017620422003"),
        ("]C10103017620422003", "3017620422003"),
        ("0103017620422003\x1d10LOT7", "3017620422003"),
        ("0113017620422000", "13017620422000"),
        ("977036318600012", "9770363186000"),
        ("301762042200312", "301762042200312"),
        ("]kE03017620422003", "]kE03017620422003"),
        ("0103017620422009", "0103017620422009"),
        ("AB-12345", "AB-12345"),
    ],
)
def test_an_article_is_kept_under_its_number_and_nothing_a_scanner_adds(scanned: str, kept_under: str) -> None:
    assert article_number(scanned) == kept_under


def test_letters_turned_round_by_caps_lock_are_tried_as_well() -> None:
    assert readings("ab-12345") == ("ab-12345", "AB-12345")


@given(st.text())
def test_what_was_scanned_comes_first_whatever_it_is(scanned: str) -> None:
    first, *others = readings(scanned)

    assert all(sign.isprintable() and not sign.isspace() for sign in first)
    assert len(others) <= 3
