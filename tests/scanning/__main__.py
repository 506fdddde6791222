"""Scan into the real till, again and again, wherever the focus is; the last line is one JSON object."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory


def main(words: list[str] | None = None) -> int:
    """Run what was asked; 1 when a promise was broken."""
    asked = _parser().parse_args(words)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from tests.scanning.bursts import run

    application = QApplication.instance() or QApplication(sys.argv[:1])
    began = time.monotonic()
    with TemporaryDirectory(dir=asked.folder) as folder:
        figures = run(asked.bursts, seed=asked.seed, folder=Path(folder), gap_ms=asked.gap_ms)
    seconds = time.monotonic() - began
    print(
        f"{figures.bursts} bursts, {figures.lines} lines, {figures.refused} refused: {figures.broken} broken promises"
    )
    for finding in figures.findings[:10]:
        print(f"  {finding}")
    if figures.first_failing_seed is not None:
        print(f"  alone: python -m tests.scanning --bursts 1 --seed {figures.first_failing_seed}")
    del figures.findings[10:], application
    said = {"seed": asked.seed, "gap_ms": asked.gap_ms, **asdict(figures), "kept": not figures.broken}
    print(json.dumps(said | {"seconds": round(seconds, 1), "per_minute": round(figures.bursts * 60 / seconds)}))
    return 1 if figures.broken else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.scanning", description=__doc__)
    parser.add_argument("--bursts", type=int, default=10_000, help="how many codes to scan")
    parser.add_argument("--seed", type=int, default=1, help="of the first burst; each next one counts up")
    parser.add_argument("--gap-ms", type=int, default=45, help="how slow a scanner may be; the shop's setting")
    parser.add_argument("--folder", type=Path, help="where the shop's file lies; a temporary folder unless told")
    return parser


if __name__ == "__main__":
    sys.exit(main())
