"""Kill the till and cut its power; the last line is one JSON object with what was found."""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.durability import cuts, kills


def main(words: list[str] | None = None) -> int:
    """Run what was asked; 1 when a promise was broken."""
    asked = _parser().parse_args(words)
    began = time.monotonic()
    found: dict[str, object] = {"seed": asked.seed, "synchronous": asked.synchronous}
    lost = broken = 0
    if asked.kills:
        with TemporaryDirectory(dir=asked.folder) as folder:
            killed = kills.run(asked.kills, seed=asked.seed, synchronous=asked.synchronous, folder=Path(folder))
        _say(f"{killed.kills} kills, {killed.acknowledged} sales acknowledged", killed.lost, killed.findings)
        found["kills"] = asdict(killed)
        lost, broken = lost + killed.lost, broken + killed.broken
    if asked.cuts:
        cut = cuts.run(asked.cuts, seed=asked.seed, synchronous=asked.synchronous, workers=asked.workers)
        _say(f"{cut.cuts} power cuts, {cut.acknowledged} sales acknowledged", cut.lost, cut.findings)
        found["cuts"] = asdict(cut)
        lost, broken = lost + cut.lost, broken + cut.broken
    kept = not lost and not broken
    print(json.dumps(found | {"lost": lost, "kept": kept, "seconds": round(time.monotonic() - began, 1)}))
    return 0 if kept else 1


def _say(what: str, lost: int, findings: list[str]) -> None:
    print(f"{what}: {lost} lost, {len(findings)} other broken promises")
    for finding in findings[:10]:
        print(f"  {finding}")
    del findings[10:]
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.durability", description=__doc__)
    parser.add_argument("--kills", type=int, default=0, help="how often to SIGKILL a selling process")
    parser.add_argument("--cuts", type=int, default=0, help="how often to cut the power of a modelled disk")
    parser.add_argument("--seed", type=int, default=1, help="what chance starts from; kills also depend on timing")
    parser.add_argument("--synchronous", choices=("FULL", "NORMAL"), default="FULL", help="NORMAL loses sales")
    parser.add_argument("--workers", type=int, help="processes that share the power cuts; one per core unless told")
    parser.add_argument("--folder", type=Path, help="where the killed shops' files lie; a temporary folder unless told")
    return parser


if __name__ == "__main__":
    sys.exit(main())
