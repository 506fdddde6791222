"""A sale of five lines, beside the same rows written with bare pysqlite3; and how often the disk is waited for."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pos.database import products
from pos.database.connection import Database, connect
from pos.domain.catalogue import Product
from pos.domain.ticket import Ticket
from pos.exchange.tax_rates import french_rates
from pos.operations.selling import keep_ticket, sell
from tests.bench.rows import Row, Turns
from tests.bench.shops import build
from tests.builders import NOON, exactly, signing, ticket

ARTICLES = 2_000
LINES = 5
CHECKPOINT_EVERY = 100
_RATES = french_rates()
_WRITES = (
    ("sale", "INSERT INTO sale VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
    ("sale_line", "INSERT INTO sale_line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
    ("sale_vat", "INSERT INTO sale_vat VALUES (?, ?, ?, ?, ?)"),
    ("payment", "INSERT INTO payment VALUES (?, ?, ?, ?)"),
    ("movement", "INSERT INTO movement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
)
_READS = {
    "sale": "SELECT * FROM sale WHERE id = ?",
    "sale_line": "SELECT * FROM sale_line WHERE sale_id = ?",
    "sale_vat": "SELECT * FROM sale_vat WHERE sale_id = ?",
    "payment": "SELECT * FROM payment WHERE sale_id = ?",
    "movement": "SELECT * FROM movement WHERE ref = ? ORDER BY seq",
}

Rows = Sequence[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Written:
    """Every row one sale left in the file."""

    inserts: tuple[tuple[str, Rows], ...]
    levels: Rows
    dirty: Rows
    till: tuple[int, int, int]
    ticket_id: str


def measure(folder: Path, *, quick: bool) -> list[Row]:
    """Sell on one file and write the same rows on its twin, in turns."""
    sales, warm = (40, 5) if quick else (2_000, 100)
    ours = build(folder / "ours.db", articles=200 if quick else ARTICLES)
    ours.execute("CREATE INDEX bench_ref ON movement (ref)")  # to read the rows back; both files carry it
    ours.close()
    shutil.copy(folder / "ours.db", folder / "limit.db")
    ours, limit = signing(connect(folder / "ours.db")), connect(folder / "limit.db")
    shelf = [product for product in (products.get(ours, id_) for id_ in products.shown_online(ours)) if product]
    turns = _in_turns(ours, limit, shelf, sales=sales + warm)
    _hold_together(ours, limit)
    ours.close()
    limit.close()
    turns = Turns(turns.ours[warm:], turns.limit[warm:])
    return [
        *turns.rows(
            f"sale of {LINES} lines",
            unit="ms",
            per_second=1_000,
            goals={50: 2.0, 99: None},
            note=f"sell() beside the same rows by bare pysqlite3, {len(shelf)} products, one online shop;"
            f" both wait for one fsync; checkpoints between sales",
        ),
        *_fsyncs(folder, quick=quick),
    ]


def _in_turns(ours: Database, limit: Database, shelf: Sequence[Product], *, sales: int) -> Turns:
    """The bare side writes the rows of the sale before, so that either side may go first."""
    chance = random.Random(5)
    turns = Turns([], [])
    before: Written | None = None
    for count in range(sales + 1):
        basket = ticket(*chance.sample(shelf, LINES))
        keep_ticket(ours, basket, now=NOON)
        if before is not None:
            _keep_bare(limit, before.ticket_id)
            if count % 2:
                turns.limit.append(_write_bare(limit, before))
        seconds = _sell(ours, basket)
        if count < sales:
            turns.ours.append(seconds)
        if before is not None and not count % 2:
            turns.limit.append(_write_bare(limit, before))
        before = _written(ours, basket)
        if count % CHECKPOINT_EVERY == 0:
            ours.checkpoint()
            limit.checkpoint()
    if before is not None:
        _write_bare(limit, before)
    return turns


def _hold_together(ours: Database, limit: Database) -> None:
    """Both sides must have written the same, or their times mean nothing."""
    for table in ("till", "sale", "sale_line", "sale_vat", "payment", "movement", "stock_level", "dirty"):
        if ours.rows(f"SELECT * FROM {table}") != limit.rows(f"SELECT * FROM {table}"):
            raise RuntimeError(f"the two sides wrote different rows into {table}")


def _sell(db: Database, basket: Ticket) -> float:
    payments = exactly(basket)
    began = time.perf_counter()
    sell(db, basket, payments, now=NOON, rates=_RATES)
    return time.perf_counter() - began


def _keep_bare(db: Database, ticket_id: str) -> None:
    db.execute("INSERT OR REPLACE INTO open_ticket VALUES ('current', ?, ?, 0)", (ticket_id, "x" * 1_000))


def _write_bare(db: Database, written: Written) -> float:
    run, run_many = db.connection.execute, db.connection.executemany
    began = time.perf_counter()
    run("BEGIN IMMEDIATE")
    run("UPDATE till SET last_number = ?, next_seq = ?, last_version = ?", written.till)
    for sql, rows in written.inserts:
        run_many(sql, rows)
    run_many(
        "INSERT INTO stock_level VALUES (?, ?, ?, ?) ON CONFLICT (product_id, place) DO UPDATE SET"
        " quantity_milli = excluded.quantity_milli, version = excluded.version",
        written.levels,
    )
    run_many(
        "INSERT INTO dirty (target, stream, product_id, gen) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (target, stream, product_id) DO UPDATE SET gen = excluded.gen",
        written.dirty,
    )
    run("DELETE FROM open_ticket WHERE slot = 'current'")
    run("COMMIT")
    return time.perf_counter() - began


def _written(db: Database, basket: Ticket) -> Written:
    ids = tuple(line.product_id for line in basket.lines)
    marks = ",".join("?" * len(ids))
    counters = db.row("SELECT last_number, next_seq, last_version FROM till")
    if counters is None:
        raise LookupError("the file has no till")
    return Written(
        inserts=tuple((sql, db.rows(_READS[table], (basket.id,))) for table, sql in _WRITES),
        levels=db.rows(f"SELECT product_id, place, quantity_milli, version FROM stock_level"
                       f" WHERE product_id IN ({marks})", ids),
        dirty=db.rows(f"SELECT target, stream, product_id, gen FROM dirty"
                      f" WHERE stream = 'level' AND product_id IN ({marks})", ids),
        till=(counters[0], counters[1], counters[2]),
        ticket_id=basket.id,
    )  # fmt: skip


def _fsyncs(folder: Path, *, quick: bool) -> list[Row]:
    """How often one sale waits for the disk, by strace: the difference between a short and a long run."""
    strace = shutil.which("strace")
    if strace is None:
        return []
    few, many = (5, 25) if quick else (10, 210)
    calls = {count: _count_fsyncs(strace, folder, count) for count in (few, many)}
    return [
        Row(
            name="fsyncs of a sale",
            ours=(calls[many] - calls[few]) / (many - few),
            limit=1.0,
            unit="calls",
            n=many - few,
            goal=1.0,
            note="fsync and fdatasync seen by strace, no checkpoint between; the first sale after one takes a second",
        )
    ]


def _count_fsyncs(strace: str, folder: Path, sales: int) -> int:
    shop, trace = folder / f"traced-{sales}.db", folder / f"traced-{sales}.txt"
    subprocess.run(
        [strace, "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(trace),
         sys.executable, "-m", "tests.bench.selling", str(shop), str(sales)],
        check=True, timeout=120,
    )  # fmt: skip
    return len(re.findall(r"^\d+ +f(?:data)?sync\(", trace.read_text(), flags=re.MULTILINE))


def _sell_some(path: Path, sales: int) -> None:
    db = build(path, articles=20)
    shelf = [product for product in (products.get(db, id_) for id_ in products.shown_online(db)) if product]
    for count in range(sales):
        _sell(db, ticket(*[shelf[(count + step) % len(shelf)] for step in range(LINES)]))
    db.close()


if __name__ == "__main__":
    _sell_some(Path(sys.argv[1]), int(sys.argv[2]))
