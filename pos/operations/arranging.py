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
    return _change(db, lambda keys: _without(keys, product_id))


def keep_favourite(db: Database, product_id: str, *, wanted: bool) -> Arranged:
    """Give a product a key, the last, or take it away, as a part of a transaction under way."""

    def kept(keys: Arrangement) -> Arrangement:
        if wanted is (product_id in keys):
            return keys
        return (*keys, product_id) if wanted else _without(keys, product_id)

    return _change_within(db, kept)


def restore_favourite(db: Database, product_id: str, arranged: Arranged) -> Arranged:
    """Take back what a change did to one product's key, whatever became of the others; within a transaction."""

    def restored(keys: Arrangement) -> Arrangement:
        if product_id in arranged.before:
            return _placed(keys, product_id, arranged.before.index(product_id))
        return _without(keys, product_id)

    return _change_within(db, restored)


def move_favourite(db: Database, product_id: str, place: int) -> Arranged:
    """Put a product's key at a place counted from the first, between the others."""
    return _change(db, lambda keys: _placed(keys, product_id, place) if product_id in keys else keys)


def begin_with_best_sold(db: Database, *, now: datetime) -> Arranged:
    """Add keys for what was on the most tickets of late."""
    best = quick_keys.best_sold(db, since_ms=to_ms(now - RECENTLY), limit=BEST_SOLD)
    return _change(db, lambda keys: tuple(dict.fromkeys((*keys, *best))))


def _change(db: Database, change: Callable[[Arrangement], Arrangement]) -> Arranged:
    with transaction(db):
        return _change_within(db, change)


def _change_within(db: Database, change: Callable[[Arrangement], Arrangement]) -> Arranged:
    before = quick_keys.arrangement(db)
    wanted = change(before)
    if wanted != before:
        quick_keys.arrange(db, wanted)
    return Arranged(before, quick_keys.arrangement(db))


def _without(keys: Arrangement, product_id: str) -> Arrangement:
    return tuple(key for key in keys if key != product_id)


def _placed(keys: Arrangement, product_id: str, place: int) -> Arrangement:
    others = _without(keys, product_id)
    return (*others[:place], product_id, *others[place:])
