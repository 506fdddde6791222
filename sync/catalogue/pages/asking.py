"""What a page is asked: words, filters, order and page number, read from the address with care and written back."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import QuerySet, Sum
from django.http import HttpRequest, QueryDict

from sync.catalogue import lasting
from sync.catalogue.distances import Origin
from sync.catalogue.folding import key
from sync.catalogue.models import Shelf, Shop
from sync.catalogue.narrowing import BEST, DISTANCE, PRICE, Wish
from sync.catalogue.pages.frame import town
from sync.catalogue.places import Located, find_places
from sync.catalogue.searching import Found

WITHIN_M = (500, 1000, 5000)
SORTS = (BEST, PRICE, DISTANCE)
_WORDS_LENGTH = 120
_LAST_PAGE = 2000
_PRICE = re.compile(r"\s*(\d{1,7})(?:[.,](\d{1,2}))?\s*€?\s*")
_SLUG = re.compile(r"[-a-z0-9_]{1,80}")


@dataclass(frozen=True)
class Category:
    """A category to choose, with the address that chooses it (or lets it go, when it is chosen).

    `count` is None where not everything was counted.
    """

    name: str
    count: int | None
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class Asked:
    """What a page is asked, and the addresses that the one typed may mean."""

    wish: Wish
    nearby: tuple[Located, ...] = ()


def asked_of(request: HttpRequest, *, shop: str = "") -> Asked:
    """Read what a shopper looks for, and where from; whatever makes no sense is left out."""
    asked = request.GET
    page = asked.get("page", "1")
    slug = "" if shop else asked.get("shop", "")
    chosen = _shop_named(slug)
    wish = Wish(
        words=_text(asked.get("q", "")),
        category=key(asked.get("category", "")[:200]),
        in_stock=asked.get("in_stock", "") == "1",
        shop=shop or chosen,
        shop_slug=slug if chosen else "",
        page=min(int(page), _LAST_PAGE) if page.isascii() and page.isdigit() and int(page[:6]) > 0 else 1,
        open_now=asked.get("open", "") == "1" and not shop,
        from_minor=_minor(asked.get("min", "")),
        to_minor=_minor(asked.get("max", "")),
        near="" if shop else _text(asked.get("near", "")),
        within_m=0 if shop else next((m for m in WITHIN_M if asked.get("within") == str(m)), 0),
        sort=next((sort for sort in SORTS if asked.get("sort") == sort), BEST),
    )
    return _from_where(wish)


def categories(wish: Wish, *, now_ms: int, limit: int, path: str, found: Found | None = None) -> list[Category]:
    """Return the most used categories: of what was found, else of the town or a shop; the chosen one in any case."""
    if found is not None and wish.words:
        counted = Counter(found.categories)
        uncounted = found.is_cut
    else:
        counted = lasting.found_of(("shelved", wish.shop), now_ms, lambda: _shelved(wish), _life(wish))
        uncounted = replace(wish, category="").is_wished and not _is_plain(wish)
    chosen = [name for name, _ in sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:limit]]
    if wish.category and wish.category not in chosen:
        chosen.append(wish.category)
    asked = ("names of categories", wish.shop, tuple(chosen))
    names = lasting.found_of(asked, now_ms, lambda: _names(_shelves(wish), chosen), _life(wish))
    return [
        Category(
            name=names.get(category, category),
            count=None if uncounted else counted[category],
            url=address(path, wish, category="" if category == wish.category else category),
            is_chosen=category == wish.category,
        )
        for category in chosen
        if category in names or category == wish.category
    ]


def address(path: str, wish: Wish, *, page: int = 1, **changed: str | int | bool | None) -> str:
    """Return the address of the same wish with another page, or something else changed."""
    wish = replace(wish, **changed)  # type: ignore[arg-type]
    query = QueryDict(mutable=True)
    parts = {
        "q": wish.words,
        "category": wish.category,
        "shop": wish.shop_slug,
        "in_stock": "1" if wish.in_stock else "",
        "open": "1" if wish.open_now else "",
        "min": amount(wish.from_minor),
        "max": amount(wish.to_minor),
        "near": wish.near,
        "within": str(wish.within_m or ""),
        "sort": "" if wish.sort == BEST else wish.sort,
        "page": str(page) if page > 1 else "",
    }
    query.update({name: value for name, value in parts.items() if value})
    return f"{path}?{query.urlencode()}" if query else path


def amount(minor: int | None) -> str:
    """Return a price as it is typed into a filter: `4.50`, `12`."""
    if minor is None:
        return ""
    return f"{minor // 100}.{minor % 100:02}" if minor % 100 else str(minor // 100)


def _text(typed: str) -> str:
    return typed.replace("\0", "").strip()[:_WORDS_LENGTH]


def _minor(typed: str) -> int | None:
    """Read a price; None where it is none."""
    found = _PRICE.fullmatch(typed[:20])
    return None if found is None else int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def _shop_named(slug: str) -> str:
    if not _SLUG.fullmatch(slug):
        return ""
    return Shop.objects.filter(slug=slug, shown=True).values_list("pk", flat=True).first() or ""


def _from_where(wish: Wish) -> Asked:
    """Find where distances are counted from: the address typed, else the town's centre; without either, nowhere."""
    nearby = find_places(wish.near) if wish.near else ()
    if nearby:
        return Asked(replace(wish, origin=Origin(nearby[0].latitude, nearby[0].longitude, nearby[0].label)), nearby)
    if not (wish.within_m or wish.sort == DISTANCE):
        return Asked(wish)
    here = town()
    if here.latitude is None or here.longitude is None:
        return Asked(replace(wish, within_m=0, sort=BEST if wish.sort == DISTANCE else wish.sort))
    return Asked(replace(wish, origin=Origin(here.latitude, here.longitude)))


def _is_plain(wish: Wish) -> bool:
    """Claim that nothing but a category, and a shop with a page of its own, narrows the list."""
    return wish == Wish(category=wish.category, shop=wish.shop, page=wish.page)


def _life(wish: Wish) -> lasting.Life:
    return lasting.shelf_life(wish.shop) if wish.shop else lasting.OF_THE_TOWN


def _shelves(wish: Wish) -> QuerySet[Shelf]:
    shelves = Shelf.objects.filter(count__gt=0, shop__shown=True).exclude(category_key="")
    return shelves.filter(shop_id=wish.shop) if wish.shop else shelves


def _shelved(wish: Wish) -> Counter[str]:
    counted = _shelves(wish).values_list("category_key").annotate(products=Sum("count"))
    return Counter(dict(counted))


def _names(shelves: QuerySet[Shelf], keys: Iterable[str]) -> dict[str, str]:
    """Choose for each category the name that most of its products write."""
    spelt = shelves.filter(category_key__in=list(keys)).values("category_key", "category")
    return {
        row["category_key"]: row["category"]
        for row in spelt.annotate(products=Sum("count")).order_by("products", "category")
    }
