"""What search engines read of the town (JSON-LD, schema.org): the site and its search, its events, ways to a page."""

from datetime import UTC, datetime

import msgspec
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sync.catalogue.addresses import absolute
from sync.catalogue.pages.agenda import EventCard, NewsCard
from sync.catalogue.pages.frame import town
from sync.catalogue.pages.paths import fixed_path
from sync.catalogue.templating import asset

_HIDDEN = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
_CONTEXT = "https://schema.org"

Described = dict[str, object]


def encoded(*described: Described) -> SafeString:
    """Encode for a script element, which only the five hidden characters could leave."""
    (first, *others) = described
    whole = {"@context": _CONTEXT, "@graph": [first, *others]} if others else {"@context": _CONTEXT, **first}
    return mark_safe(msgspec.json.encode(whole).decode().translate(_HIDDEN))  # noqa: S308


def site_data(request: HttpRequest) -> SafeString:
    """Describe the site, who it is of, and how it is searched."""
    home, name = absolute(request, reverse("town")), town_name()
    searched = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": f"{home}?q={{search_term_string}}"},
        "query-input": "required name=search_term_string",
    }
    site: Described = {
        "@type": "WebSite",
        "@id": f"{home}#site",
        "url": home,
        "name": name,
        "inLanguage": get_language(),
        "publisher": {"@id": f"{home}#town"},
        "potentialAction": searched,
    }
    return encoded(site, _organization(request))


def trail(request: HttpRequest, *steps: tuple[str, str]) -> Described:
    """Describe the way to a page from the town's: names and paths, the page itself last."""
    listed = ((town_name(), fixed_path("town")), *steps)
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": absolute(request, path)}
            for place, (name, path) in enumerate(listed, start=1)
        ],
    }


def event_data(request: HttpRequest, card: EventCard) -> SafeString:
    """Describe an event, and the way to it."""
    place: Described = {"@type": "Place", "name": card.place or town_name()}
    place["address"] = {"@type": "PostalAddress", "streetAddress": card.place, "addressLocality": town_name()}
    described: Described = {
        "@type": "Event",
        "name": card.title,
        "url": absolute(request, card.url),
        "startDate": card.starts.isoformat(),
        "endDate": card.ends.isoformat(),
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": place,
        "organizer": _organization(request),
    }
    if card.excerpt:
        described["description"] = card.excerpt
    if card.picture is not None:
        described["image"] = absolute(request, card.picture.large)
    if card.shops:
        described["contributor"] = [
            {"@type": "Store", "name": shop.name, "url": absolute(request, reverse("shop", args=[shop.slug]))}
            for shop in card.shops
        ]
    return encoded(described, trail(request, (_("Agenda"), reverse("agenda")), (card.title, card.url)))


def news_data(request: HttpRequest, card: NewsCard) -> SafeString:
    """Describe a piece of news, and the way to it."""
    author = _organization(request)
    if card.shop is not None:
        author = {"@type": "Store", "name": card.shop.name, "url": absolute(request, card.shop_url)}
    described: Described = {
        "@type": "NewsArticle",
        "headline": card.title,
        "url": absolute(request, card.url),
        "datePublished": card.at.isoformat(),
        "dateModified": datetime.fromtimestamp(card.changed_ms / 1000, UTC).isoformat(),
        "author": author,
        "publisher": _organization(request),
    }
    if card.picture is not None:
        described["image"] = absolute(request, card.picture.large)
    return encoded(described, trail(request, (_("News"), reverse("news")), (card.title, card.url)))


def town_name() -> str:
    """Return the name of the town's site."""
    return town().name or _("The town's shops")


def _organization(request: HttpRequest) -> Described:
    home = absolute(request, reverse("town"))
    return {
        "@type": "Organization",
        "@id": f"{home}#town",
        "name": town_name(),
        "url": home,
        "logo": absolute(request, asset("icons/app-512.png")),
    }
