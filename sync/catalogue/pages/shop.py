"""A shop's window: who it is, when it is open, what it tells, and its products."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from sync.catalogue import clock, lasting
from sync.catalogue.folding import key
from sync.catalogue.models import Shop
from sync.catalogue.opening import closures_of
from sync.catalogue.orders.rules import kept_rules
from sync.catalogue.pages.agenda import for_shop
from sync.catalogue.pages.answers import page
from sync.catalogue.pages.asking import address, asked_of, categories
from sync.catalogue.pages.cards import cards_of
from sync.catalogue.pages.filtering import filters
from sync.catalogue.pages.frame import town
from sync.catalogue.pages.heard import kept_heard
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
    asked, now, here = asked_of(request, shop=shop.id), clock.now_ms(), town()
    wish = asked.wish
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
        "heard": kept_heard(shop, now, here.zone),
        "rung": "" if is_narrowed else rung_of(len(found.numbers), kept_rules([shop.id])[shop.id]),
        "told": None if is_narrowed else for_shop(shop, now, _TOLD),
        "ask_url": ask_path(shop.slug),
        "filters": filters(asked, found, path=request.path, now_ms=now, in_a_shop=True),
        "categories": categories(wish, now_ms=now, limit=_CATEGORIES, path=request.path, found=found),
        "cards": cards_of(found.numbers, now_ms=now, zone=here.zone),
        "close_cards": cards_of(found.close, now_ms=now, zone=here.zone),
        "earlier": address(request.path, wish, page=wish.page - 1) if wish.page > 1 else "",
        "later": address(request.path, wish, page=wish.page + 1) if found.has_more else "",
        "everything": request.path,
        "is_narrowed": is_narrowed,
        "linked_data": shop_data(request, shop, shop_path(shop.slug), closures),
    }
    return page(request, "shop.html", content)


def _tell_how_long(wish: Wish, shop: Shop, now_ms: int) -> None:
    """Tell what ends this page: what is said of the shop itself, and the age of its list."""
    lasting.keep()
    lasting.shows((lasting.words_of(shop.id),))
    lasting.shows_list(now_ms, wish.life)
