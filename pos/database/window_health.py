"""What a shopkeeper wants to know of an online shop besides the news that wait: reservations, differences, skew."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pos.database.connection import Database


class Reservations(NamedTuple):
    """Reservations that are open, how many of them ask for an answer, and what was refused.

    unread are rows of the online shop that nobody could read, kept as they came; deeds are ours that it did not take.
    """

    open: int = 0
    requested: int = 0
    unread: int = 0
    deeds: int = 0


class Differences(NamedTuple):
    """Differences between till and window: held back by the brake, left as they are, being repaired, repaired."""

    held: int = 0
    left: int = 0
    repairing: int = 0
    repaired: int = 0


def reservations(db: Database, target: str) -> Reservations:
    """How many reservations there are, and what of them needs a look."""
    row = db.row(
        "SELECT (SELECT count(*) FROM online_order WHERE target = ?1 AND state IN ('requested', 'held', 'confirmed')),"
        " (SELECT count(*) FROM online_order WHERE target = ?1 AND state = 'requested'),"
        " (SELECT count(*) FROM inbox WHERE target = ?1 AND state = 'refused'),"
        " (SELECT count(*) FROM order_deed WHERE target = ?1 AND state = 'refused')",
        (target,),
    )
    return Reservations(*(row or ()))


def differences(db: Database, target: str) -> Differences:
    """How many differences are open, and how many of those that are remembered were repaired."""
    row = db.row(
        "SELECT coalesce(sum(state = 'held'), 0), coalesce(sum(state = 'found'), 0),"
        " coalesce(sum(state = 'repairing'), 0),"
        " coalesce(sum(state = 'repaired'), 0) FROM drift WHERE target = ?",
        (target,),
    )
    return Differences(*(row or ()))


def held_back(db: Database, target: str) -> int:
    """How many differences the brake holds back until a person decides."""
    return int(db.value("SELECT count(*) FROM drift WHERE target = ? AND state = 'held'", (target,)))
