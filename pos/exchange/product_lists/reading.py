"""Reading a product list: look first and propose, then read every row as an article or a refusal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Final

from pos.domain.catalogue import LONGEST_NAME
from pos.domain.errors import FileRefused
from pos.domain.quantity import Unit
from pos.exchange.product_lists import cells, headings, spreadsheet_rows, text_rows
from pos.exchange.product_lists.entry import Entry, Refusal, Why
from pos.exchange.product_lists.layout import (
    LARGEST_FILE_BYTES,
    MOST_COLUMNS,
    MOST_ROWS,
    ROWS_SHOWN,
    Encoding,
    Fault,
    Field,
    Kind,
    Layout,
    Proposal,
    RawRow,
)
from pos.exchange.tax_rates import french_rates

_SAMPLE: Final = ROWS_SHOWN + headings.LINES_SEARCHED


def inspect(
    path: Path, *, encoding: Encoding | None = None, separator: str | None = None, sheet: str | None = None
) -> Proposal:
    """Find out how a list is written; what a person said of encoding, separator or sheet is believed.

    Raises:
        FileRefused: the file is no list of products, or larger than we read.
    """
    _refuse_size(path)
    if spreadsheet_rows.is_spreadsheet(path):
        sheets = spreadsheet_rows.sheets(path)
        layout = Layout(kind=Kind.SPREADSHEET, sheet=sheet or (sheets[0] if sheets else ""))
        return _propose(path, layout, sheets)
    found = encoding or text_rows.encoding_of(path)
    layout = Layout(kind=Kind.TEXT, encoding=found, separator=separator or text_rows.separator_of(path, found))
    return _propose(path, layout, ())


def read(path: Path, layout: Layout) -> Iterator[Entry | Refusal]:
    """Every row below the headings, as an article or the reason why it is none, in the order of the file.

    Raises:
        FileRefused: the file cannot be read, has too many rows, or no column is said to hold the names.
    """
    return (interpret(row, layout) for row in raw_rows(path, layout))


def raw_rows(path: Path, layout: Layout) -> Iterator[RawRow]:
    """Every row below the headings as it stands in the file; what is wrong with the file as a whole is told at once.

    Raises:
        FileRefused: see `read`.
    """
    if layout.place(Field.NAME) is None:
        raise FileRefused(path, Fault.NO_NAMES)
    _refuse_size(path)
    return _at_most(MOST_ROWS, path, _rows(path, layout))


def interpret(row: RawRow, layout: Layout) -> Entry | Refusal:
    """A row as an article, or the reason why it is none."""
    try:
        return _entry(row, layout)
    except cells.Unreadable as problem:
        return Refusal(row.line, problem.why, problem.detail, row.cells)


def _propose(path: Path, layout: Layout, sheets: tuple[str, ...]) -> Proposal:
    rows = _rows(path, layout)
    sample = list(islice(rows, _SAMPLE))
    if not sample:
        raise FileRefused(path, Fault.EMPTY)
    header = headings.header(sample)
    below = [row for row in sample if header is None or row.line > header.line]
    width = _width(header, [len(row.cells) for row in below if not row.trouble])
    titles = (header.cells if header else ())[:width]
    titles = titles + ("",) * (width - len(titles))
    fields = headings.guess([row for row in below if not row.trouble], headings.fields(titles))[:width]
    return Proposal(
        layout=replace(layout, header_line=header.line if header else 0, fields=fields),
        headings=titles,
        rows=tuple(below[:ROWS_SHOWN]),
        total=len(below) + sum(1 for _ in _at_most(MOST_ROWS, path, rows)),
        sheets=sheets,
    )


def _at_most(most: int, path: Path, rows: Iterator[RawRow]) -> Iterator[RawRow]:
    for count, row in enumerate(rows, start=1):
        if count > most:
            raise FileRefused(path, Fault.TOO_MANY_ROWS)
        yield row


def _width(header: RawRow | None, widths: Sequence[int]) -> int:
    """How many columns there are: as many as headings, unless most rows are wider (a heading was left out)."""
    if header is None:
        return min(MOST_COLUMNS, max(widths, default=0))
    usual = sorted(widths)[len(widths) // 2] if widths else 0
    return min(MOST_COLUMNS, max(len(header.cells), usual))


def _rows(path: Path, layout: Layout) -> Iterator[RawRow]:
    """The rows below the headings, whatever the kind of file."""
    try:
        found = (
            spreadsheet_rows.rows(path, layout.sheet)
            if layout.kind is Kind.SPREADSHEET
            else text_rows.rows(path, layout)
        )
        yield from (row for row in found if row.line > layout.header_line)
    except OSError as problem:
        raise FileRefused(path, Fault.UNREADABLE, str(problem)) from problem


def _refuse_size(path: Path) -> None:
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise FileRefused(path, Fault.UNREADABLE)
        with path.open("rb"):
            pass
    except FileNotFoundError as problem:
        raise FileRefused(path, Fault.MISSING) from problem
    except (OSError, ValueError) as problem:
        raise FileRefused(path, Fault.UNREADABLE, str(problem)) from problem
    if size > LARGEST_FILE_BYTES:
        raise FileRefused(path, Fault.TOO_LARGE)
    if size == 0:
        raise FileRefused(path, Fault.EMPTY)


def _entry(row: RawRow, layout: Layout) -> Entry:
    if row.trouble:
        raise cells.Unreadable(Why(row.trouble), "")
    if len(row.cells) > len(layout.fields):
        raise cells.Unreadable(Why.TOO_MANY_CELLS, "")
    said = _Said(row.cells, layout)
    name = cells.text(said[Field.NAME], LONGEST_NAME, Why.NAME_TOO_LONG)
    if not name:
        raise cells.Unreadable(Why.NAME_MISSING, "")
    comma_groups = layout.kind is Kind.TEXT and layout.separator == ","
    codes, code_flags = cells.codes(said[Field.CODE])
    price, price_flags = cells.price(
        said[Field.PRICE], comma_groups=comma_groups, computed=layout.kind is Kind.SPREADSHEET
    )
    unit = cells.unit(said[Field.UNIT])
    return Entry(
        line=row.line,
        name=name,
        codes=codes,
        brand=cells.text(said[Field.BRAND]) or None,
        category=cells.category(said[Field.CATEGORY]) or None,
        family=cells.text(said[Field.FAMILY]) or None,
        price=price,
        tax_class=cells.tax_class(said[Field.VAT], french_rates()),
        unit=unit,
        stock=cells.stock(said[Field.STOCK], unit or Unit.PIECE, comma_groups=comma_groups),
        online=cells.yes_or_no(said[Field.ONLINE]),
        flags=(*code_flags, *price_flags),
    )


class _Said:
    """What a row says of each field; nothing where it has no such column or cell."""

    def __init__(self, row: Sequence[str], layout: Layout) -> None:
        self._row = row
        self._places = _places(layout.fields)

    def __getitem__(self, field: Field) -> str:
        place = self._places.get(field, len(self._row))
        return self._row[place] if place < len(self._row) else ""


@lru_cache(maxsize=8)
def _places(fields: tuple[Field | None, ...]) -> dict[Field, int]:
    return {field: place for place, field in enumerate(fields) if field is not None}
