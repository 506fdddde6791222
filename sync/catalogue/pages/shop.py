"""A shop's window: who it is, when it is open, what it tells, and its products."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from sync.catalogue import clock, lasting, sentences
from sync.catalogue.folding import key
from sync.catalogue.models import Rules, Shop
from sync.catalogue.opening import closures_of
from sync.catalogue.orders.offered import next_over
from sync.catalogue.pages.agenda import for_shop
from sync.catalogue.pages.answers import page
from sync.catalogue.pages.asking import address, categories, wish_of
from sync.catalogue.pages.cards import cards
from sync.catalogue.pages.frame import town
from sync.catalogue.pages.linked_data import shop_data
from sync.catalogue.pages.paths import ask_path, shop_path
from sync.catalogue.pages.pictures import picture
from sync.catalogue.pages.shop_cards import far_from, rung_of
from sync.catalogue.pages.visiting import visit
from sync.catalogue.pictograms import tile
from sync.catalogue.searching import Wish, find
from sync.catalogue.showing import shown_shops

_CATEGORIES = 24
_TOLD = 4


def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a shop's window, or what was searched in it."""
    shop = get_object_or_404(shown_shops().select_related("picture"), slug=slug)
    wish, now, here = wish_of(request, shop=shop.id), clock.now_ms(), town()
    found = find(wish, now_ms=now)
    _tell_how_long(wish, shop, now)
    closures = closures_of([shop.id], now, here.zone)[shop.id]
    is_narrowed = wish != Wish(shop=shop.id)
    content = {
        "shop": shop,
        "picture": None if shop.picture is None else picture(shop.picture),
        "tile": tile(key(shop.trade), shop.name),
        "wish": wish,
        "found": found,
        "action": request.path,
        "visit": visit(shop, now, here.zone, closures),
        "far": far_from(shop, here),
        "heard": sentences.heard(shop.complete_ms, now, here.zone),
        "rung": rung_of(len(found.products), Rules.objects.filter(pk=shop.id).first()) if not is_narrowed else "",
        "told": None if is_narrowed else for_shop(shop, now, _TOLD),
        "ask_url": ask_path(shop.slug),
        "categories": categories(wish, limit=_CATEGORIES, path=request.path),
        "cards": cards(found.products, now_ms=now, zone=here.zone),
        "earlier": address(request.path, wish, page=wish.page - 1) if wish.page > 1 else "",
        "later": address(request.path, wish, page=wish.page + 1) if found.has_more else "",
        "everything": request.path,
        "is_narrowed": is_narrowed,
        "linked_data": shop_data(request, shop, shop_path(shop.slug)),
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
