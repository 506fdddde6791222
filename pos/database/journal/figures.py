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
    counts = _counts(db, stretch)
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


def _counts(db: Database, stretch: tuple[int, int]) -> dict[str, int]:
    """The records by kind: one look into the index for each, where one statement for all would read every record."""
    question = "SELECT count(*) FROM fiscal_record WHERE kind = ? AND seq BETWEEN ? AND ?"
    counts = {kind.value: int(db.value(question, (kind.value, *stretch))) for kind in Kind}
    return {kind: count for kind, count in counts.items() if count}


def _tickets(db: Database, stretch: tuple[int, int]) -> tuple[TicketSpan, ...]:
    """The ends of every series in turn: its numbers follow the chain, so that the tickets between need no look."""
    from_seq, to_seq = stretch
    spans: list[TicketSpan] = []
    while True:
        first = db.row(
            f"SELECT series, no FROM fiscal_record WHERE kind = '{Kind.TICKET}' AND seq BETWEEN ? AND ?"
            " ORDER BY seq LIMIT 1",
            (from_seq, to_seq),
        )
        if first is None:
            return tuple(spans)
        last = db.row(
            "SELECT no, seq FROM fiscal_record WHERE series = ? AND seq <= ? ORDER BY no DESC LIMIT 1",
            (first[0], to_seq),
        ) or (first[1], from_seq)
        spans.append(TicketSpan(first[0], first[1], last[0]))
        from_seq = last[1] + 1


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
