"""Finding products: exact words first, then words that look alike; by category, and by what is in stock.

Both databases search `product.folded`: SQLite by a trigram index (FTS5), PostgreSQL by pg_trgm where it has it.
What the index finds for a mistyped word is only a guess, which `folding.resembles` then checks.
"""

from dataclasses import dataclass
from itertools import islice

from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    Exists,
    ExpressionWrapper,
    F,
    FloatField,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from sync.catalogue.barcodes import worldwide
from sync.catalogue.folding import fold, resembles, slips_allowed
from sync.catalogue.freshness import CLOSED_AT_MOST_MS, DATED_MS
from sync.catalogue.models import Barcode, Product
from sync.catalogue.orders.offered import in_stock
from sync.catalogue.showing import visible_products

PAGE_SIZE = 48
_GUESSES = 400
_WORDS = 8
_WORD_LENGTH = 40


@dataclass(frozen=True)
class Wish:
    """What a shopper looks for; `shop` is empty for all of them, `but_shop` names one that is left out."""

    words: str = ""
    category: str = ""
    in_stock: bool = False
    shop: str = ""
    page: int = 1
    but_shop: str = ""


@dataclass(frozen=True)
class Found:
    """One page of products, each with its level and shop; `is_guess` when the words were taken for similar ones."""

    products: tuple[Product, ...]
    page: int
    has_more: bool
    is_guess: bool = False


def find(wish: Wish, *, now_ms: int) -> Found:
    """Find a page of what a shopper looks for, best first."""
    folded = fold(wish.words)
    words = [word[:_WORD_LENGTH] for word in folded.split()[:_WORDS]]
    scope = _scope(wish, now_ms)
    if not words:
        return Found((), wish.page, has_more=False) if wish.words.strip() else _page(_in_order(scope, now_ms), wish)
    by_code = _with_barcode(scope, wish.words.strip())
    if by_code is not None and by_code.exists():
        return _page(_in_order(by_code, now_ms), wish)
    found = _page(_best_first(_with_words(scope, words), folded, now_ms), wish)
    if found.products or wish.page > 1 or not any(slips_allowed(word) for word in words):
        return found
    alike = tuple(_resembling(scope, words))
    return Found(alike, 1, has_more=False, is_guess=bool(alike))


def believable(now_ms: int) -> Q:
    """Ask for levels that may still be shown: heard, vouched for, or told at closing time, as `freshness` says."""
    since = now_ms - DATED_MS
    of_this_term = Q(level__term=F("shop__term"))
    closed = Q(shop__closed_ms__gt=now_ms - CLOSED_AT_MOST_MS, shop__closed_ms__gte=F("level__checked_ms")) & (
        Q(shop__opens_ms=None) | Q(shop__opens_ms__gt=now_ms)
    )
    return Q(level__checked_ms__gt=since) | of_this_term & (Q(shop__complete_ms__gt=since) | closed)


def _scope(wish: Wish, now_ms: int) -> QuerySet[Product]:
    scope = visible_products().select_related("level", "shop")
    if wish.shop:
        scope = scope.filter(shop_id=wish.shop)
    if wish.but_shop:
        scope = scope.exclude(shop_id=wish.but_shop)
    if wish.category:
        scope = scope.filter(category_key=wish.category)
    if wish.in_stock:
        scope = scope.filter(believable(now_ms), in_stock(now_ms))
    return scope


def _with_barcode(scope: QuerySet[Product], text: str) -> QuerySet[Product] | None:
    code = text.replace(" ", "")
    if not (code.isascii() and code.isdigit() and 6 <= len(code) <= 14):
        return None
    gtin = worldwide(code)
    match = Q(code=code) | Q(gtin=gtin) if gtin else Q(code=code)
    return scope.filter(Exists(Barcode.objects.filter(match, product=OuterRef("pk"))))


def _with_words(scope: QuerySet[Product], words: list[str]) -> QuerySet[Product]:
    """Ask for products that hold every word: long ones anywhere, short ones at the start of a word."""
    long = [word for word in words if len(word) >= 3]
    short = [word for word in words if len(word) < 3]
    if long and connection.vendor == "sqlite":
        scope = scope.extra(where=[_MATCH], params=[" AND ".join(f'"{word}"' for word in long)])  # noqa: S610
    elif long:
        for word in long:
            scope = scope.filter(folded__contains=word)
    for word in short:
        scope = scope.filter(Q(folded__startswith=word) | Q(folded__contains=f" {word}"))
    return scope


def _best_first(scope: QuerySet[Product], folded: str, now_ms: int) -> QuerySet[Product]:
    """Put names that begin with what was typed first, then words that do, then what may be in stock."""
    begins = Case(
        When(folded__startswith=folded, then=Value(0)), When(folded__contains=f" {folded}", then=Value(1)), default=2
    )
    return scope.annotate(begins=begins, stocked=_stocked(now_ms)).order_by("begins", "-stocked", "folded", "id")


def _in_order(scope: QuerySet[Product], now_ms: int) -> QuerySet[Product]:
    return scope.annotate(stocked=_stocked(now_ms)).order_by("-stocked", "folded", "id")


def _stocked(now_ms: int) -> Case:
    return Case(
        When(believable(now_ms) & in_stock(now_ms), then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )


def _page(scope: QuerySet[Product], wish: Wish) -> Found:
    first = (wish.page - 1) * PAGE_SIZE
    products = tuple(scope[first : first + PAGE_SIZE + 1])
    return Found(products[:PAGE_SIZE], wish.page, has_more=len(products) > PAGE_SIZE)


def _resembling(scope: QuerySet[Product], words: list[str]) -> list[Product]:
    """Return products whose words resemble the searched ones, among the nearest that the index offers."""
    nearest = _nearest(scope, [word for word in words if len(word) >= 3])
    alike = (product for product in nearest if all(resembles(word, product.folded) for word in words))
    return list(islice(alike, PAGE_SIZE))


def _nearest(scope: QuerySet[Product], words: list[str]) -> QuerySet[Product]:
    if connection.vendor == "sqlite":
        groups = [" OR ".join(f'"{part}"' for part in _trigrams(word)) for word in words]
        match = " AND ".join(f"({group})" for group in groups)
        ranked = (
            "catalogue_product.id IN (SELECT rowid FROM catalogue_search WHERE folded MATCH %s ORDER BY rank LIMIT %s)"
        )
        return scope.extra(where=[ranked], params=[match, _GUESSES])  # noqa: S610
    for word in words:
        parts = Q()
        for part in _trigrams(word):
            parts |= Q(folded__contains=part)
        scope = scope.filter(parts)
    if not _has_similarity():
        return scope.order_by("id")[:_GUESSES]
    alike = sum((Func(Value(word), F("folded"), function="word_similarity") for word in words), Value(0.0))
    return scope.annotate(alike=ExpressionWrapper(alike, FloatField())).order_by("-alike", "id")[:_GUESSES]


def _has_similarity() -> bool:
    """Claim that this PostgreSQL has pg_trgm; a town's host may not allow it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        return cursor.fetchone() is not None


def _trigrams(word: str) -> list[str]:
    return list(dict.fromkeys(word[place : place + 3] for place in range(len(word) - 2)))


_MATCH = "catalogue_product.id IN (SELECT rowid FROM catalogue_search WHERE folded MATCH %s)"
