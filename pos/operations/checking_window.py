"""What a check finds wrong with what the file knows of its windows: whose news are clean, and what was vouched for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pos.database import products, window_checks
from pos.database.connection import Database


@dataclass(frozen=True, slots=True)
class NeverTold:
    """A card waits no more, though the window never took it as it is."""

    target: str
    product: str


@dataclass(frozen=True, slots=True)
class AttemptOff:
    """What is on its way to a window is not what waits for its answer, or goes under another term."""

    target: str


@dataclass(frozen=True, slots=True)
class EpochOff:
    """A window granted its term for an epoch this file has not come to."""

    target: str


@dataclass(frozen=True, slots=True)
class VouchedTooMuch:
    """A window was told that it shows all there is, while something waits that is older."""

    target: str


@dataclass(frozen=True, slots=True)
class Grown:
    """A table holds more rows than it ever may."""

    table: str
    rows: int
    most: int


WindowFinding = NeverTold | AttemptOff | EpochOff | VouchedTooMuch | Grown


def window_findings(db: Database) -> Iterator[WindowFinding]:
    """Look at what is kept about every window the shop was joined to."""
    for target, product_id in window_checks.never_told(db):
        product = products.get(db, product_id)
        yield NeverTold(target, product.name if product else product_id)
    yield from map(AttemptOff, window_checks.attempts_off(db))
    yield from map(EpochOff, window_checks.epochs_off(db))
    yield from map(VouchedTooMuch, window_checks.vouched_for_too_much(db))
    for kept in window_checks.grown(db):
        yield Grown(kept.what, kept.rows, kept.most)
