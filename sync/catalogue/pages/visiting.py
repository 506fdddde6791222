"""How to visit a shop: its address, its telephone, its hours."""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from sync.catalogue import hours
from sync.catalogue.models import Shop
from sync.catalogue.wording import minute_of_day

_DIGITS = re.compile(r"[^0-9+]")


@dataclass(frozen=True)
class DayHours:
    """A line of the table of hours."""

    days: str
    times: tuple[str, ...]
    is_today: bool


@dataclass(frozen=True)
class Visit:
    """What a shopper needs to go there; `text_hours` stands where the hours were written as a text."""

    street: str
    place: str
    phone: str
    phone_link: str
    days: tuple[DayHours, ...]
    text_hours: str
    is_open: bool | None


def visit(shop: Shop, now_ms: int, zone: str) -> Visit:
    """Return how to visit a shop, in the language in force."""
    week = hours.week(shop.hours)
    today = datetime.fromtimestamp(now_ms / 1000, ZoneInfo(zone)).weekday()
    return Visit(
        street=shop.street,
        place=f"{shop.postcode} {shop.city}".strip(),
        phone=shop.phone,
        phone_link=f"tel:{_DIGITS.sub('', shop.phone)}" if shop.phone else "",
        days=() if week is None else tuple(_day_hours(group, today) for group in hours.grouped(week)),
        text_hours=shop.hours if week is None else "",
        is_open=is_open_now(shop.hours, now_ms, zone),
    )


def is_open_now(line: str, now_ms: int, zone: str) -> bool | None:
    """Claim that a shop is open by its hours; None where they do not tell."""
    week = hours.week(line)
    return None if week is None else hours.is_open(week, datetime.fromtimestamp(now_ms / 1000, ZoneInfo(zone)))


def _day_hours(group: tuple[int, int, tuple[hours.Span, ...]], today: int) -> DayHours:
    first, last, spans = group
    days = str(WEEKDAYS[first])
    if last > first:
        days = _("{first} to {last}").replace("{first}", days).replace("{last}", str(WEEKDAYS[last]))
    times = tuple(f"{minute_of_day(span.opens)} – {minute_of_day(span.closes)}" for span in spans)
    return DayHours(days[:1].upper() + days[1:], times or (_("Closed"),), first <= today <= last)
