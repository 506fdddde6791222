"""Reduced prices as product cards show them: what they are held against, by how much, and until when.

The prior price is the lowest of the thirty days before (Code de la consommation, L112-1-1); it is said in words beside
the struck figure, because a figure that is only struck tells nothing to somebody who hears the page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sync.catalogue.models import Product
from sync.catalogue.pages.agenda import promotions
from sync.catalogue.pages.price_words import ends_words, percent_off, priced


@dataclass(frozen=True)
class Reduction:
    """What the price of a product is reduced from; the reduced price itself is the product's own."""

    prior: str
    percent: str
    ends: str
    text: str


def reductions(products: Iterable[Product], *, now_ms: int, zone: str, language: str) -> dict[int, Reduction]:
    """Find which products have a reduced price that their tills really charge, in one question."""
    listed = {product.pk: product for product in products}
    found = {}
    for held in promotions(now_ms).filter(product_id__in=listed):
        product = listed[held.product_id]
        found[held.product_id] = Reduction(
            prior=priced(held.prior_minor, product, language),
            percent=percent_off(held.price_minor, held.prior_minor),
            ends=ends_words(held.ends_ms, now_ms, ZoneInfo(zone)),
            text=held.text,
        )
    return found
