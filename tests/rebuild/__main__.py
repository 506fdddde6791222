"""Wipe a town's catalogue and let its tills rebuild it; the last line is one JSON object with the figures.

A wiped catalogue knows no key: each shop gets a new code, its till joins with it, and its next sync brings everything
back. Measured from the first joining until the fingerprints of every shop agree with its own books.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.load import server
from tests.rebuild.tills import Till, shop_file
from tests.sync.catalogue_server import RunningCatalogue

GOAL_S = 600.0
_AT_ONCE = 16


def main(words: list[str] | None = None) -> int:
    """Fill, wipe, rebuild, print; 1 when a shop's window is not what its books say."""
    asked = _parser().parse_args(words)
    with TemporaryDirectory(prefix="rebuild-") as folder:
        found = rebuild(Path(folder), asked.shops, asked.products, is_town=asked.database == "postgresql")
    print(json.dumps(found))
    return 0 if found["agree"] == asked.shops else 1


def rebuild(folder: Path, shops: int, products: int, *, is_town: bool) -> dict[str, object]:
    """Rebuild a catalogue of so many shops; returns the figures."""
    model = shop_file(folder, products)
    tills = [Till(folder, place, model) for place in range(shops)]
    with _database(folder, is_town=is_town) as environment:
        filled_s, _ = _joined_and_synced(folder, environment, tills)
        _wipe(folder, environment)
        took_s, agree = _joined_and_synced(folder, environment, tills, is_again=True)
    return {
        "shops": shops, "products": products, "database": "postgresql" if is_town else "sqlite",
        "filled_s": round(filled_s, 1), "rebuilt_s": round(took_s, 1), "agree": agree,
        "load_average": os.getloadavg(),
        "goals": {"rebuilt, s": {"value": round(took_s, 1), "goal": GOAL_S, "met": took_s <= GOAL_S and agree == shops}},
    }  # fmt: skip


def _joined_and_synced(
    folder: Path, environment: dict[str, str], tills: list[Till], *, is_again: bool = False
) -> tuple[float, int]:
    """Start a catalogue that knows no shop, let every till join and sync; gives the seconds and how many agree."""
    catalogue = RunningCatalogue()
    catalogue.start(folder / "catalogue", environment=environment)
    try:
        codes = _codes(folder / "catalogue", environment, len(tills))
        if is_again and not all(till.is_locked_out() for till in tills[:3]):
            raise RuntimeError("a wiped catalogue still knows a till's key")
        began = time.monotonic()
        with ThreadPoolExecutor(_AT_ONCE) as people:
            agree = list(people.map(lambda one: _come(one[0], catalogue.url, one[1]), zip(tills, codes, strict=True)))
        return time.monotonic() - began, sum(agree)
    finally:
        catalogue.stop()


def _come(till: Till, address: str, code: str) -> bool:
    till.join(address, code)
    return till.sync()


def _codes(data: Path, environment: dict[str, str], shops: int) -> list[str]:
    command = (sys.executable, "-m", "tests.rebuild.inviting", str(data), str(shops))
    told = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, check=True, timeout=300)
    codes: list[str] = json.loads(told.stdout)
    return codes


@contextmanager
def _database(folder: Path, *, is_town: bool) -> Iterator[dict[str, str]]:
    if not is_town:
        yield {}
        return
    with server.postgresql(folder / "database", is_kept=False) as url:
        yield {"DATABASE_URL": url, "CATALOGUE_WORKERS": str(server.WORKERS)}


def _wipe(folder: Path, environment: dict[str, str]) -> None:
    """Lose everything: the folder with its secret, and the database."""
    shutil.rmtree(folder / "catalogue")
    if url := environment.get("DATABASE_URL"):
        import psycopg

        with psycopg.connect(url, autocommit=True) as database:
            database.execute("DROP SCHEMA public CASCADE")
            database.execute("CREATE SCHEMA public")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.rebuild", description=__doc__)
    parser.add_argument("--shops", type=int, default=50, help="how many shops the town has")
    parser.add_argument("--products", type=int, default=1000, help="how many products each of them shows")
    parser.add_argument("--database", choices=("postgresql", "sqlite"), default="postgresql", help="what it stands on")
    return parser


if __name__ == "__main__":
    sys.exit(main())
