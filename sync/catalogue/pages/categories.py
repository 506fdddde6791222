"""The categories of the town, and one of them over all shops."""

from dataclasses import dataclass, replace

from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse

from sync.catalogue import clock, lasting
from sync.catalogue.models import Shelf
from sync.catalogue.pages.answers import page
from sync.catalogue.pages.asking import address, asked_of
from sync.catalogue.pages.cards import cards_of
from sync.catalogue.pages.filtering import filters, with_distances
from sync.catalogue.pages.frame import town
from sync.catalogue.pages.paths import category_path
from sync.catalogue.pictograms import Tile, tile
from sync.catalogue.searching import find


@dataclass(frozen=True)
class CategoryCard:
    """A category with its drawing and how many products it has."""

    key: str
    name: str
    url: str
    products: int
    tile: Tile


def show_all(request: HttpRequest) -> HttpResponse:
    """Show the categories of the town."""
    lasting.keep()
    lasting.shows_whole_town()
    return page(request, "categories.html", {"categories": category_cards()})


def show(request: HttpRequest, key: str) -> HttpResponse:
    """Show what all shops have in a category, narrowed by the same filters as a search."""
    lasting.keep()
    lasting.shows_whole_town()
    listed = category_cards()
    chosen = next((entry for entry in listed if entry.key == key), None)
    if chosen is None:
        raise Http404
    now, zone = clock.now_ms(), town().zone
    read = asked_of(request)
    asked = replace(read.wish, category="")
    found = find(replace(asked, category=key), now_ms=now)
    content = {
        "category": chosen,
        "others": [entry for entry in listed if entry.key != key][:12],
        "wish": asked,
        "action": request.path,
        "found": found,
        "filters": filters(replace(read, wish=asked), found, path=request.path, now_ms=now),
        "cards": with_distances(cards_of(found.numbers, now_ms=now, zone=zone), found),
        "close_cards": with_distances(cards_of(found.close, now_ms=now, zone=zone), found),
        "earlier": address(request.path, asked, page=asked.page - 1) if asked.page > 1 else "",
        "later": address(request.path, asked, page=asked.page + 1) if found.has_more else "",
        "everything": request.path,
        "shows_shop": True,
        "is_narrowed": asked.is_wished,
    }
    return page(request, "category.html", content)


def category_cards() -> list[CategoryCard]:
    """Return the town's categories, the fullest first, each under the name that most of its products write."""
    cards: list[CategoryCard] = lasting.found_of("categories", clock.now_ms(), _all)
    return list(cards)


def _all() -> list[CategoryCard]:
    shelves = Shelf.objects.filter(count__gt=0, shop__shown=True).exclude(category_key="")
    spelt = shelves.values_list("category_key", "category").annotate(products=Sum("count"))
    counts: dict[str, int] = {}
    names: dict[str, str] = {}
    for key, name, count in spelt.order_by("-products", "category"):
        counts[key] = counts.get(key, 0) + count
        names.setdefault(key, name)
    ordered = sorted(counts, key=lambda key: (-counts[key], key))
    return [CategoryCard(key, names[key], category_path(key), counts[key], tile(key, names[key])) for key in ordered]
