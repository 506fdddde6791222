"""A sample of the planted faults, one of each kind; `python -m tests.simulation --teeth` tries them all."""

from __future__ import annotations

import pytest

from tests.simulation.teeth import EPISODES, STEPS, bite

SAMPLE = {
    "a row is clean whatever changed since it was claimed": 1,
    "a transaction is open while the network is waited for": 0,
    "the level moves in a transaction of its own, after the sale's": 0,
    "levels sent again are dated by when they arrive": 9,
    "what was collected is not told": 0,
}
"""Faults, and the episode that found each when it was last looked for: it is lived first."""


@pytest.mark.parametrize("fault", SAMPLE)
def test_a_planted_fault_is_found(fault: str) -> None:
    found = bite(fault, first=SAMPLE[fault])

    assert found.law, f"{EPISODES} episodes of {STEPS} steps, and nothing was found"
