"""What a file put back from a backup must put right before it is used.

The file is of an earlier moment than the world around it: batches it believes on their way were answered long
ago, papers it believes waiting were printed, and versions it would give out next were seen by the window.
"""

from __future__ import annotations

from typing import NamedTuple

from pos.database import outbox, till
from pos.database.connection import Database


class Standing(NamedTuple):
    """How far a till's file has come: its epoch, and the last version it gave out."""

    till_id: str
    epoch: int
    last_version: int


def standing(db: Database) -> Standing:
    """How far this file has come."""
    return Standing(till.identity(db).id, till.identity(db).epoch, till.last_version(db))


def catch_up(db: Database, *, epoch: int, last_version: int) -> None:
    """Come as far as another file of the same till: what that one has used is never used again."""
    db.execute("UPDATE till SET epoch = max(epoch, ?), last_version = max(last_version, ?)", (epoch, last_version))


def tell_windows_everything(db: Database) -> None:
    """Forget the batches on their way, and make all that any window shows news again, under versions never used."""
    _renew_versions(db)
    for (target,) in db.rows("SELECT target FROM online_link"):
        outbox.forget_attempts(db, target)
        outbox.mark_everything(db, target)


def begin_unheld(db: Database) -> None:
    """Leave training, and whatever the backup was held for, behind: both belong to the day it was made."""
    db.execute("UPDATE fiscal_head SET training = 0, held = ''")


def doubt_print_jobs(db: Database) -> None:
    """Call every unprinted paper unknown, so that a person is asked before one is printed a second time."""
    db.execute("UPDATE print_job SET state = 'unknown' WHERE state IN ('waiting', 'sending')")


def _renew_versions(db: Database) -> None:
    cards = int(db.value("SELECT count(*) FROM product"))
    levels = int(db.value("SELECT count(*) FROM stock_level"))
    first = till.take(db, versions=cards + levels).first_version
    db.execute(
        "UPDATE product SET version = ? + place FROM"
        " (SELECT id AS same, row_number() OVER (ORDER BY id) - 1 AS place FROM product) WHERE id = same",
        (first,),
    )
    db.execute(
        "UPDATE stock_level SET version = ? + rank FROM (SELECT product_id AS same, place AS there,"
        " row_number() OVER (ORDER BY product_id, place) - 1 AS rank FROM stock_level)"
        " WHERE product_id = same AND place = there",
        (first + cards,),
    )
