"""What is promised of the goods in the shop, and telling the windows that did not promise it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from pos.database import online_links, online_log, online_orders, outbox, stock, till
from pos.database.connection import Database
from pos.domain.online_log import LogEvent


def tell_elsewhere(db: Database, target: str, product_ids: Collection[str]) -> None:
    """Make what one online shop promised news to the others, inside the transaction of the promise.

    Where there is no other, nothing changes: the online shop that promised knows, and subtracts it itself. Otherwise
    the levels get a fresh version, and every window is told that version, so that comparing finds them all alike.
    """
    if not product_ids or not online_links.has_others(db, target):
        return
    fresh = stock.renew_versions(db, sorted(product_ids), lambda count: till.take(db, versions=count).first_version)
    outbox.mark_levels(db, fresh)


def note_overridden(db: Database, sold_milli: Mapping[str, int], *, now: datetime) -> None:
    """Note what a sale took from what is promised online, inside its transaction: goods in a customer's hand win."""
    for target, product_id, promised in online_orders.promised_milli(db, sold_milli):
        level = stock.level(db, product_id)
        short = promised - (0 if level is None else level.on_hand.milli)
        if short > 0:
            milli = min(short, sold_milli[product_id])
            online_log.note(db, target, LogEvent.PROMISE_OVERRIDDEN, now=now, product=product_id, quantity_milli=milli)
