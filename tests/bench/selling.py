"""A sale of five lines, beside the same rows written and signed barely; and how often the disk is waited for.

The bare side writes every row a sale leaves, the journal's too, by bare pysqlite3, and pays for one bare SHA-256 and
one bare signature of the record's bytes.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from pos.database import products
from pos.database.connection import Database, connect
from pos.database.journal.author import author_of
from pos.domain.catalogue import Product
from pos.domain.ticket import Ticket
from pos.exchange.tax_rates import french_rates
from pos.fiscal.record import PREFIX
from pos.operations.selling import keep_ticket, sell
from tests.bench.rows import Row, Turns
from tests.bench.shops import build
from tests.builders import NOON, exactly, signing, ticket

ARTICLES = 2_000
LINES = 5
CHECKPOINT_EVERY = 100
_RATES = french_rates()
_SIGNED = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
_WRITES = ("fiscal_record", "sale", "sale_line", "sale_vat", "payment", "movement")
_STATES = {
    "till": ("last_number", "next_seq", "last_version"),
    "fiscal_head": ("seq", "hash", "at_ms", "clock_ms", "open_day"),
    "totals": ("day", "month", "year", "perpetual_signed", "perpetual_abs"),
}
_READS = {
    "fiscal_record": "SELECT * FROM fiscal_record WHERE subject = ?",
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

    payload: bytes
    inserts: tuple[tuple[str, Rows], ...]
    updates: tuple[tuple[str, tuple[Any, ...]], ...]
    counter: tuple[Any, ...]
    levels: Rows
    dirty: Rows
    ticket_id: str


def measure(folder: Path, *, quick: bool) -> list[Row]:
    """Sell on one file and write the same rows on its twin, in turns."""
    sales, warm = (40, 5) if quick else (2_000, 100)
    ours = build(folder / "ours.db", articles=200 if quick else ARTICLES)
    ours.execute("CREATE INDEX bench_ref ON movement (ref)")  # to read the rows back; both files carry it
    key = load_pem_private_key(author_of(ours).key.secret.encode(), password=None)
    ours.close()
    shutil.copy(folder / "ours.db", folder / "limit.db")
    ours, limit = signing(connect(folder / "ours.db")), connect(folder / "limit.db")
    shelf = [product for product in (products.get(ours, id_) for id_ in products.shown_online(ours)) if product]
    turns = _in_turns(ours, _Bare(limit, key), shelf, sales=sales + warm)
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
            note=f"sell() beside the same rows by bare pysqlite3 with a bare hash and a bare signature of the record,"
            f" {len(shelf)} products, one online shop; both wait for one fsync; checkpoints between sales",
        ),
        *_fsyncs(folder, quick=quick),
    ]


def _in_turns(ours: Database, bare: _Bare, shelf: Sequence[Product], *, sales: int) -> Turns:
    """The bare side writes the rows of the sale before, so that either side may go first."""
    chance = random.Random(5)
    turns = Turns([], [])
    before: Written | None = None
    for count in range(sales + 1):
        basket = ticket(*chance.sample(shelf, LINES))
        keep_ticket(ours, basket, now=NOON)
        if before is not None:
            bare.keep(before.ticket_id)
            if count % 2:
                turns.limit.append(bare.write(before))
        seconds = _sell(ours, basket)
        if count < sales:
            turns.ours.append(seconds)
        if before is not None and not count % 2:
            turns.limit.append(bare.write(before))
        before = _written(ours, basket)
        if count % CHECKPOINT_EVERY == 0:
            ours.checkpoint()
            bare.db.checkpoint()
    if before is not None:
        bare.write(before)
    return turns


def _hold_together(ours: Database, limit: Database) -> None:
    """Both sides must have written the same, or their times mean nothing."""
    for table in (*_STATES, *_WRITES, "counter", "stock_level", "dirty"):
        if ours.rows(f"SELECT * FROM {table}") != limit.rows(f"SELECT * FROM {table}"):
            raise RuntimeError(f"the two sides wrote different rows into {table}")


def _sell(db: Database, basket: Ticket) -> float:
    payments = exactly(basket)
    began = time.perf_counter()
    sell(db, basket, payments, now=NOON, rates=_RATES)
    return time.perf_counter() - began


class _Bare:
    """The other side: the driver, the hash and the signature, and nothing of ours around them."""

    def __init__(self, db: Database, key: Any) -> None:
        self.db = db
        self._key = key
        self._run, self._run_many = db.connection.execute, db.connection.executemany

    def keep(self, ticket_id: str) -> None:
        self._run("INSERT OR REPLACE INTO open_ticket VALUES ('current', ?, ?, 0)", (ticket_id, "x" * 1_000))

    def write(self, written: Written) -> float:
        run, run_many = self._run, self._run_many
        began = time.perf_counter()
        message = PREFIX + written.payload
        sha256(message).digest()
        self._key.sign(message, _SIGNED)
        run("BEGIN IMMEDIATE")
        for sql, row in written.updates:
            run(sql, row)
        for sql, rows in written.inserts:
            run_many(sql, rows)
        run(
            "INSERT INTO counter VALUES (?, ?, ?, ?) ON CONFLICT (till_id, series) DO UPDATE SET"
            " last_no = excluded.last_no, last_hash = excluded.last_hash",
            written.counter,
        )
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
    left = {table: db.rows(_READS[table], (basket.id,)) for table in _WRITES}
    return Written(
        payload=db.value("SELECT payload FROM fiscal_record WHERE subject = ?", (basket.id,)),
        inserts=tuple((f"INSERT INTO {table} VALUES ({','.join('?' * len(rows[0]))})", rows)
                      for table, rows in left.items()),
        updates=tuple((f"UPDATE {table} SET {' = ?, '.join(names)} = ?",
                       _only(db, f"SELECT {', '.join(names)} FROM {table}"))
                      for table, names in _STATES.items()),
        counter=_only(db, "SELECT * FROM counter WHERE series LIKE 'TICKET/%'"),
        levels=db.rows(f"SELECT product_id, place, quantity_milli, version FROM stock_level"
                       f" WHERE product_id IN ({marks})", ids),
        dirty=db.rows(f"SELECT target, stream, product_id, gen FROM dirty"
                      f" WHERE stream = 'level' AND product_id IN ({marks})", ids),
        ticket_id=basket.id,
    )  # fmt: skip


def _only(db: Database, question: str) -> tuple[Any, ...]:
    row = db.row(question)
    if row is None:
        raise LookupError(question)
    return row


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
