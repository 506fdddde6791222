"""The ticket being rung up, kept at every change so that a power cut costs nothing, and those that are parked.

Training has tickets of its own: whatever is asked for or kept here is training's while that goes on, and real work's
otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from pos.domain.ticket import Ticket

if TYPE_CHECKING:
    from pos.database.connection import Database

CURRENT = "current"
TRAINING = "training"

_SLOT = f"(SELECT CASE training WHEN 1 THEN '{TRAINING}' ELSE '{CURRENT}' END FROM fiscal_head)"
_TRAINING = "(SELECT training FROM fiscal_head)"


@dataclass(frozen=True, slots=True)
class ParkedTicket:
    """A ticket put aside under a name; parked_at_ms is when, in milliseconds UTC."""

    ticket: Ticket
    name: str
    parked_at_ms: int


_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Ticket)


def save(db: Database, ticket: Ticket, *, saved_at_ms: int, slot: str | None = None) -> None:
    """Keep the ticket; the one statement is its own transaction."""
    db.execute(
        f"INSERT INTO open_ticket VALUES (coalesce(?, {_SLOT}), ?, ?, ?) ON CONFLICT (slot) DO UPDATE SET"
        " ticket_id = excluded.ticket_id, body = excluded.body, saved_at_ms = excluded.saved_at_ms",
        (slot, ticket.id, _encoder.encode(ticket).decode(), saved_at_ms),
    )


def load(db: Database, *, slot: str | None = None) -> Ticket | None:
    """The kept ticket, or None."""
    body = db.value(f"SELECT body FROM open_ticket WHERE slot = coalesce(?, {_SLOT})", (slot,))
    return None if body is None else _decoder.decode(body)


def all_readable(db: Database) -> bool:
    """Whether every ticket kept in a file can be read back: those of training too, and in a file of any age."""
    there = db.rows("SELECT name FROM sqlite_schema WHERE name IN ('open_ticket', 'parked_ticket')")
    try:
        for (table,) in there:
            for (body,) in db.rows(f"SELECT body FROM {table}"):
                _decoder.decode(body)
    except ValueError:
        return False
    return True


def meets_promises(db: Database, ticket: Ticket) -> bool:
    """Whether selling a ticket is anybody's business online: a reservation is tied to it, or some of it is promised.

    One question of three indexes, so that a sale without reservations pays no more for them.
    """
    return bool(
        db.value(
            "SELECT EXISTS (SELECT 1 FROM ticket_order WHERE ticket_id = ?1)"
            " OR EXISTS (SELECT 1 FROM json_each(?2) p JOIN online_order_line l ON l.product_id = p.value"
            "  WHERE l.held_milli > 0)"
            " OR EXISTS (SELECT 1 FROM json_each(?2) p JOIN escrow e ON e.product_id = p.value)",
            (ticket.id, _encoder.encode([line.product_id for line in ticket.lines]).decode()),
        )
    )


def forget(db: Database, ticket_id: str) -> None:
    """Let a ticket go: it was sold or given up."""
    db.execute("DELETE FROM open_ticket WHERE ticket_id = ?", (ticket_id,))


def park(db: Database, parked: ParkedTicket) -> None:
    """Put a ticket aside."""
    db.execute(
        f"INSERT INTO parked_ticket (ticket_id, name, body, parked_at_ms, training) VALUES (?, ?, ?, ?, {_TRAINING})",
        (parked.ticket.id, parked.name, _encoder.encode(parked.ticket).decode(), parked.parked_at_ms),
    )


def parked(db: Database) -> list[ParkedTicket]:
    """The tickets put aside, the longest waiting first."""
    rows = db.rows(
        f"SELECT body, name, parked_at_ms FROM parked_ticket WHERE training = {_TRAINING}"
        " ORDER BY parked_at_ms, ticket_id"
    )
    return [ParkedTicket(_decoder.decode(body), name, at_ms) for body, name, at_ms in rows]


def parked_one(db: Database, ticket_id: str) -> ParkedTicket | None:
    """One ticket put aside, or None."""
    row = db.row(
        f"SELECT body, name, parked_at_ms FROM parked_ticket WHERE ticket_id = ? AND training = {_TRAINING}",
        (ticket_id,),
    )
    return None if row is None else ParkedTicket(_decoder.decode(row[0]), row[1], row[2])


def count_parked(db: Database) -> int:
    """How many tickets are put aside."""
    return int(db.value(f"SELECT count(*) FROM parked_ticket WHERE training = {_TRAINING}"))


def forget_parked(db: Database, ticket_id: str) -> None:
    """Let a ticket that was put aside go: it was taken back, sold or given up."""
    db.execute("DELETE FROM parked_ticket WHERE ticket_id = ?", (ticket_id,))


def forget_all_of_training(db: Database) -> None:
    """Let every ticket of training go, open and parked."""
    db.execute("DELETE FROM open_ticket WHERE slot = ?", (TRAINING,))
    db.execute("DELETE FROM parked_ticket WHERE training = 1")
