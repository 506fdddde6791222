"""Copies of the shop's file: what each holds, and which of many are worth keeping."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

HOURLY: Final = 48
DAILY: Final = 30
MONTHLY: Final = 12

Span = tuple[int, ...]


def to_keep(moments: Iterable[datetime], now: datetime) -> frozenset[datetime]:
    """Which copies to keep: the newest of each of the last 48 hours, 30 days and 12 months that have one.

    Hours, days and months without a copy do not count, so a shop that was closed for a summer loses nothing by it. The
    newest is always kept, and so is whatever is dated later than now: a clock was wrong, then or now.

    Args:
        moments: when each copy was made, all in one time zone.
        now: the moment.
    """
    known = set(moments)
    past = sorted((moment for moment in known if moment <= now), reverse=True)
    kept = known.difference(past)
    for span_of, most in ((_hour, HOURLY), (_day, DAILY), (_month, MONTHLY)):
        kept.update(_newest_of_each(past, span_of)[:most])
    return frozenset(kept)


def _newest_of_each(newest_first: list[datetime], span_of: Callable[[datetime], Span]) -> list[datetime]:
    newest: dict[Span, datetime] = {}
    for moment in newest_first:
        newest.setdefault(span_of(moment), moment)
    return list(newest.values())


def _hour(moment: datetime) -> Span:
    return (*_day(moment), moment.hour)


def _day(moment: datetime) -> Span:
    return (*_month(moment), moment.day)


def _month(moment: datetime) -> Span:
    return (moment.year, moment.month)
