"""A paper as a PDF: one page as wide as a roll and as long as it needs, its text real text that can be searched.

fpdf2 is imported late. A sans of the system is embedded where one of the usual ones is found; else the core fonts
write what code page 1252 holds, which is all of French.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from pos.domain.printer import CodePage
from pos.receipts import qr
from pos.receipts.document import Align, Blank, Block, Cut, Document, QrCode, Row, Rule, Size, Table, Text
from pos.receipts.printable import plain, writable

WIDE_MM: Final = 80.0
EDGE_MM: Final = 6.0
_ROOM_MM: Final = WIDE_MM - 2 * EDGE_MM
_LETTERS_PT: Final = {Size.NORMAL: 9.0, Size.TALL: 12.0, Size.BIG: 13.5}
_LINE: Final = 1.35 * 25.4 / 72
"""Millimetres of line for a point of letter."""
_GAP_MM: Final = 3.0
_INDENT_MM: Final = 2.0
_SQUARE_MM: Final = 0.9
_LONGEST_MM: Final = 5_000.0
"""Where a receipt is laid out to see how long it is; Acrobat shows pages up to 5,080 mm."""

SANS: Final = (
    ("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf"),
    ("/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf", "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans-Bold.ttf"),
    ("/usr/share/fonts/TTF/DejaVuSans.ttf", "/usr/share/fonts/TTF/DejaVuSans-Bold.ttf"),
    ("C:/Windows/Fonts/segoeui.ttf", "C:/Windows/Fonts/segoeuib.ttf"),
    ("C:/Windows/Fonts/arial.ttf", "C:/Windows/Fonts/arialbd.ttf"),
    ("/System/Library/Fonts/Supplemental/Arial.ttf", "/System/Library/Fonts/Supplemental/Arial Bold.ttf"),
)
"""Where systems keep a sans and its bold, best first. (Inter comes as CFF, which fpdf2 does not embed.)"""


@dataclass(frozen=True, slots=True)
class Face:
    """The letters a PDF is written with: the files of a sans and its bold, or None for the core fonts."""

    regular: Path | None = None
    bold: Path | None = None


def system_face() -> Face:
    """The first sans that is found on this system."""
    for regular, bold in SANS:
        if Path(regular).is_file() and Path(bold).is_file():
            return Face(Path(regular), Path(bold))
    return Face()


def render(document: Document, *, made_at: datetime, face: Face | None = None) -> bytes:
    """The document as a PDF with its title, language and moment set; the same of them gives the same bytes."""
    chosen = system_face() if face is None else face
    with closing(_Page(document, chosen, _LONGEST_MM, made_at)) as trial:
        long = trial.write()
    with closing(_Page(document, chosen, long + EDGE_MM, made_at)) as page:
        return page.output()


class _Page:
    """One page; written once to see how long it is, and once at that length."""

    def __init__(self, document: Document, face: Face, high_mm: float, made_at: datetime) -> None:
        from fpdf import FPDF

        self._document = document
        self._pdf: Any = FPDF(unit="mm", format=(WIDE_MM, high_mm))
        self._clean: Callable[[str], str] = plain
        self._family = "shop"
        self._set_face(face)
        self._pdf.set_margin(EDGE_MM)
        self._pdf.set_auto_page_break(False)
        self._pdf.c_margin = 0
        self._pdf.set_title(plain(document.title))
        self._pdf.set_lang(document.language)
        self._pdf.set_creator("Comptoir")
        self._pdf.set_creation_date(made_at)
        self._pdf.add_page()

    def write(self) -> float:
        """Put every block under the one before, and give how far down the last one reaches."""
        for block in self._document.blocks:
            self._put(block)
        below: float = self._pdf.get_y()
        return below

    def output(self) -> bytes:
        """The finished file."""
        self.write()
        return bytes(self._pdf.output())

    def close(self) -> None:
        """Let the files of the letters go, which the library would keep open."""
        for font in self._pdf.fonts.values():
            if font.type == "TTF":
                font.ttfont.close()

    def _set_face(self, face: Face) -> None:
        if face.regular is None or face.bold is None:
            self._family, self._clean = "helvetica", partial(writable, page=CodePage.CP1252)
            self._pdf.core_fonts_encoding = "windows-1252"
            return
        self._pdf.add_font(self._family, "", face.regular)
        self._pdf.add_font(self._family, "B", face.bold)

    def _put(self, block: Block) -> None:
        match block:
            case Text():
                self._letters(block.size, bold=block.bold)
                self._lines(self._clean(block.text), EDGE_MM, _ROOM_MM, block.size, block.align)
            case Row():
                self._row(block)
            case Table():
                self._table(block)
            case Rule():
                self._rule()
            case Blank():
                self._pdf.set_y(self._pdf.get_y() + _high(Size.NORMAL))
            case QrCode():
                self._code(block.content)
            case Cut():
                pass

    def _letters(self, size: Size, *, bold: bool = False) -> None:
        self._pdf.set_font(self._family, "B" if bold else "", _LETTERS_PT[size])

    def _lines(self, text: str, left: float, wide: float, size: Size, align: Align = Align.LEFT) -> None:
        """Break a text into as many lines as it needs, and stand below it."""
        if text:
            self._pdf.set_x(left)
            self._pdf.multi_cell(wide, _high(size), text, align=align.name[0], new_x="LMARGIN", new_y="NEXT")

    def _row(self, row: Row) -> None:
        """Words that may break beside an amount that never does; the amount closes the last line."""
        self._letters(row.size, bold=row.bold)
        right = self._clean(row.right)
        needed = self._pdf.get_string_width(right)
        left = EDGE_MM + row.indent * _INDENT_MM
        beside = WIDE_MM - EDGE_MM - left - (needed + _GAP_MM if right else 0)
        own_line = beside < _ROOM_MM / 3
        self._lines(self._clean(row.left), left, _ROOM_MM if own_line else beside, row.size)
        if not right:
            return
        if row.left and not own_line:
            self._pdf.set_y(self._pdf.get_y() - _high(row.size))
        self._lines(right, EDGE_MM, _ROOM_MM, row.size, Align.RIGHT)

    def _table(self, table: Table) -> None:
        self._letters(Size.NORMAL)
        rows = [tuple(map(self._clean, row)) for row in (table.heading, *table.rows)]
        for row in rows:
            self._table_row(row)

    def _table_row(self, row: tuple[str, ...]) -> None:
        """Columns of one width, the first on the left, the others on the right."""
        wide = _ROOM_MM / len(row)
        self._pdf.set_x(EDGE_MM)
        for place, text in enumerate(row):
            self._pdf.cell(wide, _high(Size.NORMAL), text, align="R" if place else "L")
        self._pdf.set_y(self._pdf.get_y() + _high(Size.NORMAL))

    def _rule(self) -> None:
        middle = self._pdf.get_y() + _high(Size.NORMAL) / 2
        self._pdf.set_draw_color(120)
        self._pdf.set_line_width(0.2)
        self._pdf.line(EDGE_MM, middle, WIDE_MM - EDGE_MM, middle)
        self._pdf.set_y(self._pdf.get_y() + _high(Size.NORMAL))

    def _code(self, content: str) -> None:
        rows = qr.squares(content)
        left, top = (WIDE_MM - len(rows) * _SQUARE_MM) / 2, self._pdf.get_y() + qr.QUIET * _SQUARE_MM
        self._pdf.set_fill_color(0)
        for down, row in enumerate(rows):
            for across, dark in enumerate(row):
                if dark:
                    place = left + across * _SQUARE_MM, top + down * _SQUARE_MM
                    self._pdf.rect(*place, _SQUARE_MM, _SQUARE_MM, style="F")
        self._pdf.set_y(top + (len(rows) + qr.QUIET) * _SQUARE_MM)


def _high(size: Size) -> float:
    return _LETTERS_PT[size] * _LINE
