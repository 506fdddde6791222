"""Names that never change: products, sales and movements are referred to by UUIDv7, never by row number."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime

NewId = Callable[[], str]
"""Gives a fresh id at every call; made by the program's outermost part, which owns clock and chance."""

ENTROPY_BYTES = 10


def uuid7(at: datetime, entropy: bytes) -> str:
    """The UUIDv7 of a moment and ten random bytes (RFC 9562, section 5.7).

    Args:
        at: a timezone-aware moment; ids of later milliseconds sort after it.
        entropy: ENTROPY_BYTES random bytes, of which 74 bits are used.
    """
    if len(entropy) != ENTROPY_BYTES:
        raise ValueError(f"{ENTROPY_BYTES} random bytes are needed, got {len(entropy)}")
    chance = int.from_bytes(entropy, "big")
    value = (to_ms(at) & (2**48 - 1)) << 80 | 0x7 << 76
    value |= (chance >> 62 & 0xFFF) << 64 | 0b10 << 62 | chance & (2**62 - 1)
    return str(uuid.UUID(int=value))


def to_ms(at: datetime) -> int:
    """Whole milliseconds UTC since 1970 of a timezone-aware moment."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return round(at.timestamp() * 1000)
