"""Tamper with a shop's file; the last line is one JSON object with what was found, exit 1 where anything was not."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from tests.tampering.running import CLASSES, run

MOST_SHOWN = 20


def main(words: list[str] | None = None) -> int:
    """Run what was asked; 1 when a mutation was not detected."""
    asked = _parser().parse_args(words)
    began = time.monotonic()
    figures = run(asked.mutations, seed=asked.seed, only=asked.only, workers=asked.workers, folder=asked.folder)
    for missed in figures.missed[:MOST_SHOWN]:
        print(f"NOT DETECTED {missed}")
    for unnamed in figures.unnamed[: MOST_SHOWN if asked.verbose else 0]:
        print(f"not named: {unnamed}")
    print(json.dumps({"seed": asked.seed, **figures.as_json(), "seconds": round(time.monotonic() - began, 1)}))
    return 0 if figures.is_clean else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.tampering", description=__doc__)
    parser.add_argument("--mutations", type=int, default=1_000, help="how many copies to alter")
    parser.add_argument("--seed", type=int, default=1, help="what chance starts from; the till's keys are always fresh")
    parser.add_argument("--only", choices=list(CLASSES), help="one class of mutations")
    parser.add_argument("--workers", type=int, help="processes that share the work; one per core unless told")
    parser.add_argument("--folder", type=Path, help="where the copies lie; in memory unless told")
    parser.add_argument("--verbose", action="store_true", help="also say which first bad records were not named")
    return parser


if __name__ == "__main__":
    sys.exit(main())
