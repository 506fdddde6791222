"""The papers of closings: of a day (Z), a month (ZM), a financial year (ZY), and the figures of an open day (X).

Each is made from the closing's own record, so that it is the same in six years; the count of the drawer, which may
come later, is beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from string import ascii_uppercase
from typing import Final

from pos.domain.money import Money
from pos.domain.payment import Means
from pos.domain.sale import TillIdentity
from pos.fiscal.cash_count import CashCount
from pos.fiscal.closing import Closing, Figures, Tally
from pos.fiscal.on_paper import signature_letters
from pos.fiscal.record import Kind, Record
from pos.fiscal.ticket import Program, Totals
from pos.fiscal.x_report import XReport
from pos.receipts.compose import MEANS, copy_mark
from pos.receipts.document import Align, Blank, Block, Cut, Document, Row, Rule, Size, Table, Text
from pos.receipts.parts import heading, unattested
from pos.wording import NO_BREAK_SPACE, Wording, mark

GROUP: Final = 4
"""So many digits stand together where a person may read them out."""

_TITLES: Final = {
    Kind.Z: mark("CLOSING OF THE DAY"),
    Kind.ZM: mark("CLOSING OF THE MONTH"),
    Kind.ZY: mark("CLOSING OF THE YEAR"),
}


@dataclass(frozen=True, slots=True)
class ClosingPaper:
    """A closing as its paper shows it; count is that of its drawer, where one was made.

    attested says that the program that closed and the one that shows it are the published ones.
    """

    record: Record
    closing: Closing
    fingerprint: str
    count: CashCount | None = None
    attested: bool = True


def closing_paper(paper: ClosingPaper, wording: Wording, *, copy: int = 0) -> Document:
    """The paper of a closing.

    Args:
        paper: what it is made from.
        wording: the language of the paper.
        copy: 0 for the first paper, n for the n-th one after it, which says so.
    """
    record, closing = paper.record, paper.closing
    return _document(
        title_of(record, wording),
        wording,
        (
            *heading(closing.shop, wording),
            Text(wording(_TITLES[record.kind]), Align.CENTER, bold=True, size=Size.BIG),
            *copy_mark(copy, wording),
            Row(name_of(record), wording.date_time(record.at), bold=True),
            Text(period_of(record, wording)),
            _till(closing.till, wording),
            *_writer(record, wording),
            *_extent(closing.figures, wording),
            *_closings(record.kind, closing, wording),
            *_takings(closing.figures, wording),
            *_happenings(closing.figures, wording),
            *(_drawer(paper, wording) if record.kind is Kind.Z else ()),
            *_totals(record.kind, closing.totals, wording),
            Rule(),
            *_key(paper.fingerprint, wording),
            *_hash(wording("Record {seq}").format(seq=wording.number(record.seq)), record.hash.hex()),
            Row(wording("Signature"), signature_letters(record.signature)),
            *_program(closing.program),
            Row(wording("Fiscal version {version}").format(version=record.writer.fiscal_version), record.writer.build),
            *unattested(attested=paper.attested, wording=wording),
        ),
    )


def preview(report: XReport, wording: Wording, count: CashCount | None) -> Document:
    """The paper of a day's closing as it will be, before it is made: without moment, record and signature."""
    return _document(
        f"Z {report.number}",
        wording,
        (
            *heading(report.shop, wording),
            Text(wording(_TITLES[Kind.Z]), Align.CENTER, bold=True, size=Size.BIG),
            Text(wording("NOT CLOSED YET"), Align.CENTER, bold=True),
            Row(f"Z {report.number}", "", bold=True),
            Text(_day(report.day, wording)),
            _till(report.till, wording),
            *_of_open_day(report, wording),
            *_expected(report.float_minor, report.figures, wording),
            *_counted(count, wording),
            *_totals(Kind.Z, report.totals, wording),
            Rule(),
            *_key(report.fingerprint, wording),
            *unattested(attested=report.program.attested, wording=wording),
        ),
    )


