"""Reservations made online, one row each and one a line, as the till knows them; and the tickets their goods lie on.

A ticket carries a reservation while both are tied, the ticket is open or parked, and some of its goods are on it: so
a ticket given up, or a step taken back, needs no second change here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from pos.database.promises import OPEN_STATES, PROMISED_ELSEWHERE, UNITS_PROMISED
from pos.domain.identity import to_ms
from pos.domain.money import Money
from pos.domain.online_order import OnlineOrder, OrderLine, OrderMode, OrderState
from pos.domain.quantity import Quantity, Unit

if TYPE_CHECKING:
    from pos.database.connection import Database, Row

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_NAMED: Final = "IN (SELECT value FROM json_each(?1))"
_NAMES: Final = (
    "target, id, number, revision, state, mode, made_at_ms, expires_at_ms, customer, contact, note, reason, paid,"
    " made_by, seen"
)
_LINE_NAMES: Final = (
    "target, order_id, line, product_id, name, unit, price_minor, currency, asked_milli, held_milli, fulfilled_milli,"
    " released_milli"
)
_TICKET: Final = (
    "SELECT t.ticket_id FROM ticket_order t JOIN (SELECT ticket_id, body FROM open_ticket UNION ALL"
    " SELECT ticket_id, body FROM parked_ticket) k ON k.ticket_id = t.ticket_id"
    " WHERE t.target = o.target AND t.order_id = o.id AND EXISTS ("
    "  SELECT 1 FROM json_each(k.body, '$.lines') j JOIN online_order_line l"
    "  ON l.product_id = j.value ->> '$.product_id' WHERE l.target = o.target AND l.order_id = o.id) LIMIT 1"
)
_HELD: Final = (
    "SELECT l.product_id, sum(l.held_milli) FROM online_order_line l"
    " JOIN online_order o ON o.target = l.target AND o.id = l.order_id"
    f" WHERE l.held_milli > 0 AND o.state IN {OPEN_STATES}"
    " AND l.product_id IN (SELECT value FROM json_each(?1))"
)


@dataclass(frozen=True, slots=True)
class RefusedOrder:
    """A row of a feed that nobody could read or apply, as it came, with the reason."""

    target: str
    order_id: str
    revision: int
    reason: str
    raw: bytes
    heard_at: datetime


def get(db: Database, target: str, order_id: str) -> OnlineOrder | None:
    """A reservation, or None."""
    return next(iter(_found(db, "o.target = ? AND o.id = ?", (target, order_id))), None)


def open_orders(db: Database) -> list[OnlineOrder]:
    """The reservations that wait for something: those to be answered first, then by when they end."""
    return _found(
        db,
        f"o.state IN {OPEN_STATES} ORDER BY o.state <> 'requested', o.expires_at_ms IS NULL, o.expires_at_ms,"
        " o.made_at_ms, o.id",
    )


def ended(db: Database, since_ms: int, limit: int) -> list[OnlineOrder]:
    """The reservations that ended, or were last heard of, since a moment, the latest first."""
    return _found(
        db,
        f"o.state NOT IN {OPEN_STATES} AND o.heard_at_ms >= ? ORDER BY o.heard_at_ms DESC, o.id DESC LIMIT ?",
        (since_ms, limit),
    )


def on_ticket(db: Database, ticket_id: str) -> list[OnlineOrder]:
    """The reservations whose goods lie on a ticket that is open or parked, the oldest first."""
    tied = "EXISTS (SELECT 1 FROM ticket_order t WHERE t.ticket_id = ? AND t.target = o.target AND t.order_id = o.id)"
    found = _found(db, f"{tied} ORDER BY o.made_at_ms, o.id", (ticket_id,))
    return [order for order in found if order.ticket_id == ticket_id]


def tied_to(db: Database, ticket_id: str) -> list[OnlineOrder]:
    """The reservations ever tied to a ticket, whether or not it is still there, the oldest first."""
    tied = "EXISTS (SELECT 1 FROM ticket_order t WHERE t.ticket_id = ? AND t.target = o.target AND t.order_id = o.id)"
    return _found(db, f"{tied} ORDER BY o.made_at_ms, o.id", (ticket_id,))


def count_open(db: Database) -> int:
    """How many reservations wait for something."""
    return int(db.value(f"SELECT count(*) FROM online_order WHERE state IN {OPEN_STATES}"))


def count_unseen(db: Database) -> int:
    """How many reservations came or changed and nobody at the till has looked at them."""
    return int(db.value("SELECT count(*) FROM online_order WHERE seen = 0"))


def last_heard_ms(db: Database) -> int:
    """When the latest change of any reservation was heard or made, 0 before the first."""
    return int(db.value("SELECT coalesce(max(heard_at_ms), 0) FROM online_order"))


def mark_seen(db: Database) -> None:
    """Note that somebody looked at all of them; the one statement is its own transaction."""
    db.execute("UPDATE online_order SET seen = 1 WHERE seen = 0")


def put(db: Database, order: OnlineOrder, *, heard_at_ms: int) -> None:
    """Write a reservation and its lines in the place of what was known of it, inside a transaction."""
    names = f"{_NAMES}, heard_at_ms".split(", ")
    db.execute(
        f"INSERT INTO online_order ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
        f" ON CONFLICT (target, id) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in names[2:])}",
        (
            order.target, order.id, order.number, order.revision, order.state.value, order.mode.value,
            to_ms(order.made_at), None if order.expires_at is None else to_ms(order.expires_at), order.customer,
            order.contact, order.note, order.reason, int(order.is_paid), order.made_by, int(order.is_seen), heard_at_ms,
        ),
    )  # fmt: skip
    db.execute("DELETE FROM online_order_line WHERE target = ? AND order_id = ?", (order.target, order.id))
    db.execute_many(
        f"INSERT INTO online_order_line ({_LINE_NAMES}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                order.target, order.id, one.line, one.product_id, one.name, one.unit.value,
                None if one.price is None else one.price.minor, "EUR" if one.price is None else one.price.currency,
                one.asked.milli, one.held.milli, one.fulfilled.milli, one.released.milli,
            )
            for one in order.lines
        ],
    )  # fmt: skip


def held(db: Database, product_ids: Iterable[str]) -> dict[str, Quantity]:
    """How much of each product is held for reservations of all targets; products without any are left out."""
    rows = db.rows(f"{_HELD} GROUP BY l.product_id", (_json(product_ids),))
    return {product_id: Quantity(milli) for product_id, milli in rows}


def held_elsewhere(db: Database, target: str, product_ids: Iterable[str]) -> dict[str, Quantity]:
    """How much of each product other targets were promised, units handed to their windows too; without the zeros."""
    promised = PROMISED_ELSEWHERE.format(product="p.value", target="?2")
    rows = db.rows(f"SELECT p.value, {promised} AS milli FROM json_each(?1) p", (_json(product_ids), target))
    return {product_id: Quantity(milli) for product_id, milli in rows if milli}


def promised_milli(db: Database, product_ids: Iterable[str]) -> list[tuple[str, str, int]]:
    """What is promised of products, as (target, product, thousandths), without the zeros.

    That is what is held for answered reservations, and all that a window has of units handed over to it, which those
    made in escrow mode are served from. A till that took the window over from another holds no ledger of its units, yet
    what is held of them is promised all the same. A request that waits for its answer is no promise yet.
    """
    return db.rows(
        "SELECT target, product_id, sum(milli) FROM (SELECT l.target, l.product_id, l.held_milli AS milli"
        "  FROM online_order_line l JOIN online_order o ON o.target = l.target AND o.id = l.order_id"
        "  WHERE l.held_milli > 0 AND o.state IN ('held', 'confirmed') AND o.mode <> 'escrow'"
        f"  AND l.product_id {_NAMED}"
        f" UNION ALL SELECT target, product_id, max(milli) FROM ({UNITS_PROMISED.format(which=_NAMED)})"
        "  GROUP BY target, product_id)"
        " GROUP BY target, product_id HAVING sum(milli) > 0",
        (_json(product_ids),),
    )


def forget_revisions(db: Database, target: str) -> None:
    """Note that an online shop's feed is read from the start again: whatever it says of a reservation is news."""
    db.execute("UPDATE online_order SET revision = 0 WHERE target = ?", (target,))


