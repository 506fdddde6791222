"""The agenda as calendars take it in: each event by itself, and all that is to come as one address to subscribe to."""

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from sync.catalogue import clock, icalendar
from sync.catalogue.addresses import absolute, base_url
from sync.catalogue.pages.agenda import EventCard, coming_events
from sync.catalogue.pages.events import find
from sync.catalogue.pages.frame import town

_COMING = 500


def all_events(request: HttpRequest) -> HttpResponse:
    """Give all events that are on or to come."""
    name = _("Agenda of {town}").replace("{town}", town().name or _("The town's shops"))
    return _calendar(request, name, coming_events(clock.now_ms(), _COMING))


def one_event(request: HttpRequest, slug: str) -> HttpResponse:
    """Give one event."""
    card = find(slug, clock.now_ms())
    answer = _calendar(request, card.title, (card,))
    answer.headers["Content-Disposition"] = f'attachment; filename="{card.slug}.ics"'
    return answer


def _calendar(request: HttpRequest, name: str, listed: Iterable[EventCard]) -> HttpResponse:
    entries = [_entry(request, card) for card in listed]
    return HttpResponse(icalendar.calendar(name, entries), content_type=icalendar.MEDIA_TYPE)


def _entry(request: HttpRequest, card: EventCard) -> icalendar.Entry:
    shops = ", ".join(shop.name for shop in card.shops)
    taking_part = _("With {shops}").replace("{shops}", shops) if shops else ""
    return icalendar.Entry(
        uid=f"{card.slug}@{urlsplit(base_url(request)).hostname}",
        title=card.title,
        text="\n\n".join(part for part in (card.text, taking_part) if part),
        place=card.place,
        url=absolute(request, card.url),
        starts=card.starts,
        ends=card.ends,
        changed=datetime.fromtimestamp(card.changed_ms / 1000, UTC),
    )
