"""What is said of a reduced price: by how much, and until when."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from sync.catalogue import sentences, wording
from sync.catalogue.models import Product


def priced(minor: int, product: Product, language: str) -> str:
    """Write a price of a product: of a piece, or of a kilogram."""
    text = wording.price(minor, product.currency, language)
    return sentences.per_kilogram(text) if product.unit == "kg" else text


def percent_off(price: int, prior: int) -> str:
    """Write how much less it is, rounded down: nobody is promised more than they get."""
    percent = (prior - price) * 100 // prior
    return f"−{percent}\u202f%" if percent else ""


def ends_words(ends_ms: int, now_ms: int, zone: ZoneInfo) -> str:
    """Write until when a reduced price holds: the last day that it does."""
    last = datetime.fromtimestamp((ends_ms - 1) / 1000, zone)
    if last.date() == datetime.fromtimestamp(now_ms / 1000, zone).date():
        return _("Until this evening")
    return _("Until {day}").replace("{day}", wording.day(last))
