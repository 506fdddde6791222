"""What the shop's file knows of its window online, read in one moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from pos.database import coverage, online_links, outbox, window_health, window_told
from pos.database.connection import Database, snapshot
from pos.database.online_links import OnlineLink
from pos.database.outbox import AsidedProduct
from pos.database.window_health import Differences, Reservations
from pos.database.window_told import Refused
from pos.domain.identity import to_ms

LISTED_AT_MOST: Final = 50
_NO_RESERVATION: Final = Reservations()
_NO_DIFFERENCE: Final = Differences()


@dataclass(frozen=True, slots=True)
class WindowView:
    """The joining, how many products wait or stand aside, and the first of those aside, by name.

    left are those aside that a person left there. waited is for how long, at the most, the oldest news has waited; None
    where nothing waits or nobody knows. shown of articles are in the window. publisher is the till that publishes
    instead of this one, where the online shop was asked.
    """

    link: OnlineLink | None
    waiting: int = 0
    set_aside: int = 0
    aside: tuple[AsidedProduct, ...] = ()
    left: frozenset[str] = frozenset()
    waited: timedelta | None = None
    reservations: Reservations = _NO_RESERVATION
    differences: Differences = _NO_DIFFERENCE
    shown: int = 0
    articles: int = 0
    publisher: str = ""
    not_taken: tuple[Refused, ...] = ()
    """What of the window's contents beside the stock was refused."""

    @property
    def refused(self) -> int:
        """How many refused articles nobody has left aside."""
        return self.set_aside - len(self.left)


def look(db: Database, now: datetime) -> WindowView:
    """How the window stands; a reader will do."""
    with snapshot(db):
        link = online_links.get(db)
        if link is None:
            return WindowView(None)
        news = outbox.waiting(db, link.target)
        shown, articles = coverage.shown(db, link.target)
        return WindowView(
            link,
            news.waiting,
            news.set_aside,
            tuple(outbox.set_aside(db, link.target, limit=LISTED_AT_MOST)) if news.set_aside else (),
            left=outbox.left_aside(db, link.target) if news.set_aside else frozenset(),
            waited=waited(db, link, now) if news.waiting else None,
            reservations=window_health.reservations(db, link.target),
            differences=window_health.differences(db, link.target),
            shown=shown,
            articles=articles,
            not_taken=tuple(window_told.refused(db, link.target)),
        )


def waited(db: Database, link: OnlineLink, now: datetime) -> timedelta | None:
    """For how long, at the most, the oldest news has waited; None before the window was ever current."""
    if link.current_at_ms is None:
        return None
    since_ms = outbox.oldest_wait(db, link.target, told_until_ms=link.current_at_ms)
    return None if since_ms is None else max(timedelta(), timedelta(milliseconds=to_ms(now) - since_ms))
