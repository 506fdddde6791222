"""Following the chain record by record, and what is wrong with one: no more than a till asks at every start.

Beside `pos.fiscal.verify` there is need of it: the start has a few milliseconds, the long check a page at a time for
days, over many runs of the till, and from one page to the next nothing is kept but these links. The verifier works out
every total and closing from the first record on, so it goes over a file in one piece: copies, drills and inspectors.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from pos.fiscal.record import ALGORITHM, FORMAT, NO_HASH, PREFIX, Record, hash_of, moment

Verifies = Callable[[bytes, bytes], bool]
"""Whether a message has this signature: the question a public key answers."""


class Fault(StrEnum):
    """What is wrong with a record."""

    GAP = "gap"
    """Records before it are missing, or it stands twice."""
    CHANGED = "changed"
    """Its payload is not what its hash says."""
    PREVIOUS = "previous"
    """It follows another record than the one before it."""
    SERIES = "series"
    """It is not the next of its series."""
    COLUMNS = "columns"
    """What stands beside the payload says something else."""
    SIGNATURE = "signature"
    """No key of this till has signed it."""
    SALE = "sale"
    """The sale kept beside it is another than the one it says."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A record with a fault."""

    seq: int
    fault: Fault


@dataclass(frozen=True, slots=True)
class Links:
    """Where the chain was followed to; series holds the last number and hash of each series met.

    from_first tells whether it was followed from its first record: a series not met before then begins with 1.
    """

    seq: int = 0
    hash: bytes = NO_HASH
    series: Mapping[str, tuple[int, bytes]] = field(default_factory=dict)
    from_first: bool = True


def follow(
    links: Links, record: Record, *, verifies: Verifies | None = None, purged: bool = False
) -> tuple[Links, Fault | None]:
    """The first fault of the next record, and where the chain stands after it.

    A faulty record is a link all the same, as it stands: what one change broke is told once.

    Args:
        links: where the chain stands.
        record: the next record.
        verifies: the public key of the one who signed; None leaves the signature for another time.
        purged: whether its payload was let go after it had been archived; hash and signature stay.
    """
    after = Links(
        record.seq,
        record.hash,
        {**links.series, record.series: (record.number, record.hash)},
        from_first=links.from_first,
    )
    if record.seq != links.seq + 1:
        return after, Fault.GAP
    if purged and not record.payload:
        return after, None
    return after, _fault(links, record, verifies)


def _fault(links: Links, record: Record, verifies: Verifies | None) -> Fault | None:
    if hash_of(record.payload) != record.hash:
        return Fault.CHANGED
    try:
        fields: dict[str, Any] = json.loads(record.payload)
    except ValueError:
        return Fault.CHANGED
    if fields.get("prev") != links.hash.hex():
        return Fault.PREVIOUS
    if not _is_next_in_series(links, record, fields):
        return Fault.SERIES
    if any(fields.get(name) != value for name, value in _columns(record).items()):
        return Fault.COLUMNS
    if verifies is not None and not verifies(PREFIX + record.payload, record.signature):
        return Fault.SIGNATURE
    return None


def _is_next_in_series(links: Links, record: Record, fields: Mapping[str, Any]) -> bool:
    if record.series in links.series:
        number, last = links.series[record.series]
    elif links.from_first:
        number, last = 0, NO_HASH
    else:
        return True
    return record.number == number + 1 and fields.get("sprev") == last.hex()


def _columns(record: Record) -> dict[str, str | int | None]:
    """What a payload says where the columns beside it are true."""
    writer = record.writer
    return {
        "v": FORMAT,
        "alg": ALGORITHM,
        "kid": writer.key_id,
        "seq": record.seq,
        "kind": record.kind.value,
        "series": record.series,
        "no": record.number,
        "ts": moment(record.at),
        "bday": record.business_day.isoformat(),
        "till": writer.till_id,
        "siret": writer.siret,
        "op": writer.operator_id,
        "opname": writer.operator_name,
        "fv": writer.fiscal_version,
        "build": writer.build,
        "sub": record.subject,
        "resp": writer.responsible_id or None,
    }
