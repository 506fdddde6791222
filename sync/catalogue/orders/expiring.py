"""What is over by the catalogue's clock, and by no other: a request nobody answered, goods nobody came for.

No program waits for the moment. Whatever reads or writes reservations looks first, and a promise whose time is over
counts no longer anywhere, even before it is written off here.
"""

from sync.catalogue import rows
from sync.catalogue.database import writing
from sync.catalogue.models import Order, Shop
from sync.catalogue.orders.ending import end
from sync.catalogue.orders.states import OPEN


def expire_over(now_ms: int, *, shop: str = "") -> None:
    """Write off what is over, of one shop or (empty) of all; does not write where nothing is."""
    over = Order.objects.filter(state__in=OPEN, expires_ms__lte=now_ms)
    if shop:
        over = over.filter(shop_id=shop)
    for number in sorted(set(over.values_list("shop_id", flat=True))):
        with writing():
            held = Shop.objects.select_for_update().get(pk=number)
            rows.note_changes(number, now_ms, expire(held, now_ms), figures_only=True)


def expire(shop: Shop, now_ms: int) -> list[int]:
    """Write off what is over of a shop whose row is held, in the order of its ends; return the products it held."""
    over = Order.objects.filter(shop=shop, state__in=OPEN, expires_ms__lte=now_ms).order_by("expires_ms", "cursor")
    return list(dict.fromkeys(product for order in over for product in end(order, "expired", now_ms)))
