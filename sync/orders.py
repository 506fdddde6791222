"""Reservations over the wire: pulled by cursor, and telling what the shop did, how it takes them, what it hands over.

Every call may be repeated, and no transaction is open while the network is waited for. Trouble of the line is raised as
it is: whoever calls has the one kernel of the line judge it, so that one wait holds for all calls.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from pos.database import cursors, escrow, inbox, online_links, online_log, order_deeds, outbox
from pos.database.connection import Database, transaction
from pos.domain.escrow import Units
from pos.domain.online_log import LogEvent
from pos.domain.online_order import Deed, OnlineOrder, OrderMode
from pos.domain.quantity import Quantity
from pos.operations import escrowing, taking_orders
from sync.errors import Rejected
from sync.order_protocol import ORDERS_A_PAGE, EscrowBatch, EscrowHeld, EscrowRow, Rules, Transition, TransitionLine
from sync.order_rows import heard_order, heard_page
from sync.protocol import BATCH_LIMIT, LevelRow

if TYPE_CHECKING:
    from pos.database.online_links import OnlineLink
    from pos.database.order_deeds import KeptDeed
    from sync.connector import Connector
    from sync.topping import Topping

Clock = Callable[[], datetime]
Stopped = Callable[[], bool]

DEEDS_AT_ONCE: Final = 50
PAGES_AT_ONCE: Final = 10
BATCHES_AT_ONCE: Final = 4
"""So much is told or read before the shop's news have their turn again."""
NO_SUCH_CALL: Final = "about:blank"
"""How a far end refuses that does not know a call; every refusal of what a call says has a kind of its own."""
_LONGEST_REASON: Final = 2000


def pull(
    db: Database, link: OnlineLink, connector: Connector, *, clock: Clock, stopped: Stopped = lambda: False
) -> bool:
    """Read the feed of reservations on from where it was read to, some pages at a time; whether there is more.

    Raises:
        SyncError: the line failed; what was read so far is kept.
    """
    known = cursors.get(db, link.target, cursors.ORDERS)
    after = 0 if known is None else known.position
    began_anew = False
    for _ in range(PAGES_AT_ONCE):
        if stopped():
            break
        heard = _heard(db, link, after)
        page = heard_page(link.target, connector.read_orders(after, **heard), after=after)
        if taking_orders.begin_anew(db, link, page):
            if began_anew:  # a feed that is another every time is none to wait for
                return False
            after, began_anew = 0, True
            continue
        reached = taking_orders.take(db, link, page, now=clock())
        if reached is not None and len(page.rows) < ORDERS_A_PAGE:
            taking_orders.end_feed(db, link, now=clock())
        is_last = len(page.rows) < ORDERS_A_PAGE and not _heard(db, link, reached)  # else it is to know of the rest
        if reached in {None, after} or is_last:
            return False
        after = reached
    return True


def _heard(db: Database, link: OnlineLink, reached: int | None) -> dict[str, str]:
    """That the feed was taken in up to a place, for the far end to know, when no deed waits about what ended there.

    The place is read first: a deed made after it knows that the reservation had ended.
    """
    known = cursors.get(db, link.target, cursors.ORDERS)
    if known is None or not known.mark or known.position != reached or order_deeds.waiting(db, link.target):
        return {}
    return {"feed": known.feed, "mark": known.mark}


def tell_deeds(
    db: Database, link: OnlineLink, connector: Connector, *, clock: Clock, stopped: Stopped = lambda: False
) -> bool:
    """Tell what the shop did about reservations, oldest first, each with its key until it is answered; not all at once,
    so that levels go out between; whether there are more.

    A deed the online shop refuses is kept with its reason for a person to see, and holds up no other.

    Raises:
        SyncError: the line failed, or knows no such call (an older catalogue); what is not answered waits, with its
            key.
    """
    waiting = order_deeds.waiting(db, link.target)
    for deed in waiting[:DEEDS_AT_ONCE]:
        if stopped():
            break
        _tell_deed(db, link, connector, deed, clock())
    return len(waiting) > DEEDS_AT_ONCE


def tell_rules(db: Database, link: OnlineLink, connector: Connector, *, clock: Clock) -> None:
    """Tell how the shop takes reservations, when that changed or a new term began.

    Raises:
        SyncError: the line failed, or the rules were refused; they are told again.
    """
    now_kept = online_links.get(db, link.target)
    if now_kept is None or now_kept.rules_told >= now_kept.rules_version:
        return
    told = _rules(now_kept)
    reply = connector.put_rules(told)
    with transaction(db):
        if not online_links.is_joined(db, now_kept):
            return
        if reply.version > told.version:  # it held later ones than this file knows of: the till's word counts
            online_links.renumber_rules(db, link.target, version=reply.version + 1)
            return
        online_links.note_rules_told(db, link.target, version=told.version)
        online_log.note(db, link.target, LogEvent.RULES_TOLD, now=clock(), mode=told.mode, version=told.version)


