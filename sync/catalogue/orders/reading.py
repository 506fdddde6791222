"""The feed that a till reads: every reservation as it stands, in the order in which changes were committed."""

from django.db.models import Prefetch

from sync.catalogue.database import writing
from sync.catalogue.models import Feed, Order, OrderLine, Shop
from sync.catalogue.orders.expiring import expire_over
from sync.catalogue.orders.feed import feed_of, mark_at, row_of
from sync.catalogue.problems import stale_term
from sync.catalogue.rows import note_changes
from sync.order_protocol import ORDERS_A_PAGE, OrderPage

_LINES = OrderLine.objects.select_related("product").order_by("line")


def page(
    shop: str, key_term: int, *, after: int, limit: int, now_ms: int, feed_name: str = "", mark: str = ""
) -> OrderPage:
    """Return what changed after a cursor; what is over by the catalogue's clock is written off first.

    May be repeated. The rows are read before the head, so that the head is never below them.

    Args:
        shop: whose reservations.
        key_term: the term of the key.
        after: the cursor.
        limit: how many at the most.
        now_ms: this moment.
        feed_name: the feed that the till came to this cursor in, when it has taken in all up to it and no deed of its
            own waits; empty otherwise.
        mark: that of the cursor, as the till was told it.

    Raises:
        CallRefused: another till publishes for the shop.
    """
    held = Shop.objects.get(pk=shop)
    if key_term != held.term:
        raise stale_term(given=key_term, held=held.term)
    _hear(shop, after, feed_name, mark, now_ms)
    expire_over(now_ms, shop=shop)
    newer = Order.objects.filter(shop_id=shop, cursor__gt=after).order_by("cursor")
    listed = newer.prefetch_related(Prefetch("orderline_set", _LINES))[: min(limit, ORDERS_A_PAGE)]
    rows = tuple(row_of(order, order.orderline_set.all()) for order in listed)
    feed = Feed.objects.filter(pk=shop).first() or _begin(shop)
    reached = rows[-1].cursor if rows else after
    return OrderPage(feed.name, feed.last, rows, mark_at(feed, after), mark_at(feed, reached))


def _hear(shop: str, after: int, feed_name: str, mark: str, now_ms: int) -> None:
    """Note how far the till has heard: what it now knows to have ended keeps no units any more."""
    feed = Feed.objects.filter(pk=shop).first()
    if feed is None or not mark or feed.name != feed_name or after <= feed.heard or mark_at(feed, after) != mark:
        return
    with writing():
        Shop.objects.select_for_update().get(pk=shop)
        ended = Order.objects.filter(shop_id=shop, mode="escrow", cursor__gt=feed.heard, cursor__lte=after)
        products = list(OrderLine.objects.filter(order__in=ended).values_list("product_id", flat=True).distinct())
        Feed.objects.filter(pk=shop, heard__lt=after).update(heard=after)
        note_changes(shop, now_ms, products, figures_only=True)


def _begin(shop: str) -> Feed:
    with writing():
        Shop.objects.select_for_update().get(pk=shop)
        return feed_of(shop)
