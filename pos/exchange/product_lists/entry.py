"""What a row of a product list says: an article, or why it cannot be one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pos.domain.money import Money
from pos.domain.quantity import Quantity, Unit
from pos.domain.tax import TaxClass
from pos.wording import Wording, mark


class Flag(StrEnum):
    """What is worth a look in a row that was taken all the same."""

    WRONG_CHECK_DIGIT = "wrong_check_digit"
    ZEROS_LOST = "zeros_lost"
    PRICE_ROUNDED = "price_rounded"


class Why(StrEnum):
    """Why a row was refused."""

    NAME_MISSING = "name_missing"
    NAME_TOO_LONG = "name_too_long"
    TEXT_TOO_LONG = "text_too_long"
    CODE_ROUNDED = "code_rounded"
    CODE_UNREADABLE = "code_unreadable"
    PRICE_UNREADABLE = "price_unreadable"
    PRICE_NEGATIVE = "price_negative"
    PRICE_TOO_LARGE = "price_too_large"
    PRICE_TOO_PRECISE = "price_too_precise"
    VAT_UNKNOWN = "vat_unknown"
    UNIT_UNKNOWN = "unit_unknown"
    STOCK_UNREADABLE = "stock_unreadable"
    STOCK_TOO_LARGE = "stock_too_large"
    STOCK_NOT_WHOLE = "stock_not_whole"
    ONLINE_UNREADABLE = "online_unreadable"
    TOO_MANY_CELLS = "too_many_cells"
    LINE_TOO_LONG = "line_too_long"
    BAD_QUOTES = "bad_quotes"
    SAME_CODE = "same_code"
    SAME_NAME = "same_name"
    TWO_PRODUCTS = "two_products"
    SEVERAL_NAMED = "several_named"


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as a list describes it; None and () where the list says nothing.

    line is where its row begins in the file, counted from 1.
    """

    line: int
    name: str
    codes: tuple[str, ...] = ()
    brand: str | None = None
    category: str | None = None
    family: str | None = None
    price: Money | None = None
    tax_class: TaxClass | None = None
    unit: Unit | None = None
    stock: Quantity | None = None
    online: bool | None = None
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that cannot be an article: why, the cell or line that says so, and the row as it stands in the file."""

    line: int
    why: Why
    detail: str
    cells: tuple[str, ...]


def explain_refusal(wording: Wording, why: Why, detail: str) -> str:
    """Why a row was refused, in a sentence."""
    return wording(WHY_WORDS[why]).format(detail=detail)


FLAG_WORDS: Final = {
    Flag.WRONG_CHECK_DIGIT: mark("The barcode’s check digit is wrong"),
    Flag.ZEROS_LOST: mark("The barcode seems to have lost its leading zeros"),
    Flag.PRICE_ROUNDED: mark("The price was rounded to the cent"),
}

WHY_WORDS: Final = {
    Why.NAME_MISSING: mark("The name is missing."),
    Why.NAME_TOO_LONG: mark("The name is longer than 200 characters."),
    Why.TEXT_TOO_LONG: mark("A text is too long: “{detail}”."),
    Why.CODE_ROUNDED: mark("The spreadsheet rounded the barcode: “{detail}”. Format that column as text."),
    Why.CODE_UNREADABLE: mark("This is no barcode: “{detail}”."),
    Why.PRICE_UNREADABLE: mark("This is no price: “{detail}”."),
    Why.PRICE_NEGATIVE: mark("The price is below zero: “{detail}”."),
    Why.PRICE_TOO_LARGE: mark("The price is too large: “{detail}”."),
    Why.PRICE_TOO_PRECISE: mark("The price has three decimals, or a separator of thousands: “{detail}”."),
    Why.VAT_UNKNOWN: mark("No VAT rate in force is “{detail}”."),
    Why.UNIT_UNKNOWN: mark("The unit is not known: “{detail}”."),
    Why.STOCK_UNREADABLE: mark("This is no quantity: “{detail}”."),
    Why.STOCK_TOO_LARGE: mark("The quantity is too large: “{detail}”."),
    Why.STOCK_NOT_WHOLE: mark("An article sold by the piece has a fraction in stock: “{detail}”."),
    Why.ONLINE_UNREADABLE: mark("Shown online is neither yes nor no: “{detail}”."),
    Why.TOO_MANY_CELLS: mark("The row has more cells than there are columns."),
    Why.LINE_TOO_LONG: mark("The line is too long."),
    Why.BAD_QUOTES: mark("The quotation marks of the row do not match."),
    Why.SAME_CODE: mark("The same barcode stands on line {detail}."),
    Why.SAME_NAME: mark("The same article stands on line {detail}."),
    Why.TWO_PRODUCTS: mark("The barcodes of the row belong to two products of the shop: {detail}."),
    Why.SEVERAL_NAMED: mark("Several products of the shop have this name; a barcode must tell which: “{detail}”."),
}
