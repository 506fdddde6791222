"""A product as pages show it: words, figures and a tile; made once from what the database holds."""

import json
from dataclasses import asdict, dataclass

from django.urls import reverse
from django.utils.translation import get_language

from sync.catalogue import sentences
from sync.catalogue.models import Product, Shop
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


def card(product: Product, shop: Shop, *, now_ms: int, zone: str) -> Card:
    """Make a product's card in the language in force."""
    language = get_language()
    said = line_of(product, shop, language)
    return Card(
        number=product.pk,
        url=reverse("product", args=[shop.slug, product.ref]),
        name=product.name,
        brand=product.brand,
        category=product.category,
        price=price_of(product, language),
        has_price=product.price_minor is not None,
        line=json.dumps(asdict(said), ensure_ascii=False),
        spoken=sentences.spoken(said, now_ms, zone),
        tile=tile(product.category_key, product.name),
        shop=shop,
    )
