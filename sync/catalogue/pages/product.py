"""A product's page: its price, how far its level may be believed, its shop, who else has it, and how to reserve it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from sync.catalogue import clock, lasting
from sync.catalogue.models import Barcode, Product
from sync.catalogue.orders.expiring import expire_over
from sync.catalogue.orders.offered import offers
from sync.catalogue.pages.answers import page
from sync.catalogue.pages.cards import Card, card, cards_of
from sync.catalogue.pages.frame import town
from sync.catalogue.pages.linked_data import product_data
from sync.catalogue.pages.reserve_form import Form, blank, invitation
from sync.catalogue.pages.visiting import visit

_ELSEWHERE = 12


def show(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Show a product of a shop."""
    chosen = find(slug, ref)
    expire_over(clock.now_ms(), shop=chosen.shop_id)
    lasting.keep()
    return show_with(request, chosen, blank())


def find(slug: str, ref: str) -> Product:
    """Return a product that a shop shows, or answer that there is none."""
    listed = Product.objects.select_related("level", "shop")
    return get_object_or_404(listed, shop__slug=slug, ref=ref, shown=True)


def show_with(request: HttpRequest, chosen: Product, form: Form, *, status: int = 200) -> HttpResponse:
    """Show a product with the form to reserve it, as far as it was filled in."""
    now, zone = clock.now_ms(), town().zone
    codes = list(chosen.barcode_set.values_list("code", "gtin").order_by("id"))
    gtins = [gtin for _, gtin in codes if gtin]
    offer = offers([chosen], now)[chosen.pk]
    shown = card(chosen, offer, now_ms=now, zone=zone)
    lasting.shows(lasting.code(gtin) for gtin in gtins)
    content = {
        "card": shown,
        "shop": chosen.shop,
        "shop_url": reverse("shop", args=[chosen.shop.slug]),
        "category_url": f"{reverse('shop', args=[chosen.shop.slug])}?category={chosen.category_key}",
        "codes": [code for code, _ in codes],
        "visit": visit(chosen.shop, now, zone),
        "elsewhere": _elsewhere(chosen, gtins, now, zone),
        "linked_data": product_data(request, chosen, shown, gtins, now),
        "shows_shop": True,
        "form": form,
        "invitation": invitation(chosen, offer),
        "form_url": reverse("reserve", args=[chosen.shop.slug, chosen.ref]),
    }
    return page(request, "product.html", content, status=status)


def _elsewhere(chosen: Product, gtins: list[str], now: int, zone: str) -> list[Card]:
    """Return the same article in other shops, by a barcode that means the same everywhere."""
    if not gtins:
        return []
    numbers = Barcode.objects.filter(gtin__in=gtins).values("product_id")
    others = Product.objects.filter(shown=True, pk__in=numbers).exclude(shop_id=chosen.shop_id)
    listed = others.order_by("shop__name_key", "id").values_list("pk", "shop_id")[:_ELSEWHERE]
    return cards_of(listed, now_ms=now, zone=zone)
