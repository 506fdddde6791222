"""What a journal must be after any accident, looked at from its rows alone: no part of the till's own verifier."""

from __future__ import annotations

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from pos.database.connection import Database, Row
from pos.fiscal.keys import PublicKey

NO_HASH = bytes(32)
PREFIX = b"FRPOS1\0"
SIGNATURES_LOOKED_AT = 12
_COLUMNS = ("seq", "kind", "series", "no", "till_id", "subject", "key_id", "payload", "hash", "sig")
_TOTALS = ("day", "month", "year", "perp", "perpabs")
_RESET_BY = {"Z": "day", "ZM": "month", "ZY": "year"}

Record = dict[str, Any]


def broken_chain(db: Database, *, thorough: bool) -> Iterator[str]:
    """What is wrong with the journal, in words.

    Args:
        db: the file.
        thorough: look at every signature, not only at those of the last records; everything else is always looked at.
    """
    records = [_read(row) for row in db.rows(f"SELECT {', '.join(_COLUMNS)} FROM fiscal_record ORDER BY seq")]
    yield from _broken_links(records)
    yield from _broken_signatures(db, records if thorough else records[-SIGNATURES_LOOKED_AT:])
    yield from _wrong_state(db, records)
    yield from _unpaired(db, records)


def _read(row: Row) -> Record:
    record = dict(zip(_COLUMNS, row, strict=True))
    return {**record, "said": json.loads(record["payload"])}


def _broken_links(records: list[Record]) -> Iterator[str]:
    """Hashes, the chain, the chain of each series, numbers without a gap, and columns that say what was signed."""
    before, last = NO_HASH, dict[str, tuple[int, bytes]]()
    for place, record in enumerate(records, 1):
        said, named = record["said"], f"record {record['seq']}"
        if sha256(PREFIX + record["payload"]).digest() != record["hash"]:
            yield f"{named} has another hash"
        number, in_series = last.get(record["series"], (0, NO_HASH))
        if (record["seq"], record["no"]) != (place, number + 1):
            yield f"{named} leaves a gap in the journal"
        if (said["prev"], said["sprev"]) != (before.hex(), in_series.hex()):
            yield f"{named} hangs on another record"
        columns = ("seq", "kind", "series", "no", "till", "sub", "kid")
        if [said[name] for name in columns] != [record[name] for name in _COLUMNS[:7]]:
            yield f"{named} has other columns than its payload"
        before, last[record["series"]] = record["hash"], (record["no"], record["hash"])


def _broken_signatures(db: Database, records: list[Record]) -> Iterator[str]:
    keys = {key_id: PublicKey(bytes(der)) for key_id, der in db.rows("SELECT id, public FROM fiscal_key")}
    for record in records:
        key = keys.get(record["key_id"])
        if key is None or not key.verifies(PREFIX + record["payload"], record["sig"]):
            yield f"record {record['seq']} is not signed"


def _wrong_state(db: Database, records: list[Record]) -> Iterator[str]:
    """The head, the counters and the running totals follow from the records."""
    head = (records[-1]["seq"], records[-1]["hash"]) if records else (0, NO_HASH)
    if db.row("SELECT seq, hash FROM fiscal_head") != head:
        yield "the head is not the last record"
    last = {(one["till_id"], one["series"]): (one["no"], one["hash"]) for one in records}
    kept = {(till, series): (no, digest) for till, series, no, digest in db.rows("SELECT * FROM counter")}
    if kept != last:
        yield "the counters are not the last records of their series"
    sums = dict.fromkeys(_TOTALS, 0)
    for record in records:
        said = record["said"]
        if record["kind"] == "TICKET":
            sums = {name: sums[name] + (abs(said["ttc"]) if name == "perpabs" else said["ttc"]) for name in _TOTALS}
        if "tot" in said and said["tot"] != sums:
            yield f"record {record['seq']} has other totals"
        if record["kind"] in _RESET_BY:
            sums[_RESET_BY[record["kind"]]] = 0
    if db.row("SELECT day, month, year, perpetual_signed, perpetual_abs FROM totals") != tuple(sums.values()):
        yield "the totals are not what the records come to"


def _unpaired(db: Database, records: list[Record]) -> Iterator[str]:
    """Every ticket's record has its sale, and every sale its record, of the same number and amount."""
    tickets = {
        one["subject"]: (one["seq"], one["no"], one["said"]["ttc"]) for one in records if one["kind"] == "TICKET"
    }
    sales = {
        sale_id: (seq, number, total)
        for sale_id, seq, number, total in db.rows("SELECT id, record_seq, number, total_minor FROM sale")
    }
    yield from (f"record of no sale: {sale_id}" for sale_id in tickets.keys() - sales.keys())
    yield from (f"sale without a record: {sale_id}" for sale_id in sales.keys() - tickets.keys())
    yield from (
        f"sale {sale_id} is not what its record says"
        for sale_id in tickets.keys() & sales.keys()
        if tickets[sale_id] != sales[sale_id]
    )
