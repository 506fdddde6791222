"""Rotating: another key signs from now on, announced by the one before it.

The new key is in the key store before anything of it is in the file, so a program killed at any step leaves a till
that signs: with the old key when the file says nothing yet, with the new one when it says all. The old key stays in the
store, since a backup made before needs it to be put back.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pos.database import till
from pos.database.connection import Database, transaction
from pos.database.journal import keys as kept_keys
from pos.database.journal.author import author_of
from pos.database.journal.records import append, head_row, note_event
from pos.domain.errors import ShopError, SigningKeyMissing
from pos.fiscal.events import Event
from pos.fiscal.record import Kind
from pos.operations.journalling import key_body, new_key, secret_name

if TYPE_CHECKING:
    from pos.fiscal.keys import PublicKey, SigningKey
    from pos.keystore import KeyStore


@dataclass(frozen=True, slots=True)
class KeyStanding:
    """The key that signs: since which record, and in which file its private half lies, None for the system's store."""

    key: PublicKey
    from_seq: int
    file: Path | None


@dataclass(frozen=True, slots=True)
class Rotated:
    """The key that signed until now, and the one that signs from now on."""

    old: PublicKey
    new: PublicKey


def key_standing(db: Database, *, keys: KeyStore) -> KeyStanding:
    """The key that signs this file's records; a file that has none yet gets it.

    Raises:
        SigningKeyMissing: it is not on this machine.
    """
    author_of(db)
    span = kept_keys.current(db)
    if span is None or keys.load(secret_name(till.identity(db).id, span.key.id)) is None:
        raise SigningKeyMissing(db.path)
    return KeyStanding(span.key, span.from_seq, keys.file)


def rotate_key(db: Database, *, keys: KeyStore, now: datetime) -> Rotated:
    """Sign with a fresh key from now on: the log says so, then a KEY record that both keys signed.

    Args:
        db: the shop.
        keys: where the new private key is kept, and the old one lies.
        now: the moment, in the shop's own zone.

    Raises:
        SigningKeyMissing: the present key is not on this machine; only a restore goes on without it.
        DatabaseError: nothing is written; the till signs as before.
    """
    from pos.fiscal.keys import proof_of

    old, fresh = author_of(db).key, new_key()
    with _kept(db, fresh, keys), transaction(db):
        details = {"from": old.id, "to": fresh.id, "store": "system" if keys.file is None else "file"}
        note_event(db, Event.KEY_ROTATED, now=now, details=details)
        proof = proof_of(fresh, previous_key_id=old.id, previous=head_row(db).hash)
        last = append(db, Kind.KEY, key_body("ROTATED", fresh, proof), now=now, subject=fresh.id)
        kept_keys.begin(db, fresh.public, from_seq=last.seq + 1)
    db.author = replace(author_of(db), key=fresh)
    return Rotated(old.public, fresh.public)


@contextlib.contextmanager
def _kept(db: Database, fresh: SigningKey, keys: KeyStore) -> Iterator[None]:
    """Keep a new key in the store while the file takes it over; one the file did not take is forgotten again."""
    name = secret_name(till.identity(db).id, fresh.id)
    keys.save(name, fresh.secret)
    try:
        yield
    except BaseException:
        with contextlib.suppress(ShopError):
            if _is_current(db, fresh):
                db.author = None  # called again, it is the new one
            else:
                keys.forget(name)
        raise


def _is_current(db: Database, key: SigningKey) -> bool:
    """Whether the file says that this key signs: a commit may have reached the disk although it failed."""
    span = kept_keys.current(db)
    return span is not None and span.key.id == key.id
