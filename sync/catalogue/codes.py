"""Codes read out to people and keys kept by tills: how they are made, typed and hashed."""

import hashlib
import hmac
import secrets
import uuid

_ALPHABET = "2346789ABCDEFGHJKMNPQRTUVWXYZ"  # without 0 O 1 I L 5 S, which people mix up
_LENGTH = 8
_HALF = _LENGTH // 2
_LETTERS, _DIGITS = "ABCDEFGHJKMNPQRTUVWXYZ", "2346789"


def new_code() -> str:
    """Draw a pairing code such as K7QF-3M9D: 38 bits, which ten guesses in ten minutes do not find in a day."""
    drawn = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    return f"{drawn[:_HALF]}-{drawn[_HALF:]}"


def new_number() -> str:
    """Draw the number of a reservation such as K7Q3: short, since it is read out, and no word."""
    return "".join(secrets.choice(kind) for kind in (_LETTERS, _DIGITS, _LETTERS, _DIGITS))


def typed(code: str) -> str:
    """Return a code as it was meant, whatever case, spaces or dashes it was typed with."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


def code_hash(code: str, secret: str) -> str:
    """Return the seasoned hash of a code: short enough to guess, it is useless without the catalogue's secret."""
    return hmac.new(secret.encode(), b"pairing:" + typed(code).encode(), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare two hashes in a time that tells nothing."""
    return hmac.compare_digest(one.encode(), other.encode())


def new_key() -> str:
    """Draw a till's key: 256 bits, with a prefix by which a leak can be recognised."""
    return "ck_" + secrets.token_urlsafe(32)


def key_hash(key: str) -> str:
    """Return what is kept of a key; it is long enough to need no seasoning."""
    return hashlib.sha256(key.encode()).hexdigest()


def new_id(now_ms: int) -> str:
    """Make a UUIDv7 (RFC 9562): the moment first, then 74 random bits."""
    value = now_ms << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=value))
