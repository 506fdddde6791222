"""The town's agenda: what is on and to come, day by day, the years gone by, and each event on a page of its own."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from django.db.models import Max, Min
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from sync.catalogue import clock, wording
from sync.catalogue.models import TownEvent
from sync.catalogue.pages.agenda import EventCard, coming_events, event_card, event_cards, events
from sync.catalogue.pages.answers import page
from sync.catalogue.pages.frame import town
from sync.catalogue.pages.town_data import event_data

_COMING = 200
_OF_A_YEAR = 500
_YEARS = range(1970, 9999)


@dataclass(frozen=True)
class Day:
    """A day to come, and what begins on it."""

    name: str
    iso: str
    events: tuple[EventCard, ...]


def show_all(request: HttpRequest) -> HttpResponse:
    """Show what is on today, then what is to come, day by day."""
    now, zone = clock.now_ms(), ZoneInfo(town().zone)
    coming = coming_events(now, _COMING)
    today = datetime.fromtimestamp(now / 1000, zone).date()
    later = groupby((card for card in coming if card.starts.date() > today), key=lambda card: card.starts.date())
    content = {
        "today": tuple(card for card in coming if card.starts.date() <= today),
        "days": tuple(_day(tuple(run), today.year) for _, run in later),
        "years": _years(now, zone),
    }
    return page(request, "agenda.html", content)


def show_year(request: HttpRequest, year: int) -> HttpResponse:
    """Show what was on in a year, the latest first."""
    now, zone = clock.now_ms(), ZoneInfo(town().zone)
    if year not in _YEARS:
        raise Http404
    first, after = (int(datetime(number, 1, 1, tzinfo=zone).timestamp() * 1000) for number in (year, year + 1))
    gone = events().filter(ends_ms__lte=now, starts_ms__gte=first, starts_ms__lt=after)
    listed = event_cards(gone.order_by("-starts_ms", "-pk")[:_OF_A_YEAR], now)
    if not listed:
        raise Http404
    return page(request, "agenda_year.html", {"year": year, "events": listed, "years": _years(now, zone)})


def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an event, with the shops that take part."""
    now = clock.now_ms()
    card = find(slug, now)
    content = {
        "event": card,
        "is_over": card.ends.timestamp() * 1000 <= now,
        "linked_data": event_data(request, card),
        "shops": [(shop, reverse("shop", args=[shop.slug])) for shop in card.shops],
    }
    return page(request, "event.html", content)


def find(slug: str, now_ms: int) -> EventCard:
    """Return an event by its address, or answer that there is none."""
    event = events().filter(slug=slug).first()
    if event is None:
        raise Http404
    return event_card(event, now_ms, ZoneInfo(town().zone))


def _day(listed: tuple[EventCard, ...], this_year: int) -> Day:
    starts = listed[0].starts
    name = wording.day(starts) if starts.year == this_year else wording.full_day(starts)
    return Day(name, starts.date().isoformat(), listed)


def _years(now_ms: int, zone: ZoneInfo) -> tuple[int, ...]:
    """Return the years from the last that is over in part back to the first; one in between may hold nothing."""
    ends = TownEvent.objects.filter(ends_ms__lte=now_ms).aggregate(first=Min("starts_ms"), last=Max("starts_ms"))
    if ends["first"] is None:
        return ()
    first, last = (datetime.fromtimestamp(ends[name] / 1000, zone).year for name in ("first", "last"))
    return tuple(range(last, max(first, last - 30) - 1, -1))
