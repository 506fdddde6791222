"""Reduced prices as they may be shown: while they run, at the price they announce, with the legal prior price.

The prior price is the lowest of the thirty days before the reduction (Code de la consommation, L112-1-1). The till
says one; it is held against the prices that were shown here, and the lower of both is shown. What is not below it is
no promotion.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from sync.catalogue import lasting
from sync.catalogue.models import PriceSeen, Product, Promotion

DAY_MS = 24 * 3600 * 1000
PRIOR_DAYS = 30
KEPT_DAYS = 60


@dataclass(frozen=True)
class ShownPromotion:
    """A reduction that runs: what is asked now, what was the least before, and until when."""

    price_minor: int
    prior_minor: int
    starts_ms: int
    ends_ms: int
    text: str = ""


def products_promoted(shops: Iterable[str], now_ms: int) -> dict[str, frozenset[int]]:
    """Find which products of some shops have a promotion that is not over."""

    def read(asked: list[str]) -> dict[str, frozenset[int]]:
        found: dict[str, set[int]] = {shop: set() for shop in asked}
        listed = Promotion.objects.filter(shop_id__in=asked, ends_ms__gt=now_ms, price_minor__isnull=False)
        for shop, product_id in listed.values_list("shop_id", "product_id"):
            found[shop].add(product_id)
        return {shop: frozenset(products) for shop, products in found.items()}

    return lasting.facts_of("promotions", shops, read)


def promotion_of(products: Iterable[Product], now_ms: int) -> dict[int, ShownPromotion]:
    """Find the promotions of some products that run at a moment and whose price is the one that is asked."""
    prices = {product.pk: product.price_minor for product in products}
    if not prices:
        return {}
    listed = Promotion.objects.filter(
        product_id__in=list(prices), starts_ms__lte=now_ms, ends_ms__gt=now_ms, price_minor__isnull=False
    )
    running = [told for told in listed if told.price_minor == prices[told.product_id]]
    seen = lowest_seen({told.product_id: (told.starts_ms, told.price_minor) for told in running})
    found = {}
    for told in running:
        prior = prior_of(told.prior_minor, seen.get(told.product_id))
        if prior is not None and prior > told.price_minor:
            found[told.product_id] = ShownPromotion(told.price_minor, prior, told.starts_ms, told.ends_ms, told.text)
    return found


def prior_of(told_minor: int | None, seen_minor: int | None) -> int | None:
    """Return the prior price that may be named: the lower of the till's word and of what was shown here."""
    known = [price for price in (told_minor, seen_minor) if price is not None]
    return None if told_minor is None else min(known)


def lowest_seen(reductions: Mapping[int, tuple[int, int]]) -> dict[int, int]:
    """Find the lowest price shown of products in the thirty days before each was reduced, where any was.

    Args:
        reductions: by product, since when it is reduced, and to what.
    """
    prices: dict[int, list[tuple[int, int | None]]] = {}
    listed = PriceSeen.objects.filter(product_id__in=list(reductions)).order_by("from_ms", "pk")
    for product_id, from_ms, price in listed.values_list("product_id", "from_ms", "price_minor"):
        prices.setdefault(product_id, []).append((from_ms, price))
    lowest = {product_id: _lowest(seen, *reductions[product_id]) for product_id, seen in prices.items()}
    return {product_id: price for product_id, price in lowest.items() if price is not None}


def _lowest(seen: list[tuple[int, int | None]], starts_ms: int, price_minor: int) -> int | None:
    """Return the lowest of the prices shown in the time before; the reduced price itself may have come a little early.

    The till says when the reduction began by its own clock, and the price may have been heard of before its
    announcement: where the reduced price is shown since less than a day before, it is counted from there.
    """
    last = next((one for one in reversed(seen) if one[0] <= starts_ms), None)
    is_early = last is not None and last[1] == price_minor and last[0] > starts_ms - DAY_MS
    began = last[0] if last is not None and is_early else starts_ms
    ends = [from_ms for from_ms, _ in seen[1:]] + [began]
    counted = [
        price
        for (from_ms, price), until_ms in zip(seen, ends, strict=True)
        if price is not None and from_ms < began and until_ms > began - PRIOR_DAYS * DAY_MS
    ]
    return min(counted, default=None)


def tidy_prices(now_ms: int) -> None:
    """Forget prices that were no longer shown sixty days ago; the last one of every product stays."""
    old = PriceSeen.objects.filter(from_ms__lt=now_ms - KEPT_DAYS * DAY_MS)
    later = PriceSeen.objects.filter(
        product=OuterRef("product"), from_ms__gt=OuterRef("from_ms"), from_ms__lte=now_ms - KEPT_DAYS * DAY_MS
    )
    old.filter(Exists(later)).delete()
