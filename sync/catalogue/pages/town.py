"""The town's page: one search over all shops, and the shops."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sync.catalogue import clock, sentences
from sync.catalogue.models import Change, Product, Shop
from sync.catalogue.opening import closures_of, is_open_now
from sync.catalogue.orders.offered import in_stock
from sync.catalogue.pages.answers import page
from sync.catalogue.pages.asking import address, categories, wish_of
from sync.catalogue.pages.cards import Card, cards
from sync.catalogue.pages.frame import town
from sync.catalogue.searching import Wish, believable, find

_CATEGORIES = 12
_LATEST = 10
_LATEST_OF_ONE_SHOP = 4
_NEWS = 200


@dataclass(frozen=True)
class ShopCard:
    """A shop in the town's list."""

    shop: Shop
    url: str
    products: int
    heard: str
    is_open: bool | None


def show(request: HttpRequest) -> HttpResponse:
    """Show what was searched, or the town's shops and what they confirmed last."""
    wish, now, zone = wish_of(request), clock.now_ms(), town().zone
    content: dict[str, object] = {
        "wish": wish,
        "categories": categories(wish, limit=_CATEGORIES, path=request.path),
        "action": request.path,
    }
    if wish.words or wish.category or wish.in_stock:
        return page(request, "town_found.html", content | _found(request, wish, now, zone))
    content["shops"] = _shops(now, zone)
    content["cards"] = _latest(now, zone)
    return page(request, "town.html", content)


def _found(request: HttpRequest, wish: Wish, now: int, zone: str) -> dict[str, object]:
    found = find(wish, now_ms=now)
    return {
        "cards": cards(found.products, now_ms=now, zone=zone),
        "found": found,
        "earlier": address(request.path, wish, page=wish.page - 1) if wish.page > 1 else "",
        "later": address(request.path, wish, page=wish.page + 1) if found.has_more else "",
        "everything": address(request.path, Wish(words=wish.words)),
        "shows_shop": True,
    }


def _shops(now: int, zone: str) -> list[ShopCard]:
    listed = Shop.objects.annotate(products=Count("product", filter=Q(product__shown=True))).order_by("name_key")
    closures = closures_of([shop.pk for shop in listed], now, zone)
    return [
        ShopCard(
            shop=shop,
            url=reverse("shop", args=[shop.slug]),
            products=shop.products,
            heard=sentences.heard(shop.complete_ms, now, zone),
            is_open=is_open_now(shop, closures[shop.pk], now, zone),
        )
        for shop in listed
    ]


def _latest(now: int, zone: str) -> list[Card]:
    """Return the products in stock that shops had news of last, no shop crowding the others out."""
    news = Change.objects.exclude(product=None).order_by("-pk").values_list("product_id", flat=True)[:_NEWS]
    latest = list(dict.fromkeys(news))
    fresh = Product.objects.filter(believable(now), in_stock(now), shown=True, pk__in=latest)
    listed = sorted(fresh.select_related("level", "shop"), key=lambda product: latest.index(product.pk))
    chosen: list[Product] = []
    told: Counter[str] = Counter()
    for product in listed:
        told[product.shop_id] += 1
        if told[product.shop_id] <= _LATEST_OF_ONE_SHOP:
            chosen.append(product)
    return cards(chosen[:_LATEST], now_ms=now, zone=zone)
