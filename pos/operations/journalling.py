"""Journalling: calling the one who writes the records, and the first records of a shop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from pos.database import sales, staff, till
from pos.database.connection import Database, transaction
from pos.database.journal import keys as kept_keys
from pos.database.journal.author import Author, Head, Operator
from pos.database.journal.records import append, begin_series, head_row, note_event
from pos.domain.errors import SigningKeyMissing
from pos.fiscal.canonical import Body
from pos.fiscal.events import Event
from pos.fiscal.record import Kind, series_of
from pos.operations.allowing import NOBODY

if TYPE_CHECKING:
    from pos.domain.identity import NewId
    from pos.fiscal.keys import SigningKey
    from pos.keystore import KeyStore

_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""The order of P-256 (FIPS 186-5): private keys are drawn below it."""


class Proven(NamedTuple):
    """A key, and the proof that its private half is there."""

    key: SigningKey
    proof: str


def secret_name(till_id: str, key_id: str) -> str:
    """Under which name the key store keeps a signing key."""
    return f"signing/{till_id}/{key_id}"


def new_key() -> SigningKey:
    """A fresh signing key, drawn by the system."""
    import secrets

    from pos.fiscal.keys import SigningKey

    return SigningKey.from_number(1 + secrets.randbelow(_ORDER - 1))


def let_sign(
    db: Database,
    *,
    keys: KeyStore,
    now: datetime,
    new_id: NewId,
    told_heads: Callable[[Head], None] | None = None,
) -> None:
    """Let a connection write records; its author is called at the first need. The arguments are `call_author`'s."""
    db.call_author = partial(call_author, keys=keys, now=now, new_id=new_id, told_heads=told_heads)


def call_author(
    db: Database,
    *,
    keys: KeyStore,
    now: datetime,
    new_id: NewId,
    told_heads: Callable[[Head], None] | None = None,
) -> Author:
    """The author of a shop's records; a shop that has none yet gets its key and its first records.

    Args:
        db: the shop, inside a transaction or not.
        keys: where the till's private key lies.
        now: the moment of the first records, where there are none.
        new_id: names the first person.
        told_heads: hears of every new head.

    Raises:
        SigningKeyMissing: the key store does not hold the key this file is signed with.
    """
    if kept_keys.current(db) is None:
        if db.connection.in_transaction:
            _begin_journal(db, keys, now, new_id)
        else:
            with transaction(db):
                _begin_journal(db, keys, now, new_id)
    db.author = None
    return replace(_author(db, _load(db, keys)), told_heads=told_heads)


def _begin_journal(db: Database, keys: KeyStore, now: datetime, new_id: NewId) -> None:
    """The key, proven by itself, and the event that opens the log; a second program that waited finds them there."""
    if kept_keys.current(db) is not None:
        return
    identity = till.identity(db)
    fresh = take_new_key(db, keys=keys, new_id=new_id, now=now)
    append(db, Kind.KEY, key_body("CREATED", fresh.key, fresh.proof), now=now, subject=fresh.key.id)
    before: Body = {"tickets": till.last_number(db), "sales": sales.count(db)}
    if till.last_number(db):
        begin_series(db, series_of(Kind.TICKET, identity.epoch), till.last_number(db))
    note_event(db, Event.INIT, now=now, details={"before": before, "till": identity.name, "epoch": identity.epoch})


def take_new_key(db: Database, *, keys: KeyStore, new_id: NewId, now: datetime) -> Proven:
    """Sign with a fresh key from the next record on, in the running transaction; what was signed before stays.

    For a file that has no key yet, or whose key is not on this machine: the key before cannot vouch for the new one, so
    the first record it signs must bring it along, with the proof (`pos.operations.restoring`).
    """
    from pos.fiscal.keys import proof_of

    identity, key, head, before = till.identity(db), new_key(), head_row(db), kept_keys.current(db)
    staff.begin(db, new_id=new_id, now=now)
    keys.save(secret_name(identity.id, key.id), key.secret)
    kept_keys.begin(db, key.public, from_seq=head.seq + 1)
    db.author = _author(db, key)
    previous_key_id = "" if before is None else before.key.id
    return Proven(key, proof_of(key, previous_key_id=previous_key_id, previous=head.hash))


def key_body(action: str, key: SigningKey, proof: str) -> Body:
    """What a KEY record says: CREATED or ROTATED, the public key as hexadecimal DER, and the proof it is there."""
    return {
        "action": action,
        "key": public_body(key),
        "proof": proof,
    }


def public_body(key: SigningKey) -> Body:
    """How a record says a public key."""
    return {"kid": key.id, "fp": key.public.fingerprint, "spki": key.public.der.hex()}


def _author(db: Database, key: SigningKey) -> Author:
    from pos.database.journal.software import software

    return Author(key, _operator(db), software())


def _operator(db: Database) -> Operator:
    """Who is at the till before anybody signed in: the one who is alone in the shop, or nobody."""
    if staff.asks_who(db):
        return NOBODY
    person = staff.first(db)
    return Operator(person.id, person.name)


def _load(db: Database, keys: KeyStore) -> SigningKey:
    from pos.fiscal.keys import NotAKey, SigningKey

    span = kept_keys.current(db)
    if span is None:
        raise SigningKeyMissing(db.path)
    secret = keys.load(secret_name(till.identity(db).id, span.key.id))
    if secret is None:
        raise SigningKeyMissing(db.path)
    try:
        key = SigningKey.load(secret)
    except NotAKey as problem:
        raise SigningKeyMissing(db.path) from problem
    if key.id != span.key.id:
        raise SigningKeyMissing(db.path)
    return key
