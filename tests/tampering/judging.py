"""Whether a tampered file is found out, and whether anything of what it says is another thing at all."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite

from pos.database.connection import connect_reader
from pos.domain.errors import DatabaseError
from pos.fiscal.verify import KO, Head
from pos.operations import verifying

JOURNAL = ("fiscal_record", "fiscal_head", "counter", "totals", "fiscal_key", "purge")
PROJECTIONS = ("sale", "sale_line", "sale_vat", "payment")
HEAD = "seq, hash, at_ms, open_day, closed_day, closed_month, closed_year, training"
"""Without the two notes of the running till that no record ever says (see `edits.NOTES`)."""
UNREADABLE = "unreadable"

Content = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What verification said: the kinds of findings, and the first record it names (0 for none)."""

    detected: bool
    codes: tuple[str, ...] = ()
    first: int = 0
    last_of_file: int = 0


def judge(path: Path, *, heads: Sequence[Head], fingerprints: Sequence[str]) -> Judgement:
    """Verify a file as an inspector does, with what is known of it elsewhere."""
    try:
        with contextlib.closing(connect_reader(path)) as db:
            report = verifying.verify(db, heads=heads, fingerprints=fingerprints)
    except (DatabaseError, sqlite.Error, LookupError, TypeError, ValueError) as problem:
        return Judgement(detected=True, codes=(UNREADABLE, type(problem).__name__))
    broken = [finding for finding in report.ordered if finding.severity == KO]
    named = [finding.seq for finding in broken if finding.seq]
    return Judgement(
        detected=bool(broken),
        codes=tuple(sorted({finding.code for finding in broken})),
        first=min(named, default=0),
        last_of_file=report.last,
    )


def content(path: Path) -> Content | None:
    """Every row of the journal and of what is projected from it, read past all indexes; None where it cannot be."""
    try:
        with contextlib.closing(sqlite.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as connection:
            return dict(_tables(connection))
    except (sqlite.Error, UnicodeDecodeError, OverflowError):
        return None


def _tables(connection: Any) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    for table in (*JOURNAL, *PROJECTIONS):
        told = HEAD if table == "fiscal_head" else "*"
        yield table, connection.execute(f"SELECT {told} FROM {table} NOT INDEXED ORDER BY 1, 2").fetchall()
    # An automatic index has no text of its own; what it holds is for the verifier, which asks SQLite itself.
    words = (
        "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name <> 'migration' ORDER BY type, name"
    )
    yield "schema", connection.execute(words).fetchall()
