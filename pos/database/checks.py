"""Questions that find out whether a shop's file is sound; each answers with what is wrong, nothing when all is well."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pysqlite3.dbapi2 as sqlite

from pos.database import sales, search_index
from pos.database.connection import Database, Row
from pos.database.migrations import MIGRATIONS, applied
from pos.domain.errors import DatabaseDamaged
from pos.domain.quantity import Quantity
from pos.domain.spelling import words_of
from pos.domain.stock import Movement, Reason

MOST_DAMAGES = 100
MOVEMENTS_A_PAGE = 5_000
PRODUCTS_A_PAGE = 1_000

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_REASONS = {reason.value: reason for reason in Reason}


class SeriesPlace(NamedTuple):
    """A place in a till's series of movements or tickets."""

    till_id: str
    epoch: int
    number: int


def damages(db: Database) -> list[str]:
    """What SQLite itself finds wrong with the file's pages, indexes and constraints, in SQLite's words."""
    try:
        findings = [str(finding) for (finding,) in db.rows(f"PRAGMA integrity_check({MOST_DAMAGES})")]
    except DatabaseDamaged as damaged:
        return [damaged.finding]
    return [] if findings == ["ok"] else findings


def broken_references(db: Database) -> list[tuple[str, str]]:
    """Table and the table it points to, for every row that points to one that is not there."""
    return [(table, parent) for table, _, parent, _ in db.rows("PRAGMA foreign_key_check")]


def schema_differences(db: Database) -> list[str]:
    """Names of tables, indexes and triggers that are not as the migrations made them."""
    meant = _schema_after(tuple(applied(db)))
    found = _schema(db)
    return sorted(name for name in meant.keys() | found.keys() if meant.get(name) != found.get(name))


def altered_movements(db: Database, after: SeriesPlace | None) -> tuple[list[SeriesPlace], SeriesPlace | None]:
    """Movements of one page whose hash is not that of their fields, and the last place read (None at the end).

    Args:
        db: where to look.
        after: the last place of the page before, None for the first page.
    """
    start = after or SeriesPlace("", 0, 0)
    page = db.rows(
        "SELECT till_id, epoch, seq, product_id, place, lot, delta_milli, reason, ref, at_ms, basis, hash"
        " FROM movement WHERE (till_id, epoch, seq) > (?, ?, ?) ORDER BY till_id, epoch, seq LIMIT ?",
        (*start, MOVEMENTS_A_PAGE),
    )
    altered = [SeriesPlace(*row[:3]) for row in page if not _hash_is_true(row)]
    return altered, SeriesPlace(*page[-1][:3]) if page else None


def movement_count(db: Database) -> int:
    """How many movements the file holds."""
    return int(db.value("SELECT count(*) FROM movement"))


def sales_without_their_goods(db: Database) -> list[str]:
    """Ids of sales whose lines and stock movements differ, and of sales without a line."""
    rows = db.rows(
        "SELECT DISTINCT sale_id FROM ("
        " SELECT sale_id, product_id, quantity_milli AS milli FROM sale_line"
        " UNION ALL SELECT ref, product_id, delta_milli FROM movement WHERE reason = 'sale'"
        f"  AND ref NOT IN (SELECT subject FROM ({sales.purged(db)})))"
        " GROUP BY sale_id, product_id HAVING sum(milli) <> 0"
        " UNION SELECT id FROM sale s WHERE NOT EXISTS (SELECT 1 FROM sale_line l WHERE l.sale_id = s.id)"
    )
    return [sale_id for (sale_id,) in rows]


def counters_off(db: Database) -> list[str]:
    """Columns of the till's counters that disagree with what was given out."""
    rows = db.rows(
        "SELECT 'last_number' FROM till t WHERE last_number <>"
        "  max((SELECT coalesce(max(number), 0) FROM sale s WHERE s.till_id = t.id AND s.epoch = t.epoch),"
        f"   (SELECT coalesce(max(no), 0) FROM ({sales.purged(db)}) p WHERE p.series = 'TICKET/' || t.epoch))"
        " UNION ALL SELECT 'next_seq' FROM till t WHERE next_seq <> 1 +"
        "  (SELECT coalesce(max(seq), 0) FROM movement m WHERE m.till_id = t.id AND m.epoch = t.epoch)"
        " UNION ALL SELECT 'epoch' FROM till t WHERE epoch <"
        "  max((SELECT coalesce(max(epoch), 0) FROM movement m WHERE m.till_id = t.id),"
        "      (SELECT coalesce(max(epoch), 0) FROM sale s WHERE s.till_id = t.id))"
        " UNION ALL SELECT 'till' WHERE NOT EXISTS (SELECT 1 FROM till)"
        " UNION ALL SELECT 'last_version' FROM till WHERE last_version <"
        "  max((SELECT coalesce(max(version), 0) FROM product),"
        "      (SELECT coalesce(max(version), 0) FROM stock_level),"
        "      (SELECT coalesce(max(gen), 0) FROM dirty))"
    )
    return [counter for (counter,) in rows]


