"""The tables that a record is projected into, read in bulk and held against what the record says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from pos.database.connection import Database, Row
from pos.domain.identity import to_ms

Fields = Mapping[str, Any]
Rows = dict[int, list[Row]]

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
            the fields of a purged record are its columns, and no table may hold anything of it.
    """
    first, last = page[0][1][0], page[-1][1][0]
    tables = {table: _by_record(db.rows(question, (first, last))) for table, question in _QUESTIONS.items()}
    for fields, columns in page:
        if fields is None:
            continue
        seq = columns[0]
        if "payload" not in fields and "prev" in fields and _columns(fields) != tuple(columns[:16]):
            yield seq, "fiscal_record"
        meant = _meant(fields) if fields["kind"] == "TICKET" and "lines" in fields else {}
        for table, rows in tables.items():
            if rows.get(seq, []) != meant.get(table, []):
                yield seq, table


def _by_record(rows: Iterable[Row]) -> Rows:
    grouped: Rows = defaultdict(list)
    for seq, *rest in rows:
        grouped[seq].append(tuple(rest))
    return grouped


def _columns(fields: Fields) -> Row:
    """The columns of a record, in the order in which they are read."""
    at = datetime.fromisoformat(fields["ts"])
    return (
        fields["seq"], fields["kind"], fields["series"], fields["no"], fields["bday"], to_ms(at),
        at.isoformat(timespec="milliseconds"), fields["till"], fields["siret"], fields["op"], fields["opname"],
        fields.get("resp", ""), fields["fv"], fields["build"], fields["kid"], fields["sub"],
    )  # fmt: skip


def _meant(fields: Fields) -> dict[str, list[Row]]:
    """What the tables of a sale must hold for its ticket."""
    at = datetime.fromisoformat(fields["ts"])
    offset = (at.utcoffset() or timedelta()) // timedelta(minutes=1)
    return {
        _SALE: [
            (
                fields["sub"], fields["till"], fields["tillname"], fields["epoch"], fields["no"], to_ms(at), offset,
                fields["cur"], fields["ttc"], fields["change"], fields.get("note", ""),
            )
        ],
        "sale_line": [
            (
                one["n"] - 1, one["pid"], one["label"], one["ean"], one["unit"], one["qty"], one["pu"], one["rate"],
                one["ht"], one["ttc"], one.get("note", ""), one["cat"], one.get("guar", 0), one.get("eco"),
            )
            for one in fields["lines"]
        ],
        "sale_vat": [(one["rate"], one["ht"], one["vat"], one["ttc"]) for one in fields["vat"]],
        "payment": [(place, one["mode"], one["amt"]) for place, one in enumerate(fields["pay"])],
    }  # fmt: skip


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
    head = db.row("SELECT seq, hash, at_ms, open_day, closed_day, closed_month, closed_year FROM fiscal_head")
    keys = db.rows("SELECT id, public, from_seq, to_seq FROM fiscal_key ORDER BY from_seq")
    purges = db.rows("SELECT from_seq, to_seq, record_seq FROM purge ORDER BY record_seq")
    return {
        "counter": {series: (number, bytes(digest)) for series, number, digest in counters},
        "totals": dict(zip(names, totals or (), strict=False)),
        "fiscal_head": None if head is None else (head[0], bytes(head[1]), *head[2:]),
        "fiscal_key": [(key_id, bytes(public), first, last) for key_id, public, first, last in keys],
        "purge": purges,
    }
