"""What customers asked for that the shop did not have, and what another shop of the town put aside for one of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from pos.domain.folding import fold
from pos.domain.quantity import Quantity, Unit

LONGEST_WORDS: Final = 120
_RUN: Final = re.compile(r"[^\W_]+")
_SHORTEST_WITH_PLURAL: Final = 4


class DemandAnswer(StrEnum):
    """What the customer was told."""

    NOTED = "noted"
    ELSEWHERE = "elsewhere"
    """Another shop of the town puts it aside."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Something asked for that was not there; product_id where it is an article of the shop, else empty.

    person is who was at the till, empty where nobody has to say so.
    """

    id: str
    at_ms: int
    words: str
    product_id: str = ""
    answer: DemandAnswer = DemandAnswer.NOTED
    person: str = ""


@dataclass(frozen=True, slots=True)
class AskedFor:
    """The same thing asked for in vain: how often, how often another shop had it, and when last.

    words are those it was asked for by last.
    """

    words: str
    product_id: str
    times: int
    elsewhere: int
    last_ms: int
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PutAside:
    """What another shop of the town reserved for a customer who stood here.

    must_confirm: that shop has not answered yet. page is the reservation's address online.
    """

    shop_name: str
    address: str
    phone: str
    article: str
    quantity: Quantity
    unit: Unit
    number: str
    page: str
    customer: str = ""
    until: datetime | None = None
    must_confirm: bool = False


def clean_words(typed: str) -> str:
    """What was asked for as it is kept: one line, single spaces, not endless."""
    printable = "".join(sign if sign.isprintable() else " " for sign in typed)
    return " ".join(printable.split())[:LONGEST_WORDS].strip()


def same_words(words: str) -> str:
    """What two ways of asking for the same have in common: no accents, capitals or signs, singular and plural alike.

    Words that are only spelt nearly alike stay apart: `pin` is no `vin` to who orders by the list.
    """
    return " ".join(_singular(run) for run in _RUN.findall(fold(words)))


def gathered(demands: Iterable[Demand]) -> list[AskedFor]:
    """Put demands together that ask for the same article or in the same words; the most asked for first."""
    groups: dict[str, list[Demand]] = {}
    for demand in sorted(demands, key=lambda one: (one.at_ms, one.id)):
        alike = same_words(demand.words) or demand.words
        groups.setdefault(f"#{demand.product_id}" if demand.product_id else alike, []).append(demand)
    return sorted(map(_together, groups.values()), key=lambda one: (-one.times, -one.last_ms, one.words))


def _together(group: list[Demand]) -> AskedFor:
    last = group[-1]
    return AskedFor(
        words=last.words,
        product_id=last.product_id,
        times=len(group),
        elsewhere=sum(one.answer is DemandAnswer.ELSEWHERE for one in group),
        last_ms=last.at_ms,
        ids=tuple(one.id for one in group),
    )


def _singular(word: str) -> str:
    return word[:-1] if len(word) >= _SHORTEST_WITH_PLURAL and word[-1] in "sx" else word
