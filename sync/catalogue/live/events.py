"""News as open pages read it: one server-sent event per product or shop, in the reader's language."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

import msgspec
from django.conf import settings
from django.utils.translation import override

from sync.catalogue import clock
from sync.catalogue.models import Change, Product, Shop
from sync.catalogue.orders.offered import Offer, offers
from sync.catalogue.vouching import standing
from sync.catalogue.windows import line_of, price_of

FORM = 1
"""How events are written down, as every page says of itself. Raise it when a page of before would misread one: pages
that stayed open across an update are then loaded anew."""
LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)


@dataclass(frozen=True)
class News:
    """That something changed: a product of a shop, or (product None) how far the shop's window may be believed."""

    number: int
    shop: str
    product: int | None


@dataclass(frozen=True)
class Event:
    """A piece of news, encoded for each language."""

    number: int
    shop: str
    product: int | None
    encoded: dict[str, bytes]


def position() -> int:
    """Return the number of the last news, 0 when there was none."""
    return Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def is_forgotten(since: int) -> bool:
    """Claim that news after `since` may have been tidied away already."""
    oldest = Change.objects.order_by("pk").values_list("pk", flat=True).first()
    return oldest is not None and since < oldest - 1


def news_after(since: int, limit: int) -> list[News]:
    """Return the news of shops after a number, the oldest first; shops are named by the slug of their page."""
    found = (
        Change.objects.filter(pk__gt=since, shop__isnull=False)
        .order_by("pk")
        .values_list("pk", "shop__slug", "product_id")[:limit]
    )
    return [News(*row) for row in found]


def latest(news: Iterable[News]) -> list[News]:
    """Keep only the last news of each product and shop: an event tells how things are now."""
    return sorted({(item.shop, item.product): item for item in news}.values(), key=lambda item: item.number)


def events(news: list[News], languages: Iterable[str] = LANGUAGES) -> list[Event]:
    """Look up what changed and write it down for pages; what is gone is said to be gone."""
    shops = {shop.slug: shop for shop in Shop.objects.filter(slug__in={item.shop for item in news})}
    wanted = {item.product for item in news if item.product is not None}
    found = Product.objects.select_related("level", "shop").filter(pk__in=wanted)
    offered = offers(found, clock.now_ms())
    products = {product.pk: (product, offered[product.pk]) for product in found}
    told = list(languages)
    return [
        Event(item.number, item.shop, item.product, {code: _encoded(item, shops, products, code) for code in told})
        for item in news
        if item.shop in shops and (item.product is not None or shops[item.shop].shown)
    ]


def encode(name: str, content: object, *, number: int | None = None) -> bytes:
    """Write a server-sent event; its number is what a page that comes back has last seen."""
    head = f"event: {name}\n" if number is None else f"event: {name}\nid: {number}\n"
    return head.encode() + b"data: " + msgspec.json.encode(content) + b"\n\n"


def _encoded(item: News, shops: dict[str, Shop], products: dict[int, tuple[Product, Offer]], language: str) -> bytes:
    shop = shops[item.shop]
    if item.product is None:
        return encode("beat", _beat(shop), number=item.number)
    product, offer = products.get(item.product, (None, None))
    if product is None or offer is None or not (product.shown and shop.shown):
        return encode("gone", {"product": item.product, "shop": item.shop}, number=item.number)
    with override(language):
        content = {
            "product": item.product,
            "shop": item.shop,
            "line": asdict(line_of(product, shop, language, offer)),
            "price": price_of(product, language),
        }
    return encode("level", content, number=item.number)


def _beat(shop: Shop) -> dict[str, object]:
    vouched = standing(shop)
    return {
        "shop": shop.slug,
        "term": shop.term,
        "at_ms": vouched.complete_ms,
        "closed_until_ms": vouched.closed_until_ms,
    }
