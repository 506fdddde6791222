"""The feed that a till reads: every reservation as it stands, in the order in which changes were committed."""

from django.db.models import Prefetch

from sync.catalogue.database import writing
from sync.catalogue.models import Feed, Order, OrderLine, Shop
from sync.catalogue.orders.expiring import expire_over
from sync.catalogue.orders.feed import feed_of, mark_at, row_of
from sync.catalogue.problems import stale_term
from sync.order_protocol import ORDERS_A_PAGE, OrderPage

_LINES = OrderLine.objects.select_related("product").order_by("line")


def page(shop: str, key_term: int, *, after: int, limit: int, now_ms: int) -> OrderPage:
    """Return what changed after a cursor; what is over by the catalogue's clock is written off first.

    May be repeated. The rows are read before the head, so that the head is never below them.

    Raises:
        CallRefused: another till publishes for the shop.
    """
    held = Shop.objects.get(pk=shop)
    if key_term != held.term:
        raise stale_term(given=key_term, held=held.term)
    expire_over(now_ms, shop=shop)
    newer = Order.objects.filter(shop_id=shop, cursor__gt=after).order_by("cursor")
    listed = newer.prefetch_related(Prefetch("orderline_set", _LINES))[: min(limit, ORDERS_A_PAGE)]
    rows = tuple(row_of(order, order.orderline_set.all()) for order in listed)
    feed = Feed.objects.filter(pk=shop).first() or _begin(shop)
    reached = rows[-1].cursor if rows else after
    return OrderPage(feed.name, feed.last, rows, mark_at(feed, after), mark_at(feed, reached))


def _begin(shop: str) -> Feed:
    with writing():
        Shop.objects.select_for_update().get(pk=shop)
        return feed_of(shop)
