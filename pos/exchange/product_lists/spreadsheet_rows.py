"""Rows of an XLSX workbook, read by calamine from a copy that was checked part by part.

A workbook is a ZIP of XML and a spreadsheet's cell may claim any address, so a small file can ask for all the
memory there is. Every part is therefore unpacked once under a cap, parsed by expat (no document type, no
entities), its cells' addresses bounded, and only what was seen is handed on.
"""

from __future__ import annotations

import io
import math
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.parsers import expat

from pos.domain.errors import FileRefused
from pos.exchange.product_lists.layout import MOST_COLUMNS, Fault, RawRow, trimmed

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

LARGEST_UNPACKED: Final = 400 * 1024 * 1024
MOST_PARTS: Final = 5_000
MOST_CELLS: Final = 12_000_000
LARGEST_RATIO: Final = 200
"""Unpacked to packed size; a sheet of one word repeated stays below a hundred."""

_SMALL: Final = 1024 * 1024
_BLOCK: Final = 256 * 1024
_KEPT: Final = (".xml", ".rels")
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


def is_spreadsheet(path: Path) -> bool:
    """Whether the file is a ZIP, as workbooks are.

    Raises:
        FileRefused: it is a spreadsheet of a sort that is not read.
    """
    with path.open("rb") as stream:
        start = stream.read(128)
    if start.startswith(b"\xd0\xcf\x11\xe0") or b"application/vnd.oasis" in start:
        raise FileRefused(path, Fault.OLD_SPREADSHEET)
    return start.startswith(b"PK\x03\x04")


def sheets(path: Path) -> tuple[str, ...]:
    """The names of the workbook's visible sheets.

    Raises:
        FileRefused: the workbook cannot be read, or is built to do harm.
    """
    with _opened(path) as workbook:
        return _names(workbook)


def rows(path: Path, sheet: str) -> Iterator[RawRow]:
    """Every row of a sheet that is not blank, its cells as text; numbers have a decimal point.

    Raises:
        FileRefused: the workbook cannot be read, or is built to do harm.
    """
    with _opened(path) as workbook:
        names = _names(workbook)
        if not names:
            raise FileRefused(path, Fault.EMPTY)
        table = workbook.get_sheet_by_name(sheet if sheet in names else names[0])
        yield from _text_rows(table)


def _text_rows(table: CalamineSheet) -> Iterator[RawRow]:
    left = table.start[1] if table.start else 0
    for line, values in enumerate(table.iter_rows(), start=1):
        cells = trimmed([""] * min(left, MOST_COLUMNS) + [_as_text(value) for value in values])
        if cells:
            yield RawRow(line, cells)


def _names(workbook: CalamineWorkbook) -> tuple[str, ...]:
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    return tuple(
        sheet.name
        for sheet in workbook.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible
    )


@contextmanager
def _opened(path: Path) -> Iterator[CalamineWorkbook]:
    """The checked workbook; whatever calamine raises, a Rust panic included, comes out as a refusal."""
    checked = _checked(path)
    import python_calamine

    try:
        with python_calamine.CalamineWorkbook.from_filelike(checked) as workbook:
            yield workbook
    except python_calamine.PasswordError as problem:
        raise FileRefused(path, Fault.PROTECTED) from problem
    except python_calamine.CalamineError as problem:
        raise FileRefused(path, Fault.DAMAGED, str(problem)[:200]) from problem
    except BaseException as problem:
        if type(problem).__name__ != "PanicException":
            raise
        raise FileRefused(path, Fault.DAMAGED, str(problem)[:200]) from problem


def _checked(path: Path) -> io.BytesIO:
    """A copy of the workbook in memory that holds only parts seen whole: no lying sizes, no second directory."""
    copy = io.BytesIO()
    try:
        with zipfile.ZipFile(path) as packed, zipfile.ZipFile(copy, "w", zipfile.ZIP_STORED) as kept:
            parts = packed.infolist()
            _check_directory(path, parts)
            left = LARGEST_UNPACKED
            for part in parts:
                body = _unpacked(path, packed, part, left)
                left -= len(body)
                if body[:3].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or part.filename.lower().endswith(_KEPT):
                    _check_xml(path, body)
                    kept.writestr(zipfile.ZipInfo(part.filename), body)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as problem:
        raise FileRefused(path, Fault.DAMAGED, str(problem)[:200]) from problem
    except RuntimeError as problem:  # zipfile's way of asking for a password
        raise FileRefused(path, Fault.PROTECTED) from problem
    copy.seek(0)
    return copy


