"""Rows of a text file: its encoding found, its separator tried, its faulty lines told apart from the good ones.

The encoding is that of the byte order mark, else UTF-8 where every byte is, else CP1252: detectors misread French.
"""

from __future__ import annotations

import codecs
import csv
from collections import Counter, deque
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Final

from pos.domain.errors import FileRefused
from pos.exchange.product_lists import headings
from pos.exchange.product_lists.entry import Why
from pos.exchange.product_lists.layout import SEPARATORS, Encoding, Fault, Layout, RawRow, trimmed

LONGEST_LINE: Final = 131_072
LONGEST_ROW: Final = 2 * LONGEST_LINE
MOST_LINES_A_ROW: Final = 1_000
MOST_BAD_QUOTES: Final = 1_000
"""Above this the quotation marks of a file mean something else; it bounds how often lines are read again."""

_BYTE_ORDER_MARK: Final = "\ufeff"
_SAMPLE_BYTES: Final = 65_536
_SAMPLE_ROWS: Final = 60
_MARKS: Final = (
    (codecs.BOM_UTF8, Encoding.UTF_8),
    (codecs.BOM_UTF16_LE, Encoding.UTF_16_LE),
    (codecs.BOM_UTF16_BE, Encoding.UTF_16_BE),
)


def encoding_of(path: Path) -> Encoding:
    """How the letters of a file are written.

    Raises:
        FileRefused: it is no text at all.
    """
    with path.open("rb") as stream:
        sample = stream.read(_SAMPLE_BYTES)
        for sign, encoding in _MARKS:
            if sample.startswith(sign):
                return encoding
        unmarked = _unmarked_utf16(sample)
        if unmarked is not None:
            return unmarked
        _refuse_binary(path, sample)
        stream.seek(0)
        return Encoding.UTF_8 if _is_utf8(stream) else Encoding.CP1252


def separator_of(path: Path, encoding: Encoding) -> str:
    """The sign between cells: the one that shows the most known headings, then the most even table."""
    return max(SEPARATORS, key=lambda separator: _fitness(path, encoding, separator))


def rows(path: Path, layout: Layout) -> Iterator[RawRow]:
    """Every row that is not blank; a line that cannot be taken apart is a row with a trouble.

    A quotation mark that is never closed costs its own line only: the lines it would have swallowed are read again.

    Raises:
        FileRefused: more than MOST_BAD_QUOTES lines have quotation marks that do not match.
    """
    bad_quotes = 0
    with path.open(encoding=layout.encoding, errors="replace", newline="") as stream:
        lines = _Lines(stream)
        reader = csv.reader(lines, delimiter=layout.separator, strict=True)
        while True:
            lines.begin_row()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                bad_quotes += 1
                if bad_quotes > MOST_BAD_QUOTES:
                    raise FileRefused(path, Fault.BAD_QUOTES) from None
                yield RawRow(lines.first, (lines.give_back_all_but_first().rstrip("\r\n"),), Why.BAD_QUOTES)
                continue
            if lines.too_long:
                yield RawRow(lines.first, (lines.too_long,), Why.LINE_TOO_LONG)
            elif kept := trimmed(cells):
                yield RawRow(lines.first, kept)


class _Lines:
    """The lines of a stream, none longer than LONGEST_LINE, which can be given back to be read again."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._taken: list[str] = []
        self._again: deque[str] = deque()
        self._length = 0
        self.first = 1
        self.too_long = ""

    def begin_row(self) -> None:
        """Forget the lines of the row before: they are settled."""
        self.first += len(self._taken)
        self._taken = []
        self._length = 0
        self.too_long = ""

    def give_back_all_but_first(self) -> str:
        """Put the lines of this row back, but for the first, which is returned."""
        first, *others = self._taken or [""]
        self._again.extendleft(reversed(others))
        self._taken = [first]
        return first

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._stream.readline(LONGEST_LINE)
        if not line:
            raise StopIteration
        if len(line) == LONGEST_LINE and not line.endswith(("\n", "\r")):
            self._skip_rest_of_line()
            self.too_long = line[:200] + "…"
            line = "\n"
        self._taken.append(line)
        self._length += len(line)
        if self._length > LONGEST_ROW or len(self._taken) > MOST_LINES_A_ROW:
            raise csv.Error("the row does not end")
        return line.replace("\0", "").removeprefix(_BYTE_ORDER_MARK)

    def _skip_rest_of_line(self) -> None:
        while (rest := self._stream.readline(LONGEST_LINE)) and not rest.endswith(("\n", "\r")):
            pass


def _unmarked_utf16(sample: bytes) -> Encoding | None:
    """UTF-16 without its mark: Latin letters leave every other byte at zero."""
    half = len(sample) // 2
    if half and sample[1::2].count(0) > half * 0.6 and sample[0::2].count(0) < half * 0.1:
        return Encoding.UTF_16_LE
    if half and sample[0::2].count(0) > half * 0.6 and sample[1::2].count(0) < half * 0.1:
        return Encoding.UTF_16_BE
    return None


def _refuse_binary(path: Path, sample: bytes) -> None:
    unprintable = sum(count for byte, count in Counter(sample).items() if byte < 32 and byte not in b"\t\r\n")
    if unprintable > len(sample) * 0.05 or sample.startswith(b"%PDF"):
        raise FileRefused(path, Fault.NO_TABLE)


def _is_utf8(stream: IO[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while block := stream.read(_SAMPLE_BYTES):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _fitness(path: Path, encoding: Encoding, separator: str) -> tuple[int, float, int]:
    layout = Layout(kind=headings.TEXT, encoding=encoding, separator=separator)
    sample = [row for row in islice(rows(path, layout), _SAMPLE_ROWS) if not row.trouble]
    known = max((headings.known(row.cells) for row in sample[: headings.LINES_SEARCHED]), default=0)
    widths = Counter(len(row.cells) for row in sample)
    width, times = max(widths.items(), key=lambda item: (item[0] > 1, item[1])) if widths else (0, 0)
    return known, times / len(sample) if width > 1 else 0.0, width
