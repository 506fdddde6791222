"""What the town shows to everybody: the shops it does not hide, and the products that those put in their windows.

A hidden shop's till goes on telling; nothing of it is seen, found or reserved before the town shows the shop again.
Every page, search, feed and live event that speaks of shops or products asks here.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, Q, QuerySet

from sync.catalogue import lasting, rows
from sync.catalogue.models import Level, News, Product, Shop, TownEvent


def shown_shops() -> QuerySet[Shop]:
    """Return the shops that the town shows."""
    return Shop.objects.filter(shown=True)


def kept_shops(shops: Iterable[str]) -> dict[str, Shop]:
    """Find some shops with their pictures."""
    return lasting.facts_of("shop", shops, Shop.objects.select_related("picture").in_bulk)


def visible_products() -> QuerySet[Product]:
    """Return the products that shoppers may see: put in the window, by a shop that is shown."""
    return Product.objects.filter(shown=True, shop__shown=True)


def visible_numbered(numbers: Iterable[int]) -> list[Product]:
    """Read those of some products that shoppers may see, with their level and their shop."""
    listed = msgspec.json.encode(list(numbers)).decode()
    return _with_shops([_product(row) for row in rows.shown_products(_COLUMNS, rows.among("p.id"), (listed,))])


def visible_at(slug: str, ref: str) -> tuple[Product, list[tuple[str, str]]] | None:
    """Read a product that shoppers may see, with its level and its shop, and its barcodes as (code, gtin)."""
    columns = (*_COLUMNS, rows.barcodes_of("p.id"))
    for *row, codes in rows.shown_products(columns, "s.slug = %s AND p.ref = %s", (slug, ref)):
        (product,) = _with_shops([_product(row)])
        return product, [(code, gtin) for code, gtin in msgspec.json.decode(codes or "[]")]
    return None


def _with_shops(products: list[Product]) -> list[Product]:
    shops = kept_shops(product.shop_id for product in products)
    for product in products:
        product.shop = shops[product.shop_id]
    return products


def _names(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)  # noqa: SLF001 (Django offers it)


_PRODUCT, _LEVEL = _names(Product), _names(Level)
_COLUMNS = (*(f"p.{name}" for name in _PRODUCT), *(f"l.{name}" for name in _LEVEL))


def _product(row: Sequence[Any]) -> Product:
    """Make a product with its level of a row, as Django would."""
    product: Product = Product.from_db(DEFAULT_DB_ALIAS, _PRODUCT, row[: len(_PRODUCT)])
    level = row[len(_PRODUCT) :]
    known = None if level[0] is None else Level.from_db(DEFAULT_DB_ALIAS, _LEVEL, level)
    Product.level.related.set_cached_value(product, known)
    return product


def visible_news(now_ms: int) -> QuerySet[News]:
    """Return the news that may be read now: begun, not over, not taken back, and hidden by nobody at the town hall."""
    begun = News.objects.filter(
        Q(until_ms=None) | Q(until_ms__gt=now_ms), shown=True, hidden_by="", from_ms__lte=now_ms
    )
    return begun.filter(Q(shop=None) | Q(shop__shown=True))


def is_photo_shown(number: int, now_ms: int) -> bool:
    """Claim that something which may be seen now shows a photo; most are of a product, which is asked first."""
    return (
        visible_products().filter(productphoto__photo=number).exists()
        or shown_shops().filter(picture=number).exists()
        or visible_news(now_ms).filter(photo=number).exists()
        or TownEvent.objects.filter(photo=number).exists()
    )
