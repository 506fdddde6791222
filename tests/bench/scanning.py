"""From the complete code to the painted line, beside a bare table's one row more; and the memory many scans leave."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.bench.rows import Row, Turns
from tests.bench.shops import build

ARTICLES = 1_000
SIZES = (30, 200)


def measure(folder: Path, *, quick: bool) -> list[Row]:
    """Scan in a process of its own, which needs a screen, though none to look at."""
    build(folder / "shop.db", articles=300 if quick else ARTICLES, linked=False, categories=5).close()
    rounds, scans = (5, 200) if quick else (400, 10_000)
    told = _ask(folder / "shop.db", rounds, scans)
    rows: list[Row] = []
    for size in SIZES:
        taken = told["painted"][str(size)]
        rows += Turns(taken["ours"], taken["limit"]).rows(
            f"scan to painted line, ticket of {size} lines",
            unit="ms",
            per_second=1_000,
            goals={50: 2.0, 99: None},
            note="from the code handed to the running till, look-up and change included, until the event loop comes"
            " back with the line painted (the ticket is kept behind it, on its thread); beside a bare QTableView as"
            " large as the ticket's list, over Qt's own model: three words added, chosen, scrolled to, painted",
        )
    rows.append(
        Row(
            name="memory after scans",
            ours=max(told["grown_mb"], 0.01),
            limit=2.0,
            unit="MB",
            n=scans,
            goal=None if quick else 1.0,
            note=f"resident set after {scans} scans in tickets of 40 different articles, each painted, less the same"
            f" after the first {told['warm']}; the limit is what is promised",
        )
    )
    return rows


def _ask(shop: Path, rounds: int, scans: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.painting", str(shop), str(rounds), str(scans)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, stdout=subprocess.PIPE, check=True, timeout=900,
    )  # fmt: skip
    told: dict[str, Any] = json.loads(done.stdout)
    return told
