"""The other half of the quick steps; see `tests/test_simulation_quick.py`."""

from __future__ import annotations

import pytest

from tests.simulation.__main__ import episodes_of, run
from tests.test_simulation_quick import OTHER_SEEDS, STEPS, holds


@pytest.mark.parametrize("seed", OTHER_SEEDS)
def test_whatever_happens_the_window_ends_up_showing_what_the_shop_has(seed: int) -> None:
    figures = run(list(episodes_of(seed, STEPS)))

    holds(figures)
    assert figures.steps == STEPS
