"""The hold on selling as the shop's file keeps it, and what a start asks the journal: its end, its last events."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from pos.database.connection import Database
from pos.database.journal.keys import all_keys
from pos.domain.hold import Hold
from pos.fiscal.events import Event
from pos.fiscal.record import NO_HASH, PREFIX, Kind


def held(db: Database) -> Hold | None:
    """Why nothing is sold, or None while nothing stands in the way."""
    text = db.value("SELECT held FROM fiscal_head")
    return Hold.read(text) if text else None


def hold(db: Database, found: Hold) -> None:
    """Let nothing be sold, in the running transaction; a hold that stands already stays."""
    db.execute("UPDATE fiscal_head SET held = ? WHERE held = ''", (found.text,))


def release(db: Database) -> None:
    """Let selling go on, in the running transaction: a person has decided."""
    db.execute("UPDATE fiscal_head SET held = ''")


class Last(NamedTuple):
    """The last record that is really there, whatever the head says: its number and hash, and the program it is of."""

    seq: int
    hash: bytes
    fiscal_version: str
    build: str


def last(db: Database) -> Last:
    """The last record; number 0 in a file without any."""
    row = db.row("SELECT seq, hash, fiscal_version, build_hash FROM fiscal_record ORDER BY seq DESC LIMIT 1")
    return Last(0, NO_HASH, "", "") if row is None else Last(row[0], bytes(row[1]), row[2], row[3])


def hash_at(db: Database, seq: int) -> bytes | None:
    """The hash of a record, or None where there is none."""
    found = db.value("SELECT hash FROM fiscal_record WHERE seq = ?", (seq,))
    return None if found is None else bytes(found)


class Noted(NamedTuple):
    """An event in the log: its number and what was noted of it."""

    seq: int
    details: Mapping[str, Any]


def noted(db: Database, event: Event, *, limit: int = -1) -> list[Noted]:
    """The times an event was noted, the latest first; a record that no key of the till has signed says nothing.

    Args:
        db: the shop.
        event: what happened.
        limit: how many of the latest to look at; all of them unless told.
    """
    known = {span.key.id: span.key for span in all_keys(db)}
    rows = db.rows(
        "SELECT seq, payload, sig, key_id FROM fiscal_record WHERE subject = ? AND +kind = ?"  # by the subject's index
        " ORDER BY seq DESC LIMIT ?",
        (event.value, Kind.JET.value, limit),
    )
    return [
        Noted(seq, _details(payload))
        for seq, payload, signature, key_id in rows
        if key_id in known and known[key_id].verifies(PREFIX + payload, signature)
    ]


def purged(db: Database) -> tuple[tuple[int, int], ...]:
    """The stretches of the chain whose papers were let go after they had been archived."""
    return tuple(db.rows("SELECT from_seq, to_seq FROM purge ORDER BY from_seq"))


def stand_on_last(db: Database) -> None:
    """Put the head and the counters of the series where the records really end, in the running transaction.

    For a file whose end was taken away: nothing could be added to it otherwise. What the head said before belongs into
    the record that is written next.
    """
    db.execute(
        "UPDATE fiscal_head SET (seq, hash) ="
        " (SELECT coalesce(max(seq), 0), coalesce((SELECT hash FROM fiscal_record ORDER BY seq DESC LIMIT 1),"
        " zeroblob(32)) FROM fiscal_record)"
    )
    db.execute(
        "UPDATE counter SET (last_no, last_hash) ="
        " (SELECT no, hash FROM fiscal_record r WHERE r.series = counter.series ORDER BY no DESC LIMIT 1)"
        " WHERE EXISTS (SELECT 1 FROM fiscal_record r WHERE r.series = counter.series)"
    )
    db.execute("DELETE FROM counter WHERE NOT EXISTS (SELECT 1 FROM fiscal_record r WHERE r.series = counter.series)")


def _details(payload: bytes) -> Mapping[str, Any]:
    try:
        details = json.loads(payload)["data"]
    except (ValueError, KeyError, TypeError):
        return {}
    return details if isinstance(details, dict) else {}
