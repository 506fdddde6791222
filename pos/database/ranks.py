"""The order of what a search finds: the rank of an entry is its place in the index.

Products nobody bought lately stand where they came in, from one upwards. What sells stands before them, on steps:
the higher the step, the further in front. A step is a range of ranks of its own, so that moving one product
touches no other.
"""

from __future__ import annotations

from typing import Final

from pos.database.connection import Database

_BITS: Final = 40
"""A step has room for so many products as this many bits can count."""


def sold_lines(db: Database, *, since_ms: int, lately_ms: int) -> dict[str, int]:
    """How often each product was sold since a moment: once a line of a sale, twice since a later moment."""
    rows = db.rows(
        "SELECT l.product_id, sum(CASE WHEN s.sold_at_ms >= ? THEN 2 ELSE 1 END)"
        " FROM sale s JOIN sale_line l ON l.sale_id = s.id WHERE s.sold_at_ms >= ? AND l.quantity_milli > 0"
        " GROUP BY l.product_id",
        (lately_ms, since_ms),
    )
    return dict(rows)


def steps(db: Database) -> dict[str, int]:
    """The step of every product that stands on one, by its id."""
    return dict(db.rows(f"SELECT product_id, -(rank >> {_BITS}) FROM search_entry WHERE rank < 0"))


def move(db: Database, product_id: str, step: int) -> None:
    """Put a product behind the others of a step; step 0 is that of the products nobody bought lately.

    A product that is there already, or is no more, is left alone.
    """
    first = -step << _BITS
    beyond = first + (1 << _BITS)
    db.execute(
        "UPDATE search_entry SET rank ="
        " coalesce((SELECT max(rank) FROM search_entry WHERE rank >= ? AND rank < ?), ?) + 1"
        f" WHERE product_id = ? AND -(rank >> {_BITS}) <> ?",
        (first, beyond, first, product_id, step),
    )
