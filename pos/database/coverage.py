"""How much of the shop its window shows: which articles are there, and what those that are not lack."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pos.database.connection import Database


class Coverage(NamedTuple):
    """Of the articles of a category (None: of no category), how many the window shows and how many have what.

    complete are those that are shown with a price, a barcode and a known level: all a shopper may ask for.
    """

    category: str | None
    articles: int
    shown: int
    priced: int
    coded: int
    counted: int
    complete: int


def by_category(db: Database, target: str) -> list[Coverage]:
    """Every category that has articles, the least complete first; among equals the larger."""
    rows = db.rows(
        "WITH one AS (SELECT p.category_id AS category_id, coalesce(u.shown, 0) AS shown,"
        "  p.price_minor IS NOT NULL AS priced,"
        "  EXISTS (SELECT 1 FROM barcode b WHERE b.product_id = p.id) AS coded,"
        "  EXISTS (SELECT 1 FROM stock_level s WHERE s.product_id = p.id) AS counted"
        "  FROM product p LEFT JOIN published u ON u.target = ? AND u.product_id = p.id)"
        " SELECT c.name, count(*), sum(shown), sum(priced), sum(coded), sum(counted),"
        "  sum(shown AND priced AND coded AND counted) AS complete"
        " FROM one LEFT JOIN category c ON c.id = one.category_id GROUP BY one.category_id"
        " ORDER BY 1.0 * complete / count(*), count(*) DESC, c.position",
        (target,),
    )
    return [Coverage(*row) for row in rows]


def shown(db: Database, target: str) -> tuple[int, int]:
    """How many articles the window shows, and how many the shop has."""
    row = db.row(
        "SELECT (SELECT count(*) FROM published u JOIN product p ON p.id = u.product_id"
        " WHERE u.target = ? AND u.shown = 1), (SELECT count(*) FROM product)",
        (target,),
    )
    return (0, 0) if row is None else (row[0], row[1])
