"""What the shop did about reservations and the online shop was not told yet, or refused: one row a deed, by its key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import msgspec

from pos.domain.online_order import Deed
from pos.domain.quantity import Quantity

if TYPE_CHECKING:
    from pos.database.connection import Database, Row

Outcome = Literal["applied", "overtaken", "refused"]

_NAMES = "target, key, order_id, deed, body, state, reason, tries, made_at_ms"


class _Body(msgspec.Struct, frozen=True):
    """What a deed is about; units says that what leaves are units of the window, held for this reservation."""

    lines: dict[int, int]
    reason: str = ""
    units: bool = False


@dataclass(frozen=True, slots=True)
class KeptDeed:
    """A deed as it was kept when it was done; `key` makes it once however often it is told.

    quantities is how much of each line is meant; why is what the customer is told. state is waiting, applied, overtaken
    or refused, and reason the online shop's own words when it refused.
    """

    target: str
    key: str
    order_id: str
    deed: Deed
    quantities: Mapping[int, Quantity]
    why: str
    state: str
    reason: str
    tries: int
    made_at_ms: int


def add(
    db: Database,
    target: str,
    order_id: str,
    deed: Deed,
    *,
    key: str,
    quantities: Mapping[int, Quantity],
    why: str,
    made_at_ms: int,
    units: bool = False,
) -> None:
    """Keep a deed to be told, inside the transaction that does it; units: what leaves was held of the window's own."""
    body = msgspec.json.encode(_Body({line: one.milli for line, one in quantities.items()}, why, units))
    db.execute(
        f"INSERT INTO order_deed ({_NAMES}) VALUES (?, ?, ?, ?, ?, 'waiting', '', 0, ?)",
        (target, key, order_id, deed.value, body, made_at_ms),
    )


def waiting(db: Database, target: str) -> list[KeptDeed]:
    """The deeds an online shop is still to be told, in the order they were done."""
    return _found(db, "target = ? AND state = 'waiting' ORDER BY made_at_ms, rowid", (target,))


def any_waiting(db: Database, target: str) -> bool:
    """Whether an online shop is still to be told anything."""
    return db.row("SELECT 1 FROM order_deed WHERE target = ? AND state = 'waiting' LIMIT 1", (target,)) is not None


def refused(db: Database) -> list[KeptDeed]:
    """The deeds an online shop would not take, the latest first."""
    return _found(db, "state = 'refused' ORDER BY made_at_ms DESC, rowid DESC", ())


def refused_last(db: Database) -> list[KeptDeed]:
    """The refused deeds after which nothing else was done about their reservation."""
    later = (
        "SELECT 1 FROM order_deed l WHERE l.target = order_deed.target AND l.order_id = order_deed.order_id"
        " AND (l.made_at_ms, l.rowid) > (order_deed.made_at_ms, order_deed.rowid)"
    )
    return _found(db, f"state = 'refused' AND NOT EXISTS ({later})", ())


def is_waiting(db: Database, target: str, order_id: str) -> bool:
    """Whether a deed about a reservation is still to be told, or its answer not known."""
    found = db.row(
        "SELECT 1 FROM order_deed WHERE target = ? AND order_id = ? AND state = 'waiting' LIMIT 1", (target, order_id)
    )
    return found is not None


def products_of(db: Database, target: str, order_id: str) -> list[str]:
    """The products of a reservation, each once."""
    rows = db.rows(
        "SELECT DISTINCT product_id FROM online_order_line WHERE target = ? AND order_id = ? ORDER BY 1",
        (target, order_id),
    )
    return [product_id for (product_id,) in rows]


def note_try(db: Database, target: str, key: str) -> None:
    """Count that a deed is about to be told once more; the one statement is its own transaction."""
    db.execute("UPDATE order_deed SET tries = tries + 1 WHERE target = ? AND key = ?", (target, key))


def settle(db: Database, target: str, key: str, outcome: Outcome, *, reason: str = "") -> bool:
    """Note what became of a deed; whether it was still waiting."""
    done = db.execute(
        "UPDATE order_deed SET state = ?, reason = ? WHERE target = ? AND key = ? AND state = 'waiting'",
        (outcome, reason, target, key),
    )
    return bool(done.rowcount)


def tell_fulfilment_again(db: Database, target: str, order_id: str) -> bool:
    """Have an online shop told once more, under the same key, that goods left; whether the shop ever said so."""
    again = db.execute(
        "UPDATE order_deed SET state = 'waiting' WHERE target = ? AND order_id = ? AND deed = 'fulfil'"
        " AND state IN ('waiting', 'applied', 'overtaken')",
        (target, order_id),
    )
    return bool(again.rowcount)


def leaving_units_milli(db: Database, target: str, product_ids: Sequence[str]) -> dict[str, int]:
    """What left of each product out of the window's units, in deeds that are not answered yet."""
    rows = db.rows(
        "SELECT l.product_id, sum(q.value) FROM order_deed d, json_each(CAST(d.body AS TEXT), '$.lines') q"
        " JOIN online_order_line l ON l.target = d.target AND l.order_id = d.order_id AND l.line = q.key"
        " WHERE d.target = ?1 AND d.state = 'waiting' AND d.deed = 'fulfil' AND CAST(d.body AS TEXT) ->> '$.units'"
        " AND l.product_id IN (SELECT value FROM json_each(?2)) GROUP BY l.product_id",
        (target, msgspec.json.encode(list(product_ids)).decode()),
    )
    return dict(rows)


def _found(db: Database, condition: str, values: tuple[str, ...]) -> list[KeptDeed]:
    return [_deed(row) for row in db.rows(f"SELECT {_NAMES} FROM order_deed WHERE {condition}", values)]


def _deed(row: Row) -> KeptDeed:
    target, key, order_id, deed, body, state, reason, tries, made_at_ms = row
    told = msgspec.json.decode(body, type=_Body)
    quantities = {line: Quantity(milli) for line, milli in told.lines.items()}
    return KeptDeed(target, key, order_id, Deed(deed), quantities, told.reason, state, reason, tries, made_at_ms)
