"""What the shop window does not know yet: at most one row per online shop, stream and product.

A row's `gen` is the version of the change that made it, so a row settles only when the window acknowledged
that very version; a change made meanwhile leaves the row dirty.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pos.database.connection import Database

_MARK = """
INSERT INTO dirty (target, stream, product_id, gen)
SELECT l.target, ?, p.id, ? FROM online_link l JOIN product p ON p.id = ? WHERE {condition}
ON CONFLICT (target, stream, product_id) DO UPDATE SET gen = excluded.gen, set_aside = ''
"""
_MARK_LEVEL = _MARK.format(condition="p.shown_online = 1")
_MARK_PRODUCT = _MARK.format(
    condition="(p.shown_online = 1 OR EXISTS"
    " (SELECT 1 FROM published u WHERE u.target = l.target AND u.product_id = p.id AND u.shown = 1))"
)


def mark_levels(db: Database, changed: Iterable[tuple[str, int]]) -> None:
    """Note that the levels of these products (id, version) are news to every online shop that shows them."""
    db.execute_many(_MARK_LEVEL, [("level", version, product_id) for product_id, version in changed])


def mark_products(db: Database, changed: Iterable[tuple[str, int]]) -> None:
    """Note that the cards of these products (id, version) are news; hidden ones only where they were shown."""
    db.execute_many(_MARK_PRODUCT, [("product", version, product_id) for product_id, version in changed])
