"""What search engines read of a page (JSON-LD, schema.org): never a count, and never more than the page says."""

import json

from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from sync.catalogue import hours, wording
from sync.catalogue.addresses import absolute
from sync.catalogue.freshness import AsOf, Freshness, freshness
from sync.catalogue.models import Product, Shop
from sync.catalogue.pages.cards import Card

_HIDDEN = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
_BELIEVED = {Freshness.FRESH, Freshness.RECENT, Freshness.CLOSED}
_AVAILABILITY = {"out": "OutOfStock", "few": "LimitedAvailability", "some": "InStock", "count": "InStock"}


def shop_data(request: HttpRequest, shop: Shop, path: str) -> SafeString:
    """Describe a shop."""
    return _encoded({"@context": "https://schema.org", **_store(request, shop, path)})


def product_data(request: HttpRequest, product: Product, card: Card, gtins: list[str], now_ms: int) -> SafeString:
    """Describe a product and, where it has a price, its offer; an old figure says nothing of availability."""
    described: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.name,
        "url": absolute(request, card.url),
    }
    if product.brand:
        described["brand"] = {"@type": "Brand", "name": product.brand}
    if product.category:
        described["category"] = product.category
    if gtins:
        described["gtin"] = gtins[0]
    if product.price_minor is not None:
        described["offers"] = _offer(request, product, card, now_ms)
    return _encoded(described)


def _offer(request: HttpRequest, product: Product, card: Card, now_ms: int) -> dict[str, object]:
    price = wording.decimal(product.price_minor, product.currency)
    path = reverse("shop", args=[product.shop.slug])
    offer: dict[str, object] = {
        "@type": "Offer",
        "url": absolute(request, card.url),
        "price": price,
        "priceCurrency": product.currency,
        "availableDeliveryMethod": "https://schema.org/OnSitePickup",
        "seller": _store(request, product.shop, path),
    }
    if product.unit == "kg":
        offer["priceSpecification"] = {
            "@type": "UnitPriceSpecification",
            "price": price,
            "priceCurrency": product.currency,
            "unitCode": "KGM",
        }
    availability = _availability(card, now_ms)
    if availability:
        offer["availability"] = f"https://schema.org/{availability}"
    return offer


def _availability(card: Card, now_ms: int) -> str:
    said = json.loads(card.line)
    if said["kind"] == "unknown":
        return ""
    believed = freshness(AsOf(said["at_ms"], said["closed_until_ms"]), now_ms) in _BELIEVED
    return _AVAILABILITY[said["kind"]] if believed else ""


def _store(request: HttpRequest, shop: Shop, path: str) -> dict[str, object]:
    store: dict[str, object] = {"@type": "Store", "name": shop.name, "url": absolute(request, path)}
    place = {"streetAddress": shop.street, "postalCode": shop.postcode, "addressLocality": shop.city}
    if any(place.values()):
        store["address"] = {"@type": "PostalAddress", **{name: text for name, text in place.items() if text}}
    if shop.phone:
        store["telephone"] = shop.phone
    week = hours.week(shop.hours)
    if week is not None:
        store["openingHours"] = hours.schema(week)
    return store


def _encoded(described: dict[str, object]) -> SafeString:
    """Encode for a script element, which only the five hidden characters could leave."""
    return mark_safe(json.dumps(described, ensure_ascii=False).translate(_HIDDEN))  # noqa: S308
