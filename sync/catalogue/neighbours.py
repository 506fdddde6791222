"""Who has it in town: what one shop asks about all the others, and what it has put aside there for its own customers.

A till sees what every shopper sees, never its own shop's products, and may reserve by the other shop's rules for two
hours at the most. Only true article numbers find an article in another shop: two shops that both print 2000000000015
do not sell the same thing.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Literal

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from sync.catalogue import sentences
from sync.catalogue.addresses import absolute
from sync.catalogue.barcodes import worldwide
from sync.catalogue.database import writing
from sync.catalogue.models import Asking, Barcode, Order, Product, Shop, TillKey
from sync.catalogue.opening import closures_of, is_open_now
from sync.catalogue.orders.feed import lines_of, row_of
from sync.catalogue.orders.making import NotOffered, make
from sync.catalogue.orders.offered import Offer, Offering, offers
from sync.catalogue.pages.frame import town
from sync.catalogue.pages.reserve_form import KILOGRAMS_AT_MOST, PIECES_AT_MOST
from sync.catalogue.problems import bad_message, key_reused, not_offered, own_shop, too_few, too_many_calls
from sync.catalogue.searching import Wish, find
from sync.catalogue.showing import shown_shops, visible_products
from sync.catalogue.windows import line_of
from sync.order_protocol import NeighbourHold, NeighbourReply, TownPage, TownRow

HOLD_MINUTES = 120
ROWS = 12
_ROWS_OF_ONE_SHOP = 3
_WORDS_LENGTH = 120
_WINDOW_MS = 10 * 60 * 1000
_CALLS: dict[str, int] = {"town": 300, "hold": 30}
"""In ten minutes, for a shop with all its tills: far more than a queue of customers asks for."""
_CODE = re.compile(r"[0-9 ]{6,20}")


def search(request: HttpRequest, till: TillKey, *, now_ms: int) -> TownPage:
    """Return what the other shops show of the words or the barcode asked for, the likeliest first.

    Raises:
        CallRefused: the shop asked too often of late.
    """
    _count("town", till.shop_id, now_ms)
    words = request.GET.get("q", "").replace("\0", "").strip()[:_WORDS_LENGTH]
    code = request.GET.get("code", "").replace("\0", "").replace(" ", "")
    found = _of_code(code, till.shop_id) or _of_words(words, till.shop_id, now_ms)
    offered = offers(found, now_ms)
    there = [product for product in found if offered[product.pk].shown_milli != 0]
    likely = sorted(there, key=lambda product: _likelihood(offered[product.pk]))
    zone = town().zone
    return TownPage(tuple(_row(request, one, offered[one.pk], now_ms, zone) for one in _mixed(likely)))


def put_aside(request: HttpRequest, till: TillKey, hold: NeighbourHold, *, now_ms: int) -> NeighbourReply:
    """Have a product put aside in another shop, promised or asked for as that shop's rules say.

    May be repeated: the same key gets the reservation made first, as it stands now.

    Raises:
        CallRefused: the other shop is the own one, does not put it aside, or the key was used for something else.
    """
    if any("\0" in text for text in (hold.key, hold.shop, hold.product, hold.customer, hold.contact)):
        raise bad_message("A text holds a NUL character.")
    if hold.shop == till.shop_id:
        raise own_shop()
    _count("hold", till.shop_id, now_ms)
    asking = Shop.objects.get(pk=till.shop_id)
    shop = shown_shops().filter(pk=hold.shop).first()
    if shop is None:
        raise not_offered("There is no such shop here.")
    _check_quantity(shop, hold)
    try:
        order, secret = make(
            shop=shop,
            lines=[(hold.product, hold.quantity_milli)],
            customer=hold.customer.strip(),
            contact=hold.contact.strip(),
            note="",
            asked=f"shop:{asking.pk}:{hold.key}",
            now_ms=now_ms,
            origin="shop",
            by=asking.name,
            hold_minutes=HOLD_MINUTES,
            language=get_language() or "fr",
        )
    except NotOffered as refused:
        refuse = too_few if refused.offering is Offering.TOO_FEW else not_offered
        raise refuse(f"{shop.name} cannot promise it: {refused.offering.value}.") from refused
    _check_same(order, hold)
    page = absolute(request, reverse("reservation", args=[secret]))
    return NeighbourReply(hold.key, row_of(order, lines_of(order)), shop.name, _address(shop), page)


def _count(what: Literal["town", "hold"], shop: str, now_ms: int) -> None:
    """Count one more call of a shop, and slow it down where there were too many."""
    asker = f"{what}:{shop}"
    with writing():
        if Asking.objects.filter(asker=asker, asked_ms__gt=now_ms - _WINDOW_MS).count() >= _CALLS[what]:
            raise too_many_calls(wait_s=_WINDOW_MS // 1000)
        Asking.objects.create(asker=asker, asked_ms=now_ms)


def _of_code(code: str, own: str) -> list[Product]:
    gtin = worldwide(code)
    if not gtin:
        return []
    numbers = Barcode.objects.filter(gtin=gtin).values("product_id")
    others = visible_products().filter(pk__in=numbers).exclude(shop_id=own)
    return list(others.select_related("level", "shop").order_by("shop__name_key", "id"))


def _of_words(words: str, own: str, now_ms: int) -> list[Product]:
    """Find by words; figures typed into their box are a barcode."""
    if _CODE.fullmatch(words):
        return _of_code(words.replace(" ", ""), own)
    return list(find(Wish(words=words, but_shop=own), now_ms=now_ms).products) if words else []


def _likelihood(offer: Offer) -> int:
    """Put what may be put aside first, then what is there, then what nobody knows."""
    return 0 if offer.offering.is_open else 1 if offer.shown_milli is not None else 2


def _mixed(products: Iterable[Product]) -> list[Product]:
    """Choose the first, no shop crowding the others out."""
    told: Counter[str] = Counter()
    chosen: list[Product] = []
    for product in products:
        told[product.shop_id] += 1
        if told[product.shop_id] <= _ROWS_OF_ONE_SHOP:
            chosen.append(product)
    return chosen[:ROWS]


def _row(request: HttpRequest, product: Product, offer: Offer, now_ms: int, zone: str) -> TownRow:
    shop = product.shop
    said = line_of(product, shop, get_language() or "fr", offer)
    return TownRow(
        shop=shop.pk,
        shop_name=shop.name,
        address=_address(shop),
        phone=shop.phone,
        is_open=is_open_now(shop, closures_of([shop.pk], now_ms, zone)[shop.pk], now_ms, zone),
        product=product.ref,
        name=product.name,
        unit="kg" if product.unit == "kg" else "piece",
        level=sentences.spoken(said, now_ms, zone).text,
        holdable=offer.offering.is_open,
        price_minor=product.price_minor,
        currency=product.currency,
        url=absolute(request, reverse("product", args=[shop.slug, product.ref])),
    )


def _address(shop: Shop) -> str:
    place = f"{shop.postcode} {shop.city}".strip()
    return ", ".join(part for part in (shop.street, place) if part)


def _check_quantity(shop: Shop, hold: NeighbourHold) -> None:
    """Another shop is asked for no more than a shopper may ask for, and for whole pieces.

    A product that is not there is left to the making: the same key may have reserved it while it was.
    """
    product = Product.objects.filter(shop=shop, ref=hold.product).first()
    if product is None:
        return
    most_milli = 1000 * (KILOGRAMS_AT_MOST if product.unit == "kg" else PIECES_AT_MOST)
    if hold.quantity_milli > most_milli or (product.unit != "kg" and hold.quantity_milli % 1000):
        raise bad_message(f"{hold.quantity_milli} thousandths of that product cannot be put aside.")


def _check_same(order: Order, hold: NeighbourHold) -> None:
    """A key is one wish: it cannot come to mean another article, or more of it."""
    lines = [(line.product.ref, line.asked_milli) for line in order.orderline_set.select_related("product")]
    if lines != [(hold.product, hold.quantity_milli)]:
        raise key_reused(hold.key)
