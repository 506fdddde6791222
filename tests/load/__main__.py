"""Put a whole town under load; the last line is one JSON object with the figures, next to those of a bare server.

Slices alternate between the catalogue and the bare server, so that whatever else this machine does hits both.
"""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.load import filling, reconnecting, running, server
from tests.load.running import Served, Size

_WARM_UP = 0.2


def main(words: list[str] | None = None) -> int:
    """Fill, run, print; 1 when anything was answered with an error."""
    asked = _parser().parse_args(words)
    warm_s = asked.seconds * _WARM_UP if asked.warm is None else asked.warm
    size = Size(asked.shops, asked.products, asked.seconds, asked.connections, asked.streams, warm_s)
    where = TemporaryDirectory(prefix="load-") if asked.keep is None else nullcontext(str(asked.keep))
    with where as folder:
        try:
            found = _run(Path(folder), size, asked)
        except server.NoDatabase as why:
            print(f"This machine runs no PostgreSQL server, so nothing was tried: {why}", file=sys.stderr)
            print(json.dumps({"available": False, "why": str(why)}))
            return 0
    print(json.dumps(found))
    return 0 if not found["errors"] else 1


def _run(folder: Path, size: Size, asked: argparse.Namespace) -> dict[str, object]:
    with server.postgresql(folder, is_kept=asked.keep is not None) as (url, database):
        filling.fill(folder / "data", url, shops=size.shops, products=size.products)
        with server.catalogue(folder / "data", url, {}) as catalogue:
            if asked.reconnect:
                return reconnecting.run(catalogue, size)
            answers = folder / "answers.msgpack"
            running.record(catalogue, size, answers)
            with server.bare(answers) as (bare_url, bare):
                ours = Served(catalogue.url, (catalogue.pid, database))
                return running.run(ours, Served(bare_url, (bare,)), catalogue.live_url, size)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--shops", type=int, default=400, help="how many shops the town has")
    parser.add_argument("--products", type=int, default=1000, help="how many products each of them shows")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long to call, both servers together")
    parser.add_argument("--warm", type=float, help="how long to call before that; a fifth of it unless told")
    parser.add_argument("--connections", type=int, default=16, help="how many callers keep a connection open")
    parser.add_argument("--streams", type=int, default=200, help="how many open pages hear live figures")
    parser.add_argument("--reconnect", action="store_true", help="let every till come back at once instead")
    parser.add_argument("--keep", type=Path, help="a folder in which the filled database stays for the next run")
    return parser


if __name__ == "__main__":
    sys.exit(main())
