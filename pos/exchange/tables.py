"""Tables written as files that a French spreadsheet opens at a double click."""

from __future__ import annotations

import contextlib
import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from pos.domain.errors import FileNotWritten

_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t", "\r")


def write(path: Path, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Write headings and rows, and give the number of rows; the file is there whole or not at all.

    The file is UTF-8 with a byte order mark and semicolons. A cell a spreadsheet would take for a formula gets a quote
    in front, which our own reading takes off again.

    Raises:
        FileNotWritten: the folder or disk does not accept it.
    """
    unfinished = path.with_name(path.name + ".part")
    count = 0
    try:
        with unfinished.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.writer(stream, delimiter=";")
            writer.writerow([guarded(heading) for heading in headings])
            for cells in rows:
                writer.writerow([guarded(cell) for cell in cells])
                count += 1
        unfinished.replace(path)
    except OSError as problem:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise FileNotWritten(path, str(problem)) from problem
    return count


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA_SIGNS) else cell
