"""Time that passes only when it is told: the town's clock, and tills' clocks that are wrong by themselves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from tests.builders import NOON, PARIS

SECOND_MS = 1_000
MINUTE_MS = 60 * SECOND_MS
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS
BEGINNING_MS = int(NOON.timestamp() * 1000)


class WorldTime:
    """The moment in the town, which is what the catalogue's clock says."""

    def __init__(self) -> None:
        self.now_ms = BEGINNING_MS

    def pass_by(self, milliseconds: int) -> None:
        """Let time pass."""
        self.now_ms += milliseconds

    def monotonic(self) -> float:
        """What the clock that never jumps says, in seconds."""
        return self.now_ms / 1000


@dataclass(slots=True)
class TillClock:
    """A till's clock: the world's time, and by how much it is wrong."""

    world: WorldTime
    wrong_by_ms: int = 0

    def __call__(self) -> datetime:
        """What it says now, in the shop's zone."""
        moment = datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=self.world.now_ms + self.wrong_by_ms)
        return moment.astimezone(PARIS)


@contextmanager
def replaced(place: Any, name: str, value: Any) -> Iterator[None]:
    """Let a name of a module mean something else for a while."""
    held = getattr(place, name)
    setattr(place, name, value)
    try:
        yield
    finally:
        setattr(place, name, held)


def only_monotonic(world: WorldTime) -> SimpleNamespace:
    """As much of the module `time` as a round of the worker asks for."""
    return SimpleNamespace(monotonic=world.monotonic)
