"""The ticket being rung up, kept at every change so that a power cut costs nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pos.domain.ticket import Ticket

if TYPE_CHECKING:
    from pos.database.connection import Database

CURRENT = "current"

_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Ticket)


def save(db: Database, ticket: Ticket, *, saved_at_ms: int, slot: str = CURRENT) -> None:
    """Keep the ticket; the one statement is its own transaction."""
    db.execute(
        "INSERT INTO open_ticket VALUES (?, ?, ?, ?) ON CONFLICT (slot) DO UPDATE SET"
        " ticket_id = excluded.ticket_id, body = excluded.body, saved_at_ms = excluded.saved_at_ms",
        (slot, ticket.id, _encoder.encode(ticket).decode(), saved_at_ms),
    )


def load(db: Database, *, slot: str = CURRENT) -> Ticket | None:
    """The kept ticket, or None."""
    body = db.value("SELECT body FROM open_ticket WHERE slot = ?", (slot,))
    return None if body is None else _decoder.decode(body)


def forget(db: Database, ticket_id: str) -> None:
    """Let a ticket go: it was sold or given up."""
    db.execute("DELETE FROM open_ticket WHERE ticket_id = ?", (ticket_id,))
