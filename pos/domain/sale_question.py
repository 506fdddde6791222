"""What a person looks for among the sales: read from what was typed or scanned, answered newest first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pos.domain.barcode import clean
from pos.domain.errors import ShopError
from pos.domain.folding import fold
from pos.domain.money import Money, parse_money
from pos.domain.sale_code import sale_named

LONGEST_NUMBER = 7
"""A figure longer than this is an article's code, not a ticket's number."""

_NUMBER = re.compile(r"(?:n°|no\.?|#)?\s*(\d+)", re.IGNORECASE)
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?")
_AMOUNT = re.compile(r"\d+[.,]\d{2}|\d[\d\s]*(?:[.,]\d{0,2})?\s*€")
_CENTURY = 2000


@dataclass(frozen=True, slots=True)
class AnySale:
    """All of them."""


@dataclass(frozen=True, slots=True)
class ThisSale:
    """The one a till's code names."""

    sale_id: str


@dataclass(frozen=True, slots=True)
class Numbered:
    """Tickets of this number, one for each series."""

    number: int


@dataclass(frozen=True, slots=True)
class OfDay:
    """What was sold on a day of the shop's calendar."""

    day: date


@dataclass(frozen=True, slots=True)
class OfAmount:
    """Sales whose total is exactly this."""

    total: Money


@dataclass(frozen=True, slots=True)
class WithCode:
    """Sales of the article that carries this code."""

    code: str


@dataclass(frozen=True, slots=True)
class WithWords:
    """Sales of an article whose name holds these words."""

    words: str


Question = AnySale | ThisSale | Numbered | OfDay | OfAmount | WithCode | WithWords


def read_question(typed: str, *, today: date, days: Mapping[str, date]) -> Question:
    """What was meant: `1042` a ticket, `12,50` an amount, `23/11` a day, a long figure a code, else an article's name.

    Args:
        typed: what stands in the box, or came from a scanner.
        today: the day a date without a year is counted back from.
        days: days that have a name in the person's language, by that name.
    """
    words = " ".join(typed.split())
    if not words:
        return AnySale()
    named = {fold(name): day for name, day in days.items()}
    day = named.get(fold(words)) or _day(words, today)
    if day is not None:
        return OfDay(day)
    if _AMOUNT.fullmatch(words):
        return _amount(words)
    return read_code(words) or _number(words) or WithWords(words)


def read_code(scanned: str) -> ThisSale | WithCode | None:
    """What a scanned code asks for; None when it is too short or too wordy for one."""
    code = clean(scanned)
    sale_id = sale_named(code)
    if sale_id is not None:
        return ThisSale(sale_id)
    is_code = code.isascii() and code.isdigit() and len(code) > LONGEST_NUMBER
    return WithCode(code) if is_code else None


def _number(words: str) -> Numbered | None:
    found = _NUMBER.fullmatch(words)
    return Numbered(int(found[1])) if found and len(found[1]) <= LONGEST_NUMBER else None


def _amount(words: str) -> OfAmount | WithWords:
    try:
        return OfAmount(parse_money(words))
    except ShopError:
        return WithWords(words)


def _day(words: str, today: date) -> date | None:
    """A date as it is written in French; without a year it is the last one that has been."""
    found = _DAY.fullmatch(words)
    if not found or ("." in words and not found[3]):
        return None
    day, month = int(found[1]), int(found[2])
    year = today.year if found[3] is None else int(found[3]) % 100 + _CENTURY if len(found[3]) == 2 else int(found[3])
    try:
        read = date(year, month, day)
        return read.replace(year=year - 1) if found[3] is None and read > today else read
    except ValueError:
        return None
