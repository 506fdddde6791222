"""Measure, print a table, and write out/bench.json; the last line is one JSON object with every row."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench import closing, lookup, offline, opening, pushing, scanning, searching, selling, showing, verifying
from tests.bench.rows import Row

FAMILIES: dict[str, Callable[..., list[Row]]] = {
    "selling": selling.measure,
    "closing": closing.measure,
    "lookup": lookup.measure,
    "scanning": scanning.measure,
    "searching": searching.measure,
    "opening": opening.measure,
    "pushing": pushing.measure,
    "showing": showing.measure,
    "offline": offline.measure,
    "verifying": verifying.measure,
}
_FIELDS = ("name", "ours", "limit", "unit", "ratio", "goal", "met", "n")


def main(words: list[str] | None = None) -> int:
    """Measure what was asked; 1 when a goal is missed (a quick run is too small to judge by)."""
    asked = _parser().parse_args(words)
    began = time.monotonic()
    rows: list[Row] = []
    for name in [asked.only] if asked.only else FAMILIES:
        print(f"measuring {name} ...", file=sys.stderr)
        with TemporaryDirectory(dir=asked.folder) as folder:
            rows += FAMILIES[name](Path(folder), quick=asked.quick)
    print(_table(rows))
    seconds = round(time.monotonic() - began, 1)
    figures = {"quick": asked.quick, "seconds": seconds, "rows": [_as_json(row) for row in rows]}
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps(figures, indent=2) + "\n")
    print(json.dumps(figures))
    return 0 if asked.quick or all(row.met is not False for row in rows) else 1


def _table(rows: Sequence[Row]) -> str:
    lines = [[*_FIELDS], *([_cell(_as_json(row)[field]) for field in _FIELDS] for row in rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(_FIELDS))]
    ruled = [lines[0], ["-" * width for width in widths], *lines[1:]]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in ruled)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "NO"
    return "" if value is None else f"{value:.3g}" if isinstance(value, float) and value < 1_000 else str(value)


def _as_json(row: Row) -> dict[str, Any]:
    return {
        "name": row.name, "ours": round(row.ours, 4), "limit": round(row.limit, 4), "ratio": round(row.ratio, 3),
        "goal": row.goal, "met": row.met, "unit": row.unit, "n": row.n, "note": row.note,
    }  # fmt: skip


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small runs: the figures come out, but mean little")
    parser.add_argument("--only", choices=list(FAMILIES), help="one family of rows")
    parser.add_argument("--out", type=Path, default=Path("out/bench.json"), help="where the rows are written")
    parser.add_argument("--folder", type=Path, help="where the measured files lie; a temporary folder unless told")
    return parser


if __name__ == "__main__":
    sys.exit(main())
