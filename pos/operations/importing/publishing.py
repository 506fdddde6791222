"""Publishing a staged list: its rows become products, a batch a transaction, or all of it is taken back."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

import msgspec

from pos.database import ended_prices, imports, outbox, products, stock, till
from pos.database.connection import Database, transaction
from pos.database.imports import ImportRecord, ImportRow, ImportState, RowState
from pos.domain.errors import ShopError
from pos.domain.identity import NewId, to_ms
from pos.domain.quantity import Quantity
from pos.domain.stock import Reason
from pos.exchange.product_lists.entry import Entry, Refusal
from pos.exchange.product_lists.layout import Layout
from pos.exchange.product_lists.reading import interpret
from pos.operations.changes import Changes
from pos.operations.importing import rows
from pos.operations.importing.comparing import Comparison, RowRefused, Shelves, compare_once
from pos.operations.importing.pace import IsCancelled, Progress, give_way, never, stop_if, unheard
from pos.operations.importing.undoing import Card, take_back
from pos.operations.moving import move
from pos.operations.noting import note_prices


@dataclass(frozen=True, slots=True)
class Imported:
    """An import that is done: what became of its rows, and what that touched."""

    record: ImportRecord
    changes: Changes


def publish(
    db: Database,
    import_id: str,
    *,
    now: datetime,
    new_id: NewId,
    progress: Progress = unheard,
    cancelled: IsCancelled = never,
) -> Imported:
    """Bring a staged list into the shop; what stops on the way is taken back.

    Every row is compared anew, for the shop may have changed since it was staged.

    Raises:
        LookupError: there is no such import, or it is not staged.
        Cancelled: a person stopped it; the shop is as before.
    """
    record = imports.get(db, import_id)
    if record is None or record.state is not ImportState.STAGING:
        raise LookupError(f"no staged import {import_id}")
    publisher = _Publisher(db, import_id, msgspec.json.decode(record.layout, type=Layout), new_id, now)
    with transaction(db):
        imports.set_state(db, import_id, ImportState.PUBLISHING)
    try:
        _publish_all(publisher, progress, cancelled)
    except BaseException:
        with contextlib.suppress(ShopError):
            take_back(db, import_id, now=now)
        raise
    finished = imports.get(db, import_id) or record
    touched = bool(finished.added or finished.changed)
    return Imported(finished, Changes(products=touched, stock=touched, online=touched))


def _publish_all(publisher: _Publisher, progress: Progress, cancelled: IsCancelled) -> None:
    db, import_id = publisher.db, publisher.import_id
    total, done = imports.count_rows(db, import_id, (RowState.STAGED, RowState.UNCODED)), 0
    coded_first = chain(rows.pages(db, import_id, RowState.STAGED), rows.pages(db, import_id, RowState.UNCODED))
    for page in coded_first:
        stop_if(cancelled)
        with transaction(db):
            publisher.write(page)
        done += len(page)
        progress(done, total)
        give_way()
    stop_if(cancelled)
    with transaction(db):
        note_prices(db, import_id, publisher.repriced, now=publisher.now)
        imports.finish(db, import_id, ImportState.PUBLISHED, finished_at_ms=to_ms(publisher.now))


@dataclass(slots=True)
class _Publisher:
    """Writes batch after batch; remembers what the list said already, and how many prices it changed."""

    db: Database
    import_id: str
    layout: Layout
    new_id: NewId
    now: datetime
    seen: dict[str, int] = field(default_factory=dict)
    repriced: int = 0

    def write(self, page: list[ImportRow]) -> None:
        """Bring a batch of rows into the shop, inside a transaction."""
        shelves = Shelves(self.db, self.new_id)
        first_version = till.take(self.db, versions=len(page)).first_version
        brought: list[tuple[str, Quantity]] = []
        shown_anew: list[str] = []
        settled = []
        for version, row in enumerate(page, start=first_version):
            try:
                entry = self._article(row)
                compared = compare_once(
                    self.db, entry, shelves, self.seen, new_id=self.new_id, usual=self.layout.tax_class
                )
            except RowRefused as problem:
                reason = rows.reason(problem.why, problem.detail)
                settled.append(row._replace(state=RowState.REFUSED, reason=reason))
                continue
            self._open_shelves(shelves)
            taken = self._stock_taken(entry, compared)
            if taken is not None:
                brought.append((compared.after.id, taken))
            if compared.comes_online:
                shown_anew.append(compared.after.id)
            settled.append(self._write_card(row, compared, version=version, moved=taken is not None))
        imports.settle_rows(self.db, self.import_id, settled)
        self._tell_online(settled, shown_anew)
        move(self.db, brought, reason=Reason.IMPORT, ref=self.import_id, now=self.now)

    def _article(self, row: ImportRow) -> Entry:
        entry = interpret(rows.raw(row), self.layout)
        if isinstance(entry, Refusal):
            raise RowRefused(entry.why, entry.detail)
        return entry

    def _open_shelves(self, shelves: Shelves) -> None:
        """Write the categories and families that were asked for and are not there yet."""
        for category in shelves.new_categories:
            products.add_category(self.db, category)
            imports.note_made(self.db, self.import_id, "category", category.id)
        for family in shelves.new_families:
            products.add_family(self.db, family)
            imports.note_made(self.db, self.import_id, "family", family.id)
        shelves.note_written()

    def _stock_taken(self, entry: Entry, compared: Comparison) -> Quantity | None:
        """The list's stock where the shop knows none: against movements that were counted a list is too old."""
        before = compared.before
        if entry.stock is None or (before is not None and stock.level(self.db, before.id) is not None):
            return None
        return entry.stock

    def _write_card(self, row: ImportRow, compared: Comparison, *, version: int, moved: bool) -> ImportRow:
        """Write a product as the list has it, and note in the row what it takes to undo that."""
        product = compared.after
        if compared.before is None:
            products.add(self.db, product, compared.codes, version=version, import_id=self.import_id)
            return row._replace(state=RowState.ADDED, product_id=product.id, version=version)
        if not (compared.changes or moved):
            return row._replace(state=RowState.UNCHANGED, product_id=product.id)
        self.repriced += compared.before.price != product.price
        ended_prices.keep(self.db, product.id, compared.before.price, product.price, now=self.now)
        products.change(self.db, product, version=version)
        if compared.fresh_codes:
            products.set_barcodes(self.db, product, compared.codes)
        before = Card(compared.before, tuple(code for code in compared.codes if code not in compared.fresh_codes))
        return row._replace(
            state=RowState.CHANGED,
            product_id=product.id,
            before=msgspec.json.encode(before).decode(),
            version=version,
        )

    def _tell_online(self, settled: list[ImportRow], shown_anew: list[str]) -> None:
        written = [row for row in settled if row.state in (RowState.ADDED, RowState.CHANGED)]
        outbox.mark_products(self.db, [(row.product_id, row.version) for row in written])
        levels = [level for product_id in shown_anew if (level := stock.level(self.db, product_id))]
        outbox.mark_levels(self.db, [(level.product_id, level.version) for level in levels])
