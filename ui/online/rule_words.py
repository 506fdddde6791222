"""How reservations are taken, in words: the three modes, the times to choose from, and what is wrong with a wish."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from pos.domain.online_order import OrderMode
from pos.domain.reservation_rules import RuleFault
from pos.wording import Wording, mark
from ui.online.fact_words import age

MODE_NAMES: Final = {
    OrderMode.REQUEST: mark("The shop answers"),
    OrderMode.SAFETY: mark("At once, with a reserve"),
    OrderMode.ESCROW: mark("At once, units handed over"),
}
MODE_WORDS: Final = {
    OrderMode.REQUEST: mark(
        "A shopper asks, and nothing is promised until somebody in the shop says yes. "
        "The surest way where stock is not always exact."
    ),
    OrderMode.SAFETY: mark(
        "What the window shows is promised at once while its figure is fresh, less a few units kept back for the shop. "
        "A small risk stays when the line is down."
    ),
    OrderMode.ESCROW: mark(
        "Only a few units of each article, handed over to the window, are promised, even while the line is down. "
        "Nothing is ever promised twice."
    ),
}
FAULT_WORDS: Final = {
    RuleFault.NO_NUMBER: mark("Write a whole number."),
    RuleFault.TOO_MANY: mark("At most a thousand of each article."),
    RuleFault.NOTHING_HANDED_OVER: mark("With nothing handed over, nothing could be reserved: write at least 1."),
    RuleFault.HOLD_OUT_OF_BOUNDS: mark("Goods lie aside for a quarter of an hour at least, two weeks at most."),
    RuleFault.ANSWER_OUT_OF_BOUNDS: mark("The shop has five minutes at least to answer, a week at most."),
}
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
HOLDS: Final = (
    *(_HOUR, 2 * _HOUR, 4 * _HOUR, 8 * _HOUR),
    *(_DAY, 2 * _DAY, 3 * _DAY, 7 * _DAY, 14 * _DAY),
)
ANSWERS: Final = (
    *(_HOUR / 4, _HOUR / 2, _HOUR, 2 * _HOUR, 4 * _HOUR, 8 * _HOUR),
    *(_DAY, 2 * _DAY, 7 * _DAY),
)


def span(time: timedelta, wording: Wording) -> str:
    """A time to choose: `30 min`, `4 h`, `1 day`."""
    if time == _HOUR:
        return wording("1 hour")
    if time == _DAY:
        return wording("1 day")
    return age(time, wording)
