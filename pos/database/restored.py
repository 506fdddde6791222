"""What a file put back from a backup must forget, and must tell the shop window again.

The file is of an earlier moment than the world around it: batches it believes on their way were answered long
ago, papers it believes waiting were printed, and versions it would give out next were seen by the window.
"""

from __future__ import annotations

from collections.abc import Sequence

from pos.database import till
from pos.database.connection import Database


def forget_attempts(db: Database) -> None:
    """Let go of every batch on its way to an online shop: its answer belongs to another time."""
    db.execute("UPDATE dirty SET attempt_id = NULL, claimed_gen = NULL")
    db.execute("DELETE FROM attempt")


def doubt_print_jobs(db: Database) -> None:
    """Call every unprinted paper unknown, so that a person is asked before one is printed a second time."""
    db.execute("UPDATE print_job SET state = 'unknown' WHERE state IN ('waiting', 'sending')")


def renew_product_versions(db: Database) -> Sequence[tuple[str, int]]:
    """Give every product a version never used before; their ids and versions."""
    count = int(db.value("SELECT count(*) FROM product"))
    first = till.take(db, versions=count).first_version
    db.execute(
        "UPDATE product SET version = ? + place FROM"
        " (SELECT id AS same, row_number() OVER (ORDER BY id) - 1 AS place FROM product) WHERE id = same",
        (first,),
    )
    return [(product_id, version) for product_id, version in db.rows("SELECT id, version FROM product")]


def renew_level_versions(db: Database) -> Sequence[tuple[str, int]]:
    """Give every level a version never used before; the products and their levels' versions."""
    count = int(db.value("SELECT count(*) FROM stock_level"))
    first = till.take(db, versions=count).first_version
    db.execute(
        "UPDATE stock_level SET version = ? + rank FROM (SELECT product_id AS same, place AS there,"
        " row_number() OVER (ORDER BY product_id, place) - 1 AS rank FROM stock_level)"
        " WHERE product_id = same AND place = there",
        (first,),
    )
    rows = db.rows("SELECT product_id, max(version) FROM stock_level GROUP BY product_id")
    return [(product_id, version) for product_id, version in rows]
