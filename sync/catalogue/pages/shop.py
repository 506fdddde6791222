"""A shop's window: who it is, when it is open, and its products."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from sync.catalogue import clock, lasting, sentences
from sync.catalogue.models import Shop
from sync.catalogue.orders.offered import next_over
from sync.catalogue.pages.answers import page
from sync.catalogue.pages.asking import address, categories, wish_of
from sync.catalogue.pages.cards import cards
from sync.catalogue.pages.frame import town
from sync.catalogue.pages.linked_data import shop_data
from sync.catalogue.pages.visiting import visit
from sync.catalogue.searching import Wish, find

_CATEGORIES = 24


def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a shop's window, or what was searched in it."""
    shop = get_object_or_404(Shop, slug=slug)
    wish, now, zone = wish_of(request, shop=shop.id), clock.now_ms(), town().zone
    found = find(wish, now_ms=now)
    _tell_how_long(wish, shop, now)
    content = {
        "shop": shop,
        "wish": wish,
        "found": found,
        "action": request.path,
        "visit": visit(shop, now, zone),
        "heard": sentences.heard(shop.complete_ms, now, zone),
        "categories": categories(wish, limit=_CATEGORIES, path=request.path),
        "cards": cards(found.products, now_ms=now, zone=zone),
        "earlier": address(request.path, wish, page=wish.page - 1) if wish.page > 1 else "",
        "later": address(request.path, wish, page=wish.page + 1) if found.has_more else "",
        "everything": request.path,
        "is_narrowed": wish != Wish(shop=shop.id, page=wish.page),
        "linked_data": shop_data(request, shop, reverse("shop", args=[shop.slug])),
    }
    return page(request, "shop.html", content)


def _tell_how_long(wish: Wish, shop: Shop, now_ms: int) -> None:
    """Tell what ends this page: the first page turns with its own lines, or where a promise of the shop is over.

    Further pages, and what is in stock only, also turn with lines that they do not show.
    """
    lasting.keep()
    lasting.shows((lasting.all_of(shop.id),))
    lasting.holds_until(sentences.next_heard(shop.complete_ms, now_ms))
    lasting.holds_until(next_over(shop.id, now_ms))
    if wish.page > 1 or wish.in_stock:
        lasting.shows_whole_town()
