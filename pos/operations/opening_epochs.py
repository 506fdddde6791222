"""Opening an epoch: the record that begins it, of what was known before, signed by the till's key or by a new one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pos.database import till
from pos.database.connection import Database
from pos.database.journal.author import Head, author_of
from pos.database.journal.records import head_row, note_event
from pos.domain.errors import SigningKeyMissing
from pos.domain.identity import NewId
from pos.fiscal.canonical import Body, Value
from pos.fiscal.events import Event
from pos.operations.allowing import THE_MACHINE
from pos.operations.journalling import Proven, call_author, public_body, take_new_key

if TYPE_CHECKING:
    from pos.keystore import KeyStore


@dataclass(frozen=True, slots=True)
class Signer:
    """Where the key lies that signs the opening of an epoch, and whether a new one may take its place."""

    shop_path: Path
    keys: KeyStore
    may_take_new_key: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """How the new epoch of a restored file began: after which end of the chain, and with which."""

    epoch: int
    backup: Head
    head: Head
    key_is_new: bool


def open_epoch(
    db: Database, epoch_before: int, known: Head | None, signer: Signer, *, now: datetime, new_id: NewId
) -> Opened:
    """Write the record that opens the epoch, in the running transaction, as who has the machine: nobody is at a till.

    It is the epoch's first record, but for the beginning of a journal in a file that never had one; so a clock that
    went back is noted after it.
    """
    opening = max(now, _moment_of_clock(db, now))
    fresh = _called_to_sign(db, signer, opening, new_id)
    db.author = replace(author_of(db), operator=THE_MACHINE)
    end = _end(db, epoch_before)
    note_opening(db, known or end, end, fresh, now=now)
    epoch = till.identity(db).epoch
    return Opened(epoch, end, _end(db, epoch), fresh is not None)


def note_opening(db: Database, known: Head, end: Head, fresh: Proven | None, *, now: datetime) -> None:
    """Write the RESTORE record of the present epoch, in the running transaction; a clock that went back is noted after.

    Args:
        db: the shop, whose author signs already.
        known: the furthest end of the chain that was known.
        end: where the chain ends in this file.
        fresh: the key that took a lost one's place, None where the till's own signs on.
        now: what the clock says.
    """
    details: dict[str, Value] = {
        "epoch": till.identity(db).epoch,
        "head": place_body(known),
        "backup": place_body(end),
    }
    if fresh is not None:
        details |= {"key": public_body(fresh.key), "proof": fresh.proof}
    note_event(db, Event.RESTORE, now=max(now, _moment_of_clock(db, now)), details=details)
    if fresh is not None:
        note_event(db, Event.KEY_CREATED, now=now, details={"key": fresh.key.id})


def place_body(head: Head) -> Body:
    """How a record says an end of a chain."""
    return {"epoch": head.epoch, "seq": head.seq, "hash": head.hash.hex()}


def _called_to_sign(db: Database, signer: Signer, now: datetime, new_id: NewId) -> Proven | None:
    """Let the till's key sign, or a new one where it is not there and one may be taken: that one is given.

    Raises:
        SigningKeyMissing: it is not there.
    """
    try:
        db.author = call_author(db, keys=signer.keys, now=now, new_id=new_id)
    except SigningKeyMissing:
        if not signer.may_take_new_key:
            raise SigningKeyMissing(signer.shop_path) from None
        return take_new_key(db, keys=signer.keys, new_id=new_id, now=now)
    return None


def _end(db: Database, epoch: int) -> Head:
    row = head_row(db)
    return Head(row.seq, row.hash, epoch)


def _moment_of_clock(db: Database, now: datetime) -> datetime:
    """What the clock said at the last record, in the zone of now."""
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=head_row(db).clock_ms)).astimezone(now.tzinfo)
