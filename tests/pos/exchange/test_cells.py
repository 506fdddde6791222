"""What single cells say: prices, VAT, quantities and codes as people and spreadsheets write them."""

import contextlib
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.domain.money import Money
from pos.domain.quantity import Quantity, Unit
from pos.domain.tax import TaxClass
from pos.exchange.product_lists import cells
from pos.exchange.product_lists.cells import Unreadable
from pos.exchange.product_lists.entry import Flag, Why
from pos.exchange.tax_rates import french_rates
from pos.wording import Wording


def _price(cell: str, *, comma_groups: bool = False, computed: bool = False) -> Money | None:
    return cells.price(cell, comma_groups=comma_groups, computed=computed)[0]


@pytest.mark.parametrize(
    ("cell", "minor"),
    [
        ("4,50", 450),
        ("4.5", 450),
        ("4", 400),
        (",50", 50),
        ("4,50 €", 450),
        ("€ 4.50", 450),
        ("4,50 EUR TTC", 450),
        ("1 234,50", 123450),
        ("1\u202f234,50\u00a0€", 123450),
        ("1.234,50", 123450),
        ("1,234.50", 123450),
        ("1'234.50", 123450),
        ("12.500", 1250),
    ],
)
def test_a_price_is_read_however_it_is_written(cell: str, minor: int) -> None:
    assert _price(cell) == Money(minor)


@pytest.mark.parametrize("cell", ["", "  ", "0", "0,00 €", "€"])
def test_no_price_or_zero_waits_to_be_priced(cell: str) -> None:
    assert _price(cell) is None


def test_a_comma_before_three_digits_groups_thousands_where_commas_part_the_columns() -> None:
    assert _price("1,234", comma_groups=True) == Money(123400)
    assert _price("12,34", comma_groups=True) == Money(1234)


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("douze", Why.PRICE_UNREADABLE),
        ("1,2,3.4", Why.PRICE_UNREADABLE),
        ("9E+1000000", Why.PRICE_UNREADABLE),
        ("１２", Why.PRICE_UNREADABLE),
        ("9" * 500, Why.PRICE_UNREADABLE),
        ("-1,00", Why.PRICE_NEGATIVE),
        ("3017620422003", Why.PRICE_TOO_LARGE),
        ("1,234", Why.PRICE_TOO_PRECISE),
    ],
)
def test_what_is_no_price_is_refused_with_the_reason(cell: str, why: Why) -> None:
    with pytest.raises(Unreadable) as refused:
        _price(cell)

    assert refused.value.why is why


def test_a_computed_price_is_rounded_to_the_cent_and_flagged() -> None:
    assert cells.price("4.2083333333", comma_groups=False, computed=True) == (Money(421), (Flag.PRICE_ROUNDED,))
    assert cells.price("1.234", comma_groups=False, computed=True) == (Money(123), (Flag.PRICE_ROUNDED,))
    assert cells.price("1.20", comma_groups=False, computed=True) == (Money(120), ())


@given(st.integers(1, 9_999_999))
def test_every_amount_a_language_writes_is_read_back(minor: int) -> None:
    for wording in (Wording("fr"), Wording("en")):
        assert _price(wording.money(Money(minor))) == Money(minor)


@given(st.decimals(min_value=-100_000, max_value=100_000, places=4, allow_nan=False))
def test_every_number_is_read_exactly(value: object) -> None:
    assert cells.number(f"{value}") == Fraction(str(value))
    assert cells.number(f"{value}".replace(".", ",")) == Fraction(str(value))


@pytest.mark.parametrize(
    ("cell", "tax_class"),
    [
        ("5,5", TaxClass.REDUCED),
        ("5.50 %", TaxClass.REDUCED),
        ("0.055", TaxClass.REDUCED),
        ("20", TaxClass.STANDARD),
        ("20,00\u202f%", TaxClass.STANDARD),
        ("0,2", TaxClass.STANDARD),
        ("TVA 10%", TaxClass.INTERMEDIATE),
        ("2.1", TaxClass.SUPER_REDUCED),
        ("0.021", TaxClass.SUPER_REDUCED),
        ("0", TaxClass.ZERO),
        ("Taux réduit", TaxClass.REDUCED),
        ("reduced-rate", TaxClass.REDUCED),
        ("exonéré", TaxClass.ZERO),
        ("", None),
    ],
)
def test_vat_is_read_as_percentage_share_or_name(cell: str, tax_class: TaxClass | None) -> None:
    assert cells.tax_class(cell, french_rates()) is tax_class


