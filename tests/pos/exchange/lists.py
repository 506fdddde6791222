"""Product lists for tests: written as files, read back as articles and refusals."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import xlsxwriter

from pos.exchange.product_lists.entry import Entry, Refusal
from pos.exchange.product_lists.layout import Proposal
from pos.exchange.product_lists.reading import inspect, read

OPEN_FOOD_FACTS = Path(__file__).parents[4] / "shared" / "data" / "openfoodfacts-fr.csv"
"""A real list of 6,774 articles, where a checkout has it beside; tests pass without."""


def text_list(path: Path, *lines: str, encoding: str = "utf-8", end: str = "\n") -> Path:
    """Write a text file of these lines."""
    path.write_bytes("".join(line + end for line in lines).encode(encoding))
    return path


def workbook(path: Path, rows: Sequence[Sequence[object]], *, sheet: str = "Articles") -> Path:
    """Write an XLSX workbook of these rows, numbers as numbers."""
    book = xlsxwriter.Workbook(str(path))
    table = book.add_worksheet(sheet)
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                table.write(line, column, value)
    book.close()
    return path


def with_parts_changed(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Write the workbook anew with every part as `change` gives it back."""
    copy = io.BytesIO()
    with zipfile.ZipFile(path) as packed, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as changed:
        for name in packed.namelist():
            changed.writestr(name, change(name, packed.read(name)))
    path.write_bytes(copy.getvalue())
    return path


def articles(path: Path, proposal: Proposal | None = None) -> list[Entry]:
    """What a list holds, all of it readable."""
    rows = list(read(path, (proposal or inspect(path)).layout))
    refused = [row for row in rows if isinstance(row, Refusal)]
    assert refused == []
    return [row for row in rows if isinstance(row, Entry)]


def refusals(path: Path) -> list[Refusal]:
    """The rows of a list that cannot be articles."""
    return [row for row in read(path, inspect(path).layout) if isinstance(row, Refusal)]
