"""The pace of work beside selling: in batches, watched, and stopped when a person wants."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final, TypeVar

from pos.domain.errors import Cancelled

BATCH: Final = 500
"""Rows a transaction: what a sale may have to wait for."""

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


def batches(rows: Iterable[_T]) -> Iterator[list[_T]]:
    """The rows, BATCH at a time."""
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch
