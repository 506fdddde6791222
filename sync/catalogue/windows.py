"""What a shop window shows of a product: the same values for a page and for the news that changes it."""

from sync.catalogue import sentences, wording
from sync.catalogue.figures import Kind, figure
from sync.catalogue.models import Product, Shop
from sync.catalogue.orders.offered import Offer
from sync.catalogue.vouching import dated, level_of


def line_of(product: Product, shop: Shop, language: str, offer: Offer) -> sentences.Line:
    """Return all that may be said of a product's level once promises are taken off, in the language in force."""
    level = level_of(product)
    if level is None or offer.shown_milli is None:
        return sentences.unknown_line()
    shown = figure(offer.shown_milli, product.unit, shop.figures)
    count = wording.quantity(shown.quantity_milli, product.unit, language) if shown.kind is Kind.COUNT else ""
    return sentences.line(shown, dated(level, shop), term=level.term, count=count)


def price_of(product: Product, language: str) -> str:
    """Return a product's price in words, or where to ask for it."""
    if product.price_minor is None:
        return str(sentences.NO_PRICE)
    text = wording.price(product.price_minor, product.currency, language)
    return sentences.per_kilogram(text) if product.unit == "kg" else text
