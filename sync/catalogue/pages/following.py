"""The feeds that the town and its shops can be followed by: news, events, promotions."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sync.catalogue import atom, clock
from sync.catalogue.addresses import absolute
from sync.catalogue.pages.agenda import (
    EventCard,
    NewsCard,
    PromotionCard,
    coming_events,
    latest_news,
    running_promotions,
)
from sync.catalogue.pages.town_data import town_name
from sync.catalogue.prose import as_html
from sync.catalogue.showing import shown_shops

_LATEST = 50


def news(request: HttpRequest) -> HttpResponse:
    """Give the latest news of all shops and of the town."""
    told = latest_news(clock.now_ms(), _LATEST)
    title = _("News of {town}").replace("{town}", town_name())
    return _feed(request, title, reverse("news"), [_of_news(request, card) for card in told])


def shop_news(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the latest news of a shop."""
    shop = get_object_or_404(shown_shops(), slug=slug)
    told = latest_news(clock.now_ms(), _LATEST, shop=shop)
    title = _("News of {shop}").replace("{shop}", shop.name)
    entries = [_of_news(request, card) for card in told]
    return _feed(request, title, reverse("shop", args=[slug]), entries, author=shop.name)


def events(request: HttpRequest) -> HttpResponse:
    """Give the events that are on or to come, the latest told first."""
    coming = sorted(coming_events(clock.now_ms(), _LATEST), key=lambda card: card.changed_ms, reverse=True)
    title = _("Agenda of {town}").replace("{town}", town_name())
    return _feed(request, title, reverse("agenda"), [_of_event(request, card) for card in coming])


def promotions(request: HttpRequest) -> HttpResponse:
    """Give the promotions that run, the latest begun first."""
    running = sorted(running_promotions(clock.now_ms(), _LATEST), key=lambda card: card.changed_ms, reverse=True)
    title = _("Promotions of {town}").replace("{town}", town_name())
    return _feed(request, title, reverse("promotions"), [_of_promotion(request, card) for card in running])


def _of_news(request: HttpRequest, card: NewsCard) -> atom.Entry:
    url = absolute(request, card.url)
    html = _with_picture(request, "" if card.picture is None else card.picture.src, as_html(card.text))
    author = town_name() if card.shop is None else card.shop.name
    return atom.Entry(url, card.title, url, author, html, published=card.at, updated=_at(card.changed_ms))


def _of_event(request: HttpRequest, card: EventCard) -> atom.Entry:
    url = absolute(request, card.url)
    where = format_html("<p><strong>{}</strong>{}</p>", card.when, f" – {card.place}" if card.place else "")
    html = _with_picture(request, "" if card.picture is None else card.picture.src, where + as_html(card.text))
    changed = _at(card.changed_ms)
    return atom.Entry(url, card.title, url, town_name(), html, published=changed, updated=changed)


def _of_promotion(request: HttpRequest, card: PromotionCard) -> atom.Entry:
    url = absolute(request, card.url)
    said = format_html(
        "<p><strong>{}</strong> {} <s>{}</s> ({}). {}.</p>",
        card.price,
        _("instead of"),
        card.prior,
        _("lowest price of the 30 days before"),
        card.ends,
    )
    html = _with_picture(request, "" if card.picture is None else card.picture.src, said + as_html(card.text))
    begun = _at(card.changed_ms)
    named = f"{url}#promotion-{card.changed_ms}"
    return atom.Entry(named, card.name, url, card.shop.name, html, published=begun, updated=begun)


def _with_picture(request: HttpRequest, src: str, html: SafeString) -> str:
    return format_html('<p><img src="{}" alt=""></p>', absolute(request, src)) + html if src else html


def _at(moment_ms: int) -> datetime:
    return datetime.fromtimestamp(moment_ms / 1000, UTC)


def _feed(
    request: HttpRequest, title: str, page: str, entries: Sequence[atom.Entry], *, author: str = ""
) -> HttpResponse:
    told = atom.Feed(
        title=title,
        url=absolute(request, request.path),
        page_url=absolute(request, page),
        author=author or town_name(),
        language=str(get_language()),
        entries=entries,
    )
    return HttpResponse(
        atom.feed(told, _at(clock.now_ms())),
        content_type=atom.MEDIA_TYPE,
        headers={"Cache-Control": "no-cache"},
    )
