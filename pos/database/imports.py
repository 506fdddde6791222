"""Imports of product lists: the rows of the file as they came, what became of each, and what that can be undone by.

Bodies are JSON that the operations write and read; here they are text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Literal, NamedTuple

import msgspec

from pos.database.connection import Database, Row
from pos.domain.stock import Reason

Made = Literal["category", "family"]


class ImportState(StrEnum):
    """How far an import has come; only a published one changed the shop for good."""

    STAGING = "staging"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    UNDOING = "undoing"
    UNDONE = "undone"
    CANCELLED = "cancelled"


class RowState(StrEnum):
    """What became of a row; an uncoded one is staged too, but recognised by its name, after all that have codes."""

    STAGED = "staged"
    UNCODED = "uncoded"
    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """An import as the shop remembers it."""

    id: str
    file_name: str
    started_at: datetime
    state: ImportState
    added: int
    changed: int
    unchanged: int
    refused: int
    layout: str
    headings: str


class ImportRow(NamedTuple):
    """A row of the file; before is the card it changed, version the one its change was given."""

    line: int
    state: RowState
    body: str
    reason: str = ""
    product_id: str = ""
    before: str = ""
    version: int = 0


class Namesake(NamedTuple):
    """A product that has a certain name."""

    product_id: str
    brand: str
    has_code: bool


_RECORD = "id, file_name, started_at_ms, state, added, changed, unchanged, refused, layout, headings"
_ROW = "line, state, body, reason, product_id, before, version"


def begin(db: Database, import_id: str, file_name: str, *, layout: str, headings: str, started_at_ms: int) -> None:
    """Open an import."""
    db.execute(
        "INSERT INTO import (id, file_name, started_at_ms, state, layout, headings) VALUES (?, ?, ?, ?, ?, ?)",
        (import_id, file_name, started_at_ms, ImportState.STAGING.value, layout, headings),
    )


def get(db: Database, import_id: str) -> ImportRecord | None:
    """The import of this id, or None."""
    row = db.row(f"SELECT {_RECORD} FROM import WHERE id = ?", (import_id,))
    return None if row is None else _record(row)


def recent(db: Database, *, limit: int = 20) -> list[ImportRecord]:
    """The latest imports, newest first."""
    rows = db.rows(f"SELECT {_RECORD} FROM import ORDER BY started_at_ms DESC, id DESC LIMIT ?", (limit,))
    return [_record(row) for row in rows]


def unfinished(db: Database) -> list[ImportRecord]:
    """The imports that stopped on their way, newest first: that is the order to take them back in."""
    rows = db.rows(
        f"SELECT {_RECORD} FROM import WHERE state IN ('staging', 'publishing', 'undoing')"
        " ORDER BY started_at_ms DESC, id DESC"
    )
    return [_record(row) for row in rows]


def set_state(db: Database, import_id: str, state: ImportState) -> None:
    """Note how far an import has come."""
    db.execute("UPDATE import SET state = ? WHERE id = ?", (state.value, import_id))


def finish(db: Database, import_id: str, state: ImportState, *, finished_at_ms: int) -> None:
    """Close an import, with the count of what became of its rows."""
    db.execute("UPDATE import SET state = ?, finished_at_ms = ? WHERE id = ?", (state.value, finished_at_ms, import_id))
    if state is ImportState.PUBLISHED:
        rows = db.rows("SELECT state, count(*) FROM import_row WHERE import_id = ? GROUP BY state", (import_id,))
        counts: dict[str, int] = dict(rows)
        db.execute(
            "UPDATE import SET added = ?, changed = ?, unchanged = ?, refused = ? WHERE id = ?",
            (*(counts.get(state, 0) for state in ("added", "changed", "unchanged", "refused")), import_id),
        )


def add_rows(db: Database, import_id: str, rows: Iterable[ImportRow]) -> None:
    """Write rows of the file."""
    db.insert_all("import_row", ({"import_id": import_id, **row._asdict()} for row in rows))


def carry_versions(db: Database, fresh: Sequence[tuple[str, int]]) -> None:
    """Give rows the new version of their product (product, version), where nobody edited it since the import.

    Call it before the products get theirs: a card that is only told again is no card that a person changed.
    """
    db.execute(
        "WITH fresh AS (SELECT value ->> '$[0]' AS id, value ->> '$[1]' AS version FROM json_each(?))"
        " UPDATE import_row SET version = (SELECT f.version FROM fresh f WHERE f.id = import_row.product_id)"
        " WHERE product_id IN (SELECT id FROM fresh)"
        " AND version = (SELECT p.version FROM product p WHERE p.id = import_row.product_id)",
        (msgspec.json.encode(fresh).decode(),),
    )


def settle_rows(db: Database, import_id: str, rows: Iterable[ImportRow]) -> None:
    """Note what became of rows."""
    db.execute_many(
        "UPDATE import_row SET state = ?, reason = ?, product_id = ?, before = ?, version = ?"
        " WHERE import_id = ? AND line = ?",
        [(row.state, row.reason, row.product_id, row.before, row.version, import_id, row.line) for row in rows],
    )


def rows_after(
    db: Database, import_id: str, states: Sequence[RowState], *, after: int = 0, limit: int
) -> list[ImportRow]:
    """A page of rows in these states in the order of the file, after a line."""
    return _page(db, import_id, states, "line > ? ORDER BY line", after, limit)


def rows_before(
    db: Database, import_id: str, states: Sequence[RowState], *, before: int, limit: int
) -> list[ImportRow]:
    """A page of rows in these states from the end of the file on, before a line."""
    return _page(db, import_id, states, "line < ? ORDER BY line DESC", before, limit)


def count_rows(db: Database, import_id: str, states: Sequence[RowState]) -> int:
    """How many rows are in these states."""
    marks = ",".join("?" * len(states))
    return int(
        db.value(f"SELECT count(*) FROM import_row WHERE import_id = ? AND state IN ({marks})", (import_id, *states))
    )


def drop_some_rows(db: Database, import_id: str, limit: int) -> bool:
    """Delete at most so many rows; whether there may be more."""
    deleted = db.execute(
        "DELETE FROM import_row WHERE import_id = ?1 AND line IN"
        " (SELECT line FROM import_row WHERE import_id = ?1 ORDER BY line LIMIT ?2)",
        (import_id, limit),
    )
    return bool(deleted.rowcount == limit)


def forget(db: Database, import_id: str) -> None:
    """Forget an import that never reached a product; its rows are gone already."""
    db.execute("DELETE FROM import WHERE id = ?", (import_id,))


def note_made(db: Database, import_id: str, kind: Made, made_id: str) -> None:
    """Remember a category or family that an import opened."""
    db.execute("INSERT INTO import_made VALUES (?, ?, ?)", (import_id, kind, made_id))


def remove_made(db: Database, import_id: str) -> None:
    """Take away the categories and families an import opened and in which nothing stands any more."""
    for kind in ("category", "family"):
        db.execute(
            f"DELETE FROM {kind} WHERE id IN (SELECT id FROM import_made WHERE import_id = ? AND kind = ?)"
            f" AND NOT EXISTS (SELECT 1 FROM product WHERE {kind}_id = {kind}.id)",
            (import_id, kind),
        )


def exists(db: Database, kind: Made, made_id: str | None) -> bool:
    """Whether this category or family is still there."""
    return made_id is not None and db.row(f"SELECT 1 FROM {kind} WHERE id = ?", (made_id,)) is not None


def named(db: Database, name: str) -> list[Namesake]:
    """The products of exactly this name."""
    rows = db.rows(
        "SELECT p.id, p.brand, EXISTS (SELECT 1 FROM barcode b WHERE b.product_id = p.id) FROM product p"
        " WHERE p.name = ? ORDER BY p.id",
        (name,),
    )
    return [Namesake(product_id, brand, has_code=bool(has_code)) for product_id, brand, has_code in rows]


def stock_brought(db: Database, import_id: str, product_id: str) -> int | None:
    """The thousandths an import put in stock of a product and did not take back, or None when it never moved it."""
    row = db.row(
        "SELECT sum(delta_milli) FROM movement WHERE product_id = ? AND ref = ? AND reason IN (?, ?)"
        " HAVING count(*) % 2 = 1",
        (product_id, import_id, Reason.IMPORT.value, Reason.IMPORT_UNDONE.value),
    )
    return None if row is None else int(row[0])


def in_use(db: Database, import_id: str, product_id: str) -> bool:
    """Whether a product was moved by anything but this import, or stands on an open or parked ticket."""
    moved = db.row("SELECT 1 FROM movement WHERE product_id = ? AND ref <> ? LIMIT 1", (product_id, import_id))
    if moved is not None:
        return True
    return any(
        db.row(f"SELECT 1 FROM {kept} WHERE instr(body, ?) > 0", (product_id,)) is not None
        for kept in ("open_ticket", "parked_ticket")
    )


def _page(
    db: Database, import_id: str, states: Sequence[RowState], where: str, line: int, limit: int
) -> list[ImportRow]:
    marks = ",".join("?" * len(states))
    rows = db.rows(
        f"SELECT {_ROW} FROM import_row WHERE import_id = ? AND state IN ({marks}) AND {where} LIMIT ?",
        (import_id, *states, line, limit),
    )
    return [ImportRow(row[0], RowState(row[1]), *row[2:]) for row in rows]


def _record(row: Row) -> ImportRecord:
    started_at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=row[2])
    return ImportRecord(row[0], row[1], started_at, ImportState(row[3]), *row[4:])
