"""Units handed to the window of an online shop, which it may promise on its own word, even while the till is off.

The shop's rights to a product are what is on hand without the window's. Units are handed over in two steps: they are
the window's in the shop's file first, and told then, as figures that only grow, so that no answer lost makes any twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from pos.database import cursors, escrow, online_links, online_log, online_orders, order_deeds
from pos.database.connection import Database, transaction
from pos.database.cursors import Cursor
from pos.domain.escrow import Units, topped_up
from pos.domain.online_log import LogEvent
from pos.domain.online_order import NONE, OrderMode
from pos.domain.quantity import Quantity
from pos.operations.promising import tell_elsewhere

if TYPE_CHECKING:
    from pos.database.online_links import OnlineLink

_AT_ONCE: Final = 200
"""So many products handed over in one transaction: a sale hardly waits for it."""


def promised_online(db: Database, product_id: str) -> Quantity:
    """How much of a product is promised to people who are not here: put aside, held, or handed to a window."""
    return Quantity(sum(milli for _, _, milli in online_orders.promised_milli(db, [product_id])))


def wanting(db: Database, link: OnlineLink, product_ids: Sequence[str] | None = None) -> list[str]:
    """The products of which units are to be handed over or asked back, of all or of those named; writes nothing."""
    share = _share(link)
    if not share and escrow.is_empty(db, link.target):
        return []
    return [one.product_id for one in _changing(db, link.target, share, product_ids)]


def top_up(db: Database, link: OnlineLink, *, now: datetime, product_ids: Sequence[str] | None = None) -> int:
    """Hand units to the window of an online shop, or ask them back, as its rules say; the number of products changed.

    In any other mode than escrow, or where no reservations are taken, all that is free is asked back. Of a product
    nothing moves while the online shop is still to be told what left of it out of the window's units: only its answer
    says whether they were. May be repeated: what is as it should be stays. Nothing is told yet: that is `sync.orders`.

    Args:
        db: the shop.
        link: the online shop.
        now: the moment.
        product_ids: the products to look at, all of them unless told.
    """
    wanted = wanting(db, link, product_ids)
    for first in range(0, len(wanted), _AT_ONCE):
        with transaction(db):
            _top_up_some(db, link, wanted[first : first + _AT_ONCE])
    if wanted:
        with transaction(db):
            online_log.note(db, link.target, LogEvent.ESCROW_MOVED, now=now, products=len(wanted))
    return len(wanted)


def is_of_term(db: Database, link: OnlineLink) -> bool:
    """Whether the ledger is the one of the term that the shop publishes under."""
    read = cursors.get(db, link.target, cursors.ESCROW)
    return read is not None and read.feed == str(link.term)


def adopt(db: Database, link: OnlineLink, held: Sequence[Units]) -> None:
    """Take over, for a new term, what the online shop holds of all products: its figures are the ledger now.

    What it was asked back and did not give back is asked anew by the next `top_up` where it is still wanted. Some rows
    at a time, so that no sale waits; only when all are written do they count as of the term.
    """
    gone = sorted({one.product_id for one in escrow.ledger(db, link.target)} - {one.product_id for one in held})
    for first in range(0, max(len(held), len(gone)), _AT_ONCE):
        with transaction(db):
            if not online_links.is_joined(db, link):
                return
            some, lost = held[first : first + _AT_ONCE], gone[first : first + _AT_ONCE]
            escrow.forget(db, link.target, lost)
            escrow.put(db, link.target, _with_what_waits(db, link.target, some))
            tell_elsewhere(db, link.target, {*lost, *(one.product_id for one in some)})
    with transaction(db):
        if online_links.is_joined(db, link):
            cursors.put(db, link.target, cursors.ESCROW, Cursor(str(link.term), 0))


def hear(db: Database, link: OnlineLink, told: Sequence[Units], held: Sequence[Units]) -> None:
    """Take in the answer to what was told: what came back and what was consumed; told again where it grew meanwhile."""
    with transaction(db):
        if not online_links.is_joined(db, link):
            return
        rows = []
        for sent, answer in zip(told, held, strict=True):
            now_kept = escrow.of(db, link.target, sent.product_id)
            if now_kept is not None:
                rows.append(_settled(now_kept, sent, answer))
        escrow.put(db, link.target, _with_what_waits(db, link.target, rows))
        tell_elsewhere(db, link.target, {one.product_id for one in rows})


def _share(link: OnlineLink) -> Quantity:
    return Quantity(link.share_milli) if link.takes_orders and link.mode == OrderMode.ESCROW.value else NONE


def _top_up_some(db: Database, link: OnlineLink, product_ids: Sequence[str]) -> None:
    """The same once more inside the transaction: a sale may have come between, or the shop have left."""
    if not online_links.is_joined(db, link):
        return
    changed = _changing(db, link.target, _share(link), product_ids)
    escrow.put(db, link.target, changed)
    tell_elsewhere(db, link.target, {one.product_id for one in changed})


def _changing(db: Database, target: str, share: Quantity, product_ids: Sequence[str] | None = None) -> list[Units]:
    """The rows as they are to be, of those that are not."""
    standing = escrow.standing(db, target, product_ids)
    changing = [topped for one in standing if (topped := _topped(one, share)) != one.units]
    leaving = order_deeds.leaving_units_milli(db, target, [one.product_id for one in changing]) if changing else {}
    return [one for one in changing if one.product_id not in leaving]


def _topped(one: escrow.Standing, share: Quantity) -> Units:
    return topped_up(one.units, on_hand=one.on_hand, reserved=one.reserved, share=share if one.is_shown else NONE)


def _settled(kept: Units, sent: Units, answer: Units) -> Units:
    """The row after an answer; the far end may not know the product yet, and is then told again."""
    same = (kept.granted, kept.recalled) == (sent.granted, sent.recalled)
    granted = max(kept.granted, answer.granted)
    return Units(
        kept.product_id,
        granted=granted,
        recalled=max(kept.recalled, answer.returned),
        returned=answer.returned,
        consumed=answer.consumed,
        told=same and answer.granted >= kept.granted,
    )


def _with_what_waits(db: Database, target: str, rows: Sequence[Units]) -> list[Units]:
    """The online shop's figures, with what left since with reservations and it was not told yet."""
    waiting = order_deeds.leaving_units_milli(db, target, [one.product_id for one in rows])
    return [_consuming(one, waiting.get(one.product_id, 0)) for one in rows]


def _consuming(one: Units, milli: int) -> Units:
    consumed = min(one.granted - one.returned, one.consumed + Quantity(milli))
    return Units(one.product_id, one.granted, one.recalled, one.returned, consumed, told=one.told)