@pytest.mark.parametrize("cell", ["8,5", "19.6", "T1", "200", "-20", "1"])
def test_a_rate_that_is_not_in_force_is_refused(cell: str) -> None:
    with pytest.raises(Unreadable) as refused:
        cells.tax_class(cell, french_rates())

    assert refused.value.why is Why.VAT_UNKNOWN


def test_stock_is_counted_in_pieces_or_weighed_in_kilograms() -> None:
    assert cells.stock("12", Unit.PIECE, comma_groups=False) == Quantity(12_000)
    assert cells.stock("12,000", Unit.PIECE, comma_groups=False) == Quantity(12_000)
    assert cells.stock("4,600", Unit.KILOGRAM, comma_groups=False) == Quantity(4_600)
    assert cells.stock("4,6 kg", Unit.KILOGRAM, comma_groups=False) == Quantity(4_600)
    assert cells.stock("-3", Unit.PIECE, comma_groups=False) == Quantity(-3_000)
    assert cells.stock("", Unit.PIECE, comma_groups=False) is None


@pytest.mark.parametrize(
    ("cell", "why"),
    [("1,5", Why.STOCK_NOT_WHOLE), ("beaucoup", Why.STOCK_UNREADABLE), ("3017620422003", Why.STOCK_TOO_LARGE)],
)
def test_a_stock_that_makes_no_sense_is_refused(cell: str, why: Why) -> None:
    with pytest.raises(Unreadable) as refused:
        cells.stock(cell, Unit.PIECE, comma_groups=False)

    assert refused.value.why is why


@pytest.mark.parametrize(
    ("cell", "codes", "flags"),
    [
        ("00018999", ("00018999",), ()),
        ("3017620422003", ("3017620422003",), ()),
        ("3017620422004", ("3017620422004",), (Flag.WRONG_CHECK_DIGIT,)),
        ("3 017620 422003", ("3017620422003",), ()),
        ('="0012345678905"', ("0012345678905",), ()),
        ("'0012345678905", ("0012345678905",), ()),
        ("3017620422003.0", ("3017620422003",), ()),
        ("3,017620422003E+12", ("3017620422003",), ()),
        ("12345678905", ("12345678905",), (Flag.ZEROS_LOST,)),
        ("18999", ("18999",), ()),
        ("2120300000505|2130300000504", ("2120300000505", "2130300000504"), ()),
        ("20100100|20100100", ("20100100",), ()),
        ("TEE-L", ("TEE-L",), ()),
        ("2E10", ("2E10",), ()),
        ("", (), ()),
    ],
)
def test_codes_keep_their_zeros_and_say_what_looks_wrong(
    cell: str, codes: tuple[str, ...], flags: tuple[Flag, ...]
) -> None:
    assert cells.codes(cell) == (codes, flags)


def test_a_code_the_spreadsheet_rounded_is_refused_rather_than_guessed() -> None:
    with pytest.raises(Unreadable) as refused:
        cells.codes("3,01762E+12")

    assert refused.value.why is Why.CODE_ROUNDED


def test_a_name_stands_on_one_line_without_signs_nobody_sees() -> None:
    assert cells.text("  Pâte\u00a0à\r\ntarti\u00adner\x1b@ ") == "Pâte à tartiner @"


@given(st.text(max_size=60))
def test_no_cell_makes_anything_fail_but_by_a_reason(cell: str) -> None:
    for reading in (
        lambda: cells.text(cell),
        lambda: cells.codes(cell),
        lambda: cells.price(cell, comma_groups=False, computed=False),
        lambda: cells.price(cell, comma_groups=True, computed=True),
        lambda: cells.tax_class(cell, french_rates()),
        lambda: cells.unit(cell),
        lambda: cells.stock(cell, Unit.KILOGRAM, comma_groups=True),
        lambda: cells.yes_or_no(cell),
        lambda: cells.category(cell),
    ):
        with contextlib.suppress(Unreadable):
            reading()
