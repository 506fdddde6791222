"""Let a town live through what a seed holds for it; the last line is one JSON object with what was found."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from tests.simulation.episode import Figures, run_episode

EPISODE_STEPS = 1_000
STEPS = 50_000
SEEDS = Path(__file__).parent.parent / "seeds.txt"


def main(words: list[str] | None = None) -> int:
    """Run what was asked; 1 when a law was broken."""
    asked = _parser().parse_args(words)
    if asked.teeth:
        return _show_teeth(asked.workers)
    began, steps = time.perf_counter(), asked.steps or (EPISODE_STEPS if asked.episode else STEPS)
    episodes = [(asked.episode, steps)] if asked.episode else list(episodes_of(asked.seed, steps, first=asked.first))
    figures = run(episodes, workers=asked.workers, told=partial(_tell, dict(episodes)))
    found = told(figures, seed=asked.seed, seconds=time.perf_counter() - began)
    print(json.dumps(found | {"digests": figures.digests} if asked.digests else found))
    return 1 if figures.failures else 0


def _show_teeth(workers: int) -> int:
    """Tell where each planted fault was found; 1 when one was not."""
    from tests.simulation.teeth import bite_all

    found = bite_all(workers=workers)
    for fault, episode, steps, law in found:
        print(f"{'found' if law else 'NOT FOUND'} in {steps} steps ({episode}): {fault}", f"    {law[:200]}", sep="\n")
    print(json.dumps({"faults": len(found), "found": sum(bool(one.law) for one in found)}))
    return 0 if all(one.law for one in found) else 1


def episodes_of(seed: int, steps: int, *, first: int = 0) -> Iterator[tuple[str, int]]:
    """The episodes, by their own seeds, that make up so many steps, from the number `first` on."""
    for number, begins in enumerate(range(0, steps, EPISODE_STEPS)):
        if number >= first:
            yield f"{seed}/{number}", min(EPISODE_STEPS, steps - begins)


def run(
    episodes: list[tuple[str, int]], *, workers: int = 1, told: Callable[[Figures, int], None] | None = None
) -> Figures:
    """Run episodes and add their figures up; `told` hears of each, with the steps that are done by then."""
    figures = Figures()
    for one in _each(episodes, workers):
        figures.add(one)
        if told is not None:
            told(one, figures.steps)
    return figures


def _each(episodes: list[tuple[str, int]], workers: int) -> Iterator[Figures]:
    if workers == 1:
        yield from (run_episode(seed, steps) for seed, steps in episodes)
        return
    with ProcessPoolExecutor(workers) as pool:
        yield from pool.map(run_episode, *zip(*episodes, strict=True), chunksize=4)


def _tell(asked: dict[str, int], one: Figures, done: int) -> None:
    """Tell what an episode broke as soon as it is known: a long run is worth reading before its end."""
    for seed, broken, last in one.failures:
        print(f"episode {seed}: {broken}", *(f"    {line}" for line in last), sep="\n")
        print(f"again: python -m tests.simulation --episode {seed} --steps {asked[seed]}", flush=True)
    end = "" if sys.stderr.isatty() else "\n"
    if end == "" or done % (50 * EPISODE_STEPS) == 0:
        print(f"\r{done} steps", end=end, file=sys.stderr, flush=True)


def kept_seeds() -> list[tuple[str, int]]:
    """Episodes that failed once, with their steps: they are run for ever."""
    lines = SEEDS.read_text(encoding="utf-8").splitlines()
    return [(seed, int(steps)) for seed, steps, *_ in (line.split() for line in lines if line and line[0] != "#")]


def told(figures: Figures, *, seed: int, seconds: float) -> dict[str, object]:
    """The figures, for whoever reads JSON."""
    counts = figures.counts
    faults = {name.removeprefix("fault: "): count for name, count in counts.items() if name.startswith("fault: ")}
    apart = {"fault", "drift", *(name for name in counts if name.startswith("fault: "))}
    return {
        "seed": seed,
        "steps": figures.steps,
        "episodes": figures.episodes,
        "violations": len(figures.failures),
        "drift": counts["drift"],
        "events": {name: counts[name] for name in sorted(counts.keys() - apart)},
        "faults": dict(sorted(faults.items())),
        "cuts": counts["death"],
        "restores": counts["restore"],
        "steps_per_second": round(figures.steps / seconds),
        "steps_per_second_of_a_core": round(figures.steps / figures.seconds),
        "seconds": round(seconds, 1),
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--steps", type=int, help=f"how many things happen; {STEPS}, in one episode {EPISODE_STEPS}")
    parser.add_argument("--seed", type=int, default=1, help="what chance starts from")
    parser.add_argument("--first", type=int, default=0, help="go on with a long run from the episode of this number")
    parser.add_argument("--episode", help="run one episode by its own seed, as it was told")
    parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1), help="processes that share them")
    parser.add_argument("--teeth", action="store_true", help="plant faults in the code: each must be found")
    parser.add_argument("--digests", action="store_true", help="tell the hash of everything that happened in each")
    return parser


if __name__ == "__main__":
    sys.exit(main())
