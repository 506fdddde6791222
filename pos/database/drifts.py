"""Differences between the shop and its window that two looks agreed on, and how far each is mended."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from pos.domain.drift import Drift, DriftKind, DriftState, Story

if TYPE_CHECKING:
    from pos.database.connection import Database, Row

KEPT: Final = timedelta(days=30)
MOST_REPAIRED: Final = 2_000
"""So many of those that are mended are kept; of those that are not there is one a product at most."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_COLUMNS: Final = (
    "d.id, d.target, d.product_id, coalesce(p.name, ''), d.kind, d.state, d.found_at_ms, d.settled_at_ms,"
    " d.ours, d.theirs, d.story"
)


class NewDrift(NamedTuple):
    """A difference to be written down."""

    product_id: str
    kind: DriftKind
    state: DriftState
    ours: str
    theirs: str
    story: Story


def put(db: Database, target: str, found: Iterable[NewDrift], *, now_ms: int) -> None:
    """Write differences down; one that is known and not mended yet is brought up to date instead."""
    for one in found:
        values = (one.kind, one.ours, one.theirs, msgspec.json.encode(one.story).decode(), one.state)
        known = db.execute(
            "UPDATE drift SET kind = ?, ours = ?, theirs = ?, story = ?, state = ?"
            " WHERE target = ? AND product_id = ? AND state <> 'repaired'",
            (*values, target, one.product_id),
        )
        if not known.rowcount:
            db.execute(
                "INSERT INTO drift (kind, ours, theirs, story, state, target, product_id, found_at_ms)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (*values, target, one.product_id, now_ms),
            )


def settle(db: Database, target: str, *, still: Iterable[str], now_ms: int) -> int:
    """Note that all but the products that still differ agree again; gives how many that are."""
    settled = db.execute(
        "UPDATE drift SET state = 'repaired', settled_at_ms = ? WHERE target = ? AND state <> 'repaired'"
        " AND product_id NOT IN (SELECT value FROM json_each(?))",
        (now_ms, target, msgspec.json.encode(list(still)).decode()),
    )
    db.execute(
        "DELETE FROM drift WHERE state = 'repaired' AND (settled_at_ms < ? OR id <= (SELECT id FROM drift"
        " WHERE state = 'repaired' ORDER BY id DESC LIMIT 1 OFFSET ?))",
        (now_ms - KEPT // timedelta(milliseconds=1), MOST_REPAIRED),
    )
    return int(settled.rowcount)


def drop_open(db: Database, target: str) -> None:
    """Forget what is not mended: everything is published anew, so nothing that was found before counts."""
    db.execute("DELETE FROM drift WHERE target = ? AND state <> 'repaired'", (target,))


def decide(db: Database, target: str, state: DriftState) -> int:
    """Note what a person said about everything that was held; gives how many differences that are."""
    decided = db.execute("UPDATE drift SET state = ? WHERE target = ? AND state = 'held'", (state, target))
    return int(decided.rowcount)


def unmended(db: Database, target: str) -> list[Drift]:
    """What differs and is not mended yet, by name of the article."""
    rows = db.rows(
        f"SELECT {_COLUMNS} FROM drift d LEFT JOIN product p ON p.id = d.product_id"
        " WHERE d.target = ? AND d.state <> 'repaired' ORDER BY coalesce(p.name_key, ''), d.product_id",
        (target,),
    )
    return [_drift(row) for row in rows]


def found_since(db: Database, target: str, *, since_ms: int, limit: int = 200) -> list[Drift]:
    """What was found since a moment, mended or not, the latest first; a limit below zero is none."""
    rows = db.rows(
        f"SELECT {_COLUMNS} FROM drift d LEFT JOIN product p ON p.id = d.product_id"
        " WHERE d.target = ? AND d.found_at_ms >= ? ORDER BY d.found_at_ms DESC, d.id DESC LIMIT ?",
        (target, since_ms, limit),
    )
    return [_drift(row) for row in rows]


def _drift(row: Row) -> Drift:
    number, target, product_id, name, kind, state, found_ms, settled_ms, ours, theirs, story = row
    return Drift(
        id=number,
        target=target,
        product_id=product_id,
        name=name,
        kind=DriftKind(kind),
        state=DriftState(state),
        found_at=_moment(found_ms),
        settled_at=None if settled_ms is None else _moment(settled_ms),
        ours=ours,
        theirs=theirs,
        story=msgspec.json.decode(story, type=Story),
    )


def _moment(at_ms: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=at_ms)
