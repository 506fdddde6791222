"""Staging a list: its rows are kept beside the shop's products, and what publishing them would do is counted."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import msgspec

from pos.database import imports, stock
from pos.database.connection import Database, transaction
from pos.database.imports import ImportRow, RowState
from pos.domain.errors import ShopError
from pos.domain.identity import NewId, to_ms
from pos.exchange.product_lists.entry import Entry, Flag, Refusal, Why
from pos.exchange.product_lists.layout import Layout, Proposal, RawRow
from pos.exchange.product_lists.reading import interpret, raw_rows
from pos.operations.importing import rows
from pos.operations.importing.comparing import Comparison, RowRefused, Shelves, compare_once
from pos.operations.importing.pace import (
    STAGED_AT_ONCE,
    IsCancelled,
    Progress,
    batches,
    give_way,
    never,
    stop_if,
    unheard,
)
from pos.operations.importing.undoing import discard


@dataclass(frozen=True, slots=True)
class Figures:
    """What an import will do: products it adds, changes and leaves as they are, and rows it refuses and why.

    to_price are new products without a price; categories those it opens; stock_kept the rows whose stock is not
    taken because the shop counts that product already; flags count what is worth a look.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
    to_price: int = 0
    categories: int = 0
    stock_kept: int = 0
    reasons: tuple[tuple[Why, int], ...] = ()
    flags: tuple[tuple[Flag, int], ...] = ()

    @property
    def rows(self) -> int:
        """How many rows the list has."""
        return self.added + self.changed + self.unchanged + self.refused


@dataclass(frozen=True, slots=True)
class Staged:
    """A list that was read and compared, and has changed nothing yet."""

    import_id: str
    figures: Figures


def stage(
    db: Database,
    path: Path,
    proposal: Proposal,
    *,
    now: datetime,
    new_id: NewId,
    progress: Progress = unheard,
    cancelled: IsCancelled = never,
) -> Staged:
    """Read a list into the shop's file beside its products, and find out what publishing it would do.

    Args:
        db: the shop.
        path: the list.
        proposal: how it is written, as found by `inspect` or corrected by a person.
        now: the moment the import begins.
        new_id: names the import.
        progress: told after every batch.
        cancelled: asked before every batch.

    Raises:
        FileRefused: the file cannot be read to its end; nothing is kept.
        Cancelled: a person stopped it; nothing is kept.
    """
    found = raw_rows(path, proposal.layout)
    import_id = new_id()
    with transaction(db):
        imports.begin(
            db,
            import_id,
            path.name,
            layout=msgspec.json.encode(proposal.layout).decode(),
            headings=msgspec.json.encode(proposal.headings).decode(),
            started_at_ms=to_ms(now),
        )
    try:
        return Staged(import_id, _keep(db, import_id, found, proposal, new_id, progress, cancelled))
    except BaseException:
        with contextlib.suppress(ShopError):
            discard(db, import_id)
        raise


def _keep(
    db: Database,
    import_id: str,
    found: Iterator[RawRow],
    proposal: Proposal,
    new_id: NewId,
    progress: Progress,
    cancelled: IsCancelled,
) -> Figures:
    """Keep the rows and judge them: those with a code first, then the others, which are known by name only."""
    judge = _Judge(db, proposal.layout, Shelves(db, new_id), new_id)
    for batch in batches(found, STAGED_AT_ONCE):
        stop_if(cancelled)
        judged = [judge.look_at(row) for row in batch]
        with transaction(db):
            imports.add_rows(db, import_id, judged)
        progress(judge.judged, max(judge.judged, proposal.total))
        give_way()
    for page in rows.pages(db, import_id, RowState.UNCODED, size=STAGED_AT_ONCE):
        stop_if(cancelled)
        judged = [judge.look_at_uncoded(row) for row in page]
        with transaction(db):
            imports.settle_rows(db, import_id, [row for row in judged if row.state is RowState.REFUSED])
        progress(judge.judged, max(judge.judged, proposal.total))
        give_way()
    stop_if(cancelled)
    return judge.figures()


@dataclass(slots=True)
class _Judge:
    """Looks at row after row and counts; it remembers what the list said already, so that nothing stands twice."""

    db: Database
    layout: Layout
    shelves: Shelves
    new_id: NewId
    seen: dict[str, int] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[Why] = field(default_factory=Counter)
    flags: Counter[Flag] = field(default_factory=Counter)

    @property
    def judged(self) -> int:
        """How many rows were judged."""
        return sum(self.counts[what] for what in ("added", "changed", "unchanged")) + self.reasons.total()

    def look_at(self, row: RawRow) -> ImportRow:
        """The row as it is kept: staged, refused, or without a code and not judged yet."""
        kept = ImportRow(row.line, RowState.STAGED, rows.body(row.cells))
        entry = interpret(row, self.layout)
        if isinstance(entry, Entry) and not entry.codes:
            return kept._replace(state=RowState.UNCODED)
        return self._judge(kept, entry)

    def look_at_uncoded(self, kept: ImportRow) -> ImportRow:
        """The row without a code as it is kept from now on: the same, or refused."""
        return self._judge(kept, interpret(rows.raw(kept), self.layout))

    def _judge(self, kept: ImportRow, entry: Entry | Refusal) -> ImportRow:
        if isinstance(entry, Refusal):
            return self._refuse(kept, entry.why, entry.detail)
        try:
            compared = compare_once(
                self.db, entry, self.shelves, self.seen, new_id=self.new_id, usual=self.layout.tax_class
            )
        except RowRefused as problem:
            return self._refuse(kept, problem.why, problem.detail)
        self._count(entry, compared)
        return kept

    def figures(self) -> Figures:
        """What was counted."""
        return Figures(
            added=self.counts["added"],
            changed=self.counts["changed"],
            unchanged=self.counts["unchanged"],
            refused=self.reasons.total(),
            to_price=self.counts["to_price"],
            categories=len(self.shelves.new_categories),
            stock_kept=self.counts["stock_kept"],
            reasons=tuple(self.reasons.most_common()),
            flags=tuple(self.flags.most_common()),
        )

    def _refuse(self, kept: ImportRow, why: Why, detail: str) -> ImportRow:
        self.reasons[why] += 1
        return kept._replace(state=RowState.REFUSED, reason=rows.reason(why, detail))

    def _count(self, entry: Entry, compared: Comparison) -> None:
        self.flags.update(entry.flags)
        before = compared.before
        counted_already = before is not None and stock.level(self.db, before.id) is not None
        takes_stock = entry.stock is not None and not counted_already
        self.counts["stock_kept"] += entry.stock is not None and counted_already
        if before is None:
            self.counts["added"] += 1
            self.counts["to_price"] += entry.price is None
        else:
            self.counts["changed" if compared.changes or takes_stock else "unchanged"] += 1
