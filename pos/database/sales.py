"""Sales with their lines, VAT and payments: written once, never changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from pos.database.connection import Database, Row
from pos.domain.catalogue import Supply
from pos.domain.identity import to_ms
from pos.domain.money import Money
from pos.domain.payment import Means, Payment
from pos.domain.quantity import Quantity, Unit
from pos.domain.sale import Sale, SaleLine, TillIdentity
from pos.domain.tax import VatShare

_COLUMNS = (
    "id, till_id, till_name, epoch, number, sold_at_ms, utc_offset_min, currency, total_minor, change_minor, note"
)


def add(db: Database, sale: Sale, *, record_seq: int | None) -> None:
    """Write a sale with everything that belongs to it, beside the record that proves it."""
    offset = sale.sold_at.utcoffset() or timedelta()
    db.execute(
        "INSERT INTO sale VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            sale.id, sale.till.id, sale.till.name, sale.till.epoch, sale.number, to_ms(sale.sold_at),
            offset // timedelta(minutes=1), sale.total.currency, sale.total.minor, sale.change.minor,
            sale.note, record_seq,
        ),
    )  # fmt: skip
    db.execute_many(
        "INSERT INTO sale_line VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                sale.id, place, line.product_id, line.name, line.barcode, line.unit.value, line.quantity.milli,
                line.unit_price.minor, line.rate_bp, line.net.minor, line.gross.minor,
                line.note, line.supply.value, int(line.guaranteed), None if line.eco is None else line.eco.minor,
            )
            for place, line in enumerate(sale.lines)
        ],
    )  # fmt: skip
    db.execute_many(
        "INSERT INTO sale_vat VALUES (?, ?, ?, ?, ?)",
        [(sale.id, one.rate_bp, one.net.minor, one.vat.minor, one.gross.minor) for one in sale.vat],
    )
    db.execute_many(
        "INSERT INTO payment VALUES (?, ?, ?, ?)",
        [(sale.id, place, paid.means.value, paid.amount.minor) for place, paid in enumerate(sale.payments)],
    )


def get(db: Database, sale_id: str) -> Sale | None:
    """The sale of this id, exactly as it was made, or None."""
    row = db.row(f"SELECT {_COLUMNS} FROM sale WHERE id = ?", (sale_id,))
    return None if row is None else _sale(db, row)


def wanted(db: Database, sale_id: str) -> Sale:
    """The sale of this id, which is known to be there.

    Raises:
        LookupError: it is not.
    """
    sale = get(db, sale_id)
    if sale is None:
        raise LookupError(sale_id)
    return sale


def latest(db: Database, *, limit: int = 1) -> list[Sale]:
    """The newest sales, newest first."""
    rows = db.rows(f"SELECT {_COLUMNS} FROM sale ORDER BY rowid DESC LIMIT ?", (limit,))
    return [_sale(db, row) for row in rows]


def count(db: Database) -> int:
    """How many sales the file holds."""
    return int(db.value("SELECT count(*) FROM sale"))


def number_gaps(db: Database) -> list[tuple[str, int, int]]:
    """Till, epoch and number after which ticket numbers have a gap; empty when all is well."""
    return [
        (till_id, epoch, number)
        for till_id, epoch, number in db.rows(
            f"WITH numbered AS ({_numbered(db)}) SELECT till_id, epoch, number FROM ("
            " SELECT till_id, epoch, number,"
            "  lead(number) OVER (PARTITION BY till_id, epoch ORDER BY number) AS following FROM numbered)"
            " WHERE following <> number + 1"
            " UNION ALL SELECT till_id, epoch, 0 FROM numbered GROUP BY till_id, epoch HAVING min(number) <> 1"
        )
    ]


def purged(db: Database) -> str:
    """A question for the ticket records that were purged; no row in a file that is older than purges."""
    if not db.value("SELECT count(*) FROM sqlite_schema WHERE name = 'purge'"):
        return "SELECT '' AS till_id, '' AS series, 0 AS no, '' AS subject WHERE 0"
    return (
        "SELECT till_id, series, no, subject FROM purge JOIN fiscal_record ON seq BETWEEN from_seq AND to_seq"
        " WHERE kind = 'TICKET'"
    )


def _numbered(db: Database) -> str:
    """A question for every ticket number given out, those of purged tickets too."""
    return (
        "SELECT till_id, epoch, number FROM sale UNION"
        f" SELECT till_id, CAST(substr(series, 8) AS INTEGER), no FROM ({purged(db)})"
    )


def unbalanced(db: Database) -> list[str]:
    """The ids of sales whose lines, VAT table or payments do not add up to their total; empty when all is well."""
    return [
        sale_id
        for (sale_id,) in db.rows(
            "SELECT id FROM sale s WHERE"
            " total_minor <> (SELECT coalesce(sum(gross_minor), 0) FROM sale_line l WHERE l.sale_id = s.id)"
            " OR total_minor <> (SELECT coalesce(sum(gross_minor), 0) FROM sale_vat v WHERE v.sale_id = s.id)"
            " OR EXISTS (SELECT 1 FROM sale_vat v WHERE v.sale_id = s.id AND (v.net_minor, v.gross_minor) IS NOT"
            "  (SELECT sum(l.net_minor), sum(l.gross_minor) FROM sale_line l"
            "   WHERE l.sale_id = s.id AND l.rate_bp = v.rate_bp))"
            " OR total_minor + change_minor <>"
            " (SELECT coalesce(sum(amount_minor), 0) FROM payment p WHERE p.sale_id = s.id)"
        )
    ]


def _sale(db: Database, row: Row) -> Sale:
    sale_id, till_id, till_name, epoch, number, at_ms, offset_min, currency, total_minor, change_minor, note = row
    zone = timezone(timedelta(minutes=offset_min))
    lines = db.rows(
        "SELECT product_id, name, barcode, unit, quantity_milli, unit_price_minor, rate_bp, net_minor, gross_minor,"
        " note, supply, guaranteed, eco_minor FROM sale_line WHERE sale_id = ? ORDER BY position",
        (sale_id,),
    )
    vat = db.rows(
        "SELECT rate_bp, net_minor, vat_minor, gross_minor FROM sale_vat WHERE sale_id = ? ORDER BY rate_bp DESC",
        (sale_id,),
    )
    payments = db.rows("SELECT means, amount_minor FROM payment WHERE sale_id = ? ORDER BY position", (sale_id,))

    def money(minor: int) -> Money:
        return Money(minor, currency)

    return Sale(
        id=sale_id,
        till=TillIdentity(till_id, till_name, epoch),
        number=number,
        sold_at=(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=at_ms)).astimezone(zone),
        lines=tuple(_line(one, currency) for one in lines),
        vat=tuple(VatShare(rate, money(net), money(tax), money(gross)) for rate, net, tax, gross in vat),
        payments=tuple(Payment(Means(means), money(minor)) for means, minor in payments),
        total=money(total_minor),
        change=money(change_minor),
        note=note,
    )


def _line(row: Row, currency: str) -> SaleLine:
    product_id, name, code, unit, quantity_milli, unit_price_minor, rate_bp, net_minor, gross_minor, note, *marks = row
    supply, guaranteed, eco_minor = marks
    return SaleLine(
        product_id=product_id,
        name=name,
        unit=Unit(unit),
        quantity=Quantity(quantity_milli),
        unit_price=Money(unit_price_minor, currency),
        rate_bp=rate_bp,
        net=Money(net_minor, currency),
        gross=Money(gross_minor, currency),
        barcode=code,
        note=note,
        supply=Supply(supply),
        guaranteed=guaranteed == 1,
        eco=None if eco_minor is None else Money(eco_minor, currency),
    )
