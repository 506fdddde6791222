"""Proving a shop's file: its journal by the same core as any archive, and every table against the records.

Works within whatever moment of the file its caller holds: a check takes the fast form in its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from pos.database import checks, migrations
from pos.database.connection import Database, Row
from pos.database.journal import projections, stretches
from pos.domain.identity import to_ms
from pos.fiscal.events import Event
from pos.fiscal.keys import check
from pos.fiscal.quick_parsing import parse_quickly
from pos.fiscal.verify import ALGORITHM, Fields, Head, Report, Verifier

RECORDS_A_PAGE: Final = 50
"""How many records are gone over between two words of progress: few enough to stay in the processor's cache, and to
let another thread have its turn before it waits."""
JOURNAL_STEP: Final = "m003_journal"
_TRAINING: Final = frozenset({Event.TRAINING_ON, Event.TRAINING_OFF, Event.RESTORE})

Progress = Callable[[int, int], None]
"""Told how many records were gone over and how many there are; it may raise to stop the work."""


def quietly(done: int, of: int) -> None:
    """Show no progress."""


def prove(
    db: Database,
    *,
    full: bool,
    last_signatures: int = 0,
    tables: bool = True,
    heads: Iterable[Head] = (),
    fingerprints: Iterable[str] = (),
    structure: bool = False,
    progress: Progress = quietly,
) -> Report:
    """Verify the journal of a shop's file, and hold every table against it; a file without a journal proves nothing.

    Args:
        db: the shop, in one snapshot.
        full: whether every signature is checked, or only those of closings and keys.
        last_signatures: of how many of the last records the signatures are checked in any case.
        tables: whether the sales are held against the records too, or only what says where the journal stands.
        heads: ends of the chain known from elsewhere; the file may not end before any of them.
        fingerprints: keys known from elsewhere.
        structure: whether the tables and their guards are to be as they were made, and every page and index in
            agreement: a row altered beside its index reads one way or the other.
        progress: told how far it is.
    """
    last = stretches.last_seq(db) if JOURNAL_STEP in migrations.applied(db) else None
    verifier = Verifier(
        db.path.name,
        full=full,
        signed_from=(last or 0) - last_signatures + 1,
        check=check,
        read=parse_quickly,
        heads=heads,
        fingerprints=fingerprints,
    )
    if last is None:
        return verifier.end(is_whole=True)
    for detail in (*checks.schema_differences(db), *checks.damages(db)) if structure else ():
        verifier.find("structure", 0, detail=detail)
    before, training = _take_all(db, verifier, progress, tables=tables)
    report = verifier.end(is_whole=True)
    unproven = projections.unproven_sales(db) if tables else before
    if report.last and unproven != before:
        verifier.find("orphan", 0, table="sale", count=abs(unproven - before))
    for table, detail in _state_differences(db, verifier, training=training):
        verifier.find("state", report.last, table=table, detail=detail)
    return report


def _take_all(db: Database, verifier: Verifier, progress: Progress, *, tables: bool) -> tuple[int, bool]:
    """Go over all records page by page; gives how many sales were made before the journal began, and if it trains."""
    last, before, training = stretches.last_seq(db), 0, False
    for page in _pages(db, last):
        told: list[tuple[Fields | None, Row]] = []
        for entry, columns in page:
            fields = verifier.take(entry)
            told.append((fields, columns))
            event = fields.get("event") if fields is not None else None
            if fields is None or event is None:
                continue
            if event == Event.INIT:
                before += _sales_before(fields)
            elif event in _TRAINING:
                training = event == Event.TRAINING_ON
        for seq, table in _differing_tables(db, told) if tables else ():
            verifier.find("projection", seq, table=table)
        progress(page[-1].columns[0], last)
    return before, training


def _differing_tables(db: Database, told: Sequence[tuple[Fields | None, Row]]) -> list[tuple[int, str]]:
    """Number and table of what differs; a record whose fields no table can be held against is found by itself."""
    try:
        return list(projections.differing_tables(db, told))
    except (KeyError, TypeError, ValueError):
        if len(told) == 1:
            return [(told[0][1][0], "fiscal_record")]
        return [found for one in told for found in _differing_tables(db, [one])]


def _pages(db: Database, last: int) -> Iterator[list[stretches.Kept]]:
    page: list[stretches.Kept] = []
    for one in stretches.kept(db, 0, last):
        page.append(one)
        if len(page) == RECORDS_A_PAGE:
            yield page
            page = []
    if page:
        yield page


def _sales_before(fields: Fields) -> int:
    try:
        return int(fields["data"]["before"]["sales"])
    except (KeyError, TypeError, ValueError):
        return 0


def _state_differences(db: Database, verifier: Verifier, *, training: bool) -> Iterator[tuple[str, str]]:
    """Tables that say where the journal stands, and in what they are not as it leaves them."""
    kept, meant = projections.state(db), _meant_state(verifier, training=training)
    for name, value in meant["totals"].items():
        if value is not None and kept["totals"].get(name) != value:
            yield "totals", name
    for series in sorted(kept["counter"].keys() | meant["counter"].keys()):
        if kept["counter"].get(series) != meant["counter"].get(series):
            yield "counter", series
    for table in ("fiscal_head", "fiscal_key", "purge"):
        if kept[table] != meant[table]:
            yield table, ""


def _meant_state(verifier: Verifier, *, training: bool) -> dict[str, Any]:
    books, report = verifier.books, verifier.report
    last_ms = to_ms(datetime.fromisoformat(verifier.utc)) if verifier.utc else 0
    closed = (books.open_day, books.closed_day, books.closed_month, books.closed_year, int(training))
    keys = verifier.keys.all
    ends = [*(key.from_seq - 1 for key in keys[1:]), None]
    return {
        "totals": books.totals if report.last else dict.fromkeys(books.totals, 0),
        "counter": {series: place for series, place in verifier.series.items() if place[0]},
        "fiscal_head": (report.last, bytes.fromhex(report.head) or bytes(32), last_ms, *closed),
        "fiscal_key": [(key.id, key.der, ALGORITHM, key.from_seq, end) for key, end in zip(keys, ends, strict=False)],
        "purge": [(one["from"], one["to"], one["seq"]) for one in verifier.purges],
    }
