"""A product as pages show it: words, figures and a tile; made once from what the database holds."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from django.urls import reverse
from django.utils.translation import get_language

from sync.catalogue import lasting, sentences
from sync.catalogue.models import Product, Shop
from sync.catalogue.orders.offered import Offer, offers
from sync.catalogue.pictograms import Tile, tile
from sync.catalogue.windows import line_of, price_of


@dataclass(frozen=True)
class Card:
    """A product in a grid or on its own page. `line` holds the sentences that live.js chooses from.

    until_ms is when something on it would be said otherwise. `written` holds it as the template wrote it, with and
    without its shop: what is kept of it is not written twice.
    """

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
    until_ms: int | None = None
    written: dict[bool, str] = field(default_factory=dict, compare=False)


def cards(products: Iterable[Product], *, now_ms: int, zone: str) -> list[Card]:
    """Make the cards of products that were read with their level and shop, in the language in force."""
    listed = list(products)
    kept = {product.pk: lasting.kept_card(product.pk, product.shop_id, now_ms) for product in listed}
    missing = [product for product in listed if kept[product.pk] is None]
    offered = offers(missing, now_ms) if missing else {}
    for product in missing:
        made = card(product, offered[product.pk], now_ms=now_ms, zone=zone)
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


def card(product: Product, offer: Offer, *, now_ms: int, zone: str) -> Card:
    """Make a product's card in the language in force."""
    language = get_language()
    said = line_of(product, product.shop, language, offer)
    turns = [turn for turn in (sentences.next_turn(said, now_ms), offer.until_ms) if turn is not None]
    made = Card(
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
        until_ms=min(turns, default=None),
    )
    return _told(made, product.pk, product.shop_id)


def _told(shown: Card, number: int, shop: str) -> Card:
    """Tell that the page shows a card, and how long that holds."""
    lasting.shows((number, lasting.words_of(shop)))
    lasting.holds_until(shown.until_ms)
    return shown