def unheard(db: Database, target: str) -> list[OnlineOrder]:
    """The reservations that wait for something and were not named since the feed is read from the start again.

    One whose row came and could not be read was named, too.
    """
    return _found(
        db,
        f"o.target = ? AND o.revision = 0 AND o.state IN {OPEN_STATES} AND NOT EXISTS (SELECT 1 FROM inbox i"
        " WHERE i.target = o.target AND i.order_id = o.id AND i.state = 'refused') ORDER BY o.made_at_ms",
        (target,),
    )


def forget_ended(db: Database, *, before_ms: int) -> None:
    """Forget what ended and was not heard of since a moment, unless a deed about it waits or was refused."""
    old = (
        f"SELECT o.target, o.id FROM online_order o WHERE o.heard_at_ms < ?1 AND o.state NOT IN {OPEN_STATES}"
        " AND NOT EXISTS (SELECT 1 FROM order_deed d WHERE d.target = o.target AND d.order_id = o.id"
        "  AND d.state IN ('waiting', 'refused'))"
    )
    for table in ("inbox", "order_deed"):
        db.execute(f"DELETE FROM {table} WHERE state <> 'refused' AND (target, order_id) IN ({old})", (before_ms,))
    db.execute(f"DELETE FROM online_order WHERE (target, id) IN ({old})", (before_ms,))


