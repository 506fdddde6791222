"""How far the till's clock is from the online shop's: told in words where it matters, never a reason not to sell."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from pos.database import online_links, online_log
from pos.domain.online_log import LogEvent

if TYPE_CHECKING:
    from pos.database.connection import Database

WORTH_SAYING: Final = timedelta(minutes=5)
_MILLISECOND: Final = timedelta(milliseconds=1)
_MINUTE: Final = timedelta(minutes=1)


def note(db: Database, target: str, measured: timedelta | None, *, now: datetime) -> None:
    """Keep what the last answer told of the two clocks, and write down when they begin to differ or agree again.

    May be repeated; call it inside a transaction.
    """
    link = online_links.get(db, target)
    if measured is None or link is None:
        return
    before = worth_saying(link.skew_ms)
    skew_ms = measured // _MILLISECOND
    online_links.note_skew(db, target, skew_ms=skew_ms)
    told = worth_saying(skew_ms)
    if told and not before:
        online_log.note(db, target, LogEvent.SKEWED, now=now, minutes=told // _MINUTE)
    elif before and not told:
        online_log.note(db, target, LogEvent.CLOCK_RIGHT, now=now)


def worth_saying(skew_ms: int | None) -> timedelta | None:
    """How far the till's clock is ahead, to the minute, below zero when behind; None while it is near enough."""
    if skew_ms is None or abs(skew_ms) < WORTH_SAYING // _MILLISECOND:
        return None
    minutes = round(abs(skew_ms) * _MILLISECOND / _MINUTE)
    return (minutes if skew_ms > 0 else -minutes) * _MINUTE
