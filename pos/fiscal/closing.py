"""What a closing says: the figures of a day (Z), of a month (ZM), of a financial year (ZY), each from the ones below.

Source: CGI art. 286 I 3 bis and BOI-TVA-DECLA-30-10-30: daily, monthly and yearly closings with running and perpetual
totals. Amounts are minor units. A closing covers the records from the end of the one before to the one before itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pos.domain.sale import TillIdentity
from pos.domain.shop import ShopIdentity
from pos.fiscal.canonical import Body, Value, parse
from pos.fiscal.ticket import UNKNOWN_PROGRAM, Program, Totals, program_body, program_of, shop_body, shop_of


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there were, and what they came to."""

    count: int = 0
    amount: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.count + other.count, self.amount + other.amount)

    @property
    def body(self) -> Body:
        """As it stands in a record."""
        return {"n": self.count, "amt": self.amount}


@dataclass(frozen=True, slots=True)
class RateTotal:
    """What a VAT rate, in basis points, came to: net + vat = gross."""

    rate_bp: int
    net: int
    vat: int
    gross: int


@dataclass(frozen=True, slots=True)
class TicketSpan:
    """The numbers of the first and the last ticket of a series."""

    series: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What happened in a stretch of the chain.

    counts are the records by kind; payments are amounts by means, cash less the change given; drawer counts its
    openings without a sale; copies the papers made after the first; tickets says which ones, series by series.
    """

    from_seq: int
    to_seq: int
    counts: Mapping[str, int] = field(default_factory=dict)
    rates: tuple[RateTotal, ...] = ()
    payments: Mapping[str, int] = field(default_factory=dict)
    returns: Tally = Tally()
    cancelled: Tally = Tally()
    voided: Tally = Tally()
    training: Tally = Tally()
    non_sales: Tally = Tally()
    copies: int = 0
    drawer: int = 0
    tickets: tuple[TicketSpan, ...] = ()

    @property
    def gross(self) -> int:
        """What was taken, VAT included."""
        return sum(one.gross for one in self.rates)

    @property
    def net(self) -> int:
        """The same without VAT."""
        return sum(one.net for one in self.rates)

    @property
    def vat(self) -> int:
        """The VAT in it."""
        return sum(one.vat for one in self.rates)

    @property
    def cash(self) -> int:
        """What cash came in, less the change given."""
        return self.payments.get("cash", 0)

    @property
    def body(self) -> dict[str, Value]:
        """As it stands in a closing's record."""
        return {
            "period": {"from": self.from_seq, "to": self.to_seq},
            "counts": dict(self.counts),
            "ttc": self.gross,
            "ht": self.net,
            "vat": self.vat,
            "rates": [{"rate": one.rate_bp, "ht": one.net, "vat": one.vat, "ttc": one.gross} for one in self.rates],
            "pay": [{"mode": mode, "amt": amount} for mode, amount in sorted(self.payments.items())],
            "returns": self.returns.body,
            "cancelled": self.cancelled.body,
            "voided": self.voided.body,
            "training": self.training.body,
            "nonsales": self.non_sales.body,
            "copies": self.copies,
            "drawer": self.drawer,
            "tickets": [{"series": one.series, "first": one.first, "last": one.last} for one in self.tickets],
        }


def day_body(
    day: date,
    figures: Figures,
    totals: Totals,
    *,
    shop: ShopIdentity,
    till: TillIdentity,
    head: bytes,
    float_minor: int,
    program: Program = UNKNOWN_PROGRAM,
) -> Body:
    """What the closing of a business day adds to its record.

    Args:
        day: the business day.
        figures: what happened since the closing before.
        totals: the running totals at its end.
        shop: who the shop is that day.
        till: which till this is.
        head: the hash of the last record it covers.
        float_minor: the cash that lay in the drawer when the day began.
        program: the program that closes.
    """
    return {
        **figures.body,
        "day": day.isoformat(),
        "cash": {"float": float_minor, "expected": float_minor + figures.cash},
        **_totals_body(figures, totals),
        **_place_body(shop, till),
        **program_body(program),
        "head": head.hex(),
    }


def period_body(
    name: str,
    closings: Sequence[Closing],
    totals: Totals,
    *,
    shop: ShopIdentity,
    till: TillIdentity,
    head: bytes,
    program: Program = UNKNOWN_PROGRAM,
) -> Body:
    """What the closing of a month or a financial year adds to its record.

    Args:
        name: `2026-11`, or `2026` for the financial year that ends in it.
        closings: the days of the month, or the months of the year, in order; at least one.
        totals: the running totals at its end.
        shop: who the shop is at its end.
        till: which till this is.
        head: the hash of the record before this one.
        program: the program that closes.
    """
    figures = total_figures(one.figures for one in closings)
    return {
        **figures.body,
        "name": name,
        "closings": {"n": len(closings), "first": closings[0].seq, "last": closings[-1].seq},
        **_totals_body(figures, totals),
        **_place_body(shop, till),
        **program_body(program),
        "head": head.hex(),
    }


