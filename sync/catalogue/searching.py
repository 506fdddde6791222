"""Finding products: words that are spelt so first, then words that look alike; narrowed by filters, best first.

Words are looked for in memory (`vocabulary`, `understanding`), products by an index of whole words (`matching`), and
what was found is put in order here (`ranking`), so that both databases find the same. Of a question that thousands of
products answer, some hundred are looked at closely, those whose name begins so before all others.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.db.models import F, Q, QuerySet

from sync.catalogue import lasting
from sync.catalogue.barcodes import worldwide
from sync.catalogue.folding import fold
from sync.catalogue.indexing import name_key
from sync.catalogue.matching import holding_all, holding_most
from sync.catalogue.models import Barcode, Product
from sync.catalogue.narrowing import BEST, PRICE, Wish, believable, distances_of, scope_of
from sync.catalogue.ranking import Candidate, ranked
from sync.catalogue.stocked import is_stocked, stocked_among
from sync.catalogue.understanding import Group, Understood, some_words, understand
from sync.catalogue.vocabulary import vocabulary

__all__ = ["LOOKED_AT", "PAGE_SIZE", "Found", "Wish", "believable", "find"]

PAGE_SIZE = 48
LOOKED_AT = 480
_ENOUGH = 5
_CLOSE = 12
_SHOPS_AT_ONCE = 16

Narrow = Callable[[QuerySet[Product]], QuerySet[Product]]


@dataclass(frozen=True)
class Found:
    """One page of products, by number; what is shown of them is read with them.

    `is_guess` when the words were taken for similar ones, `is_partial` when not all of them are there. `total` is how
    many there are, None where nobody counted; `is_cut` where there are more than were looked at. `close` are products
    that come close where few were found. `categories` counts all that was found, not this page alone.
    """

    numbers: tuple[int, ...]
    page: int
    has_more: bool
    is_guess: bool = False
    is_partial: bool = False
    total: int | None = None
    is_cut: bool = False
    close: tuple[int, ...] = ()
    categories: dict[str, int] = field(default_factory=dict)
    distances: dict[str, int | None] = field(default_factory=dict)

    @property
    def products(self) -> tuple[Product, ...]:
        """Read the products with their level and shop."""
        return _read(self.numbers)

    @property
    def close_products(self) -> tuple[Product, ...]:
        """Read what comes close, likewise."""
        return _read(self.close)


@dataclass(frozen=True)
class _Tier:
    """A way to look for the words: the products that it asks for, and how they are ranked."""

    narrow: Narrow
    groups: tuple[Group, ...]
    is_guess: bool = False
    is_partial: bool = False


def find(wish: Wish, *, now_ms: int) -> Found:
    """Find a page of what a shopper looks for, best first; where pages are kept, as it was some seconds ago."""
    found: Found = lasting.found_of(wish, now_ms, lambda: _find(wish, now_ms), wish.life)
    return found


def _find(wish: Wish, now_ms: int) -> Found:
    distances = distances_of(wish)
    scope = scope_of(wish, now_ms, distances)
    if not wish.words.strip():
        return replace(_listed(scope, wish, now_ms, distances), distances=distances)
    code = _barcode(wish.words)
    if code is not None:
        by_code = _candidates(scope.filter(code), limit=LOOKED_AT)
        if by_code:
            return _page_of(_sorted(by_code, (), wish, now_ms, distances), wish, distances)
    if not fold(wish.words):
        return Found((), wish.page, has_more=False, total=0, distances=distances)
    return _worded(scope, wish, now_ms, distances)


def _worded(scope: QuerySet[Product], wish: Wish, now_ms: int, distances: dict[str, int | None]) -> Found:
    """Look for words in one way after the other; no filter makes a guess of what is spelt so elsewhere."""
    understood = understand(wish.words, vocabulary())
    for tier in _tiers(understood):
        found, is_cut = _looked_at(scope, tier, wish, strict=understood.strict, distances=distances)
        if found:
            page = _page_of(_sorted(found, tier.groups, wish, now_ms, distances), wish, distances)
            close = _close(scope, tier, understood, found, wish, now_ms)
            return replace(page, is_guess=tier.is_guess, is_partial=tier.is_partial, is_cut=is_cut, close=close)
        if wish.is_narrowed and tier.narrow(scope_of(wish.unfiltered, now_ms, {})).exists():
            break
    return Found((), wish.page, has_more=False, total=0, distances=distances)


def _tiers(understood: Understood) -> Iterator[_Tier]:
    spelt = understood.spelt
    yield _Tier(lambda scope: holding_all(scope, spelt), spelt)
    alike = understood.alike
    yield _Tier(lambda scope: holding_all(scope, alike), alike, is_guess=True)
    some = some_words(alike)
    if some and len(some) < len(alike):
        yield _Tier(lambda scope: holding_all(scope, some), alike, is_guess=True, is_partial=True)
    if len(some) > 1:
        yield _Tier(lambda scope: holding_most(scope, some), alike, is_guess=True, is_partial=True)


def _looked_at(
    scope: QuerySet[Product],
    tier: _Tier,
    wish: Wish,
    *,
    strict: tuple[Group, ...],
    distances: dict[str, int | None],
) -> tuple[list[Candidate], bool]:
    """Return what a tier finds, and whether there is more; of too much, what is spelt so and what begins so."""
    spelt = holding_all(scope, strict)
    if wish.sort != BEST:
        asked = spelt if not tier.is_guess and spelt.exists() else tier.narrow(scope)
        return _nearest(asked, distances) if wish.is_by_distance else _cheapest(asked)
    found = _candidates(tier.narrow(scope), limit=LOOKED_AT + 1)
    if len(found) <= LOOKED_AT:
        return found, False
    better = _candidates(spelt.filter(name_key__startswith=fold(wish.words).split()[0]), limit=LOOKED_AT)
    if len(better) < LOOKED_AT:
        better += _candidates(spelt, limit=LOOKED_AT)
    distinct = {candidate.id: candidate for candidate in (*better, *found)}
    return list(distinct.values())[:LOOKED_AT], True


def _cheapest(scope: QuerySet[Product]) -> tuple[list[Candidate], bool]:
    found = _candidates(scope.order_by(*_BY_PRICE), limit=LOOKED_AT + 1)
    return found[:LOOKED_AT], len(found) > LOOKED_AT


def _close(
    scope: QuerySet[Product],
    tier: _Tier,
    understood: Understood,
    found: Sequence[Candidate],
    wish: Wish,
    now_ms: int,
) -> tuple[int, ...]:
    """Return what comes close where little was found: a slip may have made another word of what was meant."""
    if tier.is_guess or len(found) >= _ENOUGH or wish.page > 1 or wish.is_narrowed:
        return ()
    known, alike = {candidate.id for candidate in found}, understood.alike
    others = [one for one in _candidates(holding_all(scope, alike), limit=LOOKED_AT) if one.id not in known]
    there = stocked_among([one.id for one in others], now_ms)
    best = ranked(others, alike, typed=name_key(wish.words), stocked=there, distances={})
    return tuple(one.id for one in best[:_CLOSE])


def _listed(scope: QuerySet[Product], wish: Wish, now_ms: int, distances: dict[str, int | None]) -> Found:
    """List products without any words: what is in stock first, by name; or the cheapest, or the nearest first."""
    first = (wish.page - 1) * PAGE_SIZE
    if wish.is_by_distance:
        near, is_cut = _nearest(scope, distances)
        return replace(_page_of(_sorted(near, (), wish, now_ms, distances), wish, distances), is_cut=is_cut)
    order = _BY_PRICE if wish.sort == PRICE else _BY_NAME
    numbers = scope.order_by(*order).values_list("pk", flat=True)
    if wish.in_stock or wish.sort == PRICE:
        page = list(numbers[first : first + PAGE_SIZE + 1])
    else:
        page = _stocked_first(numbers, now_ms, first)
    return Found(tuple(page[:PAGE_SIZE]), wish.page, has_more=len(page) > PAGE_SIZE)


def _stocked_first(numbers: QuerySet[Product, int], now_ms: int, first: int) -> list[int]:
    """Return a page of a list that names what is in stock before the rest, each part by an index and uncounted."""
    there = numbers.filter(is_stocked(now_ms))
    page = list(there[first : first + PAGE_SIZE + 1])
    if len(page) > PAGE_SIZE:
        return page
    before = first + len(page) if page else there.count()
    after = max(0, first - before)
    rest = numbers.exclude(pk__in=there.values("pk").order_by()) if before else numbers
    return page + list(rest[after : after + PAGE_SIZE + 1 - len(page)])


def _nearest(scope: QuerySet[Product], distances: dict[str, int | None]) -> tuple[list[Candidate], bool]:
    """Return the products of the nearest shops, a few shops at a time, and whether there are more."""
    placed = sorted((far, shop) for shop, far in distances.items() if far is not None)
    nowhere = [shop for shop, far in distances.items() if far is None]
    found: list[Candidate] = []
    shops = [*(shop for _, shop in placed), *nowhere]
    for start in range(0, len(shops), _SHOPS_AT_ONCE):
        nearest = scope.filter(shop_id__in=shops[start : start + _SHOPS_AT_ONCE])
        found += _candidates(nearest, limit=LOOKED_AT + 1)
        if len(found) > LOOKED_AT:
            return found, True
    return found, False


def _sorted(
    found: Sequence[Candidate],
    groups: Sequence[Group],
    wish: Wish,
    now_ms: int,
    distances: dict[str, int | None],
) -> list[Candidate]:
    there = stocked_among([one.id for one in found], now_ms)
    best = ranked(found, groups, typed=name_key(wish.words), stocked=there, distances=distances)
    if wish.sort == PRICE:
        return sorted(best, key=lambda one: (one.price_minor is None, one.price_minor or 0))
    if wish.is_by_distance:
        nowhere = 10**9
        return sorted(best, key=lambda one: nowhere if (far := distances.get(one.shop)) is None else far)
    return best


def _page_of(found: Sequence[Candidate], wish: Wish, distances: dict[str, int | None]) -> Found:
    first = (wish.page - 1) * PAGE_SIZE
    page = found[first : first + PAGE_SIZE]
    return Found(
        tuple(candidate.id for candidate in page),
        wish.page,
        has_more=len(found) > first + PAGE_SIZE,
        total=len(found),
        categories=dict(Counter(candidate.category_key for candidate in found if candidate.category_key)),
        distances=distances,
    )


def _candidates(scope: QuerySet[Product], *, limit: int) -> list[Candidate]:
    read = scope.values_list("pk", "shop_id", "name_key", "folded", "price_minor", "category_key")[:limit]
    return [Candidate(pk, shop, name or "", *rest) for pk, shop, name, *rest in read]


def _read(numbers: Sequence[int]) -> tuple[Product, ...]:
    """Read products with their level and shop, in the order given."""
    if not numbers:
        return ()
    read = Product.objects.select_related("level", "shop").in_bulk(list(numbers))
    return tuple(read[number] for number in numbers if number in read)


def _barcode(text: str) -> Q | None:
    """Ask for the products with a barcode, where the text is one."""
    code = text.replace(" ", "")
    if not (code.isascii() and code.isdigit() and 6 <= len(code) <= 14):
        return None
    gtin = worldwide(code)
    match = Q(code=code) | Q(gtin=gtin) if gtin else Q(code=code)
    return Q(pk__in=Barcode.objects.filter(match).values("product_id"))


_BY_NAME = ("name_key", "pk")
_BY_PRICE = (F("price_minor").asc(nulls_last=True), "pk")
