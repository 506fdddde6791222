"""How to visit a shop: its address, its telephone, its hours, the days on which they do not hold."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from sync.catalogue import hours, wording
from sync.catalogue.models import Closure, Shop
from sync.catalogue.opening import Opening, closures_of, coming, opening
from sync.catalogue.wording import minute_of_day

_DIGITS = re.compile(r"[^0-9+]")


@dataclass(frozen=True)
class DayHours:
    """A line of the table of hours."""

    days: str
    times: tuple[str, ...]
    is_today: bool


@dataclass(frozen=True)
class ClosureLine:
    """Days on which the week does not hold: which, how the shop is open then, and why."""

    days: str
    times: tuple[str, ...]
    reason: str
    is_today: bool


@dataclass(frozen=True)
class Visit:
    """What a shopper needs to go there; `text_hours` stands where the hours were written as a text.

    until: how long the shop is open, or when it opens again, in words; empty where nobody can tell.
    """

    street: str
    place: str
    phone: str
    phone_link: str
    days: tuple[DayHours, ...]
    text_hours: str
    is_open: bool | None
    until: str = ""
    closures: tuple[ClosureLine, ...] = ()
    website: str = ""


def visit(shop: Shop, now_ms: int, zone: str) -> Visit:
    """Return how to visit a shop, in the language in force."""
    week = hours.week(shop.hours)
    today = datetime.fromtimestamp(now_ms / 1000, ZoneInfo(zone)).date()
    closures = closures_of([shop.pk], now_ms, zone)[shop.pk]
    standing = opening(shop, closures, now_ms, zone)
    return Visit(
        street=shop.street,
        place=f"{shop.postcode} {shop.city}".strip(),
        phone=shop.phone,
        phone_link=f"tel:{_DIGITS.sub('', shop.phone)}" if shop.phone else "",
        days=() if week is None else tuple(_day_hours(group, today.weekday()) for group in hours.grouped(week)),
        text_hours=shop.hours if week is None else "",
        is_open=standing.is_open,
        until=until(standing, zone),
        closures=tuple(_closure_line(closure, today) for closure in coming(closures, now_ms, zone)),
        website=shop.website,
    )


def until(standing: Opening, zone: str) -> str:
    """Say how long a shop is open, or when it opens again, in the language in force; empty where nobody can tell."""
    if standing.closes_ms is not None:
        return _("open until {time}").replace("{time}", wording.hour(_local(standing.closes_ms, zone)))
    if standing.opens_ms is None:
        return ""
    opens = _local(standing.opens_ms, zone)
    said = {0: _("opens at {time}"), 1: _("opens tomorrow at {time}")}.get(
        standing.opens_in_days or 0, _("opens {day} at {time}")
    )
    return said.replace("{time}", wording.hour(opens)).replace("{day}", wording.day(opens))


def _local(at_ms: int, zone: str) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, ZoneInfo(zone))


def _closure_line(closure: Closure, today: date) -> ClosureLine:
    first, last = date.fromisoformat(closure.first), date.fromisoformat(closure.last)
    days = _day(first)
    if last > first:
        days = _("{first} to {last}").replace("{first}", days).replace("{last}", _day(last))
    openings = hours.spans(closure.hours) if closure.hours else ()
    return ClosureLine(days[:1].upper() + days[1:], _times(openings or ()), closure.reason, first <= today <= last)


def _day(day: date) -> str:
    return wording.day(datetime(day.year, day.month, day.day))  # noqa: DTZ001 (a day is one wherever it is read)


def _day_hours(group: tuple[int, int, tuple[hours.Span, ...]], today: int) -> DayHours:
    first, last, spans = group
    days = str(WEEKDAYS[first])
    if last > first:
        days = _("{first} to {last}").replace("{first}", days).replace("{last}", str(WEEKDAYS[last]))
    return DayHours(days[:1].upper() + days[1:], _times(spans), first <= today <= last)


def _times(spans: tuple[hours.Span, ...]) -> tuple[str, ...]:
    return tuple(f"{minute_of_day(span.opens)} – {minute_of_day(span.closes)}" for span in spans) or (_("Closed"),)
