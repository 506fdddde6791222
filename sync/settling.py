"""Giving the rows of an answered attempt their fate; call it inside a transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pos.database import online_links, online_log, outbox
from pos.database.connection import Database, transaction
from pos.domain.online_log import LogEvent
from sync import batches
from sync.kernel import Fate, fate
from sync.state import Pushed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sync.protocol import RowResult

_AT_ONCE: Final = 50
"""So many products sent again in one transaction: a sale hardly waits for it."""


def settle(db: Database, target: str, attempt_id: str, results: Sequence[RowResult], *, now: datetime) -> Pushed:
    """Settle an attempt by its valid answer; a row changed since it was claimed goes on waiting.

    May be repeated: an attempt settled already, or forgotten because the shop was joined anew, changes nothing.
    """
    attempt = outbox.open_attempt(db, target)
    if attempt is None or attempt.id != attempt_id:
        return Pushed()
    rows = {row.product_id: row for row in outbox.claimed(db, attempt_id)}
    taken = [result.product for result in results if result.outcome != "refused"]
    hidden: list[str] = []
    known: list[str] = []
    if attempt.stream == "product":
        shown = batches.products_sent(attempt.body)
        outbox.note_shown(db, target, [(product_id, shown[product_id]) for product_id in taken])
        hidden = [product_id for product_id in taken if not shown[product_id]]
        known = [product_id for product_id in taken if shown[product_id]]
    fates = [
        (result, fate(result, gen=row.gen, claimed_gen=row.claimed_gen))
        for result in results
        if (row := rows.get(result.product)) is not None
    ]
    refused = [(result.product, result.reason) for result, fated in fates if fated is Fate.POISON]
    clean = [result.product for result, fated in fates if fated is Fate.CLEAN]
    outbox.settle(db, attempt_id, clean=clean, refused=refused)
    if hidden:
        outbox.forget_hidden_levels(db, target, hidden)
    if known:
        outbox.send_levels_again(db, target, known)
    _note_aside(db, target, refused, now)
    return _pushed(attempt.stream, taken=len(taken), set_aside=len(refused))


def set_aside(db: Database, target: str, attempt_id: str, reason: str, *, now: datetime) -> Pushed:
    """Set the rows of a refused attempt aside; one changed since it was claimed waits for its own answer."""
    attempt = outbox.open_attempt(db, target)
    if attempt is None or attempt.id != attempt_id:
        return Pushed()
    rows = outbox.claimed(db, attempt_id)
    refused = [(row.product_id, reason) for row in rows if row.gen == row.claimed_gen]
    outbox.settle(db, attempt_id, clean=(), refused=refused)
    _note_aside(db, target, refused, now)
    return _pushed(attempt.stream, taken=0, set_aside=len(refused))


def send_again(db: Database, product_id: str, *, now: datetime) -> None:
    """Send a product that was set aside once more, as it is now; the worker must be woken afterwards.

    May be repeated: a product is news once.
    """
    with transaction(db):
        outbox.mark_again(db, product_id)
        for target in online_links.targets(db):
            online_log.note(db, target, LogEvent.SENT_AGAIN, now=now, products=1)


def send_all_again(db: Database, target: str, *, now: datetime) -> tuple[str, ...]:
    """Send every product that an online shop set aside once more, as it is now; gives their ids.

    May be repeated: a product is news once. The worker must be woken afterwards.
    """
    aside = tuple(one.product_id for one in outbox.set_aside(db, target))
    for first in range(0, len(aside), _AT_ONCE):
        with transaction(db):
            for product_id in aside[first : first + _AT_ONCE]:
                outbox.mark_again(db, product_id)
    if aside:
        with transaction(db):
            online_log.note(db, target, LogEvent.SENT_AGAIN, now=now, products=len(aside))
    return aside


def _note_aside(db: Database, target: str, refused: Sequence[tuple[str, str]], now: datetime) -> None:
    if refused:
        product_id, reason = refused[0]
        told = {"product": product_id, "reason": reason}
        online_log.note(db, target, LogEvent.SET_ASIDE, now=now, products=len(refused), **told)


def leave_aside(db: Database, target: str, product_ids: Sequence[str]) -> None:
    """Keep refused products out of the way until they are refused anew; each can still be sent again.

    May be repeated. What is refused stays counted, and a level among it keeps the window from being vouched for.
    """
    for first in range(0, len(product_ids), _AT_ONCE):
        with transaction(db):
            outbox.leave_aside(db, target, product_ids[first : first + _AT_ONCE])


def leave_all_aside(db: Database, target: str) -> tuple[str, ...]:
    """Keep everything that an online shop refused out of the way; gives the ids. May be repeated."""
    aside = tuple(one.product_id for one in outbox.set_aside(db, target))
    leave_aside(db, target, aside)
    return aside


def _pushed(stream: outbox.Stream, *, taken: int, set_aside: int) -> Pushed:
    if stream == "product":
        return Pushed(products=taken, set_aside=set_aside, batches=1)
    return Pushed(levels=taken, set_aside=set_aside, batches=1)