def figures_paper(report: XReport, wording: Wording) -> Document:
    """The figures of the open day (X), which close nothing and are not counted."""
    return _document(
        wording("X report {moment}").format(moment=wording.date_time(report.at)),
        wording,
        (
            *heading(report.shop, wording),
            Text(wording("X REPORT"), Align.CENTER, bold=True, size=Size.BIG),
            Text(wording("Not a closing"), Align.CENTER, bold=True),
            Row("X", wording.date_time(report.at), bold=True),
            Text(_day(report.day, wording)),
            _till(report.till, wording),
            *_of_open_day(report, wording),
            *_expected(report.float_minor, report.figures, wording),
            *_totals(Kind.Z, report.totals, wording),
            *unattested(attested=report.program.attested, wording=wording),
        ),
    )


def title_of(record: Record, wording: Wording) -> str:
    """A closing's name for lists and files: `Z 12 – 25/11/2026`."""
    return f"{name_of(record)} – {_period(record, wording)}"


def name_of(record: Record) -> str:
    """A closing's number in its series: `Z 12`; in the second epoch of a till `Z 12/2`."""
    epoch = record.series.partition("/")[2]
    return f"{record.kind.value} {record.number}" + ("" if epoch == "1" else f"/{epoch}")


def period_of(record: Record, wording: Wording) -> str:
    """What a closing closes, in words."""
    if record.kind is Kind.ZY:
        return wording("Financial year {period}").format(period=record.subject)
    if record.kind is Kind.ZM:
        return wording("Month {period}").format(period=_period(record, wording))
    return _day(date.fromisoformat(record.subject), wording)


def _period(record: Record, wording: Wording) -> str:
    if record.kind is Kind.ZY:
        return record.subject
    if record.kind is Kind.ZM:
        year, month = record.subject.split("-")
        return f"{wording.month(int(month))} {year}"
    return wording.date(date.fromisoformat(record.subject))


def _document(title: str, wording: Wording, blocks: tuple[Block, ...]) -> Document:
    return Document(title=title, language=wording.language, blocks=(*blocks, Cut()))


def _day(day: date, wording: Wording) -> str:
    return wording("Business day {day}").format(day=wording.date(day))


def _till(till: TillIdentity, wording: Wording) -> Block:
    return Text(wording("Till {name}, series {epoch}").format(name=till.name, epoch=till.epoch))


def _writer(record: Record, wording: Wording) -> Iterator[Block]:
    if record.writer.operator_name:
        yield Text(wording("By {name}").format(name=record.writer.operator_name))


def _of_open_day(report: XReport, wording: Wording) -> Iterator[Block]:
    yield from _extent(report.figures, wording)
    yield from _takings(report.figures, wording)
    yield from _happenings(report.figures, wording)


def _extent(figures: Figures, wording: Wording) -> Iterator[Block]:
    """From which record to which, and from which ticket."""
    yield Row(wording("Records"), _from_to(figures.from_seq, figures.to_seq, wording))
    several = len(figures.tickets) > 1
    for span in figures.tickets:
        said = wording("Tickets, series {epoch}") if several else wording("Tickets")
        yield Row(said.format(epoch=span.series.partition("/")[2]), _from_to(span.first, span.last, wording))


def _closings(kind: Kind, closing: Closing, wording: Wording) -> Iterator[Block]:
    if kind is not Kind.Z:
        said = wording("Days closed") if kind is Kind.ZM else wording("Months closed")
        yield Row(said, wording.number(closing.closings))


def _takings(figures: Figures, wording: Wording) -> Iterator[Block]:
    yield Rule()
    yield Row(wording("TAKINGS"), wording.money(Money(figures.gross)), bold=True, size=Size.BIG)
    for mode, amount in figures.payments.items():
        yield Row(name_of_mode(mode, wording), wording.money(Money(amount)))
    yield Blank()
    yield _vat(figures, wording)


def _vat(figures: Figures, wording: Wording) -> Table:
    rows = [
        (f"{letter}{NO_BREAK_SPACE}{wording.percent(one.rate_bp)}", one.net, one.vat, one.gross)
        for letter, one in zip(ascii_uppercase, figures.rates, strict=False)
    ]
    rows.append((wording("Total"), figures.net, figures.vat, figures.gross))
    return Table(
        heading=(wording("Rate"), wording("Excl. VAT"), wording("VAT"), wording("Incl. VAT")),
        rows=tuple((name, *(wording.amount(Money(minor)) for minor in minors)) for name, *minors in rows),
    )


