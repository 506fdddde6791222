"""What is asked for how often: a few things by nearly everybody, most things by nearly nobody (Zipf)."""

from __future__ import annotations

import bisect
import itertools
import random

EXPONENT = 1.0
"""The n-th thing is asked for 1/n times as often as the first; web pages are found between 0.6 and 1."""


class Zipf:
    """Draws places from 0 on, the first the likeliest."""

    def __init__(self, count: int, exponent: float = EXPONENT) -> None:
        self._sums = list(itertools.accumulate((place + 1) ** -exponent for place in range(count)))

    def draw(self, chance: random.Random) -> int:
        """Draw a place."""
        return bisect.bisect(self._sums, chance.random() * self._sums[-1])
