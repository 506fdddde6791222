"""The filters of a page: which are set, how each is let go by one link, and which to loosen where nothing is found."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sync.catalogue import distances, wording
from sync.catalogue.models import Shelf, Shop
from sync.catalogue.narrowing import BEST, DISTANCE, PRICE, Wish
from sync.catalogue.pages.asking import WITHIN_M, Asked, address, amount
from sync.catalogue.pages.cards import Card
from sync.catalogue.pages.frame import town
from sync.catalogue.searching import Found, find


@dataclass(frozen=True)
class Filter:
    """A filter that is set, with the address of the page without it, and how much that shows where it was counted."""

    name: str
    url: str
    count: int | None = None


@dataclass(frozen=True)
class Choice:
    """One of several values of a field."""

    value: str
    name: str
    is_chosen: bool


@dataclass(frozen=True)
class Filters:
    """What the form of filters and the list above the products show.

    `has_places` is False in one shop's own window, where no distance makes sense. `loosened` offers filters to let go
    where nothing was found. `nearby` are the other addresses that the one typed may mean; `is_nowhere` says that it
    means none.
    """

    active: tuple[Filter, ...]
    loosened: tuple[Filter, ...]
    within: tuple[Choice, ...]
    sorts: tuple[Choice, ...]
    lowest: str
    highest: str
    has_places: bool
    nearby: tuple[Filter, ...]
    is_nowhere: bool
    origin: str
    count: str
    is_open: bool


def filters(asked: Asked, found: Found | None, *, path: str, now_ms: int, in_a_shop: bool = False) -> Filters:
    """Return the filters of a page in the language in force; `found` is None where nothing was looked for."""
    wish = asked.wish
    active = tuple(Filter(name, address(path, without)) for name, without in _active(wish, in_a_shop=in_a_shop))
    return Filters(
        active=active,
        loosened=tuple(_loosened(wish, found, path=path, now_ms=now_ms, in_a_shop=in_a_shop)),
        within=_within(wish),
        sorts=_sorts(wish, in_a_shop=in_a_shop),
        lowest=amount(wish.from_minor),
        highest=amount(wish.to_minor),
        has_places=not in_a_shop,
        nearby=tuple(Filter(place.label, address(path, wish, near=place.label)) for place in asked.nearby[1:]),
        is_nowhere=bool(wish.near) and not asked.nearby,
        origin=wish.origin.label if wish.origin else "",
        count=_count(found),
        is_open=bool(wish.near) and not asked.nearby,
    )


def with_distances(cards: list[Card], found: Found) -> list[Card]:
    """Say on each card how far its shop is, where that is known."""
    far = {shop: metres for shop, metres in found.distances.items() if metres is not None}
    language = get_language() or "fr"
    return [
        replace(card, away=distances.in_words(far[card.shop.pk], language)) if card.shop.pk in far else card
        for card in cards
    ]


def _active(wish: Wish, *, in_a_shop: bool) -> Iterator[tuple[str, Wish]]:
    """Return every filter that is set, with what is wished without it."""
    if wish.category:
        name = Shelf.objects.filter(category_key=wish.category).values_list("category", flat=True).first()
        yield name or wish.category, replace(wish, category="")
    if wish.shop and not in_a_shop:
        yield Shop.objects.values_list("name", flat=True).get(pk=wish.shop), replace(wish, shop="", shop_slug="")
    if wish.in_stock:
        yield _("In stock"), replace(wish, in_stock=False)
    if wish.open_now:
        yield _("Open now"), replace(wish, open_now=False)
    if wish.from_minor is not None:
        yield _("From {price}").replace("{price}", _price(wish.from_minor)), replace(wish, from_minor=None)
    if wish.to_minor is not None:
        yield _("Up to {price}").replace("{price}", _price(wish.to_minor)), replace(wish, to_minor=None)
    if wish.within_m:
        where = wish.origin.label if wish.origin and wish.origin.label else _("the town centre")
        said = _("Within {distance} of {place}").replace("{distance}", _far(wish.within_m)).replace("{place}", where)
        yield said, replace(wish, within_m=0)


def _loosened(wish: Wish, found: Found | None, *, path: str, now_ms: int, in_a_shop: bool) -> Iterator[Filter]:
    """Where nothing was found, look what there is without each filter."""
    if found is None or found.numbers or wish.page > 1:
        return
    for name, without in _active(wish, in_a_shop=in_a_shop):
        looser = find(without, now_ms=now_ms)
        if looser.numbers and not looser.is_guess:
            count = None if looser.is_cut else looser.total
            yield Filter(name, address(path, without), count)


def _within(wish: Wish) -> tuple[Choice, ...]:
    return (
        Choice("", _("Any distance"), not wish.within_m),
        *(Choice(str(metres), _far(metres), wish.within_m == metres) for metres in WITHIN_M),
    )


def _sorts(wish: Wish, *, in_a_shop: bool) -> tuple[Choice, ...]:
    names = {BEST: _("Best match"), PRICE: _("Lowest price"), DISTANCE: _("Nearest")}
    if in_a_shop or (wish.origin is None and town().latitude is None):
        del names[DISTANCE]
    return tuple(Choice("" if sort == BEST else sort, name, wish.sort == sort) for sort, name in names.items())


def _count(found: Found | None) -> str:
    """Say how many were found; nothing where nobody counted."""
    if found is None or found.total is None or not found.numbers:
        return ""
    if found.is_cut:
        return _("More than {count} products").replace("{count}", str(found.total))
    if found.total == 1:
        return _("1 product")
    return _("{count} products").replace("{count}", str(found.total))


def _price(minor: int) -> str:
    return wording.price(minor, "EUR", get_language() or "fr")


def _far(metres: int) -> str:
    return distances.in_words(metres, get_language() or "fr")
