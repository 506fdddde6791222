"""What a shop window shows of a product: the same values for a page and for the news that changes it."""

from sync.catalogue import sentences, wording
from sync.catalogue.figures import Kind, figure
from sync.catalogue.freshness import Standing, as_of
from sync.catalogue.models import Level, Product, Shop


def standing(shop: Shop) -> Standing:
    """Return since when a shop's window is vouched for."""
    return Standing(shop.complete_ms, shop.closed_ms, shop.opens_ms)


def level_of(product: Product) -> Level | None:
    """Return a product's level, or None where the catalogue never heard one."""
    return getattr(product, "level", None)


def line_of(product: Product, shop: Shop, language: str) -> sentences.Line:
    """Return all that may be said of a product's level, in the language in force."""
    level = level_of(product)
    if level is None:
        return sentences.unknown_line()
    shown = figure(level.quantity_milli, product.unit, shop.figures)
    vouched = standing(shop) if level.term == shop.term else Standing()
    count = wording.quantity(shown.quantity_milli, product.unit, language) if shown.kind is Kind.COUNT else ""
    return sentences.line(shown, as_of(level.checked_ms, vouched), term=level.term, count=count)


def price_of(product: Product, language: str) -> str:
    """Return a product's price in words, or where to ask for it."""
    if product.price_minor is None:
        return str(sentences.NO_PRICE)
    text = wording.price(product.price_minor, product.currency, language)
    return sentences.per_kilogram(text) if product.unit == "kg" else text
