"""Arranging the favourites: the keys a shop lays out, moved, added and taken away, and back again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from pos.database import products, quick_keys
from pos.database.connection import Database, transaction
from pos.domain.errors import UnknownProduct
from pos.domain.identity import to_ms

RECENTLY: Final = timedelta(days=90)
BEST_SOLD: Final = 20

Arrangement = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arranged:
    """The products of the keys before and after a change; `arrange` with `before` takes it back."""

    before: Arrangement
    after: Arrangement


def arrange(db: Database, product_ids: Sequence[str]) -> Arranged:
    """Lay all keys out in this order; repeating it changes nothing."""
    return _change(db, lambda _: tuple(product_ids))


def add_favourite(db: Database, product_id: str) -> Arranged:
    """Give a product a key, the last; one that has a key keeps its place.

    Raises:
        UnknownProduct: there is no such product any more.
    """
    if products.get(db, product_id) is None:
        raise UnknownProduct(product_id)
    return _change(db, lambda keys: keys if product_id in keys else (*keys, product_id))


def remove_favourite(db: Database, product_id: str) -> Arranged:
    """Take a product's key away; the product stays."""
    return _change(db, lambda keys: tuple(key for key in keys if key != product_id))


def move_favourite(db: Database, product_id: str, place: int) -> Arranged:
    """Put a product's key at a place counted from the first, between the others."""

    def moved(keys: Arrangement) -> Arrangement:
        others = tuple(key for key in keys if key != product_id)
        return keys if len(others) == len(keys) else (*others[:place], product_id, *others[place:])

    return _change(db, moved)


def begin_with_best_sold(db: Database, *, now: datetime) -> Arranged:
    """Add keys for what was on the most tickets of late."""
    best = quick_keys.best_sold(db, since_ms=to_ms(now - RECENTLY), limit=BEST_SOLD)
    return _change(db, lambda keys: tuple(dict.fromkeys((*keys, *best))))


def _change(db: Database, change: Callable[[Arrangement], Arrangement]) -> Arranged:
    with transaction(db):
        before = quick_keys.arrangement(db)
        wanted = change(before)
        if wanted != before:
            quick_keys.arrange(db, wanted)
        return Arranged(before, quick_keys.arrangement(db))
