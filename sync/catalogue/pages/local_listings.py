"""A shop's stock as Google's free local listings read it: what is sold, and how much of it there is, tab by tab.

Two files, as https://support.google.com/merchants/answer/3061342 and /answer/7052112 describe them:
`google-produits.tsv` says what the articles are, `google-local.tsv` how each stands in the shop. The store code is the
shop's name in its address. An article whose figure is too old to be believed, or that has no price, is left out: a
listing that is not renewed goes, one that is wrong stays.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from sync.catalogue import clock, photos, wording
from sync.catalogue.addresses import absolute
from sync.catalogue.models import Barcode, Product, Shop
from sync.catalogue.opening import closures_of, next_opening, opening
from sync.catalogue.orders.offered import Offering
from sync.catalogue.pages.cards import card
from sync.catalogue.pages.frame import town
from sync.catalogue.pages.known import known_of
from sync.catalogue.pages.linked_data import believed_kind
from sync.catalogue.pages.paths import product_path
from sync.catalogue.promotions import ShownPromotion, promotion_of
from sync.catalogue.showing import shown_shops, visible_products

MEDIA_TYPE = "text/tab-separated-values; charset=utf-8"
_AVAILABILITY = {"out": "out of stock", "few": "limited availability", "some": "in stock", "count": "in stock"}
_INVENTORY = (
    "store code",
    "id",
    "availability",
    "quantity",
    "price",
    "sale price",
    "sale price effective date",
    "pickup method",
    "pickup sla",
)
_PRODUCTS = ("id", "title", "description", "link", "image link", "brand", "gtin", "product type", "price")
_AT_MOST = 20_000
_DAY_MS = 24 * 3600 * 1000
_ID_LENGTH = 50


def inventory(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell how each article stands in the shop."""
    shop, now, zone = get_object_or_404(shown_shops(), slug=slug), clock.now_ms(), town().zone
    listed = _listed(shop)
    ready = _collected_within(shop, now, zone)
    rows = []
    for known in known_of(listed, now):
        product, shown = known.product, card(known, now, zone)
        kind, offer = believed_kind(shown, now), shown.offer
        if kind:
            pickup = ("reserve", ready) if ready and offer.offering is Offering.HOLD else ("not supported", "")
            count = str((offer.shown_milli or 0) // 1000) if kind == "count" else ""
            prices = _prices(product, known.promotion)
            rows.append((slug, product.ref, _AVAILABILITY[kind], count, *prices, *pickup))
    return _table(_INVENTORY, rows)


def products(request: HttpRequest, slug: str) -> HttpResponse:
    """Tell what the articles of the shop are."""
    shop = get_object_or_404(shown_shops(), slug=slug)
    listed = _listed(shop)
    numbers = [product.pk for product in listed]
    seen = photos.of_products(numbers)
    codes = Barcode.objects.filter(product_id__in=numbers).exclude(gtin="").order_by("-id")
    gtins = dict(codes.values_list("product_id", "gtin"))
    reduced = promotion_of(listed, clock.now_ms())
    rows = [
        (
            product.ref,
            product.name[:150],
            (product.description or product.name)[:5000],
            absolute(request, product_path(slug, product.ref)),
            absolute(request, photos.url(seen[product.pk][0], 1200)) if product.pk in seen else "",
            product.brand[:70],
            gtins.get(product.pk, ""),
            product.category,
            _prices(product, reduced.get(product.pk))[0],
        )
        for product in listed
    ]
    return _table(_PRODUCTS, rows)


def _listed(shop: Shop) -> list[Product]:
    """Read the articles that can be listed: with a price, sold by the piece, and an id that is short enough."""
    scope = visible_products().filter(shop=shop, price_minor__isnull=False).exclude(unit="kg")
    listed = scope.select_related("level", "shop").order_by("id")[:_AT_MOST]
    return [product for product in listed if len(product.ref) <= _ID_LENGTH]


def _prices(product: Product, reduced: ShownPromotion | None) -> tuple[str, str, str]:
    """Write the usual price, the reduced one and from when to when it holds."""
    asked = _price(product.price_minor, product)
    if reduced is None:
        return asked, "", ""
    first, last = (
        datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%dT%H:%MZ")
        for at in (reduced.starts_ms, reduced.ends_ms)
    )
    return _price(reduced.prior_minor, product), asked, f"{first}/{last}"


def _price(minor: int, product: Product) -> str:
    return f"{wording.decimal(minor, product.currency)} {product.currency}"


def _collected_within(shop: Shop, now: int, zone: str) -> str:
    """Say how soon what is put aside can be collected, by the shop's hours; empty where they do not tell."""
    closures = closures_of([shop.pk], now, zone)[shop.pk]
    stands = opening(shop, closures, now, zone)
    if stands.is_open or stands.opens_in_days == 0:
        return "same day"
    opens = next_opening(shop, closures, now, zone)
    return "next day" if opens is not None and stands.opens_in_days == 1 and opens - now < 2 * _DAY_MS else ""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    lines = ("\t".join(_cell(cell) for cell in row) for row in (head, *rows))
    body = "".join(f"{line}\n" for line in lines)
    return HttpResponse(body, content_type=MEDIA_TYPE, headers={"Cache-Control": "no-store"})


def _cell(text: str) -> str:
    """Keep a text in its cell: no tab, no line, and nothing at its start that a table program would reckon with."""
    plain = " ".join(text.split())
    return f"'{plain}" if plain.startswith(("=", "+", "-", "@")) else plain
