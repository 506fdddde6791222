"""How a reservation ends without its goods leaving: what was held is released, and units go back where asked for."""

from sync.catalogue.models import Order
from sync.catalogue.orders import feed
from sync.catalogue.orders.rights import give_back
from sync.catalogue.orders.telling import tell


def end(order: Order, state: str, now_ms: int, *, reason: str = "") -> list[int]:
    """End an open reservation, and return its products, whose windows change. The row of its shop is held.

    Args:
        order: in one of the open states.
        state: what it is from now on.
        now_ms: this moment.
        reason: why, in the shop's words, where it was the shop.
    """
    lines = list(feed.lines_of(order))
    for line in lines:
        line.released_milli += line.held_milli
        line.held_milli = 0
        line.save(update_fields=["held_milli", "released_milli"])
    before, order.state, order.expires_ms = order.state, state, None
    order.reason = reason or order.reason
    feed.place(order, now_ms)
    tell(order, now_ms, before=before)
    products = [line.product_id for line in lines]
    if order.mode == "escrow":
        give_back(products)
    return products
