"""From the command line to a sell screen one can sell on, beside a bare window; and the memory either holds then."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.rows import Row, Turns, in_turns
from tests.bench.shops import build

ARTICLES = 2_000


@dataclass(frozen=True, slots=True)
class Start:
    """One start of a program: the seconds until it was painted, and what it held then."""

    seconds: float
    memory_bytes: int
    modules: tuple[str, ...]


def measure(folder: Path, *, quick: bool) -> list[Row]:
    """Start the till and a bare window in turns, each as a process of its own, without a display."""
    shop = folder / "shop.db"
    build(shop, articles=100 if quick else ARTICLES, linked=False, categories=8).close()
    starts: dict[str, list[Start]] = {"till": [], "bare": []}

    def timed(kind: str, *words: str) -> float:
        starts[kind].append(start(folder, kind, *words))
        return starts[kind][-1].seconds

    for kind, words in (("till", (str(shop),)), ("bare", ())):
        start(folder, kind, *words)  # once before: compiled modules and fonts are then where they stay
    turns = in_turns(lambda: timed("till", str(shop)), lambda: timed("bare"), rounds=2 if quick else 30)
    memory = Turns(*([float(one.memory_bytes) for one in starts[kind]] for kind in ("till", "bare")))
    return [
        *turns.rows(
            "start to the sell screen",
            unit="ms",
            per_second=1_000,
            goals={50: 1.5, 99: None},
            note="process start to the painted sell screen with its products, beside a bare painted PySide6 window;"
            " modules compiled before, disk cache warm; what exceeds it is loading our own modules and building the"
            " window",
        ),
        *memory.rows(
            "memory at the sell screen",
            unit="MB",
            per_second=1e-6,
            goals={50: 1.6},
            note="resident set at that moment, beside the bare window's",
        ),
    ]


def start(home: Path, kind: str, *words: str) -> Start:
    """Start one of the programs of `first_paint` and wait until it says that it was painted."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"QT_QPA_PLATFORM": "offscreen", "HOME": str(home), "LANG": "C.UTF-8"}
    environment["PYTHONPYCACHEPREFIX"] = str(home / "compiled")  # as on a shop's machine: compiled at the first start
    began_ns = time.monotonic_ns()
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.first_paint", kind, *words],
        env=environment, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    if done.returncode or not done.stdout:
        raise RuntimeError(f"the {kind} did not start: {done.stderr.decode()}")
    said: dict[str, Any] = json.loads(done.stdout)
    return Start((said["painted_ns"] - began_ns) / 1e9, said["memory_bytes"], tuple(said["modules"]))
