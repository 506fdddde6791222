"""Finding a product by its barcode, beside a bare indexed SELECT of the same columns."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

from pos.database import products
from tests.bench.rows import Row, in_turns
from tests.bench.shops import build, code_of

ARTICLES = 100_000
_BARE = (
    "SELECT p.id, p.name, p.price_minor, p.currency, p.tax_class, p.unit, p.brand, p.category_id, p.family_id,"
    " p.photo, p.shown_online FROM barcode b JOIN product p ON p.id = b.product_id WHERE b.code = ?"
)


def measure(folder: Path, *, quick: bool) -> list[Row]:
    """Look up random codes by products.with_barcode and by one SELECT, in turns."""
    articles, rounds = (1_000, 500) if quick else (ARTICLES, 20_000)
    db = build(folder / "shop.db", articles=articles, stocked=False)
    mine, theirs = _codes(articles, seed=1), _codes(articles, seed=2)
    run = db.connection.execute

    def ours() -> float:
        code = next(mine)
        began = time.perf_counter()
        found = products.with_barcode(db, code)
        took = time.perf_counter() - began
        if found is None:
            raise LookupError(code)
        return took

    def limit() -> float:
        code = next(theirs)
        began = time.perf_counter()
        row = run(_BARE, (code,)).fetchone()
        took = time.perf_counter() - began
        if row is None:
            raise LookupError(code)
        return took

    turns = in_turns(ours, limit, rounds=rounds)
    db.close()
    return turns.rows(
        "barcode lookup",
        unit="us",
        per_second=1_000_000,
        goals={50: 3.0, 99: None},
        note=f"products.with_barcode beside a SELECT of the same columns, {articles} products",
    )


def _codes(articles: int, *, seed: int) -> Iterator[str]:
    chance = random.Random(seed)
    while True:
        yield code_of(chance.randrange(articles))
