"""The simulation is tried: each fault planted in the real code is found within a few episodes."""

from __future__ import annotations

import pytest

from tests.simulation.breakages import BREAKAGES
from tests.simulation.episode import run_episode
from tests.simulation.town import set_up

EPISODES = 8
STEPS = 500


@pytest.mark.parametrize("fault", BREAKAGES)
def test_a_planted_fault_is_found(fault: str) -> None:
    set_up()
    for number in range(EPISODES):
        with BREAKAGES[fault]():
            figures = run_episode(f"teeth/{number}", STEPS)
        if figures.failures:
            return
    pytest.fail(f"{EPISODES} episodes of {STEPS} steps, and nothing was found")
