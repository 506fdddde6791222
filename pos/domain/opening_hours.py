"""The hours a shop is open, day by day, as a shopkeeper types them and as its window says them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

SPANS_A_DAY: Final = 2
DAYS: Final = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
"""Monday first, as the window's line of hours names them (OpenStreetMap's, and schema.org's)."""
_DAY_MIN: Final = 24 * 60
_NIGHT_MIN: Final = 6 * 60
"""An opening may end as late as six in the morning; what ends later the next day was meant otherwise."""
_TIME: Final = re.compile(r"(\d{1,2})\s*(?:[:hH.]\s*(\d{2})?)?|(\d{1,2})(\d{2})")
_DATE: Final = re.compile(r"(\d{1,2})\s*[/.\- ]\s*(\d{1,2})(?:\s*[/.\- ]\s*(\d{4}|\d{2}))?")


class HoursFault(StrEnum):
    """What is wrong with hours, or with the days they are for."""

    NO_TIME = "no-time"
    HALF = "half"
    BACKWARDS = "backwards"
    OVERLAP = "overlap"
    NO_DAY = "no-day"
    DAYS_BACKWARDS = "days-backwards"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Span:
    """An opening, in minutes from the day's midnight; `closes` passes 1440 where the shop closes after midnight."""

    opens: int
    closes: int


Week = tuple[tuple[Span, ...], ...]
CLOSED_WEEK: Final[Week] = ((),) * 7


@dataclass(frozen=True, slots=True)
class ClosedDays:
    """Days on which the week does not hold, both counted: closed, or open at hours of their own."""

    first: date
    last: date
    hours: tuple[Span, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FaultyHours:
    """What is wrong with typed hours, and in which of their boxes, counted from the left."""

    fault: HoursFault
    box: int


def read_spans(texts: Sequence[str]) -> tuple[Span, ...] | FaultyHours:
    """Read the boxes of a day, from and until in turn; empty ones are no opening."""
    spans: list[Span] = []
    for place in range(0, len(texts), 2):
        opens_text, closes_text = texts[place].strip(), texts[place + 1].strip()
        if not opens_text and not closes_text:
            continue
        opens, closes = read_time(opens_text), read_time(closes_text)
        for text, minutes, box in ((opens_text, opens, place), (closes_text, closes, place + 1)):
            if minutes is None:
                return FaultyHours(HoursFault.NO_TIME if text else HoursFault.HALF, box)
        span = _span(opens or 0, closes or 0)
        if span is None:
            return FaultyHours(HoursFault.BACKWARDS, place + 1)
        if spans and span.opens < spans[-1].closes:
            return FaultyHours(HoursFault.OVERLAP, place)
        spans.append(span)
    return tuple(spans)


def read_time(text: str) -> int | None:
    """Minutes from midnight of a time as people type it: 9, 9h, 9h30, 9:30, 0930; None for anything else."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute = (int(match[1]), int(match[2] or 0)) if match[1] else (int(match[3]), int(match[4]))
    minutes = hour * 60 + minute
    return minutes if minute < 60 and minutes <= _DAY_MIN else None


def read_date(text: str, today: date) -> date | None:
    """A day as people type it: 24/12, 24/12/2026, 2026-12-24; without a year the next such day, or one just past."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    day, month, year = int(match[1]), int(match[2]), match[3]
    try:
        if year:
            return date(int(year) if len(year) == 4 else 2000 + int(year), month, day)
        this_year = date(today.year, month, day)
        return this_year if this_year >= today - timedelta(days=31) else date(today.year + 1, month, day)
    except ValueError:
        return None


def write_time(minutes: int) -> str:
    """Minutes of a day as 09:30; midnight at the end of one as 24:00."""
    return "24:00" if minutes == _DAY_MIN else f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def write_spans(spans: Sequence[Span]) -> str:
    """Openings as the wire and the file hold them: 09:00-12:30,14:00-19:00."""
    return ",".join(f"{write_time(span.opens)}-{write_time(span.closes)}" for span in spans)


def spans_of(text: str) -> tuple[Span, ...]:
    """What `write_spans` wrote."""
    pairs = [part.partition("-") for part in text.split(",") if part]
    return tuple(_span(read_time(opens) or 0, read_time(closes) or 0) or Span(0, 0) for opens, _, closes in pairs)


def week_line(week: Week) -> str:
    """The week as the window's line of hours, neighbouring days with the same hours together."""
    parts: list[str] = []
    first = 0
    for day in range(1, 8):
        if day == 7 or week[day] != week[first]:
            days = DAYS[first] if day - 1 == first else f"{DAYS[first]}-{DAYS[day - 1]}"
            parts.append(f"{days} {write_spans(week[first]) or 'off'}")
            first = day
    return "; ".join(parts)


def write_week(week: Week) -> str:
    """The week as the file holds it, a day after the other."""
    return ";".join(write_spans(spans) for spans in week)


def week_of(text: str) -> Week:
    """What `write_week` wrote."""
    days = text.split(";")
    return tuple(spans_of(day) for day in days) if len(days) == 7 else CLOSED_WEEK


def _span(opens: int, closes: int) -> Span | None:
    if closes > opens:
        return Span(opens, closes)
    return Span(opens, closes + _DAY_MIN) if closes <= _NIGHT_MIN and opens < _DAY_MIN else None
