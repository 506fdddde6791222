"""Prices that were asked before, each until a moment: what a prior price is worked out from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pos.domain.identity import to_ms
from pos.domain.money import Money

if TYPE_CHECKING:
    from datetime import datetime

    from pos.database.connection import Database

KEPT_MS: Final = 400 * 24 * 3600 * 1000


def keep(db: Database, product_id: str, price: Money | None, after: Money | None, *, now: datetime) -> None:
    """Keep that a product's price ends at a moment; nothing where it had none, or where the next is the same."""
    if price is not None and price != after:
        db.execute("INSERT INTO ended_price VALUES (?, ?, ?, ?)", (product_id, price.minor, price.currency, to_ms(now)))


def since(db: Database, product_id: str, at_ms: int) -> list[Money]:
    """The prices of a product that were asked for a while after a moment, and are asked no more."""
    rows = db.rows(
        "SELECT price_minor, currency FROM ended_price WHERE product_id = ? AND until_ms > ? ORDER BY until_ms",
        (product_id, at_ms),
    )
    return [Money(*row) for row in rows]


def forget_before(db: Database, at_ms: int) -> None:
    """Forget prices that ended before a moment."""
    db.execute("DELETE FROM ended_price WHERE until_ms < ?", (at_ms,))
