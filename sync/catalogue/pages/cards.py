"""A product as pages show it: words, figures and a tile; made once from what the database holds."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from django.urls import reverse
from django.utils.translation import get_language

from sync.catalogue import sentences
from sync.catalogue.models import Product, Shop
from sync.catalogue.orders.offered import Offer, offers
from sync.catalogue.pictograms import Tile, tile
from sync.catalogue.windows import line_of, price_of


@dataclass(frozen=True)
class Card:
    """A product in a grid or on its own page. `line` holds the sentences that live.js chooses from."""

    number: int
    url: str
    name: str
    brand: str
    category: str
    price: str
    has_price: bool
    line: str
    spoken: sentences.Spoken
    tile: Tile
    shop: Shop
    away: str = ""


def cards(products: Iterable[Product], *, now_ms: int, zone: str) -> list[Card]:
    """Make the cards of products that were read with their level and shop, in the language in force."""
    listed = list(products)
    offered = offers(listed, now_ms)
    return [card(product, offered[product.pk], now_ms=now_ms, zone=zone) for product in listed]


def card(product: Product, offer: Offer, *, now_ms: int, zone: str) -> Card:
    """Make a product's card in the language in force."""
    language = get_language()
    said = line_of(product, product.shop, language, offer)
    return Card(
        number=product.pk,
        url=reverse("product", args=[product.shop.slug, product.ref]),
        name=product.name,
        brand=product.brand,
        category=product.category,
        price=price_of(product, language),
        has_price=product.price_minor is not None,
        line=json.dumps(asdict(said), ensure_ascii=False),
        spoken=sentences.spoken(said, now_ms, zone),
        tile=tile(product.category_key, product.name),
        shop=product.shop,
    )
