"""Taking in what an online shop tells of reservations: one transaction an order, so that a sale never waits for more.

In it go together how far the feed was read, the row as it came, and the reservation. A row that nobody can read is
kept as it came and counted, and the feed goes on. While a deed of a reservation waits to be told, what the feed says of
it is only kept; the answer to the deed settles what is so.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from pos.database import cursors, escrow, inbox, online_links, online_log, online_orders, order_deeds
from pos.database.connection import Database, transaction
from pos.database.cursors import ESCROW, ORDERS, Cursor
from pos.database.online_links import OnlineLink
from pos.database.order_deeds import KeptDeed, Outcome
from pos.domain.identity import to_ms
from pos.domain.online_log import LogEvent
from pos.domain.online_order import NONE, OnlineOrder, OrderMode, OrderState
from pos.operations.promising import tell_elsewhere

KEPT: Final = timedelta(days=30)
"""How long a reservation is kept after the last that was heard of it, once it has ended, with whose it was."""


@dataclass(frozen=True, slots=True)
class HeardOrder:
    """A row of a feed as it came: `order` where it could be read, otherwise `reason` says why not.

    cursor is its place in the feed, None where not even that could be read.
    """

    order_id: str
    revision: int
    cursor: int | None
    raw: bytes
    order: OnlineOrder | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class HeardPage:
    """What a feed told after a place in it; head is the newest cursor it ever gave out.

    at and reached are its marks of that place and of the page's last row, empty where it tells none.
    """

    feed: str
    after: int
    head: int
    rows: tuple[HeardOrder, ...]
    at: str = ""
    reached: str = ""

    def follows(self, known: Cursor) -> bool:
        """Whether the feed is the one that was read to a place, and has forgotten nothing that it told before it."""
        return self.feed == known.feed and known.position <= self.head and known.mark in {"", self.at}


def begin_anew(db: Database, link: OnlineLink, page: HeardPage) -> bool:
    """Read a feed from the start where it is another than was read, or has forgotten what it told; whether it must be.

    What was known stays until the feed is heard again; a page that says so is itself asked for once more. The ledger of
    units handed over is read anew as well: a catalogue put back to before holds others than it told.
    """
    known = cursors.get(db, link.target, ORDERS)
    if known is not None and page.follows(known):
        return False
    with transaction(db):
        if online_links.is_joined(db, link):
            cursors.put(db, link.target, ORDERS, Cursor(page.feed, 0))
            inbox.forget_taken(db, link.target)
            online_orders.forget_revisions(db, link.target)
            cursors.drop(db, link.target, ESCROW)
    return known is not None


def take(db: Database, link: OnlineLink, page: HeardPage, *, now: datetime) -> int | None:
    """Take in a page; gives the place the feed was read to, or None when the shop is no longer joined like that.

    May be repeated, late, doubled or out of order: a page after another place than the feed was read to is not taken,
    and a revision known already changes nothing.
    """
    known = cursors.get(db, link.target, ORDERS)
    start = 0 if known is None else known.position
    if known is None or known.feed != page.feed or start != page.after:
        return start
    for row in page.rows:
        with transaction(db):
            if not online_links.is_joined(db, link):
                return None
            if row.order is None:
                _refuse(db, link.target, row, now)
            else:
                _take(db, row, row.order, now)
            if row.cursor is not None and row.cursor > start:
                start = row.cursor
                mark = page.reached if row is page.rows[-1] else ""
                cursors.put(db, link.target, ORDERS, Cursor(page.feed, start, mark))
    return start


def end_feed(db: Database, link: OnlineLink, *, now: datetime) -> list[OnlineOrder]:
    """Give up the reservations that a feed, read from the start to its end, did not name any more: it was wiped.

    One that a deed is about waits for the answer. The goods are free then; who comes for them all the same finds the
    reservation among those that ended.
    """
    if not online_orders.unheard(db, link.target):
        return []
    with transaction(db):
        lost = [one for one in online_orders.unheard(db, link.target) if not _waits(db, one)]
        for order in lost:
            _put(db, replace(_released(order), is_seen=False), before=order, now=now)
            _note(db, order, LogEvent.ORDER_CANCELLED, now)
    return lost


def settle(
    db: Database,
    link: OnlineLink,
    deed: KeptDeed,
    outcome: Outcome,
    *,
    now: datetime,
    heard: HeardOrder | None = None,
    latest: OnlineOrder | None = None,
    reason: str = "",
) -> bool:
    """Settle a deed by its answer, and take over what the far end says of its reservation; whether it still waited.

    Args:
        db: the shop.
        link: the online shop.
        deed: what was told.
        outcome: what became of it.
        now: the moment.
        heard: the reservation as the answer tells it, with its bytes; None when it was refused.
        latest: the latest the far end ever said of it, by the answer or the feed; None when that is nothing.
        reason: why it was refused.
    """
    with transaction(db):
        if not online_links.is_joined(db, link) or not order_deeds.settle(
            db, deed.target, deed.key, outcome, reason=reason
        ):
            return False
        if heard is not None:
            inbox.take(db, deed.target, heard.order_id, heard.revision, heard.raw, heard_at_ms=to_ms(now))
        order = online_orders.get(db, deed.target, deed.order_id)
        if order is not None:
            _take_over(db, order, latest, is_news=outcome != "applied", now=now)
            _note_outcome(db, order, deed, outcome, reason, now)
    return True


def forget_old(db: Database, *, now: datetime) -> None:
    """Forget reservations that ended long ago, names and numbers with them; what waits or was refused stays."""
    with transaction(db):
        online_orders.forget_ended(db, before_ms=to_ms(now - KEPT))


def _refuse(db: Database, target: str, row: HeardOrder, now: datetime) -> None:
    is_new = inbox.refuse(db, target, row.order_id, row.revision, row.raw, reason=row.reason, heard_at_ms=to_ms(now))
    if is_new:
        online_log.note(db, target, LogEvent.ORDER_REFUSED, now=now, order=row.order_id, reason=row.reason)


def _take(db: Database, row: HeardOrder, order: OnlineOrder, now: datetime) -> None:
    known = online_orders.get(db, order.target, order.id)
    if known is not None and order.revision <= known.revision:
        return
    inbox.take(db, order.target, order.id, order.revision, row.raw, heard_at_ms=to_ms(now))
    if known is None:
        _put(db, replace(order, is_seen=not order.state.is_open), before=None, now=now)
        if order.state.is_open:
            _note(db, order, LogEvent.ORDER_CAME, now)
    elif not _waits(db, order) and not _was_handed_over(db, known, order):
        _take_over(db, known, order, is_news=_ended_by_others(known, order), now=now)


def _was_handed_over(db: Database, known: OnlineOrder, order: OnlineOrder) -> bool:
    """Whether the far end forgot that goods left, and is told once more: what a customer took comes back by no word."""
    has_left = known.state is OrderState.FULFILLED and order.state is not OrderState.FULFILLED
    return has_left and order_deeds.tell_fulfilment_again(db, order.target, order.id)


def _take_over(db: Database, known: OnlineOrder, latest: OnlineOrder | None, *, is_news: bool, now: datetime) -> None:
    """Let what the far end says stand in the place of what is known, unless a deed is still to be answered."""
    order = known if latest is None or _waits(db, known) else latest
    _put(db, replace(order, is_seen=known.is_seen and not is_news), before=known, now=now)
    if _ended_by_others(known, order):
        event = LogEvent.ORDER_EXPIRED if order.state is OrderState.EXPIRED else LogEvent.ORDER_CANCELLED
        _note(db, order, event, now)


def _put(db: Database, order: OnlineOrder, *, before: OnlineOrder | None, now: datetime) -> None:
    online_orders.put(db, order, heard_at_ms=to_ms(now))
    products = {line.product_id for known in (order, before) if known is not None for line in known.lines}
    if order.mode is OrderMode.ESCROW:
        escrow.ask_again(db, order.target, products)
    tell_elsewhere(db, order.target, products)


def _ended_by_others(known: OnlineOrder, order: OnlineOrder) -> bool:
    return known.state.is_open and order.state in {OrderState.EXPIRED, OrderState.CANCELLED}


def _waits(db: Database, order: OnlineOrder) -> bool:
    return order_deeds.is_waiting(db, order.target, order.id)


def _released(order: OnlineOrder) -> OnlineOrder:
    lines = tuple(replace(line, held=NONE, released=line.released + line.held) for line in order.lines)
    return replace(order, state=OrderState.CANCELLED, lines=lines, expires_at=None)


def _note_outcome(
    db: Database, order: OnlineOrder, deed: KeptDeed, outcome: Outcome, reason: str, now: datetime
) -> None:
    if outcome == "overtaken":
        _note(db, order, LogEvent.ORDER_OVERTAKEN, now, deed=deed.deed.value)
    elif outcome == "refused":
        online_log.note(
            db, order.target, LogEvent.DEED_REFUSED, now=now, order=order.id, deed=deed.deed.value, reason=reason
        )


def _note(db: Database, order: OnlineOrder, event: LogEvent, now: datetime, **more: str) -> None:
    online_log.note(db, order.target, event, now=now, order=order.id, number=order.number, **more)