def tell_escrow(
    db: Database,
    link: OnlineLink,
    connector: Connector,
    topping: Topping,
    *,
    clock: Clock,
    stopped: Stopped = lambda: False,
) -> bool:
    """Hand units to the window, or ask them back, as the rules of now say; read the ledger first in a new term.

    Some batches at a time, so that levels go out between; whether there are more.

    Raises:
        SyncError: the line failed; what was handed over is the window's in the file, and told again.
    """
    now_kept = online_links.get(db, link.target)
    if now_kept is None or not _uses_escrow(db, now_kept):
        return False
    if not escrowing.is_of_term(db, link):
        held = _ledger_there(link, connector, stopped)
        if held is None:
            return False
        escrowing.adopt(db, link, held)
        topping.look_at_all()
    # first what waits, so that what is handed over next is counted from what is so
    is_more = _tell_untold(db, link, connector, topping, stopped=stopped)
    if is_more or stopped():
        return is_more
    if topping.top_up(db, now_kept, now=clock()):
        return _tell_untold(db, link, connector, topping, stopped=stopped)
    return False


def _tell_deed(db: Database, link: OnlineLink, connector: Connector, deed: KeptDeed, now: datetime) -> None:
    order_deeds.note_try(db, deed.target, deed.key)
    try:
        answer = connector.tell_deed(_transition(db, link, deed))
    except Rejected as refusal:
        if refusal.kind == NO_SUCH_CALL:
            raise
        latest = _latest(db, deed, None)
        taking_orders.settle(db, link, deed, "refused", now=now, latest=latest, reason=refusal.reason)
        return
    heard = heard_order(deed.target, bytes(answer.order))
    if heard.order is None:  # the deed is settled all the same; the feed brings the row, and it is refused there
        taking_orders.settle(db, link, deed, answer.outcome, now=now)
    else:
        latest = _latest(db, deed, heard.order)
        taking_orders.settle(db, link, deed, answer.outcome, now=now, heard=heard, latest=latest)


def _ledger_there(link: OnlineLink, connector: Connector, stopped: Stopped) -> list[Units] | None:
    """All that the online shop holds of units, page after page; None when it is of another term, or was not read on."""
    held: list[Units] = []
    after: str | None = ""
    while after is not None:
        reply = connector.read_escrow(after)
        if reply.term != link.term or stopped():
            return None
        held += [_units(row) for row in reply.rows]
        after = reply.after
    return held


def _tell_untold(db: Database, link: OnlineLink, connector: Connector, topping: Topping, *, stopped: Stopped) -> bool:
    """Tell some batches, each product once; whether others are left to tell."""
    told: set[str] = set()
    for _ in range(BATCHES_AT_ONCE):
        rows = [one for one in escrow.untold(db, link.target, BATCH_LIMIT) if one.product_id not in told]
        if not rows or stopped():
            return False
        reply = connector.put_escrow(EscrowBatch(link.term, tuple(map(_row, rows))))
        escrowing.hear(db, link, rows, [_units(row) for row in reply.rows])
        told |= {one.product_id for one in rows}
        topping.note_heard(told)
    return any(one.product_id not in told for one in escrow.untold(db, link.target, BATCH_LIMIT))


def _transition(db: Database, link: OnlineLink, deed: KeptDeed) -> Transition:
    """A deed as it is told now: under the term of now, with the levels of now where goods left."""
    lines = tuple(TransitionLine(line, one.milli) for line, one in sorted(deed.quantities.items()))
    levels: tuple[LevelRow, ...] = ()
    if deed.deed is Deed.FULFIL:
        news = outbox.levels_for(db, link.target, order_deeds.products_of(db, deed.target, deed.order_id))
        levels = tuple(LevelRow(one.product_id, one.version, one.quantity_milli) for one in news)
    return Transition(
        key=deed.key,
        term=link.term,
        order=deed.order_id,
        action=deed.deed.value,
        lines=lines,
        reason=deed.why[:_LONGEST_REASON],
        levels=levels,
    )


def _latest(db: Database, deed: KeptDeed, answered: OnlineOrder | None) -> OnlineOrder | None:
    """The latest that the far end ever said of a reservation: a stored answer may be older than what the feed told."""
    kept = inbox.newest(db, deed.target, deed.order_id)
    if kept is None or (answered is not None and answered.revision >= kept[0]):
        return answered
    return heard_order(deed.target, kept[1]).order


def _rules(link: OnlineLink) -> Rules:
    return Rules(
        term=link.term,
        version=link.rules_version,
        takes=link.takes_orders,
        mode=OrderMode(link.mode).value,
        safety_milli=link.safety_milli,
        hold_minutes=link.hold_minutes,
        answer_minutes=link.answer_minutes,
    )


def _uses_escrow(db: Database, link: OnlineLink) -> bool:
    """Whether units are handed over now, or were; a shop that never did has nothing to ask or tell."""
    return link.mode == OrderMode.ESCROW.value or not escrow.is_empty(db, link.target)


def _row(one: Units) -> EscrowRow:
    return EscrowRow(one.product_id, one.granted.milli, one.recalled.milli)


def _units(held: EscrowHeld) -> Units:
    """What the far end holds; what was asked back and not given back it does not say."""
    return Units(
        held.product,
        granted=Quantity(held.granted_milli),
        recalled=Quantity(held.returned_milli),
        returned=Quantity(held.returned_milli),
        consumed=Quantity(held.consumed_milli),
    )
