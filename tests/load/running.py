"""A run: slices of pages, of searches and of everything, in turns at the catalogue and at the bare server."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from tests.bench.rows import percentile
from tests.load import server
from tests.load.asking import Generator, generator, open_pages
from tests.load.calls import ENGLISH, READS, ROWS_A_PUSH, SEARCHES, Calls
from tests.load.generator import Heard, Wish
from tests.load.popularity import EXPONENT
from tests.load.recording import answers_of
from tests.sync.catalogue_server import RunningCatalogue

PAGES = {"page": 0.98, "push": 0.02}
SEARCHING = {"search": 0.98, "push": 0.02}
MIXED = {"page": 0.90, "search": 0.08, "push": 0.02}
OTHERS_RATE = 40.0
NORMAL_PUSHES = 1.0
"""A till at its busiest pushes once a second; the flooding shop does so fifty times as often."""
FLOOD = 50
_SLICES = 16
"""Of the flood, half of them with it: the slowest hundredth of fewer calls differs by half from run to run."""
PAGES_GOAL, SEARCHES_GOAL, LIVE_GOAL_MS, FLOOD_GOAL = 0.25, 0.15, 1000.0, 1.10


@dataclass(frozen=True)
class Size:
    """How large a town, for how long, and by how many it is called."""

    shops: int
    products: int
    seconds: float
    connections: int
    streams: int
    warm_s: float
    """So long the catalogue is called before anything is measured, as in a town that is awake."""


@dataclass(frozen=True)
class Served:
    """A server to call, and the processes that serve, with their children."""

    url: str
    processes: tuple[int, ...]


@dataclass
class Side:
    """What one server answered in its slices."""

    took_ms: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    cpu: list[float] = field(default_factory=list)
    served_s: float = 0.0

    def add(self, heard: Heard, served_s: float = 0.0) -> None:
        """Add a slice, with the seconds of a core that serving it took."""
        self.served_s += served_s
        for kind, took in heard.took_ms.items():
            self.took_ms[kind] += took
        self.errors.update(heard.errors)
        self.seconds += heard.seconds
        self.cpu.append(heard.cpu)

    def figures(self) -> dict[str, object]:
        """Return rates and times by kind."""
        return {
            "seconds": round(self.seconds, 1),
            "rate": round(self.rate, 1),
            "kinds": {kind: _times(took) for kind, took in sorted(self.took_ms.items())},
            "errors": dict(self.errors),
            "cpu_ms_each": round(self.cost_ms, 3),
            "generator_cpu": round(sum(self.cpu) / max(1, len(self.cpu)), 2),
        }

    @property
    def cost_ms(self) -> float:
        """Milliseconds of a core that an answer took its server and its database."""
        return self.served_s * 1000 / max(1, sum(map(len, self.took_ms.values())))

    @property
    def rate(self) -> float:
        """Answers a second, pushes included."""
        return sum(map(len, self.took_ms.values())) / max(self.seconds, 0.001)


@dataclass(frozen=True)
class Flood:
    """What became of the others while one shop flooded: it pushed so often, and was refused so often of these.

    slower compares the slowest hundredth of some 1,600 calls each, with the flood and without.
    """

    others_rate: float
    pushes_a_second: float
    pushed: int
    refused: int
    calm_p50_ms: float
    flood_p50_ms: float
    calm_p99_ms: float
    flood_p99_ms: float
    slower: float
    errors: dict[str, int]


def record(catalogue: RunningCatalogue, size: Size, answers: Path) -> None:
    """Write down one answer of each kind, for the bare server to give."""
    place = urlsplit(catalogue.url).netloc
    answers.write_bytes(msgspec.msgpack.encode(answers_of(place, Calls(size.shops, size.products, place, seed=1))))


def run(ours: Served, bare: Served, live_url: str, size: Size) -> dict[str, object]:
    """Call both in turns, with open pages listening all the while, then flood; returns the figures."""
    sides = {(name, kind): Side() for name in ("ours", "bare") for kind in ("pages", "searches", "mixed")}
    served = {"ours": ours, "bare": bare}
    kinds = {"pages": PAGES, "searches": SEARCHING, "mixed": MIXED}
    slices = max(2, int(size.seconds // 30) * 2)
    each_s = size.seconds / (slices * len(sides))
    with (
        generator() as calling,
        open_pages(live_url, size.streams, shops=size.shops, products=size.products) as pages,
    ):
        calling.play(_wish(ours.url, size, size.warm_s, MIXED, seed=-1))
        for turn in range(slices):
            for kind, mix in kinds.items():
                for name in ("bare", "ours") if turn % 2 else ("ours", "bare"):
                    one = served[name]
                    before = server.cpu_s(*one.processes)
                    heard = calling.play(_wish(one.url, size, each_s, mix, seed=turn))
                    sides[name, kind].add(heard, server.cpu_s(*one.processes) - before)
        flood = _flood(calling, ours.url, size)
        told = pages.end()
    load = {name: {kind: sides[name, kind].figures() for kind in kinds} for name in served}
    errors = Counter(flood.errors)
    for side in sides.values():
        errors.update(side.errors)
    live = {**_times(told.took_ms), "pages": told.pages, "lost": told.lost, "listener_cpu": round(told.cpu, 2)}
    ratios = {kind: round(sides["ours", kind].rate / max(sides["bare", kind].rate, 0.001), 3) for kind in kinds}
    costs = {kind: round(sides["bare", kind].cost_ms / max(sides["ours", kind].cost_ms, 0.001), 3) for kind in kinds}
    return {
        "available": True, "town": _town(size), "load_average": os.getloadavg(), **load, "ratios": ratios,
        "cpu_ratios": costs,
        "commit_to_page_ms": live, "flood": asdict(flood), "errors": dict(errors),
        "goals": _goals(ratios, errors, live, flood),
    }  # fmt: skip


def _goals(ratios: dict[str, float], errors: Counter[str], live: dict[str, float], flood: Flood) -> dict[str, object]:
    def goal(value: float, limit: float, *, met: bool) -> dict[str, object]:
        return {"value": value, "goal": limit, "met": met}

    return {
        "pages to bare": goal(ratios["pages"], PAGES_GOAL, met=ratios["pages"] >= PAGES_GOAL),
        "searches to bare": goal(ratios["searches"], SEARCHES_GOAL, met=ratios["searches"] >= SEARCHES_GOAL),
        "errors": goal(errors.total(), 0, met=not errors.total()),
        "commit to page, p99 ms": goal(live["p99_ms"], LIVE_GOAL_MS, met=0 < live["p99_ms"] < LIVE_GOAL_MS),
        "others' p99 in a flood": goal(flood.slower, FLOOD_GOAL, met=flood.slower <= FLOOD_GOAL),
    }


def _flood(calling: Generator, url: str, size: Size) -> Flood:
    """Let one shop push fifty times as often as the busiest till, in slices with and without it by turns."""
    calm, flooded = Side(), Side()
    for turn in range(_SLICES):
        side, is_flood = (flooded, True) if turn % 4 in {1, 2} else (calm, False)
        wish = _wish(url, size, size.seconds / 12, MIXED, seed=100 + turn // 2)
        wish.rate, wish.flooding = OTHERS_RATE, size.shops - 1
        if is_flood:
            wish.flood_rate = NORMAL_PUSHES * FLOOD
        side.add(calling.play(wish))
    refused = sum(count for kind, count in flooded.errors.items() if kind == "flood 429")
    pushed = len(flooded.took_ms.pop("flood", []))
    others = {kind: count for kind, count in (calm.errors + flooded.errors).items() if kind != "flood 429"}
    calm_ms, flood_ms = (_times([one for took in side.took_ms.values() for one in took]) for side in (calm, flooded))
    slower = round(flood_ms["p99_ms"] / max(calm_ms["p99_ms"], 0.001), 3)
    return Flood(
        others_rate=OTHERS_RATE,
        pushes_a_second=NORMAL_PUSHES * FLOOD,
        pushed=pushed,
        refused=refused,
        calm_p50_ms=calm_ms["p50_ms"],
        flood_p50_ms=flood_ms["p50_ms"],
        calm_p99_ms=calm_ms["p99_ms"],
        flood_p99_ms=flood_ms["p99_ms"],
        slower=slower,
        errors=others,
    )


def _wish(url: str, size: Size, seconds: float, mix: dict[str, float], seed: int) -> Wish:
    return Wish(url, seconds, mix, size.shops, size.products, seed, size.connections)


def _town(size: Size) -> dict[str, object]:
    return {
        "shops": size.shops, "products": size.products, "workers": server.WORKERS, "threads": server.THREADS,
        "connections": size.connections, "warm_s": size.warm_s, "zipf_exponent": EXPONENT,
        "english": ENGLISH, "reads": READS, "searches": SEARCHES, "rows_a_push": ROWS_A_PUSH,
    }  # fmt: skip


def _times(took: list[float]) -> dict[str, float]:
    if not took:
        return {"n": 0, "p50_ms": 0.0, "p99_ms": 0.0}
    return {"n": len(took), "p50_ms": percentile(took, 50), "p99_ms": percentile(took, 99)}
