"""Taking an import back: cards as they were, added products gone, stock moved back.

What a person did since is never lost: a product that was sold, moved or edited stays as it is and is told.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final

import msgspec

from pos.database import ended_prices, imports, outbox, products, till
from pos.database.connection import Database, transaction
from pos.database.imports import ImportRecord, ImportRow, ImportState, RowState
from pos.domain.catalogue import Product
from pos.domain.identity import to_ms
from pos.domain.quantity import Quantity
from pos.domain.stock import Reason
from pos.operations.changes import Changes
from pos.operations.importing.pace import STAGED_AT_ONCE, WRITTEN_AT_ONCE, Progress, give_way, unheard
from pos.operations.moving import move
from pos.operations.noting import note_prices

_PUT_IN: Final = (RowState.ADDED, RowState.CHANGED)


class Since(StrEnum):
    """What happened to a product since the import, so that it is left as it is."""

    SOLD = "sold"
    EDITED = "edited"


@dataclass(frozen=True, slots=True)
class Card:
    """A product's card with its codes, as it was before an import changed it."""

    product: Product
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """A product an undoing left as it is, and why."""

    product_id: str
    name: str
    since: Since


@dataclass(frozen=True, slots=True)
class Undone:
    """What taking an import back did."""

    removed: int
    restored: int
    left: tuple[Left, ...]
    changes: Changes


def undo_import(db: Database, import_id: str, *, now: datetime, progress: Progress = unheard) -> Undone:
    """Take a published import back in small batches; once begun it is finished, if need be at next opening.

    Cards changed since and products sold, moved or on a ticket since stay as they are and are told.

    Raises:
        LookupError: there is no such import, or it was not published.
    """
    record = imports.get(db, import_id)
    if record is None or record.state is not ImportState.PUBLISHED:
        raise LookupError(f"no published import {import_id}")
    with transaction(db):
        imports.set_state(db, import_id, ImportState.UNDOING)
    return _undo(db, import_id, ImportState.UNDONE, now=now, progress=progress)


def take_back(db: Database, import_id: str, *, now: datetime) -> Undone:
    """Undo an import that stopped while it was being published: the shop is as before."""
    return _undo(db, import_id, ImportState.CANCELLED, now=now)


def resume_imports(db: Database, *, now: datetime) -> list[ImportRecord]:
    """Bring what stopped on its way to an end: staged lists are dropped, half-published and half-undone ones undone.

    To be called once, when the shop's file was opened and before anybody imports.

    Returns:
        the imports that were taken back, to be told; dropped lists changed nothing and are not among them.
    """
    taken_back = []
    for record in imports.unfinished(db):
        if record.state is ImportState.STAGING:
            discard(db, record.id)
            continue
        published = record.state is ImportState.UNDOING
        _undo(db, record.id, ImportState.UNDONE if published else ImportState.CANCELLED, now=now)
        taken_back.append(record)
    return taken_back


def discard(db: Database, import_id: str) -> None:
    """Drop a list that was staged only; nothing of the shop is touched."""
    more = True
    while more:
        with transaction(db):
            more = imports.drop_some_rows(db, import_id, STAGED_AT_ONCE)
        give_way()
    with transaction(db):
        imports.forget(db, import_id)


def _undo(db: Database, import_id: str, final: ImportState, *, now: datetime, progress: Progress = unheard) -> Undone:
    """Go through the rows from the last to the first; a row settled before a crash is not met again."""
    total, done, line = imports.count_rows(db, import_id, _PUT_IN), 0, 2**62
    removed, restored, repriced, left = 0, 0, 0, list[Left]()
    while batch := imports.rows_before(db, import_id, _PUT_IN, before=line, limit=WRITTEN_AT_ONCE):
        with transaction(db):
            kept, prices = _undo_batch(db, import_id, batch, now=now)
        undone = [row for row in batch if row.line not in kept]
        removed += sum(row.state is RowState.ADDED for row in undone)
        restored += sum(row.state is RowState.CHANGED for row in undone)
        repriced += prices
        left += kept.values()
        line = batch[-1].line
        done += len(batch)
        progress(done, total)
        give_way()
    with transaction(db):
        if final is ImportState.UNDONE:
            note_prices(db, import_id, repriced, now=now, undone=True)
        imports.remove_made(db, import_id)
        imports.finish(db, import_id, final, finished_at_ms=to_ms(now))
    touched = bool(removed or restored)
    return Undone(removed, restored, tuple(left), Changes(products=touched, stock=touched, online=touched))


def _undo_batch(db: Database, import_id: str, batch: list[ImportRow], *, now: datetime) -> tuple[dict[int, Left], int]:
    """Undo a batch of rows inside a transaction; gives those left as they are, by line, and how many prices changed."""
    left: dict[int, Left] = {}
    undone: list[ImportRow] = []
    repriced = 0
    for row in batch:
        kept = _left(db, import_id, row)
        if kept is None:
            undone.append(row)
        else:
            left[row.line] = kept
    _move_back(db, import_id, undone, now=now)
    first_version = till.take(db, versions=len(undone)).first_version
    for version, row in enumerate(undone, start=first_version):
        if row.state is RowState.ADDED:
            outbox.mark_products(db, [(row.product_id, version)])
            products.remove(db, row.product_id)
        elif products.card_version(db, row.product_id) is not None:
            repriced += _restore(db, msgspec.json.decode(row.before, type=Card), version=version, now=now)
    outbox.forget_untold(db, [row.product_id for row in undone if row.state is RowState.ADDED])
    imports.settle_rows(db, import_id, [row._replace(state=RowState.UNDONE) for row in undone])
    return left, repriced


def _left(db: Database, import_id: str, row: ImportRow) -> Left | None:
    """Why a row's product stays as it is, or None when the import can be taken back from it."""
    version = products.card_version(db, row.product_id)
    if version is None:
        return None
    edited = version != row.version
    if not edited and not (row.state is RowState.ADDED and imports.in_use(db, import_id, row.product_id)):
        return None
    product = products.get(db, row.product_id)
    return Left(row.product_id, product.name if product else "", Since.EDITED if edited else Since.SOLD)


def _restore(db: Database, card: Card, *, version: int, now: datetime) -> bool:
    """Write the earlier card, without a category or family that is gone meanwhile; whether it has another price."""
    present = products.get(db, card.product.id)
    product = replace(
        card.product,
        category_id=card.product.category_id if imports.exists(db, "category", card.product.category_id) else None,
        family_id=card.product.family_id if imports.exists(db, "family", card.product.family_id) else None,
    )
    if present is not None:
        ended_prices.keep(db, product.id, present.price, product.price, now=now)
    products.change(db, product, version=version)
    products.set_barcodes(db, product, card.codes)
    outbox.mark_products(db, [(product.id, version)])
    return present is not None and present.price != product.price


def _move_back(db: Database, import_id: str, rows: list[ImportRow], *, now: datetime) -> None:
    """Move the stock an import brought back out: movements are never taken away, only answered."""
    brought = [
        (row.product_id, Quantity(-milli))
        for row in rows
        if (milli := imports.stock_brought(db, import_id, row.product_id)) is not None
    ]
    move(db, brought, reason=Reason.IMPORT_UNDONE, ref=import_id, now=now)
