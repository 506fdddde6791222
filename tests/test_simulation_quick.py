"""The simulated town, for as long as a test may take: every law holds, and each seed that failed once is run again.

The other half of the steps is in `tests/simulation/test_town.py`: files are what workers share.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.simulation.__main__ import episodes_of, kept_seeds, run
from tests.simulation.episode import Figures

ROOT = Path(__file__).parents[1]
STEPS = 12_500
SEEDS, OTHER_SEEDS = (501, 502), (503, 504)
LIVED = {episode for seed in (*SEEDS, *OTHER_SEEDS) for episode in episodes_of(seed, STEPS)}


def holds(figures: Figures) -> None:
    """No law was broken; else the seeds, the laws, and the end of each episode."""
    told = ["\n".join((f"episode {seed}: {law}", *last)) for seed, law, last in figures.failures]
    assert not told, "\n\n".join(told)
    assert figures.counts["drift"] == figures.counts["oversold"] == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_happens_the_window_ends_up_showing_what_the_shop_has(seed: int) -> None:
    figures = run(list(episodes_of(seed, STEPS)))

    holds(figures)
    assert figures.steps == STEPS
    assert figures.counts["fault"] > 100
    assert figures.counts["death"] > 50


@pytest.mark.parametrize(("seed", "steps"), [one for one in kept_seeds() if one not in LIVED])
def test_an_episode_that_failed_once_holds(seed: str, steps: int) -> None:
    """All that were kept, but those that the two halves live through anyway, step for step."""
    holds(run([(seed, steps)]))


def test_the_same_seed_is_the_same_town_byte_for_byte() -> None:
    first, second = (_digests(hash_seed) for hash_seed in ("1", "2"))

    assert first == second
    assert len(first) == 2


def _digests(hash_seed: str) -> dict[str, str]:
    words = ("--steps", "1200", "--seed", "77", "--workers", "1", "--digests")
    done = subprocess.run(
        [sys.executable, "-m", "tests.simulation", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
    )
    digests: dict[str, str] = json.loads(done.stdout.splitlines()[-1])["digests"]
    return digests
