"""How a product list is written: its kind, encoding, separator, and what each column holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, NamedTuple

from pos.domain.tax import TaxClass
from pos.wording import mark

LARGEST_FILE_BYTES: Final = 100 * 1024 * 1024
MOST_ROWS: Final = 1_000_000
MOST_COLUMNS: Final = 500
ROWS_SHOWN: Final = 50


class Kind(StrEnum):
    """What sort of file it is."""

    TEXT = "text"
    SPREADSHEET = "spreadsheet"


class Encoding(StrEnum):
    """How the letters of a text file are written; the values are Python's names for them."""

    UTF_8 = "utf-8-sig"
    UTF_16_LE = "utf-16-le"
    UTF_16_BE = "utf-16-be"
    CP1252 = "cp1252"


SEPARATORS: Final = (";", ",", "\t", "|")


class Field(StrEnum):
    """What a column can hold."""

    CODE = "code"
    NAME = "name"
    BRAND = "brand"
    CATEGORY = "category"
    PRICE = "price"
    VAT = "vat"
    UNIT = "unit"
    STOCK = "stock"
    ONLINE = "online"
    FAMILY = "family"


class RawRow(NamedTuple):
    """A row as it stands in the file: the line it begins on, counted from 1, and its cells as text.

    trouble is empty, or the `Why` of a row that cannot be taken apart; its cells are then the line itself.
    """

    line: int
    cells: tuple[str, ...]
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is to be read: as found by `inspect`, or as a person corrected it.

    header_line is the line of the headings, 0 when there are none; fields has one entry a column, None for a
    column that is not taken; tax_class is for rows that do not say theirs.
    """

    kind: Kind
    encoding: Encoding = Encoding.UTF_8
    separator: str = ";"
    sheet: str = ""
    header_line: int = 0
    fields: tuple[Field | None, ...] = ()
    tax_class: TaxClass = TaxClass.STANDARD

    def place(self, field: Field) -> int | None:
        """Which column holds a field, counted from 0, or None."""
        return self.fields.index(field) if field in self.fields else None

    def taking(self, column: int, field: Field | None) -> Layout:
        """The layout with another field in a column; a field stands in one column only."""
        fields = [None if field is not None and one is field else one for one in self.fields]
        fields[column] = field
        return replace(self, fields=tuple(fields))


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a file seems to be, to be shown and corrected before anything is read.

    headings and layout.fields have one entry a column; rows are the first below the headings; total counts them
    all; sheets are the tables of a spreadsheet.
    """

    layout: Layout
    headings: tuple[str, ...]
    rows: tuple[RawRow, ...]
    total: int
    sheets: tuple[str, ...] = ()


class Fault(StrEnum):
    """Why a file is no product list: the reason a `FileRefused` carries."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    EMPTY = "empty"
    NO_TABLE = "no_table"
    OLD_SPREADSHEET = "old_spreadsheet"
    PROTECTED = "protected"
    DAMAGED = "damaged"
    SUSPICIOUS = "suspicious"
    BAD_QUOTES = "bad_quotes"
    NO_NAMES = "no_names"


FAULT_WORDS: Final = {
    Fault.MISSING: mark("There is no such file."),
    Fault.UNREADABLE: mark("The file cannot be opened."),
    Fault.TOO_LARGE: mark("The file is larger than 100 MB: split it, or keep only the columns that are needed."),
    Fault.TOO_MANY_ROWS: mark("The file has more than a million rows: split it."),
    Fault.EMPTY: mark("There is no row in the file."),
    Fault.NO_TABLE: mark("This is no table of products. Save it as CSV or as an Excel workbook (.xlsx)."),
    Fault.OLD_SPREADSHEET: mark(
        "This sort of spreadsheet is not read. Save it as an Excel workbook (.xlsx) or as CSV."
    ),
    Fault.PROTECTED: mark("The workbook is protected by a password. Save it without one."),
    Fault.DAMAGED: mark("The workbook is damaged. Open it, save it anew and try again."),
    Fault.SUSPICIOUS: mark("The workbook is built in a way no spreadsheet program does; it is not read."),
    Fault.BAD_QUOTES: mark("Too many lines have quotation marks that do not match. Save the list anew as CSV."),
    Fault.NO_NAMES: mark("Say which column holds the names of the articles."),
}

FIELD_WORDS: Final = {
    Field.CODE: mark("Barcode"),
    Field.NAME: mark("Name"),
    Field.BRAND: mark("Brand"),
    Field.CATEGORY: mark("Category"),
    Field.PRICE: mark("Price with VAT"),
    Field.VAT: mark("VAT rate"),
    Field.UNIT: mark("Sold by"),
    Field.STOCK: mark("Stock"),
    Field.ONLINE: mark("Shown online"),
    Field.FAMILY: mark("Family"),
}


def trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    """The cells without the empty ones at the end."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return tuple(cells[:end])
