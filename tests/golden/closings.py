"""The closings whose papers are kept: a day with every figure on it, a month and a year of it, and an open day."""

from __future__ import annotations

from datetime import date, timedelta

from pos.domain.sale import TillIdentity
from pos.domain.shop import ShopIdentity
from pos.fiscal.canonical import Body
from pos.fiscal.cash_count import CashCount
from pos.fiscal.closing import (
    Closing,
    Figures,
    RateTotal,
    Tally,
    TicketSpan,
    day_body,
    period_body,
    read_closing,
)
from pos.fiscal.keys import SigningKey
from pos.fiscal.record import Kind, Place, Record, Writer, compose, hash_of, seal
from pos.fiscal.ticket import Program, Totals
from pos.fiscal.x_report import XReport
from pos.receipts.closing import ClosingPaper
from tests.builders import NOON

KEY = SigningKey.from_number(20261123)
TILL = TillIdentity("018f0000-0000-7000-8000-000000000001", "1", 2)
DAY = date(2026, 11, 23)
HEAD = hash_of(b"the record before")
FLOAT_MINOR = 15_000
PROGRAM = Program("0.1.0")
FIGURES = Figures(
    from_seq=1_204,
    to_seq=1_391,
    counts={"TICKET": 142, "JET": 38, "COPY": 3, "TRAIN": 4, "NOTE": 1},
    rates=(
        RateTotal(2_000, 62_508, 12_502, 75_010),
        RateTotal(1_000, 20_000, 2_000, 22_000),
        RateTotal(550, 91_943, 5_057, 97_000),
        RateTotal(210, 1_274, 27, 1_301),
    ),
    payments={"card": 131_011, "cash": 54_300, "cheque": 10_000},
    returns=Tally(2, -1_240),
    cancelled=Tally(1, 450),
    voided=Tally(7, 3_280),
    training=Tally(4, 9_120),
    copies=3,
    drawer=2,
    tickets=(TicketSpan("TICKET/1", 988, 1_000), TicketSpan("TICKET/2", 1, 129)),
)
TOTALS = Totals(195_311, 4_211_050, 48_120_775, 96_204_310, 96_512_030)
COUNT = CashCount(
    day=DAY.isoformat(),
    closing=1_392,
    counted={5_000: 8, 2_000: 9, 1_000: 5, 500: 9, 200: 11, 100: 20, 50: 10, 10: 6},
    expected=FLOAT_MINOR + FIGURES.cash,
    left=FLOAT_MINOR,
    reason="Erreur de rendu, un client est revenu",
)


def day_paper(shop: ShopIdentity, count: CashCount | None = COUNT) -> ClosingPaper:
    """The closing of a day, counted unless told."""
    body = day_body(DAY, FIGURES, TOTALS, shop=shop, till=TILL, head=HEAD, float_minor=FLOAT_MINOR, program=PROGRAM)
    return _paper(Kind.Z, DAY.isoformat(), Place(1_392, "Z/2", 27), body, count)


def month_paper(shop: ShopIdentity) -> ClosingPaper:
    """The closing of the month, which had only that day."""
    body = period_body("2026-11", [_closed(shop)], TOTALS, shop=shop, till=TILL, head=HEAD, program=PROGRAM)
    return _paper(Kind.ZM, "2026-11", Place(1_394, "ZM/1", 11), body)


def year_paper(shop: ShopIdentity) -> ClosingPaper:
    """The closing of the year."""
    body = period_body("2026", [_closed(shop)], TOTALS, shop=shop, till=TILL, head=HEAD, program=PROGRAM)
    return _paper(Kind.ZY, "2026", Place(1_396, "ZY/1", 1), body)


def open_day(shop: ShopIdentity) -> XReport:
    """The same day before its closing."""
    return XReport(DAY, NOON, FIGURES, TOTALS, FLOAT_MINOR, shop, TILL, 27, HEAD.hex(), KEY.public.fingerprint, PROGRAM)


def _closed(shop: ShopIdentity) -> Closing:
    return day_paper(shop).closing


def _paper(kind: Kind, name: str, place: Place, body: Body, count: CashCount | None = None) -> ClosingPaper:
    writer = Writer(TILL.id, "000 000 000 00000", "p1", "Lucie", "1.0", "d4aaf9e62ddf9d8d", KEY.id)
    at = NOON + timedelta(hours=7)
    payload = compose(kind, place, writer, at=at, business_day=DAY, subject=name, body=body)
    digest, signature = seal(payload, KEY.sign)
    record = Record(place.seq, kind, place.series, place.number, DAY, at, name, writer, payload, digest, signature)
    return ClosingPaper(record, read_closing(payload), KEY.public.fingerprint, count)
