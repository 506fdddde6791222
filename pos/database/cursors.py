"""How far a stream of an online shop was read: the series of cursors it speaks of, and the place in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from pos.database.connection import Database

ORDERS: Final = "orders"
"""The feed of reservations; its `feed` is the catalogue's."""
ESCROW: Final = "escrow"
"""The ledger of units handed over; its `feed` is the term it was read under."""
QUESTIONS: Final = "questions"
"""The feed of shoppers' questions; its `feed` is the catalogue's."""


class Cursor(NamedTuple):
    """A place in a series; what is read next comes after it. mark tells it from the same place of a series that was
    put back to before; empty where the far end tells none.
    """

    feed: str
    position: int
    mark: str = ""


def get(db: Database, target: str, stream: str) -> Cursor | None:
    """How far a stream was read, or None when it is to be read from the start."""
    row = db.row("SELECT feed, position, mark FROM cursor WHERE target = ? AND stream = ?", (target, stream))
    return None if row is None else Cursor(*row)


def put(db: Database, target: str, stream: str, cursor: Cursor) -> None:
    """Keep how far a stream was read, in the transaction that keeps what was read."""
    db.execute(
        "INSERT INTO cursor (target, stream, feed, position, mark) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (target, stream) DO UPDATE SET feed = excluded.feed, position = excluded.position,"
        " mark = excluded.mark",
        (target, stream, *cursor),
    )


def drop(db: Database, target: str, *streams: str) -> None:
    """Read streams of an online shop from the start again, all of them where none is named."""
    for stream in streams or (ORDERS, ESCROW, QUESTIONS):
        db.execute("DELETE FROM cursor WHERE target = ? AND stream = ?", (target, stream))
