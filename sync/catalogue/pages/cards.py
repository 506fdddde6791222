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
    """A product in a grid or on its own page. `line` holds the sentences that live.js chooses from.

    until_ms is when something on it would be said otherwise. `written` holds it as the template wrote it, with and
    without its shop: what is kept of it is not written twice.
    """

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
    photos: tuple[Photo, ...]
    picture: Picture | None
    reduction: Reduction | None
    away: str = ""
    until_ms: int | None = None
    written: dict[bool, str] = field(default_factory=dict, compare=False)


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
    kept = {product.pk: lasting.kept_card(product.pk, product.shop_id, now_ms) for product in listed}
    missing = [product for product in listed if kept[product.pk] is None]
    if missing:
        known = known_of(missing, now_ms=now_ms, zone=zone)
        for product in missing:
            made = card(product, known)
            lasting.keep_card(product.pk, made, made.until_ms, now_ms)
            kept[product.pk] = made
    return [
        _told(found, product.pk, product.shop_id) for product in listed if isinstance(found := kept[product.pk], Card)
    ]


def cards_of(numbers: Iterable[tuple[int, str]], *, now_ms: int, zone: str) -> list[Card]:
    """Make the cards of products given by number and shop; what is kept of them is not read again."""
    asked = list(numbers)
    kept = {number: lasting.kept_card(number, shop, now_ms) for number, shop in asked}
    missing = [number for number, found in kept.items() if found is None]
    read = Product.objects.select_related("level", "shop").filter(pk__in=missing) if missing else ()
    made = {one.number: one for one in cards(read, now_ms=now_ms, zone=zone)}
    for number, shop in asked:
        found = kept[number]
        if isinstance(found, Card):
            made[number] = _told(found, number, shop)
    return [made[number] for number, _ in asked if number in made]


def card(product: Product, known: Known) -> Card:
    """Make a product's card in the language in force."""
    language = get_language()
    said = line_of(product, product.shop, language, known.offers[product.pk])
    turns = [sentences.next_turn(said, known.now_ms), known.offers[product.pk].until_ms]
    seen = known.photos.get(product.pk, ())
    made = Card(
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
        photos=seen,
        picture=picture(seen[0]) if seen else None,
        reduction=known.reductions.get(product.pk),
        until_ms=min((turn for turn in turns if turn is not None), default=None),
    )
    return _told(made, product.pk, product.shop_id)


def _told(shown: Card, number: int, shop: str) -> Card:
    """Tell that the page shows a card, and how long that holds."""
    lasting.shows((number, lasting.words_of(shop)))
    lasting.holds_until(shown.until_ms)
    return shown