def _happenings(figures: Figures, wording: Wording) -> Iterator[Block]:
    """Everything beside plain selling, zeros too: what did not happen is said as well."""
    yield Rule()
    yield Row(wording("Number of tickets"), wording.number(figures.counts.get(Kind.TICKET, 0)))
    tallies = (
        (wording("Returns"), figures.returns),
        (wording("Cancelled tickets"), figures.cancelled),
        (wording("Lines taken off"), figures.voided),
        (wording("Outside sales"), figures.non_sales),
        (wording("Training"), figures.training),
    )
    for name, tally in tallies:
        yield Row(name, _tally(tally, wording))
    yield Row(wording("Copies"), wording.number(figures.copies))
    yield Row(wording("Drawer opened without a sale"), wording.number(figures.drawer))


def _drawer(paper: ClosingPaper, wording: Wording) -> Iterator[Block]:
    yield from _expected(paper.closing.cash_float, paper.closing.figures, wording)
    yield from _counted(paper.count, wording)


def _expected(float_minor: int, figures: Figures, wording: Wording) -> Iterator[Block]:
    yield Rule()
    yield Row(wording("Cash in the drawer at the start"), wording.money(Money(float_minor)))
    yield Row(wording("Cash taken, less change"), wording.money(Money(figures.cash)))
    yield Row(wording("Cash expected"), wording.money(Money(float_minor + figures.cash)))


def _counted(count: CashCount | None, wording: Wording) -> Iterator[Block]:
    if count is None:
        yield Row(wording("Cash counted"), wording("not counted"))
        return
    yield Row(wording("Cash counted"), wording.money(Money(count.total)))
    yield Row(wording("Difference"), signed(count.difference, wording), bold=True)
    if count.reason:
        yield Text(wording("Reason: {reason}").format(reason=count.reason))
    yield Row(wording("Taken out"), wording.money(Money(count.taken_out)))
    yield Row(wording("Stays in the drawer"), wording.money(Money(count.left)))


def _totals(kind: Kind, totals: Totals, wording: Wording) -> Iterator[Block]:
    """The running totals at the end, from the period that is closed up."""
    running = (
        (Kind.Z, wording("Total of the day"), totals.day),
        (Kind.ZM, wording("Total of the month"), totals.month),
        (Kind.ZY, wording("Total of the year"), totals.year),
    )
    from_here = [one for one, *_ in running].index(kind)
    yield Rule()
    for _, name, minor in running[from_here:]:
        yield Row(name, wording.money(Money(minor)))
    yield Row(wording("Perpetual total"), wording.money(Money(totals.perpetual)))
    yield Row(wording("Perpetual total, absolute"), wording.money(Money(totals.perpetual_abs)))


def _key(fingerprint: str, wording: Wording) -> Iterator[Block]:
    yield from _hash(wording("Key"), fingerprint)


def _program(program: Program) -> Iterator[Block]:
    """The program that closed, where the record names one."""
    if program.version:
        yield Text(f"Comptoir {program.version}")


def _hash(name: str, digits: str) -> Iterator[Block]:
    """Hexadecimal digits in groups one can read out."""
    yield Text(name)
    yield Text(" ".join(digits[at : at + GROUP] for at in range(0, len(digits), GROUP)).upper())


def signed(minor: int, wording: Wording) -> str:
    """An amount with its sign, which a difference always has."""
    return ("+" if minor > 0 else "") + wording.money(Money(minor))


def _tally(tally: Tally, wording: Wording) -> str:
    if not tally.count:
        return wording.number(0)
    return f"{wording.number(tally.count)}  {wording.money(Money(tally.amount))}"


def name_of_mode(mode: str, wording: Wording) -> str:
    """A means of payment as people call it, from its name in records."""
    known = {one.value: one for one in Means}
    return wording(MEANS[known[mode]]) if mode in known else mode


def _from_to(first: int, last: int, wording: Wording) -> str:
    if first > last:
        return wording("none")
    return f"{wording.number(first)} – {wording.number(last)}"
