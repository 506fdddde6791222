"""What the town shows to everybody: the shops it does not hide, and the products that those put in their windows.

A hidden shop's till goes on telling; nothing of it is seen, found or reserved before the town shows the shop again.
Every page, search, feed and live event that speaks of shops or products asks here.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, Q, QuerySet
from django.db.models.base import ModelState

from sync.catalogue import lasting, rows
from sync.catalogue.models import Level, News, Product, Shop, TownEvent

Row = TypeVar("Row", bound=Model)


def shown_shops() -> QuerySet[Shop]:
    """Return the shops that the town shows."""
    return Shop.objects.filter(shown=True)


def kept_shops(shops: Iterable[str]) -> dict[str, Shop]:
    """Find some shops with their pictures, and since when their windows are vouched for."""
    return lasting.facts_of("shop", shops, Shop.objects.select_related("picture").in_bulk, of_beats=True)


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


def same_articles(gtins: Iterable[str], limit: int) -> list[tuple[int, str]]:
    """Find the products that carry one of some article numbers, as (product, shop), by the names of their shops.

    They are put in order here: asked for the first, PostgreSQL walks through all shops by name.
    """
    asked = list(gtins)
    coded = f"SELECT product_id FROM catalogue_barcode WHERE gtin IN ({', '.join(['%s'] * len(asked))})"  # noqa: S608
    found = rows.shown_products(("s.name_key", "p.id", "p.shop_id"), f"p.id IN ({coded})", asked)
    return [(number, shop) for _, number, shop in sorted(found)[:limit]]


def of_category(shop: str, category: str, limit: int) -> list[int]:
    """Find the products of a category in a shop's window, in the order of its shelves."""
    condition = "p.shop_id = %s AND p.category_key = %s ORDER BY p.folded, p.id LIMIT %s"
    return [number for (number,) in rows.shown_products(("p.id",), condition, (shop, category, limit))]


def _with_shops(products: list[Product]) -> list[Product]:
    shops = kept_shops(product.shop_id for product in products)
    for product in products:
        product._state.fields_cache["shop"] = shops[product.shop_id]  # noqa: SLF001 (as below)
    return products


def with_shop(product: Product, shop: Shop) -> Product:
    """Return a product as it was read, in its shop as that is now; the one that was read may be in others' hands."""
    placed = _made(Product, product.__dict__)
    placed._state.fields_cache |= {**product._state.fields_cache, "shop": shop}  # noqa: SLF001 (as below)
    return placed


def _names(model: type[Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)  # noqa: SLF001 (Django offers it)


_PRODUCT, _LEVEL = _names(Product), _names(Level)
_COLUMNS = (*(f"p.{name}" for name in _PRODUCT), *(f"l.{name}" for name in _LEVEL))


def _product(row: Sequence[Any]) -> Product:
    """Make a product with its level of a row, as Django would, which would take ten times as long for it."""
    product = _row_of(Product, _PRODUCT, row[: len(_PRODUCT)])
    level = row[len(_PRODUCT) :]
    product._state.fields_cache["level"] = None if level[0] is None else _row_of(Level, _LEVEL, level)  # noqa: SLF001
    return product


def _row_of(model: type[Row], names: Sequence[str], row: Sequence[Any]) -> Row:
    """Make what Django's `from_db` makes of all columns."""
    return _made(model, dict(zip(names, row, strict=True)))


def _made(model: type[Row], values: Mapping[str, object]) -> Row:
    """Make what was read without Django's constructor; nobody here listens to its signals."""
    made: Row = object.__new__(model)
    made.__dict__.update(values)
    made._state = ModelState()  # noqa: SLF001
    made._state.adding, made._state.db = False, DEFAULT_DB_ALIAS  # noqa: SLF001
    made._state.fields_cache = {}  # noqa: SLF001
    return made


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
