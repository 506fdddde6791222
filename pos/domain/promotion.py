"""A reduced price that is announced, with the price it is reduced from as the law wants it (Code conso. L112-1-1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from pos.domain.money import Money

PRIOR: Final = timedelta(days=30)
"""The prior price is the lowest that was asked within so many days before."""
LONGEST: Final = timedelta(days=366)


class Standing(StrEnum):
    """How an announcement stands."""

    RUNNING = "running"
    OTHER_PRICE = "other-price"  # the article costs something else now: the window shows no promotion
    OVER = "over"  # it ended by itself, and the reduced price is still asked
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Promotion:
    """An announcement of an article's price, from a moment to another (milliseconds UTC).

    before is the price asked right before, prior the lowest of the thirty days before: what the window names.
    settled says that nobody needs to be reminded of the price; taken_back that it is announced no more.
    """

    product_id: str
    price: Money
    prior: Money
    before: Money
    starts_ms: int
    ends_ms: int
    text: str = ""
    taken_back: bool = False
    settled: bool = False
    version: int = 0

    def standing(self, asked: Money | None, now_ms: int) -> Standing:
        """How it stands at a moment, when the article costs so much."""
        if self.taken_back or now_ms >= self.ends_ms:
            return Standing.SETTLED if self.settled or asked != self.price else Standing.OVER
        return Standing.RUNNING if asked == self.price else Standing.OTHER_PRICE


def prior_price(asked: Money, ended: Iterable[Money]) -> Money:
    """The lowest of the price asked now and of those that ended within the last thirty days.

    A price in another currency says nothing.
    """
    return min((asked, *(price for price in ended if price.currency == asked.currency)), key=lambda price: price.minor)
