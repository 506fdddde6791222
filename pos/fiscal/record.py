"""A record: signed bytes that say what happened, where it stands in the chain, and who wrote it.

The payload is the truth; everything beside it (columns, sales, totals) is a projection a verifier compares with it.
The hash is SHA-256 over a prefix and the payload, the signature ECDSA P-256 over the same bytes. Each record holds the
hash of the one before it, and of the one before it in its own series.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final

from pos.fiscal.canonical import Body, Value, canonical

FORMAT: Final = 1
PREFIX: Final = b"FRPOS1\0"
ALGORITHM: Final = "ES256"
NO_HASH: Final = bytes(32)
"""What stands in the place of the hash before the first record."""

Sign = Callable[[bytes], bytes]
"""Signs a message: 64 bytes, r then s."""


class Kind(StrEnum):
    """What a record is about; each kind counts in a series of its own, one for every epoch of the till."""

    TICKET = "TICKET"
    PAYFIX = "PAYFIX"
    NOTE = "NOTE"
    INVOICE = "INVOICE"
    DEPOSIT = "DEPOSIT"
    CASHMOVE = "CASHMOVE"
    COPY = "COPY"
    Z = "Z"
    ZM = "ZM"
    ZY = "ZY"
    ARCHIVE = "ARCHIVE"
    PURGE = "PURGE"
    JET = "JET"
    KEY = "KEY"
    TRAIN = "TRAIN"


CLOSINGS: Final = frozenset({Kind.Z, Kind.ZM, Kind.ZY})
"""The kinds that close a period."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Who and what writes: the till, the shop, the person, and the program.

    responsible is the id of the person who answers for it where it is not the operator alone: a second person's
    approval, or training.
    """

    till_id: str
    siret: str
    operator_id: str
    operator_name: str
    fiscal_version: str
    build: str
    key_id: str
    responsible_id: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands: its number in the chain and in its series, and the hashes before it."""

    seq: int
    series: str
    number: int
    previous: bytes = NO_HASH
    previous_in_series: bytes = NO_HASH


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it is kept.

    at is the moment in the shop's own zone, to the millisecond; subject is what it is about: a sale's id, an event.
    """

    seq: int
    kind: Kind
    series: str
    number: int
    business_day: date
    at: datetime
    subject: str
    writer: Writer
    payload: bytes
    hash: bytes
    signature: bytes


def series_of(kind: Kind, epoch: int) -> str:
    """The series a kind counts in during an epoch of the till: `TICKET/1`."""
    return f"{kind.value}/{epoch}"


def compose(
    kind: Kind, place: Place, writer: Writer, *, at: datetime, business_day: date, subject: str, body: Body
) -> bytes:
    """The payload of a record.

    Args:
        kind: what it is about.
        place: where it stands.
        writer: who writes it.
        at: the moment, timezone-aware in the shop's own zone; kept to the millisecond.
        business_day: the day it counts for.
        subject: what it is about, by name.
        body: what the kind adds; it may not use a name every record has.

    Raises:
        NotCanonical: the body holds what no record may hold.
        ValueError: the body uses a name every record has.
    """
    common: dict[str, Value] = {
        "v": FORMAT,
        "alg": ALGORITHM,
        "kid": writer.key_id,
        "seq": place.seq,
        "kind": kind.value,
        "series": place.series,
        "no": place.number,
        "prev": place.previous.hex(),
        "sprev": place.previous_in_series.hex(),
        "ts": moment(at),
        "utc": moment(at.astimezone(UTC)),
        "bday": business_day.isoformat(),
        "till": writer.till_id,
        "siret": writer.siret,
        "op": writer.operator_id,
        "opname": writer.operator_name,
        "fv": writer.fiscal_version,
        "build": writer.build,
        "sub": subject,
    }
    if writer.responsible_id:
        common["resp"] = writer.responsible_id
    if not common.keys().isdisjoint(body):
        raise ValueError(f"every record has {sorted(common.keys() & body.keys())}")
    return canonical({**common, **body})


def seal(payload: bytes, sign: Sign) -> tuple[bytes, bytes]:
    """The hash and the signature of a payload."""
    return hash_of(payload), sign(PREFIX + payload)


def hash_of(payload: bytes) -> bytes:
    """The hash of a payload: 32 bytes."""
    return sha256(PREFIX + payload).digest()


def moment(at: datetime) -> str:
    """A moment as RFC 3339 writes it, to the millisecond: `2026-11-26T12:00:00.000+01:00`."""
    written = at.isoformat(timespec="milliseconds")
    return f"{written[:-6]}Z" if written.endswith("+00:00") else written