def _check_directory(path: Path, parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename for part in parts]
    if len(names) > MOST_PARTS or len(set(names)) < len(names):
        raise FileRefused(path, Fault.SUSPICIOUS, "parts")
    if "[Content_Types].xml" not in names:
        raise FileRefused(path, Fault.NO_TABLE)


def _unpacked(path: Path, packed: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> bytes:
    """A part's bytes, at most as many as are left and as its packed size makes believable."""
    most = min(left, max(_SMALL, part.compress_size * LARGEST_RATIO))
    blocks = []
    with packed.open(part) as stream:
        while block := stream.read(_BLOCK):
            most -= len(block)
            if most < 0:
                raise FileRefused(path, Fault.SUSPICIOUS, "unpacked size")
            blocks.append(block)
    return b"".join(blocks)


def _check_xml(path: Path, body: bytes) -> None:
    """Refuse a document type, what is no XML, and cells so far apart that the table between them would not fit."""
    extent = _Extent()
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = extent.refuse
    parser.EntityDeclHandler = extent.refuse
    parser.StartElementHandler = extent.begin
    try:
        parser.Parse(body, True)
    except (expat.ExpatError, LookupError, ValueError) as problem:  # an encoding expat never heard of is a LookupError
        raise FileRefused(path, Fault.DAMAGED, str(problem)[:200]) from problem
    except _ToRefuseError as problem:
        raise FileRefused(path, Fault.SUSPICIOUS, str(problem)) from problem


class _ToRefuseError(Exception):
    """Raised inside the parser's calls."""


class _Extent:
    """How large a table the cells of a part span, in rows from the top and columns between the outermost."""

    def __init__(self) -> None:
        self._row = 0
        self._column = 0
        self._last_row = 0
        self._last_column = 0

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """Note a row's or a cell's address; one without an address follows the one before."""
        local = name.rpartition(":")[2]
        if local == "row":
            self._row = self._number(attributes.get("r"), self._row + 1)
            self._column = 0
        elif local == "c":
            self._place(attributes.get("r"))
        elif local in ("v", "is", "t"):
            self._fill()

    def refuse(self, *_declared: Any) -> None:
        """No workbook declares a document type or an entity."""
        raise _ToRefuseError("document type")

    def _place(self, address: str | None) -> None:
        found = _ADDRESS.fullmatch(address) if address else None
        if found:
            letters, row = found.groups()
            self._column = 0
            for letter in letters.upper():
                self._column = self._column * 26 + ord(letter) - ord("A") + 1
            self._row = int(row)
        elif address:
            raise _ToRefuseError("address")
        else:
            self._column += 1

    def _fill(self) -> None:
        self._last_row = max(self._last_row, self._row)
        self._last_column = max(self._last_column, self._column)
        if self._last_row * self._last_column > MOST_CELLS:
            raise _ToRefuseError("cells far apart")

    @staticmethod
    def _number(said: str | None, otherwise: int) -> int:
        return int(said) if said and said.isascii() and said.isdigit() and len(said) < 8 else otherwise


def _as_text(value: object) -> str:
    """A cell's value as text: a number in full, never as 3.01E+12."""
    match value:
        case str():
            return value
        case bool():
            return "1" if value else "0"
        case int():
            return str(value)
        case float():
            return _number_text(value)
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
    return ""


def _number_text(value: float) -> str:
    if not math.isfinite(value):
        return ""
    if value.is_integer() and abs(value) < 1e18:
        return str(int(value))
    digits = f"{value:.15g}"
    return digits if "e" not in digits else f"{value:.12f}".rstrip("0").rstrip(".")
