"""Reservations as they came over the line, byte for byte: the latest revision of each, and every one nobody could read.

What is taken is the far end's own truth, kept beside what the shop did meanwhile; what is refused stays until a person
has seen it, and longer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pos.database.connection import Database


def take(db: Database, target: str, order_id: str, revision: int, raw: bytes, *, heard_at_ms: int) -> None:
    """Keep a row that was read, in the place of earlier ones of its reservation; a later one stays."""
    db.execute(
        "DELETE FROM inbox WHERE target = ?1 AND order_id = ?2 AND ("
        " revision = ?3 OR (state = 'taken' AND revision < ?3))",
        (target, order_id, revision),
    )
    db.execute(
        "INSERT INTO inbox (target, order_id, revision, state, raw, heard_at_ms) SELECT ?1, ?2, ?3, 'taken', ?4, ?5"
        " WHERE NOT EXISTS (SELECT 1 FROM inbox WHERE target = ?1 AND order_id = ?2 AND state = 'taken'"
        "  AND revision > ?3)",
        (target, order_id, revision, raw, heard_at_ms),
    )


def refuse(
    db: Database, target: str, order_id: str, revision: int, raw: bytes, *, reason: str, heard_at_ms: int
) -> bool:
    """Keep a row that nobody could read, as it came; whether it is new."""
    kept = db.execute(
        "INSERT INTO inbox (target, order_id, revision, state, reason, raw, heard_at_ms)"
        " VALUES (?, ?, ?, 'refused', ?, ?, ?) ON CONFLICT DO NOTHING",
        (target, order_id, revision, reason, raw, heard_at_ms),
    )
    return bool(kept.rowcount)


def newest(db: Database, target: str, order_id: str) -> tuple[int, bytes] | None:
    """The latest revision of a reservation that was read, with its bytes, or None."""
    row = db.row(
        "SELECT revision, raw FROM inbox WHERE target = ? AND order_id = ? AND state = 'taken'"
        " ORDER BY revision DESC LIMIT 1",
        (target, order_id),
    )
    return None if row is None else (row[0], row[1])


def forget_taken(db: Database, target: str) -> None:
    """Forget what was read from an online shop, since it is to be read from the start again; refused rows stay."""
    db.execute("DELETE FROM inbox WHERE target = ? AND state = 'taken'", (target,))
