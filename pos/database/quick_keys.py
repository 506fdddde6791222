"""The keys a shop lays out for itself: its favourites, in the order it wants them."""

from __future__ import annotations

from collections.abc import Sequence

from pos.database import products
from pos.database.connection import Database
from pos.domain.catalogue import StockedProduct


def arrangement(db: Database) -> tuple[str, ...]:
    """The products of all keys, in their order."""
    rows = db.rows("SELECT product_id FROM quick_key ORDER BY position")
    return tuple(product_id for (product_id,) in rows)


def arrange(db: Database, product_ids: Sequence[str]) -> None:
    """Replace all keys; a product that is no longer there gets none."""
    db.execute("DELETE FROM quick_key")
    db.execute_many(
        "INSERT INTO quick_key SELECT ?, id FROM product WHERE id = ?", list(enumerate(dict.fromkeys(product_ids), 1))
    )


def page(db: Database, *, after: str = "", limit: int = 60) -> list[StockedProduct]:
    """A page of the keys' products with their levels, after the product of the page before's last key."""
    rows = db.rows(
        "SELECT product_id FROM quick_key"
        " WHERE position > coalesce((SELECT position FROM quick_key WHERE product_id = ?), 0)"
        " ORDER BY position LIMIT ?",
        (after, limit),
    )
    found = (products.stocked(db, product_id) for (product_id,) in rows)
    return [one for one in found if one is not None]


def holds(db: Database, product_id: str) -> bool:
    """Whether a product has a key."""
    return db.row("SELECT 1 FROM quick_key WHERE product_id = ?", (product_id,)) is not None


def best_sold(db: Database, *, since_ms: int, limit: int) -> tuple[str, ...]:
    """The products on the most tickets since a moment in milliseconds UTC, the most sold first."""
    rows = db.rows(
        "SELECT l.product_id FROM sale s JOIN sale_line l ON l.sale_id = s.id JOIN product p ON p.id = l.product_id"
        " WHERE s.sold_at_ms >= ? GROUP BY l.product_id"
        " ORDER BY count(*) DESC, sum(l.quantity_milli) DESC, p.name_key LIMIT ?",
        (since_ms, limit),
    )
    return tuple(product_id for (product_id,) in rows)
