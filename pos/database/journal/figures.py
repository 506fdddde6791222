"""The figures of a stretch of the chain, added up from what its records are projected into."""

from __future__ import annotations

from pos.database.connection import Database
from pos.fiscal.closing import Figures, RateTotal, Tally, TicketSpan
from pos.fiscal.events import Event
from pos.fiscal.record import Kind


def figures(db: Database, from_seq: int, to_seq: int) -> Figures:
    """What happened from one record to another, both included; one statement for each kind of figure.

    Reads every sale of the stretch: a tenth of a second for a day no small shop has. Hold no other transaction.
    """
    stretch = (from_seq, to_seq)
    counts: dict[str, int] = dict(
        db.rows("SELECT kind, count(*) FROM fiscal_record WHERE seq BETWEEN ? AND ? GROUP BY kind", stretch)
    )
    return Figures(
        from_seq=from_seq,
        to_seq=to_seq,
        counts=counts,
        rates=_rates(db, stretch),
        payments=_payments(db, stretch),
        returns=_tally(
            db,
            "SELECT count(*), coalesce(sum(total_minor), 0) FROM sale"
            " WHERE record_seq BETWEEN ? AND ? AND total_minor < 0",
            stretch,
        ),
        cancelled=_event(db, Event.SALE_CANCELLED, stretch),
        voided=_event(db, Event.LINE_VOIDED, stretch),
        training=_tally(
            db,
            "SELECT count(*), coalesce(sum(json_extract(CAST(payload AS TEXT), '$.ttc')), 0) FROM fiscal_record"
            f" WHERE kind = '{Kind.TRAIN}' AND seq BETWEEN ? AND ?",
            stretch,
        ),
        copies=counts.get(Kind.COPY.value, 0),
        drawer=_event(db, Event.DRAWER_OPEN, stretch).count,
        tickets=_tickets(db, stretch),
    )


def _tickets(db: Database, stretch: tuple[int, int]) -> tuple[TicketSpan, ...]:
    rows = db.rows(
        f"SELECT series, min(no), max(no) FROM fiscal_record WHERE kind = '{Kind.TICKET}' AND seq BETWEEN ? AND ?"
        " GROUP BY series ORDER BY min(seq)",
        stretch,
    )
    return tuple(TicketSpan(*row) for row in rows)


def _rates(db: Database, stretch: tuple[int, int]) -> tuple[RateTotal, ...]:
    rows = db.rows(
        "SELECT rate_bp, sum(net_minor), sum(vat_minor), sum(gross_minor)"
        " FROM sale s JOIN sale_vat v ON v.sale_id = s.id"
        " WHERE s.record_seq BETWEEN ? AND ? GROUP BY rate_bp ORDER BY rate_bp DESC",
        stretch,
    )
    return tuple(RateTotal(*row) for row in rows)


def _payments(db: Database, stretch: tuple[int, int]) -> dict[str, int]:
    """By means; change is given in cash."""
    payments: dict[str, int] = dict(
        db.rows(
            "SELECT means, sum(amount_minor) FROM sale s JOIN payment p ON p.sale_id = s.id"
            " WHERE s.record_seq BETWEEN ? AND ? GROUP BY means",
            stretch,
        )
    )
    change = db.value("SELECT coalesce(sum(change_minor), 0) FROM sale WHERE record_seq BETWEEN ? AND ?", stretch)
    if change:
        payments["cash"] = payments.get("cash", 0) - change
    return payments


def _event(db: Database, event: Event, stretch: tuple[int, int]) -> Tally:
    """How often an event happened; its amount is what its records call `amount`."""
    return _tally(
        db,
        "SELECT count(*), coalesce(sum(json_extract(CAST(payload AS TEXT), '$.data.amount')), 0) FROM fiscal_record"
        f" WHERE kind = '{Kind.JET}' AND subject = '{event}' AND seq BETWEEN ? AND ?",
        stretch,
    )


def _tally(db: Database, question: str, stretch: tuple[int, int]) -> Tally:
    row = db.row(question, stretch)
    return Tally(*row) if row else Tally()
