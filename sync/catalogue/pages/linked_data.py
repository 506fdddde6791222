"""What search engines read of a shop or a product (JSON-LD, schema.org): no count, and no more than the page says."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sync.catalogue import clock, hours, photos, wording
from sync.catalogue.addresses import absolute
from sync.catalogue.freshness import AsOf, Freshness, freshness
from sync.catalogue.models import Closure, Product, Shop
from sync.catalogue.opening import closures_of
from sync.catalogue.pages.cards import Card
from sync.catalogue.pages.frame import town
from sync.catalogue.pages.opening_data import special_hours, usual_hours
from sync.catalogue.pages.paths import category_path, fixed_path, shop_path
from sync.catalogue.pages.town_data import Described, encoded, trail
from sync.catalogue.trades import kind_of

_BELIEVED = {Freshness.FRESH, Freshness.RECENT, Freshness.CLOSED}
_AVAILABILITY = {"out": "OutOfStock", "few": "LimitedAvailability", "some": "InStock", "count": "InStock"}
_WIDE = 1200


def shop_data(request: HttpRequest, shop: Shop, path: str, closures: Sequence[Closure] | None = None) -> SafeString:
    """Describe a shop, and the way to its window."""
    way = trail(request, (_("Shops"), fixed_path("shops")), (shop.name, path))
    return encoded(store(request, shop, path, closures), way)


def product_data(
    request: HttpRequest,
    product: Product,
    card: Card,
    gtins: list[str],
    now_ms: int,
    closures: Sequence[Closure] | None = None,
) -> SafeString:
    """Describe a product and, where it has a price, its offer; an old figure says nothing of availability."""
    described: Described = {
        "@type": "Product",
        "name": product.name,
        "url": absolute(request, card.url),
        "sku": product.ref,
    }
    if product.brand:
        described["brand"] = {"@type": "Brand", "name": product.brand}
    if product.category:
        described["category"] = product.category
    if product.description:
        described["description"] = product.description
    if gtins:
        described["gtin"] = gtins[0]
    if card.photos:
        described["image"] = [absolute(request, photos.url(photo, _WIDE)) for photo in card.photos]
    if product.price_minor is not None:
        described["offers"] = _offer(request, product, card, now_ms, closures)
    return encoded(described, trail(request, *_way_to(product, card)))


def believed_kind(card: Card, now_ms: int) -> str:
    """Return what kind of figure a card shows: out, few, some or count, where it is young enough to be passed on."""
    said = card.said
    if said.kind == "unknown":
        return ""
    believed = freshness(AsOf(said.at_ms, said.closed_until_ms), now_ms) in _BELIEVED
    return said.kind if believed else ""


def store(request: HttpRequest, shop: Shop, path: str, closures: Sequence[Closure] | None = None) -> Described:
    """Describe a shop as the business that it is; its closures are looked up unless they are given."""
    described: Described = {"@type": kind_of(shop.trade), "name": shop.name, "url": absolute(request, path)}
    place = {"streetAddress": shop.street, "postalCode": shop.postcode, "addressLocality": shop.city}
    if any(place.values()):
        described["address"] = {"@type": "PostalAddress", **{name: text for name, text in place.items() if text}}
    if shop.latitude is not None and shop.longitude is not None:
        described["geo"] = {"@type": "GeoCoordinates", "latitude": shop.latitude, "longitude": shop.longitude}
    if shop.phone:
        described["telephone"] = shop.phone
    if shop.presentation:
        described["description"] = shop.presentation
    if shop.website.startswith(("https://", "http://")):
        described["sameAs"] = shop.website
    if shop.picture is not None:
        described["image"] = absolute(request, photos.url(shop.picture, _WIDE))
    return described | _opening(shop, closures)


def _opening(shop: Shop, closures: Sequence[Closure] | None) -> Described:
    week, now, zone = hours.week(shop.hours), clock.now_ms(), town().zone
    if closures is None:
        closures = closures_of([shop.pk], now, zone)[shop.pk]
    described: Described = {}
    if week is not None:
        described["openingHoursSpecification"] = usual_hours(week)
    if closures:
        today = datetime.fromtimestamp(now / 1000, ZoneInfo(zone)).date()
        described["specialOpeningHoursSpecification"] = special_hours(closures, today)
    return described


def _way_to(product: Product, card: Card) -> list[tuple[str, str]]:
    steps = [(_("Shops"), fixed_path("shops")), (product.shop.name, shop_path(product.shop.slug))]
    if product.category_key:
        steps.append((product.category, category_path(product.category_key)))
    return [*steps, (product.name, card.url)]


def _offer(
    request: HttpRequest, product: Product, card: Card, now_ms: int, closures: Sequence[Closure] | None
) -> Described:
    path = shop_path(product.shop.slug)
    offer: Described = {
        "@type": "Offer",
        "url": absolute(request, card.url),
        "price": wording.decimal(product.price_minor, product.currency),
        "priceCurrency": product.currency,
        "availableDeliveryMethod": "https://schema.org/OnSitePickup",
        "seller": store(request, product.shop, path, closures),
    }
    prices = [_price(product, product.price_minor)] if product.unit == "kg" else []
    if card.reduction is not None:
        reduced = card.reduction.told
        last = datetime.fromtimestamp((reduced.ends_ms - 1) / 1000, ZoneInfo(town().zone))
        offer["priceValidUntil"] = last.date().isoformat()
        struck = _price(product, reduced.prior_minor)
        prices.append({**struck, "priceType": "https://schema.org/StrikethroughPrice"})
    if prices:
        offer["priceSpecification"] = prices if len(prices) > 1 else prices[0]
    kind = believed_kind(card, now_ms)
    if kind:
        offer["availability"] = f"https://schema.org/{_AVAILABILITY[kind]}"
    return offer


def _price(product: Product, minor: int) -> Described:
    described: Described = {
        "@type": "UnitPriceSpecification",
        "price": wording.decimal(minor, product.currency),
        "priceCurrency": product.currency,
    }
    return {**described, "unitCode": "KGM"} if product.unit == "kg" else described
