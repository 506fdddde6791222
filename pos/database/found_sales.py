"""Finding sales among years of them: every question walks an index, newest first, a page at a time.

Sales stand in the order in which they were written (their row), which needs no sorting whatever the index. Only the
sales of an article are walked by the ticket's id, whose beginning is the moment the ticket was begun.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from heapq import merge
from itertools import islice

from pos.database.connection import Database, Row
from pos.domain.identity import to_ms
from pos.domain.money import Money
from pos.domain.sale import SaleEntry

NAMES_SHOWN = 3
_LAST = 2**63 - 1
_HOUR_MS = 3_600_000
_WIDEST_OFFSET_MS = 14 * _HOUR_MS

_ENTRIES = (
    "SELECT s.id, s.rowid, s.number, s.sold_at_ms, s.utc_offset_min, s.total_minor, s.currency,"
    " (SELECT group_concat(name, char(10)) FROM"
    f" (SELECT name FROM sale_line l WHERE l.sale_id = s.id ORDER BY position LIMIT {NAMES_SHOWN})),"
    " (SELECT count(*) FROM sale_line l WHERE l.sale_id = s.id) FROM sale s"
)


def newest(db: Database, *, after: SaleEntry | None, limit: int) -> list[SaleEntry]:
    """A page of all sales."""
    return _page(db, "", (), after, limit)


def this_one(db: Database, sale_id: str) -> list[SaleEntry]:
    """The sale of this id, if the file holds it."""
    return _page(db, "s.id = ? AND", (sale_id,), None, 1)


def numbered(db: Database, number: int, *, after: SaleEntry | None, limit: int) -> list[SaleEntry]:
    """A page of the tickets of this number, one for each till and series."""
    return _page(db, "s.number = ? AND", (number,), after, limit)


def of_amount(db: Database, total: Money, *, after: SaleEntry | None, limit: int) -> list[SaleEntry]:
    """A page of the sales that came to exactly this."""
    return _page(db, "s.total_minor = ? AND s.currency = ? AND", (total.minor, total.currency), after, limit)


def of_day(db: Database, day: date, *, after: SaleEntry | None, limit: int) -> list[SaleEntry]:
    """A page of what was sold on a day, by the clock on the shop's wall at the time."""
    begins = to_ms(datetime(day.year, day.month, day.day, tzinfo=UTC))
    ends = begins + 24 * _HOUR_MS
    return _page(
        db,
        "s.sold_at_ms BETWEEN ? AND ? AND s.sold_at_ms + s.utc_offset_min * 60000 >= ?"
        " AND s.sold_at_ms + s.utc_offset_min * 60000 < ? AND",
        (begins - _WIDEST_OFFSET_MS, ends + _WIDEST_OFFSET_MS, begins, ends),
        after,
        limit,
    )


def of_products(db: Database, product_ids: Sequence[str], *, after: SaleEntry | None, limit: int) -> list[SaleEntry]:
    """A page of the sales with any of these products: the newest of each are merged, so that none is sorted."""
    before = "g" if after is None else after.id  # every id begins with a sign below
    each = (_with_product(db, product_id, before, limit) for product_id in product_ids)
    ids = list(islice(dict.fromkeys(merge(*each, reverse=True)), limit))
    marks = ",".join("?" * len(ids))
    rows = db.rows(f"{_ENTRIES} WHERE s.id IN ({marks}) ORDER BY s.id DESC", ids)
    return _entries(rows)


def _with_product(db: Database, product_id: str, before: str, limit: int) -> list[str]:
    rows = db.rows(
        "SELECT DISTINCT sale_id FROM sale_line WHERE product_id = ? AND sale_id < ? ORDER BY sale_id DESC LIMIT ?",
        (product_id, before, limit),
    )
    return [sale_id for (sale_id,) in rows]


def _page(
    db: Database, condition: str, values: Sequence[object], after: SaleEntry | None, limit: int
) -> list[SaleEntry]:
    place = _LAST if after is None else after.place
    rows = db.rows(f"{_ENTRIES} WHERE {condition} s.rowid < ? ORDER BY s.rowid DESC LIMIT ?", (*values, place, limit))
    return _entries(rows)


def _entries(rows: Iterable[Row]) -> list[SaleEntry]:
    return [_entry(row) for row in rows]


def _entry(row: Row) -> SaleEntry:
    sale_id, place, number, at_ms, offset_min, total_minor, currency, names, lines = row
    zone = timezone(timedelta(minutes=offset_min))
    shown = tuple(names.split("\n")) if names else ()
    return SaleEntry(
        id=sale_id,
        place=place,
        number=number,
        sold_at=datetime.fromtimestamp(at_ms / 1000, zone),
        total=Money(total_minor, currency),
        names=shown,
        more=lines - len(shown),
    )
