"""The closing of a day of 100,000 sales, beside the bare sums of the same rows; and whether the window stands still."""

from __future__ import annotations

import os
import shutil
import time
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from pos.database import sales, settings, till
from pos.database.connection import Database, connect, transaction
from pos.database.journal import totals
from pos.database.journal.author import author_of
from pos.database.journal.records import append
from pos.domain import sale as domain
from pos.exchange.tax_rates import french_rates
from pos.fiscal.record import Kind
from pos.fiscal.ticket import ticket_body
from pos.keystore import key_file
from pos.operations.closing import close_day
from tests.bench.rows import Row, Turns, in_turns
from tests.bench.shops import build
from tests.builders import NOON, cash, product, signing, ticket

SALES = 100_000
AT_ONCE_MS = 100.0
"""What a person takes for at once."""
_EVENING = NOON + timedelta(hours=8)
_STRETCH = "BETWEEN 1 AND (SELECT seq FROM fiscal_head)"
_BARE = (
    f"SELECT kind, count(*) FROM fiscal_record WHERE seq {_STRETCH} GROUP BY kind",
    "SELECT rate_bp, sum(net_minor), sum(vat_minor), sum(gross_minor) FROM sale s JOIN sale_vat v ON v.sale_id = s.id"
    f" WHERE s.record_seq {_STRETCH} GROUP BY rate_bp",
    "SELECT means, sum(amount_minor) FROM sale s JOIN payment p ON p.sale_id = s.id"
    f" WHERE s.record_seq {_STRETCH} GROUP BY means",
    f"SELECT sum(change_minor), sum(total_minor < 0) FROM sale WHERE record_seq {_STRETCH}",
)


def measure(folder: Path, *, quick: bool) -> list[Row]:
    """Close the same day again and again, each time on a fresh copy of its file."""
    count, rounds = (300, 2) if quick else (SALES, 3)
    day = folder / "day.db"
    _sell_all_day(day, count)
    turns = in_turns(lambda: _close(folder, day), lambda: _sum_bare(day), rounds=rounds)
    return [
        *_rows(turns, count),
        Row(
            name="longest stillness of the window meanwhile",
            ours=_longest_gap(folder, day) * 1_000,
            limit=AT_ONCE_MS,
            unit="ms",
            n=1,
            goal=1.0,
            note=f"between two turns of the event loop while the shop thread closes a day of {count:,} sales;"
            f" the limit is what a person takes for at once",
        ),
    ]


def _rows(turns: Turns, count: int) -> list[Row]:
    note = "close_day() with its signature and fsync, beside the sums of the same rows by bare pysqlite3"
    return turns.rows(f"closing a day of {count:,} sales", unit="ms", per_second=1_000, goals={50: 2.0}, note=note)


def _sell_all_day(path: Path, count: int) -> None:
    """Real records, sales, shares and payments, in one transaction: a disk waited for once."""
    with closing(signing(build(path, articles=0))) as db:
        author_of(db)
        wares = (product("Savon", 250), product("Thé", 650))
        shop, rates = settings.shop_identity(db), french_rates()
        with transaction(db):
            running = totals.totals(db)
            for number in range(count):
                basket = ticket(*wares)
                taken = till.take(db, numbers=1)
                at = NOON + timedelta(milliseconds=number)
                sold = domain.close(
                    basket, [cash(1_000)], till=taken.till, number=taken.number, sold_at=at, rates=rates
                )
                running = running.plus(sold.total.minor)
                body = {**ticket_body(sold, shop), "tot": running.body}
                record = append(db, Kind.TICKET, body, now=at, subject=sold.id, business_day=NOON.date())
                sales.add(db, sold, record_seq=record.seq)
            totals.put_totals(db, running)
            totals.open_day(db, NOON.date())
        db.checkpoint()


def _close(folder: Path, day: Path) -> float:
    with closing(_fresh(folder, day)) as db:
        author_of(db)
        began = time.perf_counter()
        close_day(db, now=_EVENING)
        return time.perf_counter() - began


def _sum_bare(day: Path) -> float:
    with closing(connect(day)) as db:
        run = db.connection.execute
        began = time.perf_counter()
        for question in _BARE:
            run(question).fetchall()
        return time.perf_counter() - began


def _fresh(folder: Path, day: Path) -> Database:
    copy = folder / "copy.db"
    for ending in ("-wal", "-shm"):
        Path(f"{copy}{ending}").unlink(missing_ok=True)
    shutil.copy(day, copy)
    shutil.copy(key_file(day), key_file(copy))
    return signing(connect(copy))


def _longest_gap(folder: Path, day: Path) -> float:
    """Seconds between two turns of the event loop, at most, until the answer of the closing has arrived."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from ui.background import Background

    application = QApplication.instance() or QApplication([])
    background = Background(lambda: closing(_fresh(folder, day)), name="shop")
    background.start()
    answers: list[object] = []
    background.run(author_of, lambda _: background.run(lambda db: close_day(db, now=_EVENING), answers.append))
    longest, last = 0.0, time.perf_counter()
    while not answers:
        application.processEvents()
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
        time.sleep(0.001)
    background.stop()
    return longest
