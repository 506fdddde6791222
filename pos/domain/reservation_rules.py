"""How a shop takes reservations made online, and what is wrong with a wish about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from pos.domain.online_order import NONE, OrderMode
from pos.domain.quantity import Quantity, pieces

USUAL_SHARE: Final = pieces(2)
LARGEST: Final = pieces(1_000)
"""No small shop keeps back, or hands over, more of one article."""
HOLD_SHORTEST: Final = timedelta(minutes=15)
HOLD_LONGEST: Final = timedelta(days=14)
ANSWER_SHORTEST: Final = timedelta(minutes=5)
ANSWER_LONGEST: Final = timedelta(days=7)


class RuleField(StrEnum):
    """What of the rules can be wrong."""

    SAFETY = "safety"
    SHARE = "share"
    HOLD = "hold"
    ANSWER = "answer"


class RuleFault(StrEnum):
    """What is wrong with it."""

    NO_NUMBER = "no-number"
    TOO_MANY = "too-many"
    NOTHING_HANDED_OVER = "nothing-handed-over"
    HOLD_OUT_OF_BOUNDS = "hold-out-of-bounds"
    ANSWER_OUT_OF_BOUNDS = "answer-out-of-bounds"


@dataclass(frozen=True, slots=True)
class ReservationRules:
    """How a shop takes reservations.

    safety is kept off the window of every article in safety mode, share of every article handed to it in escrow mode;
    hold is how long goods lie aside, answer how long the shop has to say yes or no.
    """

    takes: bool = True
    mode: OrderMode = OrderMode.REQUEST
    safety: Quantity = NONE
    share: Quantity = USUAL_SHARE
    hold: timedelta = timedelta(days=1)
    answer: timedelta = timedelta(hours=4)


def faults(rules: ReservationRules) -> Mapping[RuleField, RuleFault]:
    """What keeps rules from being kept, by field; a figure that the mode does not use is of no account."""
    return dict(_found(rules))


def _found(rules: ReservationRules) -> Iterator[tuple[RuleField, RuleFault]]:
    if rules.mode is OrderMode.SAFETY and not NONE <= rules.safety <= LARGEST:
        yield RuleField.SAFETY, RuleFault.TOO_MANY
    if rules.mode is OrderMode.ESCROW and rules.share <= NONE:
        yield RuleField.SHARE, RuleFault.NOTHING_HANDED_OVER
    elif rules.mode is OrderMode.ESCROW and rules.share > LARGEST:
        yield RuleField.SHARE, RuleFault.TOO_MANY
    if not HOLD_SHORTEST <= rules.hold <= HOLD_LONGEST:
        yield RuleField.HOLD, RuleFault.HOLD_OUT_OF_BOUNDS
    if not ANSWER_SHORTEST <= rules.answer <= ANSWER_LONGEST:
        yield RuleField.ANSWER, RuleFault.ANSWER_OUT_OF_BOUNDS
