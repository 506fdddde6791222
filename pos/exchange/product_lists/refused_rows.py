"""The rows that were refused, as a file to correct and import again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from pos.exchange import tables


def write(path: Path, headings: Sequence[str], rows: Iterable[tuple[int, str, Sequence[str]]]) -> int:
    """Write line, reason and cells of every row, and give their number; the file is there whole or not at all.

    Raises:
        FileNotWritten: the folder or disk does not accept it.
    """
    return tables.write(path, headings, ([str(line), reason, *cells] for line, reason, cells in rows))
