"""Waiting for a device in slices, so that whoever wants to stop need not wait for it."""

from __future__ import annotations

from collections.abc import Callable

SLICE_S = 0.1

GiveUp = Callable[[], bool]
"""Asked at every slice; True ends the waiting."""


def never() -> bool:
    """Wait as long as it takes."""
    return False
