"""The rows an import refused or found worth a look: shown, and saved as a file to correct and import again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, islice
from pathlib import Path

import msgspec

from pos.database import imports
from pos.database.connection import Database
from pos.database.imports import RowState
from pos.exchange.product_lists import refused_rows
from pos.exchange.product_lists.entry import FLAG_WORDS, Entry, explain_refusal
from pos.exchange.product_lists.layout import Layout
from pos.exchange.product_lists.reading import interpret
from pos.operations.importing import rows
from pos.wording import Wording


class Listed(StrEnum):
    """Which rows are meant."""

    REFUSED = "refused"
    FLAGGED = "flagged"


@dataclass(frozen=True, slots=True)
class TellingRow:
    """A row with what is to be said of it, in words."""

    line: int
    said: str
    cells: tuple[str, ...]


def listed(db: Database, import_id: str, which: Listed, *, wording: Wording, limit: int) -> list[TellingRow]:
    """The first of the rows, to be shown."""
    return list(islice(_told(db, import_id, which, wording), limit))


def write_listed(db: Database, import_id: str, which: Listed, path: Path, *, wording: Wording) -> int:
    """Write the rows with what is said of them to a CSV file, and give their number.

    Raises:
        LookupError: there is no such import.
        FileNotWritten: the folder or disk does not accept it.
    """
    record = imports.get(db, import_id)
    if record is None:
        raise LookupError(import_id)
    headings = [wording("Line"), wording("Remark"), *msgspec.json.decode(record.headings, type=list[str])]
    told = ((row.line, row.said, row.cells) for row in _told(db, import_id, which, wording))
    return refused_rows.write(path, headings, told)


def _told(db: Database, import_id: str, which: Listed, wording: Wording) -> Iterator[TellingRow]:
    if which is Listed.REFUSED:
        for row in chain.from_iterable(rows.pages(db, import_id, RowState.REFUSED)):
            yield TellingRow(row.line, explain_refusal(wording, *rows.why(row.reason)), rows.raw(row).cells)
        return
    record = imports.get(db, import_id)
    layout = msgspec.json.decode(record.layout if record else "", type=Layout)
    taken = (RowState.STAGED, RowState.UNCODED, RowState.ADDED, RowState.CHANGED, RowState.UNCHANGED)
    for row in chain.from_iterable(rows.pages(db, import_id, *taken)):
        raw = rows.raw(row)
        entry = interpret(raw, layout)
        if isinstance(entry, Entry) and entry.flags:
            yield TellingRow(row.line, ", ".join(wording(FLAG_WORDS[flag]) for flag in entry.flags), raw.cells)
