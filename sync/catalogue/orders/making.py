"""How a reservation is made: by a shopper on a page, or by another shop of the town for a customer of its own."""

import hashlib
from collections.abc import Iterable

from sync.catalogue import codes, rows
from sync.catalogue.database import writing
from sync.catalogue.models import Order, OrderLine, Product, Shop
from sync.catalogue.orders import feed
from sync.catalogue.orders.expiring import expire
from sync.catalogue.orders.offered import Offer, Offering, offers
from sync.catalogue.orders.pages import secret_of
from sync.catalogue.orders.telling import tell
from sync.catalogue.showing import visible_products
from sync.order_protocol import OrderState

_MINUTE_MS = 60_000
_NUMBERS_KEPT_APART_MS = 90 * 24 * 60 * _MINUTE_MS


class NotOffered(Exception):
    """What was asked for is not to be had that way; `offering` says why, `product` names the first such line."""

    def __init__(self, product: str, offering: Offering) -> None:
        super().__init__(product, offering)
        self.product = product
        self.offering = offering


def make(
    *,
    shop: Shop,
    lines: Iterable[tuple[str, int]],
    customer: str,
    contact: str,
    note: str,
    asked: str,
    now_ms: int,
    origin: str = "shopper",
    by: str = "",
    hold_minutes: int | None = None,
    language: str = "fr",
    address: str = "",
) -> tuple[Order, str]:
    """Reserve products of a shop, and return the reservation with the secret that its page is opened with.

    May be repeated: the same `asked` of the same shop gets the reservation made first, and its secret again.

    Args:
        shop: whose products they are.
        lines: each product's id at the shop, and how much of it in thousandths.
        customer: the name to call out; it and the two after it were checked before.
        contact: a telephone number or an address.
        note: a wish, or nothing.
        asked: what makes this wish one, however often it arrives; nobody can guess it.
        now_ms: this moment on the catalogue's clock.
        origin: "shopper", or "shop" for a customer who stands in another one.
        by: the name of that shop.
        hold_minutes: how long the goods lie aside at the most; None for as long as the shop's rules say.
        language: the customer's.
        address: the catalogue's own, where it was made.

    Raises:
        NotOffered: the shop takes no reservations, or does not have that much to promise.
    """
    once = hashlib.sha256(asked.encode()).hexdigest()
    with writing():
        held = Shop.objects.select_for_update().get(pk=shop.pk)
        known = Order.objects.filter(shop=held, asked=once).first()
        if known is not None:
            return known, secret_of(known)
        freed = expire(held, now_ms)
        wanted = _wanted(held, lines)
        offer = _check(wanted, now_ms)
        order = _order(held, offer, hold_minutes, now_ms)
        order.asked, order.address = once, address
        order.secret = codes.key_hash(secret_of(order))
        order.customer, order.contact, order.note = customer, contact, note
        order.origin, order.by, order.language = origin, by, language
        feed.place(order, now_ms)
        OrderLine.objects.bulk_create(_line(order, place, *one) for place, one in enumerate(wanted, start=1))
        tell(order, now_ms)
        rows.note_changes(held.pk, now_ms, [*freed, *(product.pk for product, _ in wanted)], figures_only=True)
    return order, secret_of(order)


def _wanted(shop: Shop, lines: Iterable[tuple[str, int]]) -> list[tuple[Product, int]]:
    """Find the products asked for, each once."""
    quantities: dict[str, int] = {}
    for ref, quantity_milli in lines:
        quantities[ref] = quantities.get(ref, 0) + quantity_milli
    scope = visible_products().filter(shop=shop, ref__in=quantities).select_related("level", "shop")
    found = {product.ref: product for product in scope}
    for ref, quantity_milli in quantities.items():
        if ref not in found or quantity_milli <= 0:
            raise NotOffered(ref, Offering.NONE_LEFT)
    return [(found[ref], quantity_milli) for ref, quantity_milli in quantities.items()]


def _check(wanted: list[tuple[Product, int]], now_ms: int) -> Offer:
    """Return how the shop promises, when all that is asked for is to be had."""
    offered = offers([product for product, _ in wanted], now_ms)
    for product, quantity_milli in wanted:
        answer = offered[product.pk].answer_to(quantity_milli)
        if not answer.is_open:
            raise NotOffered(product.ref, answer)
    return offered[wanted[0][0].pk]


def _order(shop: Shop, offer: Offer, hold_minutes: int | None, now_ms: int) -> Order:
    """Begin a reservation: promised at once, or asked of the shop."""
    state: OrderState = "held" if offer.offering is Offering.HOLD else "requested"
    minutes = offer.rules.hold_minutes if state == "held" else offer.rules.answer_minutes
    return Order(
        id=codes.new_id(now_ms),
        shop=shop,
        number=_number(shop, now_ms),
        revision=0,
        state=state,
        mode=offer.rules.mode,
        made_ms=now_ms,
        expires_ms=now_ms + min(minutes, hold_minutes or minutes) * _MINUTE_MS,
        hold_minutes=hold_minutes,
    )


def _number(shop: Shop, now_ms: int) -> str:
    """Draw a number that no other reservation of the shop had of late."""
    recent = Order.objects.filter(shop=shop, made_ms__gt=now_ms - _NUMBERS_KEPT_APART_MS)
    while True:
        drawn = codes.new_number()
        if not recent.filter(number=drawn).exists():
            return drawn


def _line(order: Order, place: int, product: Product, quantity_milli: int) -> OrderLine:
    return OrderLine(
        order=order,
        line=place,
        product=product,
        name=product.name,
        unit=product.unit,
        price_minor=product.price_minor,
        currency=product.currency,
        asked_milli=quantity_milli,
        held_milli=quantity_milli,
    )
