"""What a page is asked: words, category, stock and page number, read from the address with care."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.http import HttpRequest, QueryDict

from sync.catalogue.folding import key
from sync.catalogue.models import Product
from sync.catalogue.searching import Wish
from sync.catalogue.showing import visible_products

_WORDS_LENGTH = 120
_LAST_PAGE = 2000


@dataclass(frozen=True)
class Category:
    """A category to choose, with the address that chooses it (or lets it go, when it is chosen)."""

    name: str
    count: int
    url: str
    is_chosen: bool


def wish_of(request: HttpRequest, *, shop: str = "") -> Wish:
    """Read what a shopper looks for; whatever makes no sense is left out."""
    page = request.GET.get("page", "1")
    return Wish(
        words=request.GET.get("q", "").replace("\0", "").strip()[:_WORDS_LENGTH],
        category=key(request.GET.get("category", "")[:200]),
        in_stock=request.GET.get("in_stock", "") == "1",
        shop=shop,
        page=min(int(page), _LAST_PAGE) if page.isascii() and page.isdigit() and int(page[:6]) > 0 else 1,
    )


def categories(wish: Wish, *, limit: int, path: str) -> list[Category]:
    """Return the most used categories of the town or of a shop, and the chosen one in any case."""
    scope = visible_products().exclude(category_key="")
    if wish.shop:
        scope = scope.filter(shop_id=wish.shop)
    counted = scope.values("category_key").annotate(count=Count("id")).order_by("-count", "category_key")
    chosen = list(counted[:limit])
    if wish.category and wish.category not in {row["category_key"] for row in chosen}:
        chosen += counted.filter(category_key=wish.category)
    names = _names(scope, [row["category_key"] for row in chosen])
    return [
        Category(
            name=names[row["category_key"]],
            count=row["count"],
            url=address(path, wish, category="" if row["category_key"] == wish.category else row["category_key"]),
            is_chosen=row["category_key"] == wish.category,
        )
        for row in chosen
    ]


def address(path: str, wish: Wish, *, category: str | None = None, page: int = 1) -> str:
    """Return the address of the same wish with another category or page."""
    query = QueryDict(mutable=True)
    parts = {
        "q": wish.words,
        "category": wish.category if category is None else category,
        "in_stock": "1" if wish.in_stock else "",
        "page": str(page) if page > 1 else "",
    }
    query.update({name: value for name, value in parts.items() if value})
    return f"{path}?{query.urlencode()}" if query else path


def _names(scope: QuerySet[Product], keys: Iterable[str]) -> dict[str, str]:
    """Choose for each category the name that most of its products write."""
    spelt = scope.filter(category_key__in=list(keys)).values("category_key", "category").annotate(count=Count("id"))
    return {row["category_key"]: row["category"] for row in spelt.order_by("count", "category")}
