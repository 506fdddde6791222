"""Barcodes: what a scanned code says of itself (GS1 General Specifications, sections 1.4 and 7.9).

A code is kept as scanned, leading zeros included. What is looked up is the code, then the same article
number in its other lengths (a 12-digit UPC is a 13-digit EAN with a zero in front).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pos.domain.money import EURO, Money
from pos.domain.quantity import Quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

_LENGTHS = (8, 12, 13, 14)
_KIND = re.compile(r"\][A-Za-z]\d")
_PRINTED = re.compile(r"(97[789]\d{10})\d{2}(?:\d{3})?")
_GS1 = re.compile(r"01(\d{14})")


class Embedded(StrEnum):
    """What the variable digits of an in-store code tell."""

    PRICE = "price"
    WEIGHT = "weight"


@dataclass(frozen=True, slots=True)
class InStorePattern:
    """How a shop's scale writes its labels: prefix, item digits, then price in cents or weight in grams.

    GS1 leaves the codes beginning with 02 and 20 to 29 to the shop, so this is a table, not a rule.
    The code has 13 digits: prefix (2), item (5), value (5), check digit (1).
    """

    prefix: str
    holds: Embedded


DEFAULT_PATTERNS = (
    InStorePattern("02", Embedded.PRICE),
    InStorePattern("22", Embedded.PRICE),
    InStorePattern("26", Embedded.WEIGHT),
)


@dataclass(frozen=True, slots=True)
class ScaleLabel:
    """A label from the counter's scale: the code of the article, and its price or its weight."""

    base_code: str
    price: Money | None = None
    weight: Quantity | None = None


def check_digit(digits: str) -> str:
    """The check digit for the digits before it, by the modulo 10 rule of GS1."""
    weighted = sum(int(digit) * (3, 1)[index % 2] for index, digit in enumerate(reversed(digits)))
    return str(-weighted % 10)


def is_valid(code: str) -> bool:
    """Whether this is an EAN-8, UPC-A, EAN-13 or GTIN-14 whose check digit is right."""
    if len(code) not in _LENGTHS or not (code.isascii() and code.isdigit()):
        return False
    return check_digit(code[:-1]) == code[-1]


def has_wrong_check_digit(code: str) -> bool:
    """Whether this looks like an article number but its check digit is wrong: kept, but worth a look."""
    return len(code) in _LENGTHS and code.isascii() and code.isdigit() and not is_valid(code)


def spellings(code: str) -> tuple[str, ...]:
    """The code, then the other lengths the same article number is printed or scanned in."""
    if not (code.isascii() and code.isdigit()):
        return (code,)
    others: list[str] = []
    if len(code) == 12:
        others = ["0" + code]
    elif (len(code) == 13 and code.startswith("0")) or (len(code) == 14 and code.startswith("0")):
        others = [code[1:]]
    return (code, *others)


def clean(scanned: str) -> str:
    """A code without the blanks and unprintable characters that scanners and spreadsheets add."""
    return "".join(sign for sign in scanned if sign.isprintable() and not sign.isspace())


def readings(scanned: str) -> tuple[str, ...]:
    """What a scanner may have meant, likeliest first.

    It may name the kind of barcode in front (ISO/IEC 15424, `]E0`), and read more than the article's number: in a GS1
    code a 01 stands before it, a magazine's issue or a book's price follows it. Caps lock turns all letters round.
    """
    code = clean(_KIND.sub("", scanned.lstrip()))
    found = [code]
    if (whole := _GS1.match(code)) and is_valid(whole[1]):
        found += [whole[1].removeprefix("0"), whole[1]]
    elif (whole := _PRINTED.fullmatch(code)) and is_valid(whole[1]):
        found.append(whole[1])
    if code.swapcase() != code:
        found.append(code.swapcase())
    return tuple(found)


def article_number(scanned: str) -> str:
    """The code to keep a new article under, of all that a scanner sent."""
    code, *others = readings(scanned)
    return others[0] if others and is_valid(others[0]) else code


def read_scale_label(
    code: str, patterns: Sequence[InStorePattern] = DEFAULT_PATTERNS, currency: str = EURO
) -> ScaleLabel | None:
    """What a 13-digit code of the shop's own range says, or None when it is no scale label.

    The base code is the label's with its value digits at zero and its check digit made right: the code
    the article is kept under.
    """
    if len(code) != 13 or not is_valid(code):
        return None
    for pattern in patterns:
        if not code.startswith(pattern.prefix):
            continue
        base = code[:7] + "00000"
        base_code = base + check_digit(base)
        value = int(code[7:12])
        if value == 0:
            return None
        if pattern.holds is Embedded.PRICE:
            return ScaleLabel(base_code, price=Money(value, currency))
        return ScaleLabel(base_code, weight=Quantity(value))
    return None
