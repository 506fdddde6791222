"""What becomes of a reservation: what the shop did about it, told once by its key, and what the customer gave up."""

import hashlib
from collections.abc import Mapping

import msgspec

from sync.catalogue import rows
from sync.catalogue.batches import apply_levels, check_term
from sync.catalogue.database import writing
from sync.catalogue.models import Order, OrderLine, Rules, Shop, Transition
from sync.catalogue.orders import feed
from sync.catalogue.orders.ending import end
from sync.catalogue.orders.expiring import expire
from sync.catalogue.orders.rights import consume, give_back
from sync.catalogue.orders.rules import rules_of
from sync.catalogue.orders.states import ALLOWED, OPEN
from sync.catalogue.orders.telling import tell
from sync.catalogue.problems import attempt_reused, bad_message, no_such_order
from sync.order_protocol import Transition as Deed
from sync.order_protocol import TransitionReply

_MINUTE_MS = 60_000


def move(shop: str, key_term: int, deed: Deed, *, now_ms: int) -> TransitionReply:
    """Take what a shop did about a reservation, and return how it stands.

    May be repeated: the same key for the same deed gets the same answer, whatever term and levels it comes with again.
    What makes no sense from the state it is in changes nothing, and is answered as overtaken. The levels told with a
    deed are true either way.

    Raises:
        CallRefused: another till publishes for the shop, the key was used for another deed, or there is no such
            reservation or no such line of it.
    """
    with writing():
        held = check_term(shop, key_term, deed.term)
        answered = _answered(shop, deed)
        if answered is not None:
            return answered
        changed = expire(held, now_ms)
        order = Order.objects.filter(shop=held, pk=deed.order).first()
        if order is None:
            raise no_such_order(deed.order)
        is_allowed = order.state in ALLOWED[deed.action]
        if is_allowed:
            changed += _do(order, deed, now_ms)
        changed += apply_levels(shop, deed.term, deed.levels, now_ms=now_ms).products
        row = feed.row_of(order, feed.lines_of(order))
        reply = TransitionReply(deed.key, deed.term, "applied" if is_allowed else "overtaken", row)
        Transition.objects.create(
            shop=held, key=deed.key, body_hash=_mark(deed), reply=msgspec.json.encode(reply), answered_ms=now_ms
        )
        rows.note_changes(shop, now_ms, changed, figures_only=True)
    return reply


def cancel(order: Order, now_ms: int) -> None:
    """Give a reservation up for its customer; one that has ended stays as it is. May be repeated."""
    with writing():
        shop = Shop.objects.select_for_update().get(pk=order.shop_id)
        changed = expire(shop, now_ms)
        held = Order.objects.get(pk=order.pk)
        if held.state in OPEN:
            changed += end(held, "cancelled", now_ms)
        rows.note_changes(shop.pk, now_ms, changed, figures_only=True)


def _answered(shop: str, deed: Deed) -> TransitionReply | None:
    """Return what was answered under this key before, under the term of today."""
    known = Transition.objects.filter(shop_id=shop, key=deed.key).first()
    if known is None:
        return None
    if known.body_hash != _mark(deed):
        raise attempt_reused(deed.key)
    return msgspec.structs.replace(msgspec.json.decode(known.reply, type=TransitionReply), term=deed.term)


def _mark(deed: Deed) -> str:
    return hashlib.sha256(f"{deed.action} {deed.order}".encode()).hexdigest()


def _do(order: Order, deed: Deed, now_ms: int) -> list[int]:
    """Carry out a deed that makes sense, and return the products whose windows change."""
    lines = list(feed.lines_of(order))
    told = _told(deed, lines)
    if deed.action in {"accept", "confirm"}:
        return _promise(order, lines, told, deed, now_ms)
    if deed.action == "fulfil":
        left = {line.line: _leaving(order, line, told) for line in lines}
        if any(left.values()):
            return _hand_over(order, lines, left, now_ms)
    if order.state not in OPEN:
        return []
    return end(order, "rejected" if deed.action == "reject" else "cancelled", now_ms, reason=deed.reason)


def _told(deed: Deed, lines: list[OrderLine]) -> dict[int, int] | None:
    """Return how much of each line is meant, a line that is not named being none; None for all that is held."""
    if not deed.lines:
        return None
    told = {line.line: line.quantity_milli for line in deed.lines}
    if not told.keys() <= {line.line for line in lines}:
        raise bad_message("The reservation has no such line.")
    return told


def _promise(
    order: Order, lines: list[OrderLine], told: Mapping[int, int] | None, deed: Deed, now_ms: int
) -> list[int]:
    """Promise what is said of each line, and release the rest; nothing at all is no promise."""
    for line in lines:
        promised = line.held_milli if told is None else min(told.get(line.line, 0), line.held_milli)
        line.released_milli += line.held_milli - promised
        line.held_milli = promised
    if not any(line.held_milli for line in lines):
        raise bad_message("Nothing would be promised: reject the reservation instead.")
    order.state = "held" if deed.action == "accept" else "confirmed"
    minutes = order.hold_minutes or rules_of(order.shop_id, Rules.objects.filter(pk=order.shop_id).first()).hold_minutes
    order.expires_ms = now_ms + minutes * _MINUTE_MS
    order.reason = deed.reason or order.reason
    return _write(order, lines, now_ms)


def _hand_over(order: Order, lines: list[OrderLine], left: Mapping[int, int], now_ms: int) -> list[int]:
    """Note what left the shop of each line; the rest is released."""
    for line in lines:
        line.fulfilled_milli, line.held_milli = left[line.line], 0
        line.released_milli = line.asked_milli - line.fulfilled_milli
    order.state, order.expires_ms = "fulfilled", None
    if order.mode == "escrow":
        return _write(order, lines, now_ms, consumed={line.product_id: left[line.line] for line in lines})
    return _write(order, lines, now_ms)


def _leaving(order: Order, line: OrderLine, told: Mapping[int, int] | None) -> int:
    """Return how much of a line left: what is said, no more than what is held, or was until it ended."""
    there = line.held_milli if order.state in OPEN else line.released_milli
    return there if told is None else min(told.get(line.line, 0), there)


def _write(
    order: Order, lines: list[OrderLine], now_ms: int, *, consumed: Mapping[int, int] | None = None
) -> list[int]:
    for line in lines:
        line.save(update_fields=["held_milli", "fulfilled_milli", "released_milli"])
    feed.place(order, now_ms)
    tell(order, now_ms)
    products = [line.product_id for line in lines]
    if order.mode == "escrow":
        consume(consumed or {})
        give_back(products)
    return products