def stray_news(db: Database) -> list[tuple[str, str]]:
    """Online shop and product of every row waiting for the window that can never settle."""
    rows = db.rows(
        "SELECT target, product_id FROM dirty d WHERE"
        " (attempt_id IS NOT NULL AND NOT EXISTS"
        "  (SELECT 1 FROM attempt a WHERE a.id = d.attempt_id AND a.target = d.target))"
        " OR (attempt_id IS NULL) <> (claimed_gen IS NULL) OR claimed_gen > gen ORDER BY target, product_id"
    )
    return [(target, product_id) for target, product_id in rows]


def products_not_found(db: Database, after: str) -> tuple[list[str], str | None]:
    """Names of products of one page that search cannot find by all their words, and the last id read (None at the end).

    Args:
        db: where to look.
        after: the last id of the page before, empty for the first page.
    """
    page = db.rows(
        "SELECT p.id, p.name, p.brand, e.words FROM product p LEFT JOIN search_entry e ON e.product_id = p.id"
        " WHERE p.id > ? ORDER BY p.id LIMIT ?",
        (after, PRODUCTS_A_PAGE),
    )
    lost = [name for product_id, name, brand, words in page if not _is_found(db, product_id, (name, brand), words)]
    return lost, page[-1][0] if page else None


def indexes_off(db: Database) -> list[str]:
    """Names of search indexes that hold more or fewer products, or words, than there are."""
    pairs = (
        ("search_prefix", "search_entry"),
        ("search_inside", "search_entry"),
        ("search_word_inside", "search_word"),
    )
    return [
        index
        for index, content in pairs
        if db.value(f"SELECT (SELECT count(*) FROM {index}_docsize) <> (SELECT count(*) FROM {content})")
    ]


def number_of_sale(db: Database, sale_id: str) -> SeriesPlace | None:
    """Where a sale stands in its series; None when there is no such sale."""
    row = db.row("SELECT till_id, epoch, number FROM sale WHERE id = ?", (sale_id,))
    return None if row is None else SeriesPlace(*row)


def _is_found(db: Database, product_id: str, card: Sequence[str], words: str | None) -> bool:
    """Whether a product's entry says what its card says, and its words are listed for slips."""
    codes = [code for (code,) in db.rows("SELECT code FROM barcode WHERE product_id = ?", (product_id,))]
    if words is None or Counter(words.split()) != Counter(search_index.searchable(" ".join((*card, *codes))).split()):
        return False
    listed = [search_index.MARK + word for word in words_of(words)]
    return all(db.row("SELECT 1 FROM search_word WHERE word = ?", (word,)) for word in listed)


def _hash_is_true(row: Row) -> bool:
    till_id, epoch, seq, product_id, place, lot, delta_milli, reason, ref, at_ms, basis, kept = row
    if reason not in _REASONS:
        return False
    movement = Movement(
        till_id=till_id,
        epoch=epoch,
        seq=seq,
        product_id=product_id,
        delta=Quantity(delta_milli),
        reason=_REASONS[reason],
        at=_EPOCH + timedelta(milliseconds=at_ms),
        ref=ref,
        place=place,
        lot=lot,
        basis=basis,
    )
    return movement.hash == bytes(kept)


@cache
def _schema_after(steps: tuple[str, ...]) -> dict[str, str | None]:
    fresh = Database(Path(":memory:"), sqlite.connect(":memory:", isolation_level=None))
    try:
        for step in steps:
            MIGRATIONS[step](fresh)
        return _schema(fresh)
    finally:
        fresh.close()


def _schema(db: Database) -> dict[str, str | None]:
    rows = db.rows("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
    return {name: sql for name, sql in rows if name != "migration"}
