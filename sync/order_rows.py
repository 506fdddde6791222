"""Reservations as they travel, read row by row: one that cannot be read is kept as it came, and stops no other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, Final, Literal

import msgspec

from pos.domain.money import Money
from pos.domain.online_order import OnlineOrder, OrderLine, OrderMode, OrderState
from pos.domain.quantity import Quantity, Unit
from pos.operations.taking_orders import HeardOrder, HeardPage
from sync import order_protocol as wire
from sync.protocol import Id, Term

if TYPE_CHECKING:
    from collections.abc import Sequence

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_ID_LIMIT: Final = 64
_INTEGER_LIMIT: Final = 2**53
_decoder: Final = msgspec.json.Decoder(wire.OrderRow)


class FeedPage(msgspec.Struct, frozen=True):
    """An OrderPage whose rows are not read yet."""

    feed: Id
    head: wire.Count
    rows: tuple[msgspec.Raw, ...]
    at: Annotated[str, msgspec.Meta(max_length=64)] = ""
    reached: Annotated[str, msgspec.Meta(max_length=64)] = ""
    asked: str = ""


class DeedAnswer(msgspec.Struct, frozen=True):
    """A TransitionReply whose row is not read yet."""

    key: Id
    term: Term
    outcome: Literal["applied", "overtaken"]
    order: msgspec.Raw


def heard_page(target: str, page: FeedPage, *, after: int) -> HeardPage:
    """A page of an online shop's feed, asked for after a place in it."""
    rows = tuple(heard_order(target, bytes(raw)) for raw in page.rows)
    return HeardPage(page.feed, after, page.head, rows, page.at, page.reached)


def heard_order(target: str, raw: bytes) -> HeardOrder:
    """One row as it came, read where it can be."""
    try:
        row = _decoder.decode(raw)
        order = _order(target, row)
    except (msgspec.DecodeError, UnicodeError, OverflowError, ValueError) as problem:
        return _unread(raw, str(problem))
    return HeardOrder(row.order, row.revision, row.cursor, raw, order)


def _order(target: str, row: wire.OrderRow) -> OnlineOrder:
    """The reservation that a row tells.

    Raises:
        ValueError: its figures do not add up.
    """
    state = OrderState(row.state)
    lines = tuple(map(_line, row.lines))
    _check(lines, state)
    return OnlineOrder(
        target=target,
        id=row.order,
        number=row.number,
        revision=row.revision,
        state=state,
        mode=OrderMode(row.mode),
        lines=lines,
        made_at=_moment(row.made_ms),
        expires_at=None if row.expires_ms is None else _moment(row.expires_ms),
        customer=row.customer,
        contact=row.contact,
        note=row.note,
        reason=row.reason,
        is_paid=row.paid,
        made_by=row.by if row.origin == "shop" else "",
    )


def _line(line: wire.OrderLine) -> OrderLine:
    return OrderLine(
        line=line.line,
        product_id=line.product,
        name=line.name,
        unit=Unit(line.unit),
        asked=Quantity(line.asked_milli),
        held=Quantity(line.held_milli),
        fulfilled=Quantity(line.fulfilled_milli),
        released=Quantity(line.released_milli),
        price=None if line.price_minor is None else Money(line.price_minor, line.currency),
    )


def _check(lines: Sequence[OrderLine], state: OrderState) -> None:
    if len({line.line for line in lines}) != len(lines):
        raise ValueError("a line stands twice")
    for line in lines:
        if line.asked != line.held + line.fulfilled + line.released:
            raise ValueError(f"line {line.line} does not add up")
        if line.held and not state.is_open:
            raise ValueError(f"line {line.line} is held though the reservation has ended")


def _unread(raw: bytes, reason: str) -> HeardOrder:
    """As much of a row as can be told apart: which reservation, which revision, which place in the feed."""
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeError):
        found = None
    row = found if isinstance(found, dict) else {}
    order_id = row.get("order")
    if not isinstance(order_id, str) or not 0 < len(order_id) <= _ID_LIMIT:
        order_id = f"?{sha256(raw).hexdigest()[:16]}"
    return HeardOrder(order_id, _count(row.get("revision")) or 0, _count(row.get("cursor")), raw, reason=reason)


def _count(value: object) -> int | None:
    is_count = isinstance(value, int) and not isinstance(value, bool) and 0 < value < _INTEGER_LIMIT
    return value if is_count else None  # type: ignore[return-value]


def _moment(at_ms: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=at_ms)
