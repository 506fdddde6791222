"""Movements and the levels they add up to; both are written in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pos.database.connection import Database
from pos.domain.identity import to_ms
from pos.domain.quantity import Quantity
from pos.domain.stock import Level, Movement


def record(db: Database, moved: Sequence[Movement], *, first_version: int) -> None:
    """Write movements and carry them into the levels, one fresh version a movement.

    Args:
        db: inside a transaction.
        moved: the movements, with places in the till's sequence already taken.
        first_version: the first of as many versions as there are movements.
    """
    db.execute_many(
        "INSERT INTO movement VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                one.till_id, one.epoch, one.seq, one.product_id, one.place, one.lot, one.delta.milli,
                one.reason.value, one.ref, to_ms(one.at), one.basis, one.hash,
            )
            for one in moved
        ],
    )  # fmt: skip
    db.execute_many(
        "INSERT INTO stock_level VALUES (?, ?, ?, ?) ON CONFLICT (product_id, place) DO UPDATE SET"
        " quantity_milli = quantity_milli + excluded.quantity_milli, version = excluded.version",
        [(one.product_id, one.place, one.delta.milli, first_version + place) for place, one in enumerate(moved)],
    )


def renew_versions(db: Database, product_ids: Sequence[str], take: Callable[[int], int]) -> list[tuple[str, int]]:
    """Give levels a fresh version though nothing moved (what is promised of them did); gives id and version of each.

    Args:
        db: inside a transaction.
        product_ids: the products; one that never moved has no level and is left out.
        take: takes so many versions from the till, and gives the first.
    """
    moved = [one for one in product_ids if level(db, one) is not None]
    first = take(len(moved))
    fresh = [(product_id, first + place) for place, product_id in enumerate(moved)]
    db.execute_many("UPDATE stock_level SET version = ?2 WHERE product_id = ?1", fresh)
    return fresh


def last_place(db: Database, till_id: str, epoch: int) -> int:
    """The place of a till's latest movement of an epoch, 0 before the first."""
    return int(db.value("SELECT coalesce(max(seq), 0) FROM movement WHERE till_id = ? AND epoch = ?", (till_id, epoch)))


def moved_since(db: Database, till_id: str, epoch: int, seq: int) -> list[str]:
    """The products of which something came or went after a place of a till's movements, each once."""
    rows = db.rows(
        "SELECT DISTINCT product_id FROM movement WHERE till_id = ? AND epoch = ? AND seq > ?", (till_id, epoch, seq)
    )
    return [product_id for (product_id,) in rows]


def level(db: Database, product_id: str) -> Level | None:
    """How much of a product there is over all places, or None when it never moved."""
    row = db.row(
        "SELECT sum(quantity_milli), max(version) FROM stock_level WHERE product_id = ? HAVING count(*) > 0",
        (product_id,),
    )
    return None if row is None else Level(product_id, Quantity(row[0]), row[1])


def levels(db: Database) -> dict[str, Quantity]:
    """The level of every product that ever moved."""
    rows = db.rows("SELECT product_id, sum(quantity_milli) FROM stock_level GROUP BY product_id")
    return {product_id: Quantity(milli) for product_id, milli in rows}


def wrong_levels(db: Database) -> list[tuple[str, str, int, int]]:
    """Where level and sum of movements differ: product, place, level and sum in thousandths; empty when all is well."""
    return [
        (product_id, place, kept, summed)
        for product_id, place, kept, summed in db.rows(
            "SELECT product_id, place, sum(kept), sum(summed) FROM ("
            " SELECT product_id, place, quantity_milli AS kept, 0 AS summed FROM stock_level"
            " UNION ALL SELECT product_id, place, 0, delta_milli FROM movement)"
            " GROUP BY product_id, place HAVING sum(kept) <> sum(summed)"
        )
    ]


def recount(db: Database, product_id: str, *, version: int) -> None:
    """Write a product's levels anew as the sums of its movements, which are the truth; inside a transaction."""
    db.execute("DELETE FROM stock_level WHERE product_id = ?", (product_id,))
    db.execute(
        "INSERT INTO stock_level SELECT product_id, place, sum(delta_milli), ?2 FROM movement WHERE product_id = ?1"
        " GROUP BY product_id, place",
        (product_id, version),
    )


def sequence_gaps(db: Database) -> list[tuple[str, int, int]]:
    """Till, epoch and place after which the movements of a series have a gap; empty when all is well."""
    return [
        (till_id, epoch, seq)
        for till_id, epoch, seq in db.rows(
            "SELECT till_id, epoch, seq FROM movement m WHERE"
            " seq < (SELECT max(seq) FROM movement x WHERE x.till_id = m.till_id AND x.epoch = m.epoch)"
            " AND NOT EXISTS (SELECT 1 FROM movement n WHERE n.till_id = m.till_id AND n.epoch = m.epoch"
            " AND n.seq = m.seq + 1)"
            " UNION ALL SELECT till_id, epoch, 0 FROM movement GROUP BY till_id, epoch HAVING min(seq) <> 1"
        )
    ]
