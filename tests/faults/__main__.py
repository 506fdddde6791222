"""Let a till and the catalogue talk over a line that misbehaves; the last line is one JSON object with the figures."""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pos.keystore import FileKeyStore, key_file
from pos.operations.opening import open_shop
from tests import builders
from tests.faults.world import World
from tests.sync.catalogue_server import RunningCatalogue
from tests.sync.fault_server import FaultServer, forward_to
from tests.sync.till_at_work import TillAtWork

_EPISODE = 300
"""Exchanges until the line is good for a moment and both sides are compared; then it goes on."""

_NO_QUOTAS = {"CATALOGUE_SHOP_CALLS": "0", "CATALOGUE_SHOP_ROWS": "0"}
"""One shop tells here in minutes what it tells in weeks."""


def main(words: list[str] | None = None) -> int:
    """Exchange so many calls; 1 when the two sides differ in anything."""
    asked = _parser().parse_args(words)
    began = time.monotonic()
    with TemporaryDirectory(dir=asked.folder) as folder, _world(Path(folder), asked.seed) as (world, till, server):
        found, duplicates = _exchange(world, till, server, asked.exchanges)
    for finding in found[:10]:
        print(finding, file=sys.stderr)
    figures = {
        "exchanges": len(server.heard),
        "reservations": len(world.shoppers.taken),
        "drift": len(found),
        "duplicates": duplicates,
        "steps": dict(world.steps),
        "faults": dict(world.faults),
        "seed": asked.seed,
        "seconds": round(time.monotonic() - began, 1),
    }
    print(json.dumps(figures))
    return 1 if found or duplicates else 0


def _exchange(world: World, till: TillAtWork, server: FaultServer, exchanges: int) -> tuple[list[str], int]:
    found: list[str] = []
    duplicates = 0
    while len(server.heard) < exchanges and not found:
        until = min(exchanges, len(server.heard) + _EPISODE)
        with till.line() as push:
            while len(server.heard) < until:
                world.step(push)
            world.settle(push)
        found += world.findings()
        duplicates += world.duplicates
    return found, duplicates


@contextmanager
def _world(folder: Path, seed: int) -> Iterator[tuple[World, TillAtWork, FaultServer]]:
    catalogue = RunningCatalogue()
    catalogue.start(folder / "catalogue", environment=_NO_QUOTAS)
    server = FaultServer(forward_to(catalogue.url))
    try:
        path = folder / "shop.db"
        with closing(open_shop(path, now=builders.NOON, new_id=builders.ids(seed), keys=_keys(path))) as db:
            till = TillAtWork(db, seed=seed)
            till.join(server.url, catalogue.invite("Épicerie du port", figures="counts"))
            yield World(till, server, catalogue.url, random.Random(seed)), till, server
    finally:
        server.stop()
        catalogue.stop()


def _keys(shop_path: Path) -> FileKeyStore:
    return FileKeyStore(key_file(shop_path))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--exchanges", type=int, default=3000, help="calls over the bad line")
    parser.add_argument("--seed", type=int, default=1, help="what chance starts from")
    parser.add_argument("--folder", type=Path, help="where shop and catalogue lie; a temporary folder unless told")
    return parser


if __name__ == "__main__":
    sys.exit(main())
