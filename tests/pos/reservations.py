"""Reservations for tests: a shop joined to an online shop, and orders as its feed tells them."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

from pos.database import inbox, online_links, online_orders
from pos.database.connection import Database, transaction
from pos.database.online_links import CATALOGUE, OnlineLink
from pos.domain.catalogue import Product
from pos.domain.identity import to_ms
from pos.domain.online_order import NONE, OnlineOrder, OrderLine, OrderMode, OrderState
from pos.domain.quantity import Quantity, pieces
from pos.operations.cataloguing import add_product, open_stock
from tests import builders

_numbers = itertools.count(1)


def joined(db: Database, target: str = CATALOGUE, **how: object) -> OnlineLink:
    """Join the shop to an online shop, without a line."""
    link = OnlineLink(target, CATALOGUE, "https://ville.example", "S1", "Chez Léa", "https://ville.example/lea", 1, 1)
    with transaction(db):
        online_links.put(db, replace(link, **how))  # type: ignore[arg-type]
    return link


def stocked(db: Database, name: str = "", count: int = 10) -> Product:
    """A product with some pieces of it, shown online."""
    one = builders.product(name, shown_online=True)
    add_product(db, one)
    open_stock(db, [(one.id, pieces(count))], now=builders.NOON)
    return one


def order(
    *asked: tuple[Product, int],
    state: OrderState = OrderState.REQUESTED,
    mode: OrderMode = OrderMode.REQUEST,
    order_id: str = "",
    revision: int = 1,
    target: str = CATALOGUE,
    is_paid: bool = False,
) -> OnlineOrder:
    """A reservation of so many pieces of each product, as it stands in a state nobody released anything in."""
    number = next(_numbers)
    return OnlineOrder(
        target=target,
        id=order_id or f"order-{number}",
        number=f"R{number}",
        revision=revision,
        state=state,
        mode=mode,
        lines=tuple(_line(place, one, pieces(count), state) for place, (one, count) in enumerate(asked, start=1)),
        made_at=builders.NOON,
        expires_at=builders.NOON + timedelta(hours=24) if state.is_open else None,
        customer="Mme Petit",
        is_paid=is_paid,
        is_seen=False,
    )


def heard(db: Database, one: OnlineOrder) -> OnlineOrder:
    """Let the shop know a reservation as its feed would tell it."""
    with transaction(db):
        inbox.take(db, one.target, one.id, one.revision, b"{}", heard_at_ms=to_ms(builders.NOON))
        online_orders.put(db, one, heard_at_ms=to_ms(builders.NOON))
    return one


def now_of(db: Database, one: OnlineOrder) -> OnlineOrder:
    """The reservation as the shop knows it now."""
    found = online_orders.get(db, one.target, one.id)
    assert found is not None
    assert all(line.asked == line.held + line.fulfilled + line.released for line in found.lines)
    return found


def _line(place: int, one: Product, asked: Quantity, state: OrderState) -> OrderLine:
    held = asked if state.is_open else NONE
    fulfilled = asked if state is OrderState.FULFILLED else NONE
    return OrderLine(place, one.id, one.name, one.unit, asked, held, fulfilled, asked - held - fulfilled, one.price)
