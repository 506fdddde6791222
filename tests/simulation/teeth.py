"""The simulation is tried: each fault planted in the real code must be found within a few episodes.

python -m tests.simulation --teeth
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from typing import NamedTuple

from tests.simulation.breakages import BREAKAGES
from tests.simulation.episode import run_episode
from tests.simulation.town import set_up

EPISODES = 12
STEPS = 500


class Bite(NamedTuple):
    """In which episode and step a planted fault was found, and by which law; the law is empty where it never was."""

    fault: str
    episode: str
    steps: int
    law: str


def bite(fault: str, *, first: int = 0) -> Bite:
    """Plant a fault, and let episodes happen until it is found; the one of this number first, then those around it."""
    set_up()
    steps, seed = 0, ""
    for number in (*range(first, EPISODES), *range(first)):
        seed = f"teeth/{number}"
        with BREAKAGES[fault]():
            figures = run_episode(seed, STEPS)
        steps += figures.steps
        if figures.failures:
            return Bite(fault, seed, steps, figures.failures[0][1])
    return Bite(fault, seed, steps, "")


def bite_all(*, workers: int) -> list[Bite]:
    """Try every fault there is."""
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(bite, BREAKAGES))
