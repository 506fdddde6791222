"""How to visit a shop: its address and the way there, its telephone and website, its hours."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote, quote_plus
from zoneinfo import ZoneInfo

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from sync.catalogue import hours
from sync.catalogue.models import Closure, Shop
from sync.catalogue.opening import closures_of
from sync.catalogue.pages.opening_words import OpenWords, UnusualDays, open_words, unusual_days
from sync.catalogue.wording import minute_of_day

_DIGITS = re.compile(r"[^0-9+]")
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:[/?#][^\s<>\"']*)?", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
_MAP = "https://www.openstreetmap.org"


@dataclass(frozen=True)
class DayHours:
    """A line of the table of hours."""

    days: str
    times: tuple[str, ...]
    is_today: bool


@dataclass(frozen=True)
class Visit:
    """What a shopper needs to go there; `text_hours` stands where the hours were written as a text.

    Links are empty where there is nothing to follow. `map_link` leads out of this site and is followed by the shopper
    alone; `geo_link` opens the map that their telephone has.
    """

    street: str
    place: str
    phone: str
    phone_link: str
    website: str
    website_link: str
    map_link: str
    geo_link: str
    days: tuple[DayHours, ...]
    text_hours: str
    opening: OpenWords
    unusual: tuple[UnusualDays, ...]

    @property
    def is_open(self) -> bool | None:
        """Whether the shop is open now, None where its hours do not tell."""
        return self.opening.is_open


def visit(shop: Shop, now_ms: int, zone: str, closures: Sequence[Closure] | None = None) -> Visit:
    """Return how to visit a shop, in the language in force; its closures are looked up unless they are given."""
    week = hours.week(shop.hours)
    today = datetime.fromtimestamp(now_ms / 1000, ZoneInfo(zone)).weekday()
    website = _website(shop.website)
    if closures is None:
        closures = closures_of([shop.pk], now_ms, zone)[shop.pk]
    return Visit(
        street=shop.street,
        place=f"{shop.postcode} {shop.city}".strip(),
        phone=shop.phone,
        phone_link=f"tel:{_DIGITS.sub('', shop.phone)}" if _DIGITS.sub("", shop.phone) else "",
        website=re.sub(r"^https?://(www\.)?", "", website, flags=re.IGNORECASE).rstrip("/"),
        website_link=website,
        map_link=_map_link(shop),
        geo_link="" if shop.latitude is None or shop.longitude is None else _geo_link(shop),
        days=() if week is None else tuple(_day_hours(group, today) for group in hours.grouped(week)),
        text_hours=shop.hours if week is None else "",
        opening=open_words(shop, closures, now_ms, zone),
        unusual=unusual_days(closures, now_ms, zone),
    )


def _website(told: str) -> str:
    """Return the address of a shop's website as a link; whatever is no web address leads nowhere."""
    address = told.strip()
    if _WEB.fullmatch(address):
        return address
    return f"https://{address}" if _HOST.fullmatch(address) else ""


def _map_link(shop: Shop) -> str:
    """Return where a map shows the shop: at its coordinates, else by its address, else nowhere."""
    if shop.latitude is not None and shop.longitude is not None:
        place = f"{shop.latitude:.6f}/{shop.longitude:.6f}"
        return f"{_MAP}/?mlat={shop.latitude:.6f}&mlon={shop.longitude:.6f}#map=19/{place}"
    address = ", ".join(part for part in (shop.street, f"{shop.postcode} {shop.city}".strip()) if part)
    return f"{_MAP}/search?query={quote_plus(address)}" if shop.street and shop.city else ""


def _geo_link(shop: Shop) -> str:
    place = f"{shop.latitude:.6f},{shop.longitude:.6f}"
    return f"geo:{place}?q={place}({quote(shop.name)})"


def _day_hours(group: tuple[int, int, tuple[hours.Span, ...]], today: int) -> DayHours:
    first, last, spans = group
    days = str(WEEKDAYS[first])
    if last > first:
        days = _("{first} to {last}").replace("{first}", days).replace("{last}", str(WEEKDAYS[last]))
    times = tuple(f"{minute_of_day(span.opens)} – {minute_of_day(span.closes)}" for span in spans)
    return DayHours(days[:1].upper() + days[1:], times or (_("Closed"),), first <= today <= last)
