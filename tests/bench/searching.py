"""Searching and listing up to a million articles, beside the same questions in bare SQL on the same connection."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from pos.database.connection import Database
from pos.database.search import TOO_FEW, search
from tests.bench.assortment import build_assortment
from tests.bench.rows import Row, in_turns

PAGE: Final = 60
LONGEST: Final = 7
_ROW: Final = (
    "SELECT p.id, p.name, p.price_minor, p.currency, p.tax_class, p.unit, p.brand, p.category_id, p.family_id, p.photo,"
    " p.shown_online, (SELECT sum(quantity_milli) FROM stock_level s WHERE s.product_id = p.id)"
)
_FOUND: Final = (
    f"{_ROW} FROM {{index}} f JOIN search_entry e ON e.rank = f.rowid JOIN product p ON p.id = e.product_id"
    " WHERE {index} MATCH ?{holds} ORDER BY f.rowid LIMIT ?"
)
_BEGINNINGS: Final = _FOUND.format(index="search_prefix", holds="")
_INSIDE: Final = _FOUND.format(index="search_inside", holds=" AND instr(e.words, ?) > 0")
_ALIKE: Final = _FOUND.format(index="search_inside", holds="")
_FIRST_PAGE: Final = f"{_ROW} FROM product p WHERE (p.name_key, p.id) > ('', '') ORDER BY p.name_key, p.id LIMIT ?"


def measure(folder: Path, *, quick: bool) -> list[Row]:
    """Search the beginnings of words that are there and words with a slip, and open the list of everything."""
    rows: list[Row] = []
    for articles in (2_000, 5_000) if quick else (100_000, 1_000_000):
        db = build_assortment(folder / f"{articles}.db", articles=articles)
        rounds = 100 if quick else 5_000
        rows += _typed(db, articles, rounds) + _mistyped(db, articles, rounds // 10)
        largest = db.path
        db.close()
    return rows + _opened(largest, articles, 20 if quick else 300)


def _typed(db: Database, articles: int, rounds: int) -> list[Row]:
    words = _beginnings(db, rounds)
    mine, theirs = iter(words), iter(words)

    def ours() -> float:
        typed = next(mine)
        began = time.perf_counter()
        found = search(db, typed, limit=PAGE)
        took = time.perf_counter() - began
        _require(len(found), len(_bare(db, typed)), typed)
        return took

    def limit() -> float:
        typed = next(theirs)
        began = time.perf_counter()
        _bare(db, typed)
        return time.perf_counter() - began

    return in_turns(ours, limit, rounds=rounds).rows(
        f"search in {articles:,}",
        unit="ms",
        per_second=1_000,
        goals={50: 2.0, 99: 3.0},
        note=f"search() of one to {LONGEST} letters, up to {PAGE} articles with price and level, beside the same rows"
        " by bare SQL in the order of what sells: beginnings of words, then letters inside where those are few",
    )


def _mistyped(db: Database, articles: int, rounds: int) -> list[Row]:
    words = _slips(db, rounds)
    mine, theirs = iter(words), iter(words)

    def ours() -> float:
        typed = next(mine)
        began = time.perf_counter()
        found = search(db, typed, limit=PAGE)
        took = time.perf_counter() - began
        if not found:
            raise LookupError(typed)
        return took

    def limit() -> float:
        typed = next(theirs)
        question = " OR ".join(f'"{trigram}"' for trigram in _trigrams(typed))
        began = time.perf_counter()
        db.connection.execute(_ALIKE, (question, PAGE)).fetchall()
        return time.perf_counter() - began

    return in_turns(ours, limit, rounds=rounds).rows(
        f"search with a slip in {articles:,}",
        unit="ms",
        per_second=1_000,
        goals={50: None, 99: None},
        note="two letters swapped: the words nearest to it are found and looked for, beside one bare question for"
        " anything that shares three letters in a row with it",
    )


def _opened(shop: Path, articles: int, rounds: int) -> list[Row]:
    """The list of everything opened through the till's own model and thread, until its first page is in the view."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QEventLoop
    from PySide6.QtWidgets import QApplication

    from pos.database.connection import connect_reader
    from pos.wording import Wording
    from ui import shop_file
    from ui.background import Background
    from ui.sell import product_model

    application = QApplication.instance() or QApplication([])
    reading = Background(lambda: shop_file.read(shop), name="reading")
    reading.start()
    model, loop, bare = product_model.ProductModel(Wording("fr")), QEventLoop(), connect_reader(shop)
    model.read_through(reading)
    model.shown.connect(loop.quit)

    def ours() -> float:
        began = time.perf_counter()
        model.show(product_model.of_all())
        loop.exec()
        took = time.perf_counter() - began
        _require(model.rowCount(), product_model.PAGE, "everything")
        return took

    def limit() -> float:
        began = time.perf_counter()
        rows = bare.connection.execute(_FIRST_PAGE, (product_model.PAGE,)).fetchall()
        took = time.perf_counter() - began
        _require(len(rows), product_model.PAGE, "everything")
        return took

    turns = in_turns(ours, limit, rounds=rounds)
    reading.stop()
    bare.close()
    application.processEvents()
    return turns.rows(
        f"opening a list of {articles:,}",
        unit="ms",
        per_second=1_000,
        goals={50: 3.0, 99: None},
        note="from asking the till's own model to its first page standing in it, over the reading thread, beside the"
        " same page by one bare SELECT",
    )


def _bare(db: Database, typed: str) -> Sequence[Any]:
    """What the same words find by bare SQL."""
    run = db.connection.execute
    found: list[Any] = run(_BEGINNINGS, (f'"{typed}"*', PAGE)).fetchall()
    if len(found) == PAGE or len(typed) < 3:
        return found
    inside = run(_INSIDE, (" AND ".join(f'"{trigram}"' for trigram in _trigrams(typed)), typed, PAGE)).fetchall()
    known = {row[0] for row in found}
    return [*found, *(row for row in inside if row[0] not in known)][:PAGE]


def _trigrams(word: str) -> list[str]:
    return [word[start : start + 3] for start in range(len(word) - 2)]


def _beginnings(db: Database, count: int) -> list[str]:
    """Beginnings of words of articles drawn at random, as a person types them letter by letter."""
    chance, words = random.Random(count), _words(db)
    typed: list[str] = []
    while len(typed) < count:
        beginning = chance.choice(words)[: chance.randint(1, LONGEST)]
        if len(_bare(db, beginning)) >= TOO_FEW:
            typed.append(beginning)
    return typed


def _slips(db: Database, count: int) -> list[str]:
    """Words of five letters and more with two neighbours swapped, which nothing in the shop holds."""
    chance, words = random.Random(count), [word for word in _words(db) if len(word) >= 5 and word.isalpha()]
    typed: list[str] = []
    while len(typed) < count:
        word = chance.choice(words)
        at = chance.randint(1, len(word) - 2)
        slip = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        if not _bare(db, slip):
            typed.append(slip)
    return typed


def _words(db: Database) -> list[str]:
    last = int(db.value("SELECT max(rank) FROM search_entry"))
    chance = random.Random(last)
    texts = [
        db.value("SELECT words FROM search_entry WHERE rank = ?", (chance.randint(1, last),)) for _ in range(2_000)
    ]
    return [word for text in texts for word in text.split() if word.isascii() and word.isalnum()]


def _require(ours: int, limit: int, typed: str) -> None:
    """Both sides gave as many rows, or the comparison means nothing."""
    if ours != limit:
        raise LookupError(f"{typed}: {ours} and {limit} rows")
