"""Units handed to the windows of online shops: a ledger of figures that only grow within a term, one row a product.

The window's rights to a product are granted - returned - consumed; the shop's are what is on hand without those.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from pos.domain.online_order import NONE
from pos.domain.quantity import Quantity

if TYPE_CHECKING:
    from pos.database.connection import Database, Row

_NAMES = "product_id, granted_milli, recalled_milli, returned_milli, consumed_milli, told"


@dataclass(frozen=True, slots=True)
class Units:
    """What was ever handed over of a product, asked back, given back, and what left with reservations.

    told says whether the online shop has acknowledged what was granted and recalled.
    """

    product_id: str
    granted: Quantity
    recalled: Quantity = NONE
    returned: Quantity = NONE
    consumed: Quantity = NONE
    told: bool = False

    @property
    def rights(self) -> Quantity:
        """What the window may still promise, or has promised, on its own word."""
        return self.granted - self.returned - self.consumed


def of(db: Database, target: str, product_id: str) -> Units | None:
    """The ledger of one product, or None when nothing of it was ever handed over."""
    row = db.row(f"SELECT {_NAMES} FROM escrow WHERE target = ? AND product_id = ?", (target, product_id))
    return None if row is None else _units(row)


def ledger(db: Database, target: str) -> list[Units]:
    """The whole ledger of an online shop, by product."""
    return [_units(row) for row in db.rows(f"SELECT {_NAMES} FROM escrow WHERE target = ?", (target,))]


def untold(db: Database, target: str, limit: int) -> list[Units]:
    """What an online shop was not told yet, or did not acknowledge."""
    rows = db.rows(
        f"SELECT {_NAMES} FROM escrow WHERE target = ? AND told = 0 ORDER BY product_id LIMIT ?", (target, limit)
    )
    return [_units(row) for row in rows]


def put(db: Database, target: str, rows: Iterable[Units]) -> None:
    """Write rows of the ledger, inside a transaction."""
    db.execute_many(
        f"INSERT INTO escrow (target, {_NAMES}) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (target, product_id)"
        f" DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _NAMES.split(', ')[1:])}",
        [
            (
                target, one.product_id, one.granted.milli, one.recalled.milli, one.returned.milli, one.consumed.milli,
                int(one.told),
            )
            for one in rows
        ],
    )  # fmt: skip


def forget(db: Database, target: str) -> None:
    """Forget the ledger of an online shop, inside the transaction that writes another."""
    db.execute("DELETE FROM escrow WHERE target = ?", (target,))


def consume(db: Database, target: str, taken: Sequence[tuple[str, int]]) -> None:
    """Note that units (product, thousandths) left the shop with reservations; never more than the window has."""
    db.execute_many(
        "UPDATE escrow SET consumed_milli = min(granted_milli - returned_milli, consumed_milli + ?3)"
        " WHERE target = ?1 AND product_id = ?2",
        [(target, product_id, milli) for product_id, milli in taken],
    )


def rights_milli(db: Database, product_ids: Iterable[str]) -> dict[str, int]:
    """What the windows of all online shops have of these products, in thousandths; without those that have none."""
    rows = db.rows(
        "SELECT product_id, sum(granted_milli - returned_milli - consumed_milli) AS milli FROM escrow"
        " WHERE product_id IN (SELECT value FROM json_each(?)) GROUP BY product_id HAVING milli > 0",
        (msgspec.json.encode(list(product_ids)).decode(),),
    )
    return dict(rows)


def _units(row: Row) -> Units:
    product_id, granted, recalled, returned, consumed, told = row
    return Units(
        product_id, Quantity(granted), Quantity(recalled), Quantity(returned), Quantity(consumed), told=bool(told)
    )
