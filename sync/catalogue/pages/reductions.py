"""Reduced prices as product cards show them: what they are held against, by how much, and until when.

The prior price is said in words beside the struck figure: a figure that is only struck tells nothing to somebody
who hears the page. Which price may be named is decided in `sync.catalogue.promotions`.
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from sync.catalogue.models import Product
from sync.catalogue.pages.price_words import ends_words, percent_off, priced
from sync.catalogue.promotions import ShownPromotion


@dataclass(frozen=True)
class Reduction:
    """What the price of a product is reduced from, in words; the reduced price itself is the product's own.

    `instead` and `law` say of the struck figure what it is.
    """

    prior: str
    instead: str
    law: str
    percent: str
    ends: str
    text: str
    told: ShownPromotion


def reduction_of(product: Product, told: ShownPromotion, *, now_ms: int, zone: str, language: str) -> Reduction:
    """Say what the price of a product is reduced from, in the language in force, which is named."""
    return Reduction(
        instead=_("instead of"),
        law=_("lowest price of the 30 days before"),
        prior=priced(told.prior_minor, product, language),
        percent=percent_off(told.price_minor, told.prior_minor),
        ends=ends_words(told.ends_ms, now_ms, ZoneInfo(zone)),
        text=told.text,
        told=told,
    )
