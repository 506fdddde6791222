"""Have a simulated year's archive judged by others; the last line is one JSON object, exit 1 on a wrong verdict."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.independence.running import run


def main(words: list[str] | None = None) -> int:
    """Run what was asked; 1 when a judge was wrong."""
    asked = _parser().parse_args(words)
    began = time.monotonic()
    with TemporaryDirectory(prefix="comptoir-year-") as folder:
        figures = run(Path(folder), tickets=asked.tickets, days=asked.days, seed=asked.seed)
    for wrong in figures.wrong:
        print(f"WRONG {wrong}")
    print(json.dumps({"seed": asked.seed, **figures.as_json(), "seconds in all": round(time.monotonic() - began, 1)}))
    return 1 if figures.wrong else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.independence", description=__doc__)
    parser.add_argument("--tickets", type=int, default=2_000, help="how many tickets the shop sells")
    parser.add_argument("--days", type=int, default=365, help="over how many days, a year at most")
    parser.add_argument("--seed", type=int, default=1, help="what chance starts from")
    return parser


if __name__ == "__main__":
    sys.exit(main())
