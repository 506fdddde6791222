"""A shop's window: who it is, when it is open, and its products."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from sync.catalogue import clock, sentences
from sync.catalogue.models import Shop
from sync.catalogue.pages.answers import page
from sync.catalogue.pages.asking import address, asked_of, categories
from sync.catalogue.pages.cards import cards
from sync.catalogue.pages.filtering import filters
from sync.catalogue.pages.frame import town
from sync.catalogue.pages.linked_data import shop_data
from sync.catalogue.pages.visiting import visit
from sync.catalogue.searching import Wish, find

_CATEGORIES = 24


def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a shop's window, or what was searched in it."""
    shop = get_object_or_404(Shop, slug=slug)
    asked, now, zone = asked_of(request, shop=shop.id), clock.now_ms(), town().zone
    wish = asked.wish
    found = find(wish, now_ms=now)
    content = {
        "shop": shop,
        "wish": wish,
        "found": found,
        "action": request.path,
        "visit": visit(shop, now, zone),
        "heard": sentences.heard(shop.complete_ms, now, zone),
        "filters": filters(asked, found, path=request.path, now_ms=now, in_a_shop=True),
        "categories": categories(wish, limit=_CATEGORIES, path=request.path, found=found),
        "cards": cards(found.products, now_ms=now, zone=zone),
        "close_cards": cards(found.close, now_ms=now, zone=zone),
        "earlier": address(request.path, wish, page=wish.page - 1) if wish.page > 1 else "",
        "later": address(request.path, wish, page=wish.page + 1) if found.has_more else "",
        "everything": request.path,
        "is_narrowed": wish != Wish(shop=shop.id, page=wish.page),
        "linked_data": shop_data(request, shop, reverse("shop", args=[shop.slug])),
    }
    return page(request, "shop.html", content)