def _place_body(shop: ShopIdentity, till: TillIdentity) -> Body:
    return {"shop": shop_body(shop), "tillname": till.name, "epoch": till.epoch}


def _totals_body(figures: Figures, totals: Totals) -> Body:
    return {
        "amount": figures.gross,
        "perp": totals.perpetual,
        "perpabs": totals.perpetual_abs,
        "tot": totals.body,
    }


@dataclass(frozen=True, slots=True)
class Closing:
    """A closing read back; name is the day, month or year it closes, as its record writes it, head a hexadecimal hash.

    closings counts the days or months a longer period is made of, 0 for a day.
    """

    seq: int
    name: str
    figures: Figures
    totals: Totals
    cash_float: int = 0
    cash_expected: int = 0
    closings: int = 0
    shop: ShopIdentity = field(default_factory=ShopIdentity)
    till: TillIdentity = field(default_factory=lambda: TillIdentity("", "", 1))
    head: str = ""
    program: Program = UNKNOWN_PROGRAM


def read_closing(payload: bytes) -> Closing:
    """The closing a payload says.

    Raises:
        NotCanonical: these are no canonical bytes.
    """
    fields: Any = parse(payload)
    tot, cash = fields["tot"], fields.get("cash", {})
    return Closing(
        seq=fields["seq"],
        name=fields.get("day") or fields["name"],
        figures=_figures(fields),
        totals=Totals(tot["day"], tot["month"], tot["year"], tot["perp"], tot["perpabs"]),
        cash_float=cash.get("float", 0),
        cash_expected=cash.get("expected", 0),
        closings=fields["closings"]["n"] if "closings" in fields else 0,
        shop=shop_of(fields["shop"]),
        till=TillIdentity(fields["till"], fields["tillname"], fields["epoch"]),
        head=fields["head"],
        program=program_of(fields),
    )


def total_figures(parts: Iterable[Figures]) -> Figures:
    """The figures of several stretches that follow one another; at least one."""
    each = list(parts)
    counts: Counter[str] = Counter()
    payments: Counter[str] = Counter()
    for one in each:
        counts.update(one.counts)
        payments.update(one.payments)
    return Figures(
        from_seq=each[0].from_seq,
        to_seq=each[-1].to_seq,
        counts=dict(counts),
        rates=_summed_rates(rate for one in each for rate in one.rates),
        payments=dict(payments),
        returns=_summed(one.returns for one in each),
        cancelled=_summed(one.cancelled for one in each),
        voided=_summed(one.voided for one in each),
        training=_summed(one.training for one in each),
        non_sales=_summed(one.non_sales for one in each),
        copies=sum(one.copies for one in each),
        drawer=sum(one.drawer for one in each),
        tickets=_joined(span for one in each for span in one.tickets),
    )


def month_of(day: date) -> str:
    """The month a day lies in: `2026-11`."""
    return f"{day:%Y-%m}"


def year_of(month: str, last_month: int = 12) -> str:
    """The financial year a month belongs to, named after the year it ends in.

    Args:
        month: `2026-11`.
        last_month: the month the financial year ends with.
    """
    year, number = map(int, month.split("-"))
    return str(year if number <= last_month else year + 1)


def _summed(tallies: Iterable[Tally]) -> Tally:
    return sum(tallies, Tally())


def _summed_rates(rates: Iterable[RateTotal]) -> tuple[RateTotal, ...]:
    sums: dict[int, RateTotal] = {}
    for one in rates:
        before = sums.get(one.rate_bp, RateTotal(one.rate_bp, 0, 0, 0))
        sums[one.rate_bp] = RateTotal(one.rate_bp, before.net + one.net, before.vat + one.vat, before.gross + one.gross)
    return tuple(sums[rate] for rate in sorted(sums, reverse=True))


def _joined(spans: Iterable[TicketSpan]) -> tuple[TicketSpan, ...]:
    """One span a series, of stretches that follow one another."""
    joined: dict[str, TicketSpan] = {}
    for one in spans:
        first = joined[one.series].first if one.series in joined else one.first
        joined[one.series] = TicketSpan(one.series, first, one.last)
    return tuple(joined.values())


def _figures(fields: Mapping[str, Any]) -> Figures:
    def tally(name: str) -> Tally:
        return Tally(fields[name]["n"], fields[name]["amt"])

    return Figures(
        from_seq=fields["period"]["from"],
        to_seq=fields["period"]["to"],
        counts=fields["counts"],
        rates=tuple(RateTotal(one["rate"], one["ht"], one["vat"], one["ttc"]) for one in fields["rates"]),
        payments={one["mode"]: one["amt"] for one in fields["pay"]},
        returns=tally("returns"),
        cancelled=tally("cancelled"),
        voided=tally("voided"),
        training=tally("training"),
        non_sales=tally("nonsales"),
        copies=fields["copies"],
        drawer=fields["drawer"],
        tickets=tuple(TicketSpan(one["series"], one["first"], one["last"]) for one in fields["tickets"]),
    )
