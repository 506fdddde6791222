"""The town's page: one search over all shops, and what makes the town alive right now."""

from collections import Counter
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sync.catalogue import clock, lasting
from sync.catalogue.models import Change, Product, Town
from sync.catalogue.orders.offered import in_stock
from sync.catalogue.pages.agenda import coming_events, latest_news, running_promotions
from sync.catalogue.pages.answers import page
from sync.catalogue.pages.asking import Asked, address, asked_of, categories
from sync.catalogue.pages.cards import Card, cards, cards_of
from sync.catalogue.pages.categories import category_cards
from sync.catalogue.pages.filtering import filters, with_distances
from sync.catalogue.pages.frame import town
from sync.catalogue.pages.opening_words import in_words_at
from sync.catalogue.pages.shop_cards import ShopCard, shop_cards
from sync.catalogue.pages.shops import trades
from sync.catalogue.searching import Wish, believable, find
from sync.catalogue.showing import visible_products

_CATEGORIES = 11
_SHOPS = 6
_HOUSES = 14
_LATEST = 10
_LATEST_OF_ONE_SHOP = 4
_CHANGES = 200
_EVENTS, _PROMOTIONS, _NEWS = 4, 6, 4


@dataclass(frozen=True)
class Pulse:
    """How many shops are open now, in words, and until when or from when."""

    open_count: int
    text: str
    when: str


def show(request: HttpRequest) -> HttpResponse:
    """Show what was searched, or the town as it is now."""
    asked, now, here = asked_of(request), clock.now_ms(), town()
    lasting.keep()
    if asked.wish.is_wished:
        lasting.shows_list(now, asked.wish.life)
        return page(request, "town_found.html", _found(request, asked, now, here.zone))
    lasting.shows_whole_town()
    return page(request, "town.html", _alive(request, asked, now, here))


def _found(request: HttpRequest, asked: Asked, now: int, zone: str) -> dict[str, object]:
    wish = asked.wish
    found = find(wish, now_ms=now)
    return {
        "wish": wish,
        "action": request.path,
        "cards": with_distances(cards_of(found.numbers, now_ms=now, zone=zone), found),
        "close_cards": with_distances(cards_of(found.close, now_ms=now, zone=zone), found),
        "found": found,
        "filters": filters(asked, found, path=request.path, now_ms=now),
        "categories": categories(wish, now_ms=now, limit=_CATEGORIES, path=request.path, found=found),
        "earlier": address(request.path, wish, page=wish.page - 1) if wish.page > 1 else "",
        "later": address(request.path, wish, page=wish.page + 1) if found.has_more else "",
        "everything": address(request.path, Wish(words=wish.words)),
        "shows_shop": True,
    }


def _alive(request: HttpRequest, asked: Asked, now: int, here: Town) -> dict[str, object]:
    shops = shop_cards(here, now)
    nearest = sorted(shops, key=lambda entry: (entry.is_open is not True, -(entry.shop.complete_ms or 0)))
    return {
        "wish": asked.wish,
        "filters": filters(asked, None, path=request.path, now_ms=now),
        "action": request.path,
        "presentation": here.presentation,
        "pulse": pulse(shops, now, here.zone),
        "shops": nearest[:_SHOPS],
        "shops_count": len(shops),
        "houses": nearest[:_HOUSES],
        "trades": trades(shops)[:_CATEGORIES],
        "category_cards": category_cards()[:_CATEGORIES],
        "cards": _latest(now, here.zone),
        "events": coming_events(now, _EVENTS),
        "promotions": running_promotions(now, _PROMOTIONS),
        "news": latest_news(now, _NEWS),
        "shows_shop": True,
    }


def pulse(shops: list[ShopCard], now_ms: int, zone: str) -> Pulse:
    """Count the shops that are open, and say when that changes: the last that closes, or the first that opens."""
    known = [entry.opening for entry in shops if entry.opening.is_open is not None]
    is_open = [opening for opening in known if opening.is_open]
    count = len(is_open)
    if not known:
        return Pulse(0, "", "")
    if not is_open:
        text = _("All shops are closed at the moment")
        changes = [opening.change_ms for opening in known if opening.change_ms is not None]
        form = _("the first opens {time}")
        when = form.replace("{time}", in_words_at(min(changes), now_ms, zone)) if changes else ""
        return Pulse(0, text, when)
    text = ngettext("{count} shop is open now", "{count} shops are open now", count).replace("{count}", str(count))
    closes = max(opening.change_ms or 0 for opening in is_open)
    form = _("the last closes {time}") if count > 1 else _("it closes {time}")
    return Pulse(count, text, form.replace("{time}", in_words_at(closes, now_ms, zone)))


def _latest(now: int, zone: str) -> list[Card]:
    """Return the products in stock that shops had news of last, no shop crowding the others out."""
    news = Change.objects.exclude(product=None).order_by("-pk").values_list("product_id", flat=True)[:_CHANGES]
    latest = list(dict.fromkeys(news))
    fresh = visible_products().filter(believable(now), in_stock(now), pk__in=latest)
    listed = sorted(fresh.select_related("level", "shop"), key=lambda product: latest.index(product.pk))
    chosen: list[Product] = []
    told: Counter[str] = Counter()
    for product in listed:
        told[product.shop_id] += 1
        if told[product.shop_id] <= _LATEST_OF_ONE_SHOP:
            chosen.append(product)
    return cards(chosen[:_LATEST], now_ms=now, zone=zone)
