"""What the window's further pages show of the shop's file, each read in one moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pos.database import coverage, drifts, online_log, products
from pos.database.connection import Database, snapshot
from pos.database.coverage import Coverage
from pos.domain.drift import Drift
from pos.domain.identity import to_ms
from pos.domain.online_log import LogEntry

LISTED_AT_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class LogView:
    """The log, the latest first, and the names of the articles it speaks of."""

    entries: Sequence[LogEntry]
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CoverageView:
    """The categories, the least complete first."""

    rows: Sequence[Coverage]


@dataclass(frozen=True, slots=True)
class DriftView:
    """Differences, what is not mended yet first."""

    drifts: Sequence[Drift]


def look_at_log(db: Database, target: str, now: datetime) -> LogView:
    """What happened in the last thirty days; a reader will do."""
    with snapshot(db):
        entries = online_log.entries(db, target, since_ms=to_ms(now - online_log.KEPT))
        ids = {str(one.details["product"]) for one in entries if "product" in one.details}
        return LogView(entries, products.names(db, ids))


def look_at_coverage(db: Database, target: str) -> CoverageView:
    """How much of each category the window shows; a reader will do."""
    return CoverageView(coverage.by_category(db, target))


def look_at_drift(db: Database, target: str, now: datetime) -> DriftView:
    """What differs, and what differed in the last thirty days; a reader will do."""
    with snapshot(db):
        recent = drifts.found_since(db, target, since_ms=to_ms(now - drifts.KEPT))
        open_ones = drifts.unmended(db, target)[:LISTED_AT_MOST]
        known = {one.id for one in open_ones}
        return DriftView((*open_ones, *(one for one in recent if one.id not in known)))
