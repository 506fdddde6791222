"""A product's page: its photos and price, how far its level may be believed, its shop, and who else has it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse

from sync.catalogue import clock, lasting
from sync.catalogue.models import Product
from sync.catalogue.opening import closures_of
from sync.catalogue.pages.answers import page
from sync.catalogue.pages.cards import Card, cards_of
from sync.catalogue.pages.frame import town
from sync.catalogue.pages.linked_data import product_data
from sync.catalogue.pages.opening_words import OpenWords, open_words
from sync.catalogue.pages.paths import ask_path, category_path, product_path, shop_path
from sync.catalogue.pages.pictures import Picture, picture
from sync.catalogue.pages.reserve_form import Form, blank, invitation
from sync.catalogue.pages.shop_cards import far_from
from sync.catalogue.pages.visiting import visit
from sync.catalogue.showing import of_category, same_articles, visible_at

_ELSEWHERE = 12
_ALIKE = 8
_OF_ONE_SHOP = 8
"""So many products of a shop may carry the same barcode, and the others still be found beside them."""
_BESIDE_MS = 10 * 60 * 1000
"""What stands beside a product is chosen anew after so long."""


@dataclass(frozen=True)
class Chosen:
    """A product that was asked for, with its barcodes as (code, gtin)."""

    product: Product
    codes: list[tuple[str, str]]


@dataclass(frozen=True)
class Photograph:
    """One photo of a product, and what is seen on it."""

    picture: Picture
    alt: str


@dataclass(frozen=True)
class Elsewhere:
    """The same article in another shop."""

    card: Card
    opening: OpenWords
    far: str
    shop_url: str


def show(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Show a product of a shop."""
    chosen = find(slug, ref)
    lasting.keep()
    return show_with(request, chosen, blank())


def find(slug: str, ref: str) -> Chosen:
    """Return a product that a shop shows, or answer that there is none."""
    found = visible_at(slug, ref)
    if found is None:
        raise Http404
    return Chosen(*found)


def show_with(request: HttpRequest, asked: Chosen, form: Form, *, status: int = 200) -> HttpResponse:
    """Show a product with the form to reserve it, as far as it was filled in."""
    now, here, chosen, shop = clock.now_ms(), town(), asked.product, asked.product.shop
    gtins = [gtin for _, gtin in asked.codes if gtin]
    elsewhere, alike = _elsewhere(chosen, gtins, now), _alike(chosen, now)
    listed = {one.number: one for one in cards_of([*elsewhere, *alike], also=[chosen], now_ms=now, zone=here.zone)}
    others = [listed[number] for number in elsewhere if number in listed]
    lasting.shows(lasting.words_of(other.shop.id) for other in others)
    lasting.shows((lasting.described(chosen.pk), lasting.words_of(shop.id), *map(lasting.code, gtins)))
    closures = closures_of([shop.id, *(other.shop.id for other in others)], now, here.zone)
    shown = listed[chosen.pk]
    content = {
        "card": shown,
        "photographs": _photographs(shown),
        "description": chosen.description or "",
        "shop": shop,
        "shop_url": shop_path(shop.slug),
        "ask_url": ask_path(shop.slug, chosen.ref),
        "category_url": category_path(chosen.category_key) if chosen.category_key else "",
        "codes": [code for code, _ in asked.codes],
        "visit": visit(shop, now, here.zone, closures[shop.id]),
        "far": far_from(shop, here),
        "elsewhere": [
            Elsewhere(
                card=other,
                opening=open_words(other.shop, closures[other.shop.id], now, here.zone),
                far=far_from(other.shop, shop),
                shop_url=shop_path(other.shop.slug),
            )
            for other in others
        ],
        "cards": [listed[number] for number in alike if number in listed],
        "linked_data": product_data(request, chosen, shown, gtins, now, closures[shop.id]),
        "form": form,
        "invitation": invitation(chosen, shown.offer),
        "form_url": f"{product_path(shop.slug, chosen.ref)}reserver/",
    }
    return page(request, "product.html", content, status=status)


def _photographs(shown: Card) -> list[Photograph]:
    return [Photograph(picture(photo), getattr(photo, "alt", "") or shown.name) for photo in shown.photos]


def _elsewhere(chosen: Product, gtins: Sequence[str], now_ms: int) -> list[int]:
    """Return the same article in other shops, by a barcode that means the same everywhere."""
    if not gtins:
        return []

    def look() -> list[tuple[int, str]]:
        return same_articles(gtins, _ELSEWHERE + _OF_ONE_SHOP)

    life = lasting.Life(_BESIDE_MS, tuple(map(lasting.code, gtins)))
    sold: list[tuple[int, str]] = lasting.found_of(("sold", *gtins), now_ms, look, life)
    return [number for number, shop in sold if shop != chosen.shop_id][:_ELSEWHERE]


def _alike(chosen: Product, now_ms: int) -> list[int]:
    """Return other products of the same category in the same shop."""
    shop, category = chosen.shop_id, chosen.category_key
    if not category:
        return []

    def look() -> list[int]:
        return of_category(shop, category, _ALIKE + 1)

    life = lasting.Life(_BESIDE_MS)
    shelf: list[int] = lasting.found_of(("shelf", shop, category), now_ms, look, life)
    return [number for number in shelf if number != chosen.pk][:_ALIKE]
