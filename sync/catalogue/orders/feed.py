"""A reservation's place in its shop's feed, and how it is written down there: in the order of the commits."""

import secrets
import uuid
from collections.abc import Iterable

from django.db.models import QuerySet

from sync.catalogue.models import Feed, Order, OrderLine
from sync.order_protocol import OrderLine as LineRow
from sync.order_protocol import OrderRow

_MARK_LENGTH = 8
MARKS_KEPT = 200
"""A till asks every few seconds; one that was away for more changes than this reads the feed from the start."""


def place(order: Order, now_ms: int) -> None:
    """Write a reservation with the next cursor and revision; the row of its shop is held by this transaction."""
    feed = feed_of(order.shop_id)
    feed.last += 1
    feed.marks = (feed.marks + secrets.token_hex(_MARK_LENGTH // 2))[-_MARK_LENGTH * MARKS_KEPT :]
    feed.save(update_fields=["last", "marks"])
    order.cursor = feed.last
    order.revision += 1
    order.changed_ms = now_ms
    order.save()


def mark_at(feed: Feed, cursor: int) -> str:
    """Return what was drawn for a place when it was given out; empty where it never was, or long ago."""
    end = len(feed.marks) - (feed.last - cursor) * _MARK_LENGTH
    return str(feed.marks[end - _MARK_LENGTH : end]) if 0 < end <= len(feed.marks) else ""


def feed_of(shop: str) -> Feed:
    """Return a shop's feed, begun under a name of its own where there is none; the shop's row is held."""
    return Feed.objects.get_or_create(pk=shop, defaults={"name": str(uuid.uuid4())})[0]


def lines_of(order: Order) -> "QuerySet[OrderLine]":
    """Return the lines of a reservation in their order, each with its product."""
    return order.orderline_set.select_related("product").order_by("line")


def row_of(order: Order, lines: Iterable[OrderLine]) -> OrderRow:
    """Write a reservation down for the till, with its lines in their order, each read with its product."""
    return OrderRow(
        order=order.pk,
        number=order.number,
        cursor=order.cursor,
        revision=order.revision,
        state=order.state,
        mode=order.mode,
        lines=tuple(_line(line) for line in lines),
        made_ms=order.made_ms,
        expires_ms=order.expires_ms,
        customer=order.customer,
        contact=order.contact,
        note=order.note,
        reason=order.reason,
        paid=order.paid,
        origin=order.origin,
        by=order.by,
    )


def _line(line: OrderLine) -> LineRow:
    return LineRow(
        line=line.line,
        product=line.product.ref,
        name=line.name,
        unit=line.unit,
        asked_milli=line.asked_milli,
        held_milli=line.held_milli,
        fulfilled_milli=line.fulfilled_milli,
        released_milli=line.released_milli,
        price_minor=line.price_minor,
        currency=line.currency,
    )
