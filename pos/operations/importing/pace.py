"""The pace of work beside selling: in batches, watched, and stopped when a person wants."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final, TypeVar

from pos.domain.errors import Cancelled

STAGED_AT_ONCE: Final = 500
"""Rows a transaction that only keeps them: a few milliseconds."""
WRITTEN_AT_ONCE: Final = 50
"""Rows a transaction that writes products with their search words: what a sale may have to wait for."""
PAUSE_S: Final = 0.005

Progress = Callable[[int, int], None]
"""Told how many rows are done, of how many."""
IsCancelled = Callable[[], bool]
"""Asked between batches whether a person wants to stop."""

_T = TypeVar("_T")


def unheard(_done: int, _total: int) -> None:
    """Progress nobody watches."""


def never() -> bool:
    """Work nobody cancels."""
    return False


def stop_if(cancelled: IsCancelled) -> None:
    """Stop here when a person wants it.

    Raises:
        Cancelled: that is so.
    """
    if cancelled():
        raise Cancelled


def give_way() -> None:
    """Let a waiting sale in: SQLite keeps no queue, and the next batch would be at the file first."""
    time.sleep(PAUSE_S)


def batches(rows: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """The rows, so many at a time."""
    left = iter(rows)
    while batch := list(islice(left, size)):
        yield batch
