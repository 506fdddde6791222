"""What was asked for in vain, moment by moment, until it is so old that nobody orders by it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from pos.domain.demand import Demand, DemandAnswer

if TYPE_CHECKING:
    from pos.database.connection import Database, Row

KEPT_MS: Final = 400 * 24 * 3600 * 1000
"""A year and a month: what was asked for before last Christmas is still there to order for the next."""

_COLUMNS = "id, at_ms, words, product_id, answer, person"


def add(db: Database, demand: Demand) -> None:
    """Keep a demand; one that is kept already is left as it is."""
    db.execute(
        f"INSERT INTO demand ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
        (demand.id, demand.at_ms, demand.words, demand.product_id, demand.answer.value, demand.person),
    )


def since(db: Database, at_ms: int) -> list[Demand]:
    """What was asked for from a moment on, oldest first."""
    rows = db.rows(f"SELECT {_COLUMNS} FROM demand WHERE at_ms >= ? ORDER BY at_ms, id", (at_ms,))
    return [_demand(row) for row in rows]


def of(db: Database, demand_ids: Iterable[str]) -> list[Demand]:
    """Those of these that are kept."""
    rows = (db.row(f"SELECT {_COLUMNS} FROM demand WHERE id = ?", (demand_id,)) for demand_id in demand_ids)
    return [_demand(row) for row in rows if row is not None]


def remove(db: Database, demand_ids: Iterable[str]) -> None:
    """Forget these."""
    db.execute_many("DELETE FROM demand WHERE id = ?", [(demand_id,) for demand_id in demand_ids])


def forget_before(db: Database, at_ms: int) -> None:
    """Forget what was asked for before a moment."""
    db.execute("DELETE FROM demand WHERE at_ms < ?", (at_ms,))


def _demand(row: Row) -> Demand:
    demand_id, at_ms, words, product_id, answer, person = row
    return Demand(demand_id, at_ms, words, product_id, DemandAnswer(answer), person)
