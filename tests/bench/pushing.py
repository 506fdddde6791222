"""The first push of a whole shop, beside a bare requests loop that sends the same bodies to the same catalogue."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from pos.database import online_links, outbox, products
from pos.database.connection import Database, connect
from sync.line import Means, open_line
from tests.bench.noting import NotingLine, Sent, send_barely
from tests.bench.rows import Row, in_turns, percentile
from tests.bench.shops import build
from tests.bench.town import join, join_barely, running_town
from tests.sync.catalogue_server import RunningCatalogue

ARTICLES = 20_000


def measure(folder: Path, *, quick: bool) -> list[Row]:
    """Push a new shop, then send the same bodies for another one, again and again in turns."""
    articles, rounds = (600, 1) if quick else (ARTICLES, 5)
    build(folder / "shop.db", articles=articles, linked=False).close()
    with running_town(folder / "town") as town:
        _, sent = _push(folder, town, "Essai")
        names = iter(range(2 * rounds))
        turns = in_turns(
            lambda: _push(folder, town, f"Boutique {next(names)}")[0],
            lambda: send_barely(join_barely(town, f"Boutique {next(names)}"), sent),
            rounds=rounds,
        )
    rows = 2 * articles
    return [
        Row(
            name=f"first push of {articles} articles",
            ours=rows / percentile(turns.ours, 50),
            limit=rows / percentile(turns.limit, 50),
            unit="rows/s",
            n=rounds,
            goal=0.5,
            more_is_better=True,
            note=f"median; {len(sent)} batches, a card and a level an article, each settled in the shop's file,"
            " beside a requests loop with the same encoded bodies to the same catalogue process",
        )
    ]


def _push(folder: Path, town: RunningCatalogue, name: str) -> tuple[float, Sent]:
    """Join a copy of the shop and push all of it; gives the seconds and what was sent."""
    path = folder / f"{name}.db"
    shutil.copy(folder / "shop.db", path)
    sent: Sent = []
    db = connect(path)
    means = join(db, town, name, lambda _, address, key: NotingLine(address, key, sent))
    seconds = _drain(db, means)
    db.close()
    path.unlink()
    return seconds, sent


def _drain(db: Database, means: Means) -> float:
    link = online_links.get(db)
    if link is None:
        raise LookupError("the shop was not joined")
    push = open_line(db, link, means)
    began = time.perf_counter()
    push.drain()
    seconds = time.perf_counter() - began
    left = outbox.waiting(db, link.target).waiting
    push.close()
    if left or push.pushed.products != products.count(db):
        raise RuntimeError(f"{left} rows were left behind: {push.trouble}")
    return seconds
