"""How a document falls into the columns of a roll of paper: words wrap, amounts stay whole.

Everything is placed with spaces, so that the same lines serve every printer and a plain text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pos.receipts.document import Align, Blank, Cut, Document, QrCode, Row, Rule, Size, Table, Text

GAP = 1
"""At least so many columns between words and an amount."""

INDENT = 2

Clean = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One line of paper; a BIG one takes twice its columns, a TALL one only twice the height."""

    text: str
    bold: bool = False
    size: Size = Size.NORMAL


def lay_out(
    document: Document, columns: int, *, clean: Clean, widens: bool = True
) -> Iterator[PaperLine | QrCode | Cut]:
    """The lines of a document on paper of so many columns, with codes and cuts where they stand.

    Args:
        document: what the paper says.
        columns: how many normal letters a line holds.
        clean: takes out of every text what the paper cannot hold.
        widens: whether BIG letters take two columns each; on a screen or in a mail they take one.
    """
    for block in document.blocks:
        match block:
            case Text():
                yield from _text(block, clean(block.text), columns, widens=widens)
            case Row():
                yield from _row(block, clean(block.left), clean(block.right), columns, widens=widens)
            case Table():
                yield from _table([tuple(map(clean, row)) for row in (block.heading, *block.rows)], columns)
            case Rule():
                yield PaperLine("-" * columns)
            case Blank():
                yield PaperLine("")
            case QrCode() | Cut():
                yield block


def wrap(text: str, columns: int) -> list[str]:
    """Break a text at its spaces into lines of at most so many columns; a longer word is broken where it must be."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        if not word:
            continue
        joined = f"{line} {word}" if line else word
        if width(joined) <= columns:
            line = joined
            continue
        if line:
            lines.append(line)
        *full, line = _broken(word, columns)
        lines.extend(full)
    return [*lines, line] if line or not lines else lines


def width(text: str) -> int:
    """How many columns a text takes: two for a wide sign of East Asia or an emoji, none for a mark on a letter."""
    if text.isascii():
        return len(text)
    return sum(_sign_width(sign) for sign in text)


def _sign_width(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def _broken(word: str, columns: int) -> list[str]:
    parts = [""]
    for sign in word:
        if parts[-1] and width(parts[-1] + sign) > columns:
            parts.append("")
        parts[-1] += sign
    return parts


def _text(block: Text, text: str, columns: int, *, widens: bool) -> Iterator[PaperLine]:
    room = _columns_at(block.size, columns, widens=widens)
    for line in wrap(text, room):
        yield PaperLine(_aligned(line, block.align, room), block.bold, block.size)


def _row(block: Row, left: str, right: str, columns: int, *, widens: bool) -> Iterator[PaperLine]:
    indent = " " * block.indent
    size = _size_that_fits(block.size, (indent, left, right), columns, widens=widens)
    for line in _beside(left, right, _columns_at(size, columns, widens=widens) - block.indent):
        yield PaperLine(indent + line, block.bold, size)


def _beside(left: str, right: str, columns: int) -> list[str]:
    """Wrap what stands on the left; what stands on the right closes the last line, or has a line of its own."""
    room = columns - width(right) - GAP
    if room >= min(width(left), columns // 2):
        *lines, last = wrap(left, room)
        return [*lines, _right(right, columns, last)]
    own_lines = [_right(part, columns) for part in _broken(right, columns)]
    return [*wrap(left, columns), *own_lines] if left else own_lines


def _table(rows: list[tuple[str, ...]], columns: int) -> Iterator[PaperLine]:
    first_width, *needed = (max(map(width, column)) for column in zip(*rows, strict=True))
    needed = [one + GAP for one in needed]
    if first_width + sum(needed) > columns:
        yield from _stacked(rows, columns)
        return
    even = (columns - first_width) // len(needed)
    widths = [even] * len(needed) if max(needed) <= even else needed
    for first, *figures in rows:
        placed = "".join(_right(figure, room) for figure, room in zip(figures, widths, strict=True))
        yield PaperLine(_right(placed, columns, first))


def _stacked(rows: list[tuple[str, ...]], columns: int) -> Iterator[PaperLine]:
    """A table too wide for the paper: every figure on a line of its own, beside its heading."""
    heading, *others = rows
    for first, *figures in others:
        yield from map(PaperLine, wrap(first, columns))
        for name, figure in zip(heading[1:], figures, strict=True):
            for line in _beside(name, figure, columns - INDENT):
                yield PaperLine(" " * INDENT + line)


def _aligned(line: str, align: Align, columns: int) -> str:
    free = max(0, columns - width(line))
    match align:
        case Align.LEFT:
            return line
        case Align.CENTER:
            return " " * (free // 2) + line
        case Align.RIGHT:
            return " " * free + line


def _right(text: str, columns: int, before: str = "") -> str:
    return before + " " * (columns - width(before) - width(text)) + text


def _columns_at(size: Size, columns: int, *, widens: bool) -> int:
    return columns // 2 if widens and size is Size.BIG else columns


def _size_that_fits(size: Size, texts: Iterable[str], columns: int, *, widens: bool) -> Size:
    """BIG where all of it fits on one line, else as tall but no wider."""
    needed = sum(map(width, texts)) + GAP
    return Size.TALL if size is Size.BIG and needed > _columns_at(size, columns, widens=widens) else size
