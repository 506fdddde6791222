"""Going over the chain of a file, or of a copy of it: whether every record follows, and every total is their sum.

It is quick rather than thorough: hashes of all records, signatures of the last ones. `pos.fiscal.verify` is the
thorough one, which trusts nothing it is given.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple

from pos.database.connection import Database
from pos.database.journal.keys import all_keys
from pos.database.journal.records import head_row, in_order
from pos.database.journal.totals import totals
from pos.fiscal.record import NO_HASH, PREFIX, Kind, hash_of

LAST_SIGNATURES: Final = 200
RECORDS_A_STEP: Final = 50
"""How many records are looked at without a rest: well under the five milliseconds after which Python itself would let
another thread have its turn, so that one that sells never waits so long."""

Rest = Callable[[], None]
"""Called again and again between two steps."""


class _Link(NamedTuple):
    seq: int
    payload: bytes
    hash: bytes


def without_rest() -> None:
    """Go on at once."""


def first_break(db: Database, *, signatures: int = LAST_SIGNATURES, rest: Rest = without_rest) -> int | None:
    """The number of the first record that does not follow from the one before it; None when the chain holds.

    The file's own head must be its last record, and the last records must bear the signature of a key the file knows.
    A record emptied by a purge counts by its hash.

    Args:
        db: a reader will do.
        signatures: how many of the last records have their signature verified.
        rest: called between two steps.
    """
    purged = [(first, last) for first, last in db.rows("SELECT from_seq, to_seq FROM purge")]
    due, previous = 1, NO_HASH
    for link in _links(db, rest):
        emptied = not link.payload and any(first <= link.seq <= last for first, last in purged)
        if link.seq != due or not (emptied or _follows(link, previous)):
            return due
        due, previous = due + 1, link.hash
    head = head_row(db)
    if (head.seq, head.hash) != (due - 1, previous):
        return due
    return _first_unsigned(db, max(1, due - signatures), rest)


def first_total_off(db: Database, *, rest: Rest = without_rest) -> int | None:
    """The number of the first ticket whose perpetual totals are not those before it and its own; None when all are.

    The totals the file stands at must be those of its last ticket, else the number after it is given. Where a purge
    emptied the tickets before, counting begins anew.
    """
    known: tuple[int, int] | None = (0, 0)
    last = 0
    for link in _links(db, rest, only=Kind.TICKET):
        last = link.seq
        if not link.payload:
            known = None
            continue
        said = json.loads(link.payload)
        after = (said["tot"]["perp"], said["tot"]["perpabs"])
        if known is not None and after != (known[0] + said["ttc"], known[1] + abs(said["ttc"])):
            return link.seq
        known = after
    stands_at = totals(db)
    return None if known in (None, (stands_at.perpetual, stands_at.perpetual_abs)) else last + 1


def _follows(link: _Link, previous: bytes) -> bool:
    """Whether the payload has this hash, and says this number and the hash before it."""
    return (
        hash_of(link.payload) == link.hash
        and b'"prev":"%s"' % previous.hex().encode() in link.payload
        and b'"seq":%d,' % link.seq in link.payload
    )


def _first_unsigned(db: Database, from_seq: int, rest: Rest) -> int | None:
    known = {span.key.id: span.key for span in all_keys(db)}
    for record in in_order(db, from_seq=from_seq):
        key = known.get(record.writer.key_id)
        if record.payload and (key is None or not key.verifies(PREFIX + record.payload, record.signature)):
            return record.seq
        rest()
    return None


def _links(db: Database, rest: Rest, *, only: Kind | None = None) -> Iterator[_Link]:
    wanted, values = ("", ()) if only is None else (" AND kind = ?", (only.value,))
    question = f"SELECT seq, payload, hash FROM fiscal_record WHERE seq > ?{wanted} ORDER BY seq LIMIT {RECORDS_A_STEP}"
    last = 0
    while True:
        rows: list[tuple[Any, ...]] = db.rows(question, (last, *values))
        for seq, payload, digest in rows:
            yield _Link(seq, bytes(payload), bytes(digest))
        if len(rows) < RECORDS_A_STEP:
            return
        last = rows[-1][0]
        rest()
