"""The public halves of the keys that signed, and from which record to which; private halves are never in the file."""

from __future__ import annotations

from dataclasses import dataclass

from pos.database.connection import Database
from pos.fiscal.keys import PublicKey
from pos.fiscal.record import ALGORITHM


@dataclass(frozen=True, slots=True)
class KeySpan:
    """A key and the records it signs; to_seq is None while it is the one in use."""

    key: PublicKey
    from_seq: int
    to_seq: int | None


def current(db: Database) -> KeySpan | None:
    """The key in use, or None in a file that never had one."""
    row = db.row("SELECT public, from_seq, to_seq FROM fiscal_key WHERE to_seq IS NULL ORDER BY from_seq DESC LIMIT 1")
    return None if row is None else _span(row)


def all_keys(db: Database) -> tuple[KeySpan, ...]:
    """Every key there was, in order."""
    return tuple(map(_span, db.rows("SELECT public, from_seq, to_seq FROM fiscal_key ORDER BY from_seq")))


def begin(db: Database, key: PublicKey, *, from_seq: int) -> None:
    """Sign with this key from a record on, in the running transaction; the key before it ends there."""
    db.execute("UPDATE fiscal_key SET to_seq = ? WHERE to_seq IS NULL", (from_seq - 1,))
    db.execute("INSERT INTO fiscal_key VALUES (?, ?, ?, ?, NULL)", (key.id, key.der, ALGORITHM, from_seq))


def _span(row: tuple[bytes, int, int | None]) -> KeySpan:
    public, from_seq, to_seq = row
    return KeySpan(PublicKey(bytes(public)), from_seq, to_seq)
