"""Which till this file belongs to, and its counters: numbers, movements and versions are taken here only."""

from __future__ import annotations

from typing import NamedTuple

from pos.database.connection import Database
from pos.domain.sale import TillIdentity


class Taken(NamedTuple):
    """Counters taken in the running transaction: the first of each run."""

    till: TillIdentity
    number: int
    first_seq: int
    first_version: int


def identity(db: Database) -> TillIdentity:
    """The till this file belongs to."""
    row = db.row("SELECT id, name, epoch FROM till")
    if row is None:
        raise LookupError("the file has no till")
    return TillIdentity(*row)


def create(db: Database, *, till_id: str, name: str) -> None:
    """Give a new file its till, in its first epoch."""
    db.execute("INSERT INTO till VALUES (1, ?, ?, 1, 1, 0, 0)", (till_id, name))


def take(db: Database, *, numbers: int = 0, movements: int = 0, versions: int = 0) -> Taken:
    """Take the next ticket numbers, movement places and versions; a rolled back transaction gives them back."""
    row = db.row(
        "UPDATE till SET last_number = last_number + ?, next_seq = next_seq + ?, last_version = last_version + ?"
        " RETURNING id, name, epoch, last_number, next_seq, last_version",
        (numbers, movements, versions),
    )
    if row is None:
        raise LookupError("the file has no till")
    till_id, name, epoch, number, next_seq, version = row
    return Taken(
        TillIdentity(till_id, name, epoch),
        number - numbers + 1,
        next_seq - movements,
        version - versions + 1,
    )


def last_number(db: Database) -> int:
    """The number of the latest ticket of this epoch, 0 before the first."""
    return int(db.value("SELECT last_number FROM till"))


def last_version(db: Database) -> int:
    """The version of the latest change of any product or level."""
    return int(db.value("SELECT last_version FROM till"))


def begin_epoch(db: Database, *, version_gap: int) -> int:
    """Open a new epoch (after a restore): ticket numbers and movements count from one again, versions go on.

    Args:
        db: inside a transaction.
        version_gap: how many versions to leave out, so that none published before is ever used again.
    """
    return int(
        db.value(
            "UPDATE till SET epoch = epoch + 1, next_seq = 1, last_number = 0, last_version = last_version + ?"
            " RETURNING epoch",
            (version_gap,),
        )
    )