def tie(db: Database, ticket_id: str, target: str, order_id: str) -> None:
    """Tie a reservation to a ticket, and to no other."""
    db.execute("DELETE FROM ticket_order WHERE target = ? AND order_id = ?", (target, order_id))
    db.execute("INSERT INTO ticket_order (ticket_id, target, order_id) VALUES (?, ?, ?)", (ticket_id, target, order_id))


def untie(db: Database, ticket_id: str) -> None:
    """Untie all reservations from a ticket."""
    db.execute("DELETE FROM ticket_order WHERE ticket_id = ?", (ticket_id,))


def refused(db: Database) -> list[RefusedOrder]:
    """The rows of the feeds that nobody could read, the latest first; one read since in a later revision is settled."""
    rows = db.rows(
        "SELECT i.target, i.order_id, i.revision, i.reason, i.raw, i.heard_at_ms FROM inbox i"
        " WHERE i.state = 'refused' AND NOT EXISTS (SELECT 1 FROM inbox n WHERE n.target = i.target"
        "  AND n.order_id = i.order_id AND n.state = 'taken' AND n.revision > i.revision)"
        " ORDER BY i.heard_at_ms DESC, i.order_id"
    )
    return [
        RefusedOrder(target, order_id, revision, reason, raw, _moment(heard_ms))
        for target, order_id, revision, reason, raw, heard_ms in rows
    ]


def _found(db: Database, condition: str, values: Sequence[str | int] = ()) -> list[OnlineOrder]:
    names = ", ".join(f"o.{name}" for name in _NAMES.split(", "))
    rows = db.rows(f"SELECT {names}, ({_TICKET}) FROM online_order o WHERE {condition}", values)
    lines = _lines(db, [(row[0], row[1]) for row in rows])
    return [_order(row, lines[row[0], row[1]]) for row in rows]


def _lines(db: Database, keys: Sequence[tuple[str, str]]) -> dict[tuple[str, str], list[OrderLine]]:
    found: dict[tuple[str, str], list[OrderLine]] = {key: [] for key in keys}
    if keys:
        names = ", ".join(f"l.{name}" for name in _LINE_NAMES.split(", "))
        rows = db.rows(
            f"SELECT {names} FROM json_each(?) k JOIN online_order_line l ON l.target = k.value ->> 0"
            " AND l.order_id = k.value ->> 1 ORDER BY l.target, l.order_id, l.line",
            (_json(keys),),
        )
        for row in rows:
            found[row[0], row[1]].append(_line(row))
    return found


def _order(row: Row, lines: Sequence[OrderLine]) -> OnlineOrder:
    (target, order_id, number, revision, state, mode, made_ms, expires_ms, *words, paid, made_by, seen, ticket) = row
    customer, contact, note, reason = words
    return OnlineOrder(
        target=target,
        id=order_id,
        number=number,
        revision=revision,
        state=OrderState(state),
        mode=OrderMode(mode),
        lines=tuple(lines),
        made_at=_moment(made_ms),
        expires_at=None if expires_ms is None else _moment(expires_ms),
        customer=customer,
        contact=contact,
        note=note,
        reason=reason,
        is_paid=bool(paid),
        made_by=made_by,
        ticket_id=ticket or "",
        is_seen=bool(seen),
    )


def _line(row: Row) -> OrderLine:
    _, _, line, product_id, name, unit, price_minor, currency, *milli = row
    asked, held_now, fulfilled, released = map(Quantity, milli)
    price = None if price_minor is None else Money(price_minor, currency)
    return OrderLine(line, product_id, name, Unit(unit), asked, held_now, fulfilled, released, price)


def _moment(at_ms: int) -> datetime:
    return _EPOCH + timedelta(milliseconds=at_ms)


def _json(values: Iterable[object]) -> str:
    return msgspec.json.encode(list(values)).decode()
