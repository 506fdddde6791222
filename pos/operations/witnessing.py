"""Witnessing: writing down that somebody outside remembers more of the till's chain than its file does."""

from __future__ import annotations

from datetime import datetime

from pos.database import till
from pos.database.connection import Database, transaction
from pos.database.journal import holding
from pos.database.journal.author import Head, author_of
from pos.database.journal.records import about, head_row, note_event
from pos.fiscal.canonical import Body, parse
from pos.fiscal.events import Event
from pos.fiscal.record import Kind


def note_rollback(db: Database, kept: Head, *, now: datetime) -> bool:
    """Write into the log that the witness keeps an end of the chain this file never came to; whether it was news.

    Args:
        db: the shop.
        kept: the end the witness keeps.
        now: the moment.

    Raises:
        SigningKeyMissing: there is no key to sign with.
    """
    author_of(db)
    with transaction(db):
        if any(_said(record.payload) == _body(kept) for record in about(db, Event.ROLLBACK_DETECTED, Kind.JET)):
            return False
        row = head_row(db)
        own = Head(row.seq, row.hash, till.identity(db).epoch)
        details: Body = {"by": "witness", "head": _body(kept), "own": _body(own)}
        note_event(db, Event.ROLLBACK_DETECTED, now=now, details=details)
        return True


def kept_by_witness(db: Database) -> list[Head]:
    """The ends of the chain that the witness was found to keep and this file never came to, the latest first."""
    found = [one.details for one in holding.noted(db, Event.ROLLBACK_DETECTED) if one.details.get("by") == "witness"]
    return [Head(one["head"]["seq"], bytes.fromhex(one["head"]["hash"]), one["head"]["epoch"]) for one in found]


def _body(head: Head) -> Body:
    return {"epoch": head.epoch, "seq": head.seq, "hash": head.hash.hex()}


def _said(payload: bytes) -> object:
    data = parse(payload).get("data")
    return data.get("head") if isinstance(data, dict) else None
