"""How far a level may be believed, by its age on the catalogue's clock. The rules are the shop's honesty: pure.

under 5 min        FRESH     "in stock"
5 to 60 min        RECENT    "in stock, checked 23 min ago"
to 24 h            DATED     "probably in stock, last seen 11:40, please call"
beyond             OLD       no figure
after a closing    CLOSED    "at closing time yesterday: 3", until the shop opens again
never heard        UNKNOWN   never taken for 0
"""

from dataclasses import dataclass
from enum import Enum

MINUTE_MS = 60 * 1000
FRESH_MS = 5 * MINUTE_MS
RECENT_MS = 60 * MINUTE_MS
DATED_MS = 24 * 60 * MINUTE_MS
CLOSED_AT_MOST_MS = 7 * DATED_MS


class Freshness(Enum):
    """How old a figure is, in the steps a shopper is told of."""

    FRESH = "fresh"
    RECENT = "recent"
    DATED = "dated"
    OLD = "old"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Standing:
    """Since when a shop's window is vouched for, in milliseconds UTC.

    complete_ms: when its till last had nothing left to send. closed_ms: when it said so while closing.
    opens_ms: when its hours say that it opens again.
    """

    complete_ms: int | None = None
    closed_ms: int | None = None
    opens_ms: int | None = None

    @property
    def closed_until_ms(self) -> int | None:
        """Return until when a closing figure holds: the next opening, and a week at the most."""
        if self.closed_ms is None:
            return None
        longest = self.closed_ms + CLOSED_AT_MOST_MS
        return longest if self.opens_ms is None else min(self.opens_ms, longest)


@dataclass(frozen=True)
class AsOf:
    """The moment a figure speaks of, and until when it is the word of a shop that has closed."""

    at_ms: int
    closed_until_ms: int | None = None


def as_of(checked_ms: int, standing: Standing) -> AsOf:
    """Date a level: by when it was heard, or by the shop's last word that nothing was left to send if that is later.

    A level heard after the closing word shows that the shop is at work again.
    """
    at_ms = max(checked_ms, standing.complete_ms or 0)
    closed = standing.closed_ms is not None and standing.closed_ms >= at_ms
    return AsOf(at_ms, standing.closed_until_ms if closed else None)


def freshness(word: AsOf | None, now_ms: int) -> Freshness:
    """Tell how far a figure may be believed now."""
    if word is None:
        return Freshness.UNKNOWN
    if word.closed_until_ms is not None and now_ms < word.closed_until_ms:
        return Freshness.CLOSED
    age_ms = now_ms - word.at_ms
    if age_ms < FRESH_MS:
        return Freshness.FRESH
    if age_ms < RECENT_MS:
        return Freshness.RECENT
    return Freshness.DATED if age_ms < DATED_MS else Freshness.OLD
