"""A month without a network, then the way back; and, while the line is well, from a commit to the settled row."""

from __future__ import annotations

import gc
import random
import shutil
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pos.database import online_links, outbox, products
from pos.database.connection import Database, connect
from pos.domain.catalogue import Product
from pos.domain.quantity import pieces
from pos.exchange.tax_rates import french_rates
from pos.operations.closing import close_day
from pos.operations.selling import sell
from sync.line import Means, open_line
from sync.worker import SyncWorker
from tests.bench.noting import NotingLine, Sent, send_barely
from tests.bench.rows import Row, Turns, in_turns
from tests.bench.shops import build
from tests.bench.showing import OpenTill, bare_level, open_till
from tests.bench.town import NO_QUOTAS, join, join_barely, now, running_town
from tests.builders import NOON, exactly, signing, ticket
from tests.sync.catalogue_server import RunningCatalogue

ARTICLES = 2_000
DAYS = 30
SALES_A_DAY = 1_000
_STREAMS = 2
_WARM_DAYS = 5
_RATES = french_rates()
_SETTLED_WITHIN_S = 20


@dataclass(frozen=True, slots=True)
class _Month:
    """What a month offline left: the most rows that waited at any evening, and the memory early on and at its end."""

    sales: int
    most_rows: int
    attempts: int
    warm_mb: float
    last_mb: float


@dataclass(slots=True)
class _Shop:
    """A shop that is joined, with what its first push sent."""

    folder: Path
    port: int
    live_port: int
    means: Means
    sent: Sent
    first: Sent

    @property
    def file(self) -> Path:
        return self.folder / "shop.db"


def measure(folder: Path, *, quick: bool) -> list[Row]:
    """Sell for a month with nobody listening, push what came of it, and time single sales to the settled row."""
    articles, days, a_day, rounds = (60, 6, 20, 1) if quick else (ARTICLES, DAYS, SALES_A_DAY, 5)
    shop = _joined(folder, articles)
    month = _offline(shop, days=days, a_day=a_day)
    turns = Turns([], [])
    for place in range(rounds):
        _catch_up(shop, place, turns)
    with running_town(folder / "other-town") as other, open_till(folder / "other", other) as till:
        bare = bare_level(other)
        settled = in_turns(lambda: _to_the_settled_row(till), bare, rounds=10 if quick else 300)
    return [*_month_rows(month, articles), *_catch_up_rows(turns, month, shop), *_settled_rows(settled)]


def _month_rows(month: _Month, articles: int) -> list[Row]:
    note = f"{month.sales} sales, every day closed, a sync thread that finds nobody; {month.attempts} open attempt"
    early = f"{note}; the limit is the same process after {_WARM_DAYS} days"
    rows, memory = "rows waiting after a month offline", "memory after a month offline"
    return [
        Row(rows, month.most_rows, articles * _STREAMS, "rows", 1, goal=1.0, note=f"{note}; the limit is the law's"),
        Row(memory, month.last_mb, month.warm_mb, "MB", 1, goal=1.1, note=early),
    ]


def _catch_up_rows(turns: Turns, month: _Month, shop: _Shop) -> list[Row]:
    note = f"{month.sales} sales became {len(shop.sent)} batches; the limit puts the same bodies by bare requests"
    return turns.rows("catching up after a month offline", unit="ms", per_second=1_000, goals={50: 3.0}, note=note)


def _settled_rows(turns: Turns) -> list[Row]:
    note = "end of sell() until its row is settled in the shop's file, beside one PUT of one level by bare requests"
    goals: dict[int, float | None] = {50: None, 99: 10.0}
    return turns.rows("commit to the settled row", unit="ms", per_second=1_000, goals=goals, note=note)


def _joined(folder: Path, articles: int) -> _Shop:
    """A shop whose window is current; its catalogue is stopped afterwards."""
    build(folder / "shop.db", articles=articles, linked=False).close()
    sent: Sent = []
    with running_town(folder / "town") as town, closing(connect(folder / "shop.db")) as db:
        means = join(db, town, "Épicerie", lambda _, address, key: NotingLine(address, key, sent))
        _push(db, means)
        return _Shop(folder, town.port, town.live_port, means, sent, list(sent))


def _offline(shop: _Shop, *, days: int, a_day: int) -> _Month:
    """Sell day after day while the sync thread tries in vain."""
    chance, means = random.Random(days), shop.means
    worker = SyncWorker(
        shop.file,
        clock=now,
        new_id=means.new_id,
        keys=means.keys,
        report=lambda _: None,
        open_connector=means.open_connector,
    )
    most, memory = 0, []
    worker.start()
    try:
        with closing(signing(connect(shop.file))) as db:
            stocked = [one for one_id in products.shown_online(db) if (one := products.get(db, one_id)) is not None]
            for day in range(days):
                _sell_a_day(db, stocked, chance, worker, start=NOON + timedelta(days=day), count=a_day)
                most = max(most, int(db.value("SELECT count(*) FROM dirty")))
                memory.append(_memory_mb())
            attempts = int(db.value("SELECT count(*) FROM attempt"))
    finally:
        worker.stop()
    return _Month(days * a_day, most, attempts, memory[min(_WARM_DAYS, days) - 1], memory[-1])


def _sell_a_day(
    db: Database, stocked: list[Product], chance: random.Random, worker: SyncWorker, *, start: datetime, count: int
) -> None:
    for place in range(count):
        chosen = sorted({chance.randrange(len(stocked)) for _ in range(chance.randint(1, 5))})
        basket = ticket(*((stocked[one], pieces(1)) for one in chosen))
        sell(db, basket, exactly(basket), now=start + timedelta(seconds=place), rates=_RATES)
        worker.wake()
    close_day(db, now=start + timedelta(hours=8))


def _catch_up(shop: _Shop, place: int, turns: Turns) -> None:
    """Let a copy of the shop catch up with a copy of its catalogue, and a bare line send the same to the same."""
    folder = shop.folder / f"round-{place}"
    shutil.copytree(shop.folder / "town", folder / "town")
    shutil.copy(shop.file, folder / "shop.db")
    town = RunningCatalogue()
    town.start(folder / "town", port=shop.port, live_port=shop.live_port, environment=NO_QUOTAS)
    try:
        bare = join_barely(town, f"Limite {place}")
        send_barely(bare, shop.first)
        shop.sent.clear()
        with closing(connect(folder / "shop.db")) as db:
            turns.ours.append(_push(db, shop.means))
        turns.limit.append(send_barely(bare, shop.sent))
    finally:
        town.stop()


def _push(db: Database, means: Means) -> float:
    """Send all that waits; gives the seconds."""
    link = online_links.get(db)
    if link is None:
        raise LookupError("the shop was not joined")
    push = open_line(db, link, means)
    push.hurry()
    began = time.perf_counter()
    push.drain()
    seconds = time.perf_counter() - began
    left = outbox.waiting(db, link.target).waiting
    push.close()
    if left:
        raise RuntimeError(f"{left} rows were left behind: {push.trouble}")
    return seconds


def _to_the_settled_row(till: OpenTill) -> float:
    """Sell one piece, and wait until the window has learnt of it; gives the seconds."""
    time.sleep(0.05)
    till.sell()
    began = time.perf_counter()
    while till.db.row("SELECT 1 FROM dirty LIMIT 1") is not None:
        if time.perf_counter() > began + _SETTLED_WITHIN_S:
            raise TimeoutError("the sale was not settled")
        time.sleep(0.0002)
    return time.perf_counter() - began


def _memory_mb() -> float:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6
