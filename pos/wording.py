"""How a language writes words, money, weights and moments; a value that is passed in, never a global.

The conventions are those of the CLDR for French and English, written down here so that nothing has to be
imported before the first screen; a test holds them against Babel, which reads the CLDR itself.
"""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

import resources
from pos.domain.money import MINOR_PER_UNIT, Money
from pos.domain.quantity import MILLI, Quantity, Unit

Language = Literal["fr", "en"]
DOMAIN = "comptoir"
NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"
_SYMBOLS = {"EUR": "€"}


@dataclass(frozen=True, slots=True)
class Conventions:
    """The signs and orders of one language."""

    decimal: str
    group: str
    money: str
    percent: str
    date: str
    date_time: str
    time: str


_MONTHS: Final[dict[Language, tuple[str, ...]]] = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip

_CONVENTIONS: Final[dict[Language, Conventions]] = {
    "fr": Conventions(
        decimal=",",
        group=NARROW_SPACE,
        money=f"{{amount}}{NO_BREAK_SPACE}{{symbol}}",
        percent=f"{{number}}{NARROW_SPACE}%",
        date="%d/%m/%Y",
        date_time="%d/%m/%Y %H:%M",
        time="%H:%M",
    ),
    "en": Conventions(
        decimal=".",
        group=",",
        money="{symbol}{amount}",
        percent="{number}%",
        date="%d/%m/%Y",
        date_time="%d/%m/%Y %H:%M",
        time="%H:%M",
    ),
}


class Wording:
    """One language: call it with an English sentence to get that sentence in the language."""

    def __init__(self, language: Language = "fr") -> None:
        self.language: Language = language
        self._signs = _CONVENTIONS[language]
        self._translations = gettext.translation(
            DOMAIN, resources.path("translations"), languages=[language], fallback=True
        )

    @property
    def decimal(self) -> str:
        """The sign between whole and part: `,` in French."""
        return self._signs.decimal

    def __call__(self, sentence: str) -> str:
        """The sentence in this language; the sentence itself where no translation exists."""
        return self._translations.gettext(sentence)

    def plural(self, one: str, many: str, count: int) -> str:
        """The sentence for a count, by the language's own rule (French says "0 article")."""
        return self._translations.ngettext(one, many, count)

    def money(self, amount: Money) -> str:
        """An amount with its currency: `1 234,50 €`."""
        symbol = _SYMBOLS.get(amount.currency, amount.currency)
        sign = "-" if amount.minor < 0 else ""
        return sign + self._signs.money.format(amount=self.amount(Money(abs(amount.minor))), symbol=symbol)

    def amount(self, amount: Money) -> str:
        """An amount without its currency: `1 234,50`."""
        units, cents = divmod(abs(amount.minor), MINOR_PER_UNIT)
        sign = "-" if amount.minor < 0 else ""
        return f"{sign}{self._grouped(units)}{self._signs.decimal}{cents:02d}"

    def quantity(self, quantity: Quantity, unit: Unit) -> str:
        """A quantity with its unit where it is weighed: `3`, `0,350 kg`."""
        units, milli = divmod(abs(quantity.milli), MILLI)
        sign = "-" if quantity.milli < 0 else ""
        if unit is Unit.KILOGRAM:
            return f"{sign}{self._grouped(units)}{self._signs.decimal}{milli:03d}{NO_BREAK_SPACE}kg"
        fraction = f"{self._signs.decimal}{milli:03d}".rstrip("0") if milli else ""
        return f"{sign}{self._grouped(units)}{fraction}"

    def percent(self, basis_points: int) -> str:
        """A rate: `5,5 %`."""
        whole, rest = divmod(basis_points, 100)
        decimals = f"{self._signs.decimal}{rest:02d}".rstrip("0") if rest else ""
        return self._signs.percent.format(number=f"{whole}{decimals}")

    def number(self, count: int) -> str:
        """A whole number with its thousands apart: `6 774`."""
        return ("-" if count < 0 else "") + self._grouped(abs(count))

    def date(self, moment: date) -> str:
        """The day: `23/11/2026`."""
        return moment.strftime(self._signs.date)

    def date_time(self, moment: datetime) -> str:
        """The day and the minute: `23/11/2026 14:32`."""
        return moment.strftime(self._signs.date_time)

    def time(self, moment: datetime) -> str:
        """The minute: `14:32`."""
        return moment.strftime(self._signs.time)

    def month(self, number: int) -> str:
        """A month by its number, from 1: `novembre`."""
        return _MONTHS[self.language][number - 1]

    def _grouped(self, count: int) -> str:
        return f"{count:,}".replace(",", self._signs.group)


def mark(sentence: str) -> str:
    """Name a sentence for translation where it is only looked up later (a table of messages)."""
    return sentence
