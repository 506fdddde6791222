"""A clock by which looking at all products always takes long, so that mostly only those that moved are looked at."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

from sync import topping
from tests.simulation.times import replaced


@contextmanager
def slow_looks() -> Iterator[None]:
    """Let every look take a second, whatever the machine is doing: the same steps lead to the same again."""
    seconds = itertools.count()
    with replaced(topping, "time", SimpleNamespace(monotonic=lambda: float(next(seconds)))):
        yield
