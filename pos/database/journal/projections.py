"""The tables that a record is projected into, read in bulk and held against what the record says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from pos.database.connection import Database, Row
from pos.domain.identity import to_ms

Fields = Mapping[str, Any]

_MINUTE: Final = timedelta(minutes=1)
_SALE: Final = "sale"
_QUESTIONS: Final[Mapping[str, str]] = {
    _SALE: (
        "SELECT record_seq, id, till_id, till_name, epoch, number, sold_at_ms, utc_offset_min, currency, total_minor,"
        " change_minor, note FROM sale s WHERE record_seq BETWEEN ? AND ? ORDER BY record_seq"
    ),
    "sale_line": (
        "SELECT s.record_seq, position, product_id, name, barcode, unit, quantity_milli, unit_price_minor, rate_bp,"
        " net_minor, gross_minor, l.note, supply, guaranteed, eco_minor FROM sale s"
        " JOIN sale_line l ON l.sale_id = s.id WHERE s.record_seq BETWEEN ? AND ? ORDER BY s.record_seq, position"
    ),
    "sale_vat": (
        "SELECT s.record_seq, rate_bp, net_minor, vat_minor, gross_minor FROM sale s"
        " JOIN sale_vat v ON v.sale_id = s.id WHERE s.record_seq BETWEEN ? AND ? ORDER BY s.record_seq, rate_bp DESC"
    ),
    "payment": (
        "SELECT s.record_seq, position, means, amount_minor FROM sale s JOIN payment p ON p.sale_id = s.id"
        " WHERE s.record_seq BETWEEN ? AND ? ORDER BY s.record_seq, position"
    ),
}


def differing_tables(db: Database, page: Sequence[tuple[Fields | None, Row]]) -> Iterator[tuple[int, str]]:
    """Number and table for everything that a page of records says otherwise than the tables do.

    Args:
        db: the shop, in one snapshot.
        page: records that follow one another: their fields (None for those that cannot be read) and their columns;
            the fields of a purged record is its columns, and no table may hold anything of it.
    """
    first, last = page[0][1][0], page[-1][1][0]
    meant: dict[str, list[Row]] = {table: [] for table in _QUESTIONS}
    read = []
    for fields, columns in page:
        if fields is None:
            continue
        seq = columns[0]
        read.append(seq)
        is_ticket = fields["kind"] == "TICKET" and "lines" in fields
        if not (is_ticket or "prev" in fields):
            continue
        at = datetime.fromisoformat(fields["ts"])
        at_ms = to_ms(at)
        if "prev" in fields and _columns(fields, at, at_ms) != columns[:16]:
            yield seq, "fiscal_record"
        if is_ticket:
            _add_meant(meant, seq, fields, at, at_ms)
    for table, question in _QUESTIONS.items():
        kept = db.rows(question, (first, last))
        if kept != meant[table]:
            yield from ((seq, table) for seq in _differing(read, kept, meant[table]))


def _differing(read: Sequence[int], kept: Iterable[Row], meant: Iterable[Row]) -> Iterator[int]:
    """The records that were read and have other rows than they must."""
    rows, right = _by_record(kept), _by_record(meant)
    return (seq for seq in read if rows.get(seq) != right.get(seq))


def _by_record(rows: Iterable[Row]) -> dict[int, list[Row]]:
    grouped: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row[0]].append(row)
    return grouped


def _columns(fields: Fields, at: datetime, at_ms: int) -> Row:
    """The columns of a record, in the order in which they are read."""
    return (
        fields["seq"], fields["kind"], fields["series"], fields["no"], fields["bday"], at_ms,
        at.isoformat(timespec="milliseconds"), fields["till"], fields["siret"], fields["op"], fields["opname"],
        fields.get("resp", ""), fields["fv"], fields["build"], fields["kid"], fields["sub"],
    )  # fmt: skip


def _add_meant(meant: Mapping[str, list[Row]], seq: int, fields: Fields, at: datetime, at_ms: int) -> None:
    """Add what the tables of a sale must hold for its ticket."""
    offset = (at.utcoffset() or timedelta()) // _MINUTE
    meant[_SALE].append(
        (
            seq, fields["sub"], fields["till"], fields["tillname"], fields["epoch"], fields["no"], at_ms, offset,
            fields["cur"], fields["ttc"], fields["change"], fields.get("note", ""),
        )
    )  # fmt: skip
    meant["sale_line"] += [
        (
            seq, one["n"] - 1, one["pid"], one["label"], one["ean"], one["unit"], one["qty"], one["pu"], one["rate"],
            one["ht"], one["ttc"], one.get("note", ""), one["cat"], one.get("guar", 0), one.get("eco"),
        )
        for one in fields["lines"]
    ]  # fmt: skip
    meant["sale_vat"] += [(seq, one["rate"], one["ht"], one["vat"], one["ttc"]) for one in fields["vat"]]
    meant["payment"] += [(seq, place, one["mode"], one["amt"]) for place, one in enumerate(fields["pay"])]


def unproven_sales(db: Database) -> int:
    """How many sales no record proves: made before the journal began, or slipped in beside it."""
    return int(
        db.value(
            "SELECT count(*) FROM sale s WHERE record_seq IS NULL OR NOT EXISTS"
            " (SELECT 1 FROM fiscal_record r WHERE r.seq = s.record_seq AND r.kind = 'TICKET' AND r.payload <> x'')"
        )
    )


def state(db: Database) -> dict[str, Any]:
    """What the file keeps beside the records: where each series, the totals, the head and the keys stand."""
    counters = db.rows("SELECT series, last_no, last_hash FROM counter c WHERE till_id = (SELECT id FROM till)")
    names = ("day", "month", "year", "perp", "perpabs")
    totals = db.row("SELECT day, month, year, perpetual_signed, perpetual_abs FROM totals")
    head = db.row("SELECT seq, hash, at_ms, open_day, closed_day, closed_month, closed_year, training FROM fiscal_head")
    keys = db.rows("SELECT id, public, alg, from_seq, to_seq FROM fiscal_key ORDER BY from_seq")
    purges = db.rows("SELECT from_seq, to_seq, record_seq FROM purge ORDER BY record_seq")
    return {
        "counter": {series: (number, bytes(digest)) for series, number, digest in counters},
        "totals": dict(zip(names, totals or (), strict=False)),
        "fiscal_head": None if head is None else (head[0], bytes(head[1]), *head[2:]),
        "fiscal_key": [(key_id, bytes(public), *rest) for key_id, public, *rest in keys],
        "purge": purges,
    }
