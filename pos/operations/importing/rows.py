"""A list's rows as the shop's file keeps them: the cells as they came, and why one was refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from pos.database import imports
from pos.database.connection import Database
from pos.database.imports import ImportRow, RowState
from pos.exchange.product_lists.entry import Why
from pos.exchange.product_lists.layout import RawRow
from pos.operations.importing.pace import WRITTEN_AT_ONCE


def body(cells: Sequence[str]) -> str:
    """The cells of a row, to be kept."""
    return msgspec.json.encode(cells).decode()


def raw(row: ImportRow) -> RawRow:
    """The row as it stood in the file."""
    return RawRow(row.line, tuple(msgspec.json.decode(row.body, type=list[str])))


def reason(why: Why, detail: str) -> str:
    """Why a row was refused, to be kept."""
    return f"{why.value} {detail}"


def why(kept: str) -> tuple[Why, str]:
    """Why a row was refused, and the detail that says it."""
    said, _, detail = kept.partition(" ")
    return Why(said), detail


def pages(db: Database, import_id: str, *states: RowState, size: int = WRITTEN_AT_ONCE) -> Iterator[list[ImportRow]]:
    """The rows of an import in these states, a few at a time in the order of the file."""
    line = 0
    while page := imports.rows_after(db, import_id, states, after=line, limit=size):
        yield page
        line = page[-1].line
