"""PINs: what the file keeps of one says nothing without a secret of this machine, which the file does not hold.

Kept is `<mark of the secret>:<argon2id>`, over HMAC-SHA256 of the PIN under the secret. Ten thousand PINs are tried in
minutes however slow a hash is; with 256 bits from elsewhere mixed in there is nothing to try. argon2 stands behind for
the day the secret is stolen too.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING, Final

from pos.database import till

if TYPE_CHECKING:
    from argon2 import PasswordHasher

    from pos.database.connection import Database
    from pos.keystore import KeyStore

PEPPER_BYTES: Final = 32
_MARK_LENGTH: Final = 8
_MEMORY_KIB: Final = 19 * 1024
_PASSES: Final = 2


class DevicePepper:
    """The secret of this machine, read from the key store at the first need; used on the shop thread alone."""

    def __init__(self, keys: KeyStore) -> None:
        self._keys = keys
        self._known: bytes | None = None

    def of(self, db: Database) -> bytes | None:
        """The secret for a till's PINs, or None where the key store has none."""
        if self._known is None:
            self._known = _bytes(self._keys.load(pepper_name(till.identity(db).id)))
        return self._known

    def made_for(self, db: Database) -> bytes:
        """The secret for a till's PINs, made where there is none: PINs mixed with a lost one are set anew."""
        known = self.of(db)
        if known is None:
            known = self._known = secrets.token_bytes(PEPPER_BYTES)
            self._keys.save(pepper_name(till.identity(db).id), known.hex())
        return known


def pepper_name(till_id: str) -> str:
    """Under which name the key store keeps the secret."""
    return f"pepper/{till_id}"


def hashed(pin: str, pepper: bytes) -> str:
    """What the file keeps of a PIN."""
    return f"{_mark(pepper)}:{_hasher().hash(_mixed(pin, pepper))}"


def is_of(kept: str, pepper: bytes | None) -> bool:
    """Whether what is kept was made with this secret; with another one no PIN would ever fit."""
    return pepper is not None and kept.partition(":")[0] == _mark(pepper)


def fits(kept: str, pin: str, pepper: bytes) -> bool:
    """Whether this is the PIN that is kept; takes about 30 ms."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(kept.partition(":")[2], _mixed(pin, pepper))
    except (VerificationError, InvalidHashError):
        return False


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=_PASSES, memory_cost=_MEMORY_KIB, parallelism=1)


def _mixed(pin: str, pepper: bytes) -> bytes:
    return hmac.new(pepper, pin.encode(), hashlib.sha256).digest()


def _mark(pepper: bytes) -> str:
    """Tells one secret from another, and nothing of it."""
    return hashlib.sha256(b"comptoir pepper\0" + pepper).hexdigest()[:_MARK_LENGTH]


def _bytes(kept: str | None) -> bytes | None:
    try:
        found = bytes.fromhex(kept or "")
    except ValueError:
        return None
    return found if len(found) == PEPPER_BYTES else None
