"""Goods that come or go for another reason than a sale: opening stock, an import, its undoing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pos.database import outbox, stock, till
from pos.database.connection import Database
from pos.domain.quantity import Quantity
from pos.domain.stock import Movement, Reason


def move(db: Database, moved: Sequence[tuple[str, Quantity]], *, reason: Reason, ref: str, now: datetime) -> None:
    """Record one movement a product, by id, and tell the online shops; runs inside a transaction."""
    taken = till.take(db, movements=len(moved), versions=len(moved))
    movements = [
        Movement(
            till_id=taken.till.id,
            epoch=taken.till.epoch,
            seq=taken.first_seq + place,
            product_id=product_id,
            delta=quantity,
            reason=reason,
            at=now,
            ref=ref,
        )
        for place, (product_id, quantity) in enumerate(moved)
    ]
    stock.record(db, movements, first_version=taken.first_version)
    outbox.mark_levels(db, ((one.product_id, taken.first_version + place) for place, one in enumerate(movements)))
