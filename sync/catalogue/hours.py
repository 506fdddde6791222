"""A shop's weekly opening hours: read from one line, written for people, and asked about.

The line is that of OpenStreetMap and schema.org, with days in English or French: `Mo-Fr 09:00-12:30,14:00-19:00;
Sa 9h-19h`, `Lu-Sa 8:30-20:00`. A line that is not understood stays a text: nothing is guessed from it.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from itertools import groupby

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_DAY = {name: place for names in (DAYS, ("Lu", "Ma", "Me", "Je", "Ve", "Sa", "Di")) for place, name in enumerate(names)}
_RULE = re.compile(r"([A-Za-z]{2}(?:\s*[-,]\s*[A-Za-z]{2})*)\s+(\S.*)")
_TIME = re.compile(r"(\d{1,2})(?:[:hH](\d{2})?)?")
_CLOSED = {"off", "closed", "fermé", "ferme"}
_DAY_MIN = 24 * 60


@dataclass(frozen=True)
class Span:
    """An opening, in minutes from the day's midnight; `closes` passes 1440 where the shop closes after midnight."""

    opens: int
    closes: int


Week = tuple[tuple[Span, ...], ...]


@lru_cache(maxsize=4096)
def week(line: str) -> Week | None:
    """Read a line of hours as seven days from Monday, or None where it is not such a line."""
    days: list[tuple[Span, ...]] = [()] * 7
    rules = [rule.strip() for rule in line.split(";") if rule.strip()]
    for rule in rules:
        match = _RULE.fullmatch(rule)
        places = _places(match[1]) if match else None
        openings = spans(match[2]) if match else None
        if places is None or openings is None:
            return None
        for place in places:
            days[place] = openings
    return tuple(days) if rules else None


def grouped(days: Week) -> list[tuple[int, int, tuple[Span, ...]]]:
    """Gather neighbouring days with the same hours, as (first day, last day, openings), Monday being 0."""
    groups = []
    for openings, run in groupby(range(7), key=lambda place: days[place]):
        places = list(run)
        groups.append((places[0], places[-1], openings))
    return groups


def schema(days: Week) -> list[str]:
    """Write the hours as schema.org's `openingHours` wants them."""
    return [
        f"{DAYS[first] if first == last else f'{DAYS[first]}-{DAYS[last]}'} {clock(span.opens)}-{clock(span.closes)}"
        for first, last, openings in grouped(days)
        for span in openings
    ]


def clock(minutes: int) -> str:
    """Write minutes of a day as 09:30."""
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def is_open(days: Week, moment: datetime) -> bool:
    """Claim that the shop is open at a moment given in its own time zone."""
    return is_within(days[moment.weekday()], days[moment.weekday() - 1], moment.hour * 60 + moment.minute)


def is_within(today: tuple[Span, ...], yesterday: tuple[Span, ...], minute: int) -> bool:
    """Claim that a minute of today lies in an opening of today, or in one of yesterday that passes midnight."""
    return any(span.opens <= minute < span.closes for span in today) or any(
        span.opens <= minute + _DAY_MIN < span.closes for span in yesterday
    )


def spans(text: str) -> tuple[Span, ...] | None:
    """Read the openings of a day, as in 10:00-12:00,14:00-17:00, or None where it is no such text."""
    if text.strip().lower() in _CLOSED:
        return ()
    found = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        opens, closes = _minutes(first.strip()), _minutes(last.strip())
        if opens is None or closes is None:
            return None
        found.append(Span(opens, closes if closes > opens else closes + _DAY_MIN))
    return tuple(sorted(found, key=lambda span: span.opens))


def _places(text: str) -> list[int] | None:
    places: list[int] = []
    for part in text.split(","):
        ends = [_DAY.get(name.strip().capitalize()) for name in part.split("-")]
        first, last = ends[0], ends[-1]
        if len(ends) > 2 or first is None or last is None:
            return None
        places += [place % 7 for place in range(first, last + 1 if last >= first else last + 8)]
    return places


def _minutes(text: str) -> int | None:
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute = int(match[1]), int(match[2] or 0)
    return hour * 60 + minute if hour * 60 + minute <= _DAY_MIN and minute < 60 else None
