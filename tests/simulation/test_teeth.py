"""A sample of the planted faults, one of each kind; `python -m tests.simulation --teeth` tries them all."""

from __future__ import annotations

import pytest

from tests.simulation.teeth import EPISODES, STEPS, bite

SAMPLE = (
    "a row is clean whatever changed since it was claimed",
    "a transaction is open while the network is waited for",
    "the level moves in a transaction of its own, after the sale's",
    "levels sent again are dated by when they arrive",
    "what was collected is not told",
)


@pytest.mark.parametrize("fault", SAMPLE)
def test_a_planted_fault_is_found(fault: str) -> None:
    found = bite(fault)

    assert found.law, f"{EPISODES} episodes of {STEPS} steps, and nothing was found"
