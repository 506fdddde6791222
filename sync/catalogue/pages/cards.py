"""A product as pages show it: words, figures and a picture; made once from what the database holds."""

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

import msgspec
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from sync.catalogue import lasting, photos, sentences
from sync.catalogue.models import Photo, Product, Shop
from sync.catalogue.orders.offered import Offer, offers
from sync.catalogue.pages.paths import product_path
from sync.catalogue.pages.pictures import Picture, picture
from sync.catalogue.pages.reductions import Reduction, reductions
from sync.catalogue.pictograms import Tile, tile
from sync.catalogue.promotions import products_promoted
from sync.catalogue.showing import visible_numbered
from sync.catalogue.windows import line_of, price_of

ALONE, SHOPPED, FIGURES = "alone", "shopped", "figures"
"""The parts of a card: it all, it all with its shop named, its price and its level."""
_TEMPLATES = {ALONE: "parts/card.html", SHOPPED: "parts/card.html", FIGURES: "parts/figures.html"}


@dataclass(frozen=True)
class Card:
    """A product in a grid or on its own page. `said` and `line`, which is the same for live.js, decide what is said.

    until_ms is when something on it would be said otherwise. All its words are in the language that it was made in, so
    its parts are written without asking for one; what is written of it once is not written again.
    """

    number: int
    ref: str
    url: str
    name: str
    brand: str
    category: str
    price: str
    has_price: bool
    said: sentences.Line
    line: str
    spoken: sentences.Spoken
    tile: Tile
    shop: Shop
    photos: tuple[Photo, ...]
    picture: Picture | None
    reduction: Reduction | None
    offer: Offer
    away: str = ""
    until_ms: int | None = None
    _written: dict[str, bytes] = field(default_factory=dict, init=False, compare=False)

    @property
    def shop_id(self) -> str:
        """Whose product it is of."""
        return str(self.shop.pk)

    @cached_property
    def mark(self) -> str:
        """Tell apart what a page says of a product beside its figures, where it shows these only."""
        return f"{zlib.crc32(f'{self.name}|{self.url}|{self.shop.name}'.encode()):x}"

    def write(self, part: str) -> bytes:
        """Write a part of the card."""
        written = self._written.get(part)
        if written is None:
            written = self._written[part] = _writer(part)(self, part == SHOPPED).encode()
        return written

    def put(self, part: str) -> SafeString:
        """Write a part into a page that is being made, marked where kept pages may write it anew."""
        text = self.write(part).decode()
        if self.away:
            tell(self)
            return mark_safe(text)  # noqa: S308 (a template wrote it)
        return lasting.hole(lasting.CARD, text, self.number, part, self.mark)


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
    shops = {product.shop_id for product in listed}
    seen, reduced = photos.products_with_photos(shops), products_promoted(shops, now_ms)
    promoted = [product for product in listed if product.pk in reduced[product.shop_id]]
    return Known(
        now_ms=now_ms,
        zone=zone,
        offers=offers(listed, now_ms),
        photos=photos.of_products([product.pk for product in listed if product.pk in seen[product.shop_id]]),
        reductions=reductions(promoted, now_ms=now_ms, zone=zone, language=get_language()),
    )


def cards(products: Iterable[Product], *, now_ms: int, zone: str) -> list[Card]:
    """Make the cards of products that were read with their level and shop, in the language in force."""
    listed = list(products)
    kept: dict[int, Card] = lasting.kept_cards([product.pk for product in listed], now_ms)
    missing = [product for product in listed if product.pk not in kept]
    return _in_order([product.pk for product in listed], kept | _made(missing, now_ms, zone))


def cards_of(numbers: Iterable[int], *, now_ms: int, zone: str, also: Sequence[Product] = ()) -> list[Card]:
    """Make the cards of products given by number, those that are shown; what is kept of them is not read again.

    `also` are products that were read with their level and shop; their cards are made with the others, and come last.
    """
    asked = [*numbers, *(product.pk for product in also)]
    kept: dict[int, Card] = lasting.kept_cards(asked, now_ms)
    given = [product for product in also if product.pk not in kept]
    missing = [number for number in asked if number not in kept and number not in {one.pk for one in given}]
    read = visible_numbered(missing) if missing else []
    return _in_order(asked, kept | _made([*read, *given], now_ms, zone))


@cache
def _writer(part: str) -> Callable[[Card, bool], str]:
    """Return the macro that writes a part: a template of its own would be given all that every page is given."""
    write: Callable[[Card, bool], str] = get_template(_TEMPLATES[part]).template.module.write
    return write


def tell(shown: Card) -> None:
    """Tell that the page shows something of a card by itself, and how long that holds."""
    lasting.shows((shown.number, lasting.words_of(shown.shop.pk)))
    lasting.holds_until(shown.until_ms)


def _in_order(numbers: Iterable[int], found: Mapping[int, Card]) -> list[Card]:
    return [found[number] for number in numbers if number in found]


def _made(products: Sequence[Product], now_ms: int, zone: str) -> dict[int, Card]:
    if not products:
        return {}
    known = known_of(products, now_ms=now_ms, zone=zone)
    made = {product.pk: card(product, known) for product in products}
    for product in products:
        lasting.keep_card(product.pk, product.shop_id, made[product.pk], made[product.pk].until_ms, now_ms)
    return made


def card(product: Product, known: Known) -> Card:
    """Make a product's card in the language in force."""
    language = get_language()
    said = line_of(product, product.shop, language, known.offers[product.pk])
    turns = [sentences.next_turn(said, known.now_ms), known.offers[product.pk].until_ms]
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
        said=said,
        line=msgspec.json.encode(said).decode(),
        spoken=sentences.spoken(said, known.now_ms, known.zone),
        tile=tile(product.category_key, product.name),
        shop=product.shop,
        photos=seen,
        picture=picture(seen[0]) if seen else None,
        reduction=known.reductions.get(product.pk),
        offer=known.offers[product.pk],
        until_ms=min((turn for turn in turns if turn is not None), default=None),
    )
