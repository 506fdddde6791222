"""Units handed to the windows of online shops: a ledger of figures that only grow within a term, one row a product.

The window's rights to a product are granted - returned - consumed; the shop's are what is on hand without those.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from pos.database.promises import OPEN_STATES
from pos.domain.escrow import Units
from pos.domain.quantity import Quantity

if TYPE_CHECKING:
    from pos.database.connection import Database, Row

_NAMES = "product_id, granted_milli, recalled_milli, returned_milli, consumed_milli, told"

_ALL: Final = (
    "SELECT product_id FROM published WHERE target = ?1 AND shown = 1"
    " UNION SELECT product_id FROM escrow WHERE target = ?1 AND ?2 IS NULL"
)
_NAMED: Final = "SELECT value AS product_id FROM json_each(?2)"
_RESERVED: Final = (
    "SELECT sum(l.held_milli) FROM online_order_line l JOIN online_order o ON o.target = l.target AND o.id = l.order_id"
    " WHERE l.product_id = i.product_id AND l.held_milli > 0 AND l.target = ?1 AND o.mode = 'escrow'"
    f" AND o.state IN {OPEN_STATES}"
)


class Standing(NamedTuple):
    """A product and its ledger: what lies in the shop, what is reserved of the window's, whether that shows it."""

    units: Units
    on_hand: Quantity
    reserved: Quantity
    is_shown: bool


def of(db: Database, target: str, product_id: str) -> Units | None:
    """The ledger of one product, or None when nothing of it was ever handed over."""
    row = db.row(f"SELECT {_NAMES} FROM escrow WHERE target = ? AND product_id = ?", (target, product_id))
    return None if row is None else _units(row)


def ledger(db: Database, target: str) -> list[Units]:
    """The whole ledger of an online shop, by product."""
    rows = db.rows(f"SELECT {_NAMES} FROM escrow WHERE target = ? ORDER BY product_id", (target,))
    return [_units(row) for row in rows]


def is_empty(db: Database, target: str) -> bool:
    """Whether nothing was ever handed to the window of an online shop."""
    return db.row("SELECT 1 FROM escrow WHERE target = ? LIMIT 1", (target,)) is None


def untold(db: Database, target: str, limit: int) -> list[Units]:
    """What an online shop was not told yet, or is to be asked about again."""
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


def forget(db: Database, target: str, product_ids: Iterable[str]) -> None:
    """Forget rows of the ledger: the online shop has nothing of these products."""
    db.execute_many(
        "DELETE FROM escrow WHERE target = ? AND product_id = ?", [(target, product_id) for product_id in product_ids]
    )


def consume(db: Database, target: str, taken: Sequence[tuple[str, int]]) -> None:
    """Note that units (product, thousandths) left the shop with reservations; never more than the window has."""
    db.execute_many(
        "UPDATE escrow SET consumed_milli = min(granted_milli - returned_milli, consumed_milli + ?3)"
        " WHERE target = ?1 AND product_id = ?2",
        [(target, product_id, milli) for product_id, milli in taken],
    )


def ask_again(db: Database, target: str, product_ids: Iterable[str]) -> None:
    """Note that an online shop is to be asked how these stand: a reservation of them ended, or a deed was answered."""
    db.execute(
        "UPDATE escrow SET told = 0 WHERE target = ? AND product_id IN (SELECT value FROM json_each(?))",
        (target, msgspec.json.encode(list(product_ids)).decode()),
    )


def standing(db: Database, target: str, product_ids: Sequence[str] | None = None) -> list[Standing]:
    """Every product that the window shows, or has units of; only these when they are named, and no other is read."""
    named = None if product_ids is None else msgspec.json.encode(product_ids).decode()
    figures = ", ".join(f"coalesce(e.{name}, 0)" for name in _NAMES.split(", ")[1:5])
    rows = db.rows(
        f"SELECT i.product_id, {figures}, coalesce(e.told, 1),"
        "  coalesce((SELECT sum(s.quantity_milli) FROM stock_level s WHERE s.product_id = i.product_id), 0),"
        f" coalesce(({_RESERVED}), 0), EXISTS (SELECT 1 FROM published u JOIN product p ON p.id = u.product_id"
        "  WHERE u.target = ?1 AND u.product_id = i.product_id AND u.shown = 1 AND p.shown_online = 1)"
        f" FROM ({_ALL if named is None else _NAMED}) i"
        " LEFT JOIN escrow e ON e.target = ?1 AND e.product_id = i.product_id ORDER BY i.product_id",
        (target, named),
    )
    return [Standing(_units(row[:6]), Quantity(row[6]), Quantity(row[7]), bool(row[8])) for row in rows]


def _units(row: Row) -> Units:
    product_id, granted, recalled, returned, consumed, told = row
    return Units(
        product_id, Quantity(granted), Quantity(recalled), Quantity(returned), Quantity(consumed), told=bool(told)
    )
