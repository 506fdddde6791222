"""What a paper says, whatever it is put on: a few kinds of blocks, one under the other."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Align(Enum):
    """Where a text stands on the paper."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Size(Enum):
    """How large it is written."""

    NORMAL = "normal"
    TALL = "tall"
    BIG = "big"


@dataclass(frozen=True, slots=True)
class Text:
    """A text that runs over as many lines as it needs."""

    text: str
    align: Align = Align.LEFT
    bold: bool = False
    size: Size = Size.NORMAL


@dataclass(frozen=True, slots=True)
class Row:
    """Words on the left, set in by so many columns, and an amount on the right, which always stays whole."""

    left: str
    right: str
    indent: int = 0
    bold: bool = False
    size: Size = Size.NORMAL


@dataclass(frozen=True, slots=True)
class Table:
    """Columns of figures under their headings; the first column stands on the left, the others on the right."""

    heading: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the paper."""


@dataclass(frozen=True, slots=True)
class Blank:
    """An empty line."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """A square code a telephone reads."""

    content: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing in dots, black or white: rows of whole bytes, the highest bit of each on the left, 1 being black."""

    row_bytes: int
    rows: bytes

    @property
    def height(self) -> int:
        """How many rows of dots it has."""
        return len(self.rows) // self.row_bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """Where the paper is cut."""


Block = Text | Row | Table | Rule | Blank | QrCode | Cut


@dataclass(frozen=True, slots=True)
class Document:
    """A paper: its name for lists and windows, the language it is written in, and what stands on it."""

    title: str
    language: str
    blocks: tuple[Block, ...]
