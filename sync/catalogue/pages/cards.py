"""A product as pages show it: words, figures and a picture; made of what is `known` of it."""

import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property

import msgspec
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from sync.catalogue import lasting, sentences
from sync.catalogue.models import Photo, Product, Shop
from sync.catalogue.orders.offered import Offer, offer
from sync.catalogue.pages.known import Known, known_among
from sync.catalogue.pages.paths import product_path
from sync.catalogue.pages.pictures import Picture, picture
from sync.catalogue.pages.reductions import Reduction, reduction_of
from sync.catalogue.pictograms import Tile, tile
from sync.catalogue.windows import line_of, price_of

ALONE, SHOPPED, FIGURES, LINE = "alone", "shopped", "figures", "line"
"""The parts of a card: it all, it all with its shop named, its price and its level, its level on its own page."""
_TEMPLATES = {
    ALONE: "parts/card.html",
    SHOPPED: "parts/card.html",
    FIGURES: "parts/figures.html",
    LINE: "parts/line.html",
}


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
    def key(self) -> int:
        """Tell it from other pieces of pages."""
        return self.number

    @property
    def names(self) -> tuple[lasting.Name, ...]:
        """Return the names whose news ends it."""
        return self.number, lasting.words_of(self.shop.pk), lasting.beats_of(self.shop.pk)

    def mark(self, part: str) -> str:
        """Tell apart what a page says of a product beside a part of its card, where it shows that part only."""
        return self._mark_of_page if part == LINE else self._mark

    @cached_property
    def _mark(self) -> str:
        return _marked(self.name, self.url, self.shop.name)

    @cached_property
    def _mark_of_page(self) -> str:
        """Tell apart what a product's own page says beside its line: whether it can be reserved, what engines read."""
        told = (self.said.kind, self.spoken.tone, self.offer.offering.value)
        return _marked(self.name, self.url, self.shop.name, self.price, *told, str(self.reduction))

    def write(self, part: str) -> bytes:
        """Write a part of the card."""
        written = self._written.get(part)
        if written is None:
            more = {"shows_shop": True} if part == SHOPPED else {}
            written = self._written[part] = _writer(part)(self, **more).encode()
        return written

    def put(self, part: str) -> SafeString:
        """Write a part into a page that is being made, marked where kept pages may write it anew."""
        if self.away:
            lasting.shows(self.names)
            lasting.holds_until(self.until_ms)
            return mark_safe(self.write(part).decode())  # noqa: S308 (a template wrote it)
        return lasting.piece_hole(self, part)


def cards(products: Iterable[Product], *, now_ms: int, zone: str) -> list[Card]:
    """Make the cards of products that were read with their level and shop, in the language in force."""
    return cards_of((), now_ms=now_ms, zone=zone, also=list(products))


def cards_of(numbers: Iterable[int], *, now_ms: int, zone: str, also: Sequence[Product] = ()) -> list[Card]:
    """Make the cards of products given by number, those that are shown; what is kept of them is not read again.

    `also` are products that were read with their level and shop; their cards are made with the others, and come last.
    """
    asked = [*numbers, *(product.pk for product in also)]
    found: dict[int, Card] = lasting.kept_pieces(asked, now_ms)
    missing = [number for number in asked if number not in found]
    if missing:
        given = [product for product in also if product.pk not in found]
        known = known_among(set(missing) - {product.pk for product in given}, now_ms, given)
        found |= {card.number: card for card in _made(known, now_ms, zone)}
    return [found[number] for number in asked if number in found]


@cache
def _writer(part: str) -> Callable[..., str]:
    """Return the macro that writes a part: a template of its own would be given all that every page is given."""
    write: Callable[..., str] = get_template(_TEMPLATES[part]).template.module.write
    return write


def _marked(*texts: str) -> str:
    return f"{zlib.crc32('|'.join(texts).encode()):x}"


def _made(known: Sequence[Known], now_ms: int, zone: str) -> list[Card]:
    made = [card(one, now_ms, zone) for one in known]
    for each in made:
        lasting.keep_piece(each, now_ms)
    return made


def card(known: Known, now_ms: int, zone: str) -> Card:
    """Make a product's card of what is known of it, in the language in force."""
    language, product, promotion = get_language(), known.product, known.promotion
    offered = offer(product, known.claims, now_ms)
    said = line_of(product, product.shop, language, offered)
    turns = [sentences.next_turn(said, now_ms), offered.until_ms]
    reduction = None
    if promotion is not None:
        reduction = reduction_of(product, promotion, now_ms=now_ms, zone=zone, language=language)
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
        spoken=sentences.spoken(said, now_ms, zone),
        tile=tile(product.category_key, product.name),
        shop=product.shop,
        photos=known.photos,
        picture=picture(known.photos[0]) if known.photos else None,
        reduction=reduction,
        offer=offered,
        until_ms=min((turn for turn in turns if turn is not None), default=None),
    )
