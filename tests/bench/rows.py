"""A row of the table: what we take, what the bare machine takes, and how far apart they may be."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

Side = Literal["ours", "limit"]


@dataclass(frozen=True, slots=True)
class Row:
    """One figure beside its limit.

    ratio is ours over limit, goal the largest ratio promised (the smallest, where `more_is_better`); a row
    without a goal is there to be read.
    """

    name: str
    ours: float
    limit: float
    unit: str
    n: int
    goal: float | None = None
    more_is_better: bool = False
    note: str = ""

    @property
    def ratio(self) -> float:
        """Ours over limit."""
        return self.ours / self.limit if self.limit else float("inf")

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without one."""
        if self.goal is None:
            return None
        return self.ratio >= self.goal if self.more_is_better else self.ratio <= self.goal


@dataclass(slots=True)
class Turns:
    """Seconds taken by each side, measured in turns."""

    ours: list[float]
    limit: list[float]

    def rows(
        self, name: str, *, unit: str, per_second: float, goals: dict[int, float | None], note: str = ""
    ) -> list[Row]:
        """One row a percentile.

        Args:
            name: of the family; the percentile is added.
            unit: of the figures.
            per_second: units in a second.
            goals: by percentile, the largest ratio promised or None.
            note: what the reader should know.
        """
        return [
            Row(
                name=f"{name} p{percent}",
                ours=percentile(self.ours, percent) * per_second,
                limit=percentile(self.limit, percent) * per_second,
                unit=unit,
                n=len(self.ours),
                goal=goal,
                note=note,
            )
            for percent, goal in goals.items()
        ]


def percentile(values: Sequence[float], percent: float) -> float:
    """The value below which so many percent lie (nearest rank)."""
    ranked = sorted(values)
    rank = math.ceil(len(ranked) * percent / 100)
    return ranked[max(rank, 1) - 1]


def in_turns(ours: Callable[[], float], limit: Callable[[], float], *, rounds: int) -> Turns:
    """Let both sides do the same work in turns, the first changing every round; each gives the seconds it took."""
    turns = Turns([], [])
    for count in range(rounds):
        sides: list[Side] = ["ours", "limit"] if count % 2 else ["limit", "ours"]
        for side in sides:
            if side == "ours":
                turns.ours.append(ours())
            else:
                turns.limit.append(limit())
    return turns
