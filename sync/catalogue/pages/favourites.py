"""What a browser keeps as favourites, shown: the list itself never comes here, only the question how some of it stands.

A favourite is named as its page's address names it, `shop` or `shop/product`: numbers of ours change when a catalogue
is built anew, addresses do not. What is no longer in a window is left out of the answer.
"""

import re
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from sync.catalogue import clock
from sync.catalogue.models import Product
from sync.catalogue.pages.answers import page
from sync.catalogue.pages.cards import Card, cards
from sync.catalogue.pages.frame import town
from sync.catalogue.pages.shop_cards import ShopCard, shop_cards
from sync.catalogue.showing import visible_products

ASKED_AT_ONCE = 50
_NAME = re.compile(r"([-a-zA-Z0-9_]{1,80})(?:/([0-9A-Za-z][0-9A-Za-z._:-]{0,63}))?")


def show(request: HttpRequest) -> HttpResponse:
    """Show the page that the browser fills in with what it keeps."""
    return page(request, "favourites.html", {"asked_at_once": ASKED_AT_ONCE})


def tell(request: HttpRequest) -> HttpResponse:
    """Show how some favourites stand, in the order asked, as a piece of a page."""
    asked = [match for name in request.GET.getlist("f")[:ASKED_AT_ONCE] if (match := _NAME.fullmatch(name))]
    now, zone = clock.now_ms(), town().zone
    content = {
        "cards": _products([(match[1], match[2]) for match in asked if match[2]], now, zone),
        "shops": _shops([match[1] for match in asked if not match[2]], now),
        "shows_shop": True,
    }
    return page(request, "parts/favourites.html", content)


def _products(names: Iterable[tuple[str, str]], now_ms: int, zone: str) -> list[Card]:
    wanted = {name: place for place, name in enumerate(names)}
    by_shop: dict[str, list[str]] = defaultdict(list)
    for slug, ref in wanted:
        by_shop[slug].append(ref)
    if not by_shop:
        return []
    named = Q()
    for slug, refs in by_shop.items():
        named |= Q(shop__slug=slug, ref__in=refs)
    listed = visible_products().filter(named).select_related("level", "shop")
    return cards(sorted(listed, key=lambda one: _place(wanted, one)), now_ms=now_ms, zone=zone)


def _place(wanted: dict[tuple[str, str], int], product: Product) -> int:
    return wanted[product.shop.slug, product.ref]


def _shops(slugs: list[str], now_ms: int) -> list[ShopCard]:
    if not slugs:
        return []
    listed = {entry.shop.slug: entry for entry in shop_cards(town(), now_ms)}
    return [listed[slug] for slug in dict.fromkeys(slugs) if slug in listed]
