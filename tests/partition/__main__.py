"""Cut the line between a till and the catalogue, again and again; the last line is one JSON object with the figures."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.partition.network import Unavailable
from tests.partition.rounds import Found, run


def main(words: list[str] | None = None) -> int:
    """Play the rounds; 1 when a promise was broken, 0 as well where this machine has no namespaces, and says so."""
    asked = _parser().parse_args(words)
    began = time.monotonic()
    try:
        with TemporaryDirectory(dir=asked.folder) as folder:
            found = run(asked.rounds, seed=asked.seed, folder=Path(folder), longest_s=asked.longest)
    except Unavailable as why:
        print(f"This machine lets nobody make network namespaces, so nothing was tried: {why}", file=sys.stderr)
        print(json.dumps({"available": False, "why": str(why)}))
        return 0
    for broken in found.broken:
        print(broken, file=sys.stderr)
    print(json.dumps(_figures(found) | {"seed": asked.seed, "seconds": round(time.monotonic() - began, 1)}))
    return 1 if found.broken else 0


def _figures(found: Found) -> dict[str, object]:
    took = [one.converged_s for one in found.rounds if one.converged_s is not None]
    return {
        "available": True,
        "rounds": len(found.rounds),
        "sold": sum(one.sold for one in found.rounds),
        "longest_sale_ms": max((one.longest_sale_ms for one in found.rounds), default=0),
        "converged_s": {"median": round(statistics.median(took), 2), "longest": max(took)} if took else None,
        "drift": sum(one.drift for one in found.rounds),
        "broken": found.broken,
        "each": [asdict(one) for one in found.rounds],
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.partition", description=__doc__)
    parser.add_argument("--rounds", type=int, default=20, help="how often to spoil and heal the line")
    parser.add_argument("--longest", type=float, default=16.0, help="the longest the line is bad, in seconds")
    parser.add_argument("--seed", type=int, default=1, help="what chance starts from")
    parser.add_argument("--folder", type=Path, help="where shop and catalogue lie; a temporary folder unless told")
    return parser


if __name__ == "__main__":
    sys.exit(main())
