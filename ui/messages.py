"""The words for every error a person can meet: what happened, why, and what to do now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pos.domain.errors import ShopError
from pos.domain.money import Money
from pos.domain.quantity import Quantity, Unit
from pos.wording import Wording


@dataclass(frozen=True, slots=True)
class Message:
    """An error in words; plain text, never markup."""

    title: str
    happened: str
    to_do: str = ""

    @property
    def in_short(self) -> str:
        """One line: what happened and what to do."""
        return " ".join(filter(None, (f"{self.title}.", self.to_do)))


def explain(error: ShopError, wording: Wording) -> Message:
    """Say an error in the language of the person at the till."""
    from ui.error_words import WORDS  # a long table that nobody needs before something goes wrong

    words = next(WORDS[kind] for kind in type(error).__mro__ if kind in WORDS)
    values = {name: _shown(error, name, value, wording) for name, value in vars(error).items()}
    values["decimal"] = wording.decimal
    return Message(*(wording(sentence).format(**values) if sentence else "" for sentence in words))


def _shown(error: ShopError, name: str, value: Any, wording: Wording) -> str:
    """A value that an error carries, as its sentences show it."""
    if isinstance(value, Money):
        return wording.money(value)
    if isinstance(value, date):
        return wording.date(value)
    if isinstance(value, timedelta):
        from ui.staff.staff_words import how_long

        return how_long(value, wording)
    if isinstance(value, Quantity):
        return wording.quantity(value, Unit.PIECE)
    if name == "reason":
        from ui.error_words import REASONS

        kinds = (kind for kind in type(error).__mro__ if kind in REASONS)
        sentences = REASONS.get(next(kinds, ShopError), {})
        return wording(sentences[value]) if value in sentences else str(value)
    return str(value)
