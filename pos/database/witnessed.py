"""The end of the chain that the witness outside the shop is known to keep, as the shop's file has it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec

from pos.database import settings

if TYPE_CHECKING:
    from pos.database.connection import Database

_NAME: Final = "witness.head"


@dataclass(frozen=True, slots=True)
class Witnessed:
    """An end of the chain somebody outside keeps: epoch, number, hash in hexadecimal, and the moment of its record."""

    epoch: int
    seq: int
    hash: str
    at_ms: int


def last_witnessed(db: Database) -> Witnessed | None:
    """The last end the witness is known to keep, None before the first."""
    kept = settings.get(db, _NAME)
    return msgspec.json.decode(kept, type=Witnessed) if kept else None


def put_last_witnessed(db: Database, kept: Witnessed) -> None:
    """Note what the witness keeps now."""
    settings.put(db, _NAME, msgspec.json.encode(kept).decode())
