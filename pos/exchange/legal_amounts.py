"""The amounts a law sets, by name and day, read from its dated data in resources."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import cache

import msgspec

import resources
from pos.domain.money import Money


class LegalAmount(StrEnum):
    """An amount set by a law."""

    NOTE_FOR_SERVICES = "note_for_services"


class _Amount(msgspec.Struct):
    name: LegalAmount
    minor: int
    valid_from: date
    source: str


def legal_amount(name: LegalAmount, day: date) -> Money:
    """What a law sets an amount to on a day, in metropolitan France.

    Raises:
        LookupError: it set none on that day.
    """
    valid = [one for one in _french_amounts() if one.name is name and one.valid_from <= day]
    if not valid:
        raise LookupError(f"no {name} on {day}")
    return Money(max(valid, key=lambda one: one.valid_from).minor)


@cache
def _french_amounts() -> tuple[_Amount, ...]:
    body = resources.path("law", "amounts.json").read_bytes()
    return tuple(msgspec.json.decode(body, type=dict[str, list[_Amount]])["FR"])
