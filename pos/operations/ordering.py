"""What the shop does about reservations made online; each deed is one transaction, and told when there is a line.

The reservation, the goods that move and the deed the online shop is to be told are kept together or not at all. What
the far end says of a reservation while such a deed waits does not undo it here: the answer to the deed will tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING

from pos.database import escrow, online_log, online_orders, order_deeds, products, sales, tickets
from pos.database.connection import Database, transaction
from pos.database.journal import training
from pos.domain.errors import DeedNotPossible, OrderOnAnotherTicket, OrdersWaitInTraining, UnknownOrder, UnknownProduct
from pos.domain.identity import NewId, to_ms
from pos.domain.online_log import LogEvent
from pos.domain.online_order import Deed, OnlineOrder, OrderLine, OrderMode
from pos.domain.order_deed import LEADS_TO, after, to_collect
from pos.domain.quantity import Quantity
from pos.domain.staff import Right
from pos.domain.stock import Reason
from pos.domain.ticket import Ticket, add
from pos.operations.allowing import check_allowed
from pos.operations.changes import Changes
from pos.operations.moving import move
from pos.operations.noting import note_taken_off
from pos.operations.promising import note_overridden, tell_elsewhere

if TYPE_CHECKING:
    from pos.domain.sale import Sale


def do(
    db: Database,
    target: str,
    order_id: str,
    deed: Deed,
    *,
    now: datetime,
    new_id: NewId,
    quantities: Mapping[int, Quantity] | None = None,
    reason: str = "",
) -> OnlineOrder:
    """Accept, confirm, turn down, give up or hand over a reservation; the sync worker must be woken afterwards.

    May be repeated: a reservation that stands where the deed leads to stays as it is. To hand over moves
    no goods: it is for what left with a sale made without it; otherwise see `put_on_ticket` and `collect_paid`.

    Args:
        db: the shop.
        target: the online shop.
        order_id: the reservation.
        deed: what the shop does.
        now: the moment.
        new_id: names the deed for the online shop.
        quantities: what of each line is promised, or left; all that is held unless told, nothing of a line not named.
        reason: why, for the customer to read.

    Raises:
        UnknownOrder, DeedNotPossible, NothingPromised, OrdersWaitInTraining: nothing is written.
        NotSignedIn, NotAllowed: nothing is written.
        DatabaseError: nothing is written.
    """
    check_allowed(db, Right.SELL)
    with transaction(db):
        order = _known(db, target, order_id)
        if order.state is LEADS_TO[deed]:
            return order
        return _done(db, order, deed, now=now, key=new_id(), quantities=quantities, reason=reason)


def put_on_ticket(db: Database, target: str, order_id: str, ticket: Ticket, *, now: datetime) -> Ticket:
    """Put what a customer came for on the open ticket, at the prices of now; the ticket and the tie are kept together.

    May be repeated: goods that lie on this ticket already are not put there twice. Once the ticket is sold, the
    reservation is fulfilled with it; given up or taken back, it simply lies there no more.

    Raises:
        UnknownOrder: there is no such reservation.
        DeedNotPossible: it was collected already, or its money came online, so that it goes on no ticket.
        OrderOnAnotherTicket: its goods lie on another ticket.
        UnknownProduct, PriceMissing: one of its articles cannot be sold; nothing is written.
        OrdersWaitInTraining: nothing is written.
    """
    check_allowed(db, Right.SELL)
    with transaction(db):
        order = _known(db, target, order_id)
        if order.is_paid or not order.allows(Deed.FULFIL):
            raise DeedNotPossible(order.number, order.state)
        if order.ticket_id == ticket.id or sales.get(db, ticket.id) is not None:
            return ticket
        if order.ticket_id:
            raise OrderOnAnotherTicket(order.number)
        grown = ticket
        for line in order.lines:
            grown = _with_goods(db, grown, order, line)
        note_taken_off(db, tickets.load(db), grown, now=now)
        tickets.save(db, grown, saved_at_ms=to_ms(now))
        online_orders.tie(db, ticket.id, target, order_id)
    return grown


def take_off_ticket(db: Database, ticket_id: str) -> None:
    """Untie every reservation from a ticket: sold or not, it fulfils none of them."""
    with transaction(db):
        online_orders.untie(db, ticket_id)


def collect_paid(
    db: Database,
    target: str,
    order_id: str,
    *,
    now: datetime,
    new_id: NewId,
    quantities: Mapping[int, Quantity] | None = None,
) -> Changes:
    """Hand over a reservation that was paid online: its goods leave the stock and it is fulfilled, together.

    May be repeated: one that was collected already changes nothing. For the arguments see `do`.

    Raises:
        UnknownOrder, DeedNotPossible, NothingPromised, OrdersWaitInTraining: nothing is written.
        NotSignedIn, NotAllowed: nothing is written.
    """
    check_allowed(db, Right.SELL)
    with transaction(db):
        order = _known(db, target, order_id)
        if order.state is LEADS_TO[Deed.FULFIL]:
            return Changes()
        if not order.is_paid:
            raise DeedNotPossible(order.number, order.state)
        done = after(order, Deed.FULFIL, quantities)
        left = [(one.product_id, gone) for one, gone in _gone(order, done) if products.get(db, one.product_id)]
        move(db, [(product_id, -gone) for product_id, gone in left], reason=Reason.ONLINE, ref=order.id, now=now)
        _done(db, order, Deed.FULFIL, now=now, key=new_id(), quantities=quantities)
        if not order.state.is_open:
            note_overridden(db, {product_id: gone.milli for product_id, gone in left}, now=now)
    return Changes(stock=True, online=True)


def fulfil_sold(db: Database, sale: Sale, *, now: datetime) -> None:
    """Fulfil the reservations whose goods lay on a ticket that is being sold; runs inside the sale's transaction.

    Of every line as much is fulfilled as was held and sold, the rest is released; a reservation of which nothing was
    sold stays as it is. What the sale took from other people's promises is noted; a latecomer's goods may be theirs.
    """
    left = _sold_milli(sale)
    unpromised = Counter(left)
    for order in online_orders.tied_to(db, sale.id):
        taken: dict[int, Quantity] = {}
        for line in order.lines:
            milli = min(to_collect(order, line).milli, left[line.product_id])
            if milli > 0:
                taken[line.line] = Quantity(milli)
                left[line.product_id] -= milli
        if taken and order.allows(Deed.FULFIL):
            key = sha256(f"{sale.id}:{order.id}".encode()).hexdigest()[:32]
            done = _done(db, order, Deed.FULFIL, now=now, key=key, quantities=taken)
            if order.state.is_open:
                unpromised.subtract({line.product_id: gone.milli for line, gone in _gone(order, done)})
    online_orders.untie(db, sale.id)
    note_overridden(db, {one: milli for one, milli in unpromised.items() if milli > 0}, now=now)


def _known(db: Database, target: str, order_id: str) -> OnlineOrder:
    if training.is_on(db):
        raise OrdersWaitInTraining
    order = online_orders.get(db, target, order_id)
    if order is None:
        raise UnknownOrder(order_id)
    return order


def _done(
    db: Database,
    order: OnlineOrder,
    deed: Deed,
    *,
    now: datetime,
    key: str,
    quantities: Mapping[int, Quantity] | None = None,
    reason: str = "",
) -> OnlineOrder:
    """Write what a deed makes of a reservation, and the deed, which names every line so that nothing is guessed."""
    done = after(order, deed, quantities, reason)
    online_orders.put(db, done, heard_at_ms=to_ms(now))
    gone = _gone(order, done)
    meant = {line.line: line.held for line in done.lines}
    if deed is Deed.FULFIL:
        meant |= {line.line: quantity for line, quantity in gone}
    of_units = order.mode is OrderMode.ESCROW and order.state.is_open
    order_deeds.add(
        db,
        order.target,
        order.id,
        deed,
        key=key,
        quantities=meant,
        why=reason,
        made_at_ms=to_ms(now),
        units=of_units,
    )
    if of_units:  # what a reservation held no more comes out of the shop's own, until the window says otherwise
        escrow.consume(db, order.target, [(one.product_id, quantity.milli) for one, quantity in gone])
    tell_elsewhere(db, order.target, {line.product_id for line in order.lines})
    online_log.note(
        db, order.target, LogEvent.ORDER_DONE, now=now, order=order.id, number=order.number, deed=deed.value
    )
    return done


def _gone(before: OnlineOrder, done: OnlineOrder) -> list[tuple[OrderLine, Quantity]]:
    """What leaves the shop with a deed: the lines that have some, with how much."""
    pairs = zip(before.lines, done.lines, strict=True)
    return [(new, new.fulfilled - old.fulfilled) for old, new in pairs if new.fulfilled != old.fulfilled]


def _with_goods(db: Database, ticket: Ticket, order: OnlineOrder, line: OrderLine) -> Ticket:
    wanted = to_collect(order, line)
    if not wanted:
        return ticket
    product = products.get(db, line.product_id)
    if product is None:
        raise UnknownProduct(line.product_id)
    return add(ticket, product, wanted)


def _sold_milli(sale: Sale) -> Counter[str]:
    """How much of each product a sale took out of the shop; what it took back counts against it."""
    sold: Counter[str] = Counter()
    for line in sale.lines:
        sold[line.product_id] += line.quantity.milli
    return sold
