"""Make strange calls to a real catalogue; no answer may be an error of its own, or other than its document says.

The last line is one JSON object with the figures.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import requests

from sync import order_protocol
from tests.strange.asking import Found, World, ask
from tests.sync.catalogue.tills import TIMEOUT_S, Till, level, product
from tests.sync.catalogue_server import RunningCatalogue

_QUOTAS = ("CATALOGUE_SHOP_CALLS", "CATALOGUE_SHOP_ROWS", "CATALOGUE_PAGES_RATE", "CATALOGUE_SEARCHES_RATE")
_NO_QUOTAS = dict.fromkeys(_QUOTAS, "0")
_FORM = {"once": "x" * 32, "customer": "Anne", "contact": "06 12 34 56 78", "quantity": "1", "note": "", "text": "?"}


def main(words: list[str] | None = None) -> int:
    """Ask, print; 1 when anything was answered wrongly."""
    asked = _parser().parse_args(words)
    began = time.monotonic()
    with TemporaryDirectory(prefix="strange-") as folder:
        found, said = _run(Path(folder), asked)
    took = {"seed": asked.seed, "seconds": round(time.monotonic() - began, 1), "said": said[-2000:]}
    print(json.dumps(found.figures() | took))
    return 0 if not found.wrongs and not said else 1


def _run(folder: Path, asked: argparse.Namespace) -> tuple[Found, str]:
    catalogue = RunningCatalogue()
    catalogue.start(folder, environment=_NO_QUOTAS)
    try:
        found = ask(_furnished(catalogue), requests_in_all=asked.requests, start=asked.seed)
    finally:
        said = catalogue.stop()
    return found, said


def _furnished(catalogue: RunningCatalogue) -> World:
    """Open two shops; the first has an article that somebody reserved, and a question."""
    till = Till(catalogue.url, catalogue.invite("Épicerie du Port"))
    other = Till(catalogue.url, catalogue.invite("Mercerie Le Goff"))
    for one in (till, other):
        one.put_products([product("coffee", "Café moulu", barcodes=("3017620422003",))])
        one.put_levels([level("coffee", 90_000)])
        one.beat()
        rules = order_protocol.Rules(one.joined.term, 1, takes=True, mode="request")
        assert one.call("PUT", "rules", rules).ok
    for path in ("articles/coffee/reserver/", "demander/"):
        page = f"{catalogue.shop_url('epicerie-du-port')}{path}"
        assert requests.post(page, data=_FORM, timeout=TIMEOUT_S).ok
    order, question = (till.call("GET", path).json()["rows"][0] for path in ("orders", "questions"))
    return World(catalogue.url, till, order["order"], question["question"], other.joined.shop)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.strange", description=__doc__)
    parser.add_argument("--requests", type=int, default=20_000, help="how many calls to make")
    parser.add_argument("--seed", type=int, default=1, help="what chance starts from")
    return parser


if __name__ == "__main__":
    sys.exit(main())
