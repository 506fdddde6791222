"""A product as pages show it: words, figures and a picture; made once from what the database holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import msgspec
from django.utils.translation import get_language

from sync.catalogue import lasting, photos, sentences
from sync.catalogue.models import Photo, Product, Shop
from sync.catalogue.orders.offered import Offer, offers
from sync.catalogue.pages.paths import product_path
from sync.catalogue.pages.pictures import Picture, picture
from sync.catalogue.pages.reductions import Reduction, reductions
from sync.catalogue.pictograms import Tile, tile
from sync.catalogue.windows import line_of, price_of


@dataclass(frozen=True)
class Card:
    """A product in a grid or on its own page. `line` holds the sentences that live.js chooses from."""

    number: int
    ref: str
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
    picture: Picture | None
    reduction: Reduction | None


@dataclass(frozen=True)
class Known:
    """What the cards of a page are made with, looked up once for all of them."""

    now_ms: int
    zone: str
    offers: Mapping[int, Offer]
    photos: Mapping[int, tuple[Photo, ...]] = field(default_factory=dict)
    reductions: Mapping[int, Reduction] = field(default_factory=dict)


def known_of(products: Iterable[Product], *, now_ms: int, zone: str) -> Known:
    """Look up what the cards of products are made with; the products were read with their level and shop."""
    listed = list(products)
    return Known(
        now_ms=now_ms,
        zone=zone,
        offers=offers(listed, now_ms),
        photos=photos.of_products([product.pk for product in listed]),
        reductions=reductions(listed, now_ms=now_ms, zone=zone, language=get_language()),
    )


def cards(products: Iterable[Product], *, now_ms: int, zone: str) -> list[Card]:
    """Make the cards of products that were read with their level and shop, in the language in force."""
    listed = list(products)
    if not listed:
        return []
    known = known_of(listed, now_ms=now_ms, zone=zone)
    return [card(product, known) for product in listed]


def card(product: Product, known: Known) -> Card:
    """Make a product's card in the language in force."""
    language = get_language()
    said = line_of(product, product.shop, language, known.offers[product.pk])
    lasting.shows((product.pk, lasting.words_of(product.shop_id)))
    lasting.holds_until(sentences.next_turn(said, known.now_ms))
    lasting.holds_until(known.offers[product.pk].until_ms)
    seen = known.photos.get(product.pk, ())
    return Card(
        number=product.pk,
        ref=product.ref,
        url=product_path(product.shop.slug, product.ref),
        name=product.name,
        brand=product.brand,
        category=product.category,
        price=price_of(product, language),
        has_price=product.price_minor is not None,
        line=msgspec.json.encode(said).decode(),
        spoken=sentences.spoken(said, known.now_ms, known.zone),
        tile=tile(product.category_key, product.name),
        shop=product.shop,
        picture=picture(seen[0]) if seen else None,
        reduction=known.reductions.get(product.pk),
    )
