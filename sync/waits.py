"""How long a till waits before it tries an online shop again: pure, for `sync.kernel` and `sync.cycle`.

Nobody hammers, and no two tills come back in one moment: a wait is drawn from nothing up to a ceiling that doubles
with every failure (full jitter) and ends at five minutes, so that the tills of a town come back spread over as many;
a wait the far end asked for is never cut short; and every try takes one of a few retries, which are earned back one a
minute. Moments and waits are milliseconds; `now_ms` may jump, so a wait longer than LONGEST_WAIT_MS is never believed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import random

FIRST_BACK_OFF_MS: Final = 1_000
LONGEST_BACK_OFF_MS: Final = 300_000
"""Also the time over which the tills of a town come back after an outage of their catalogue."""
LONGEST_WAIT_MS: Final = 3_600_000
RETRIES_KEPT: Final = 30
RETRY_EARNED_EVERY_MS: Final = 60_000


@dataclass(frozen=True, slots=True)
class Retries:
    """The retries a target may still make, and since when the next one is being earned."""

    left: int = RETRIES_KEPT
    since_ms: int = 0


ALL_RETRIES: Final = Retries()


def after_failure(failures: int, retries: Retries, now_ms: int, rng: random.Random) -> tuple[int, Retries]:
    """The moment before which nothing is tried again after one more failure, and the retries left."""
    retries, earliest_ms = _spend(retries, now_ms)
    return max(earliest_ms, now_ms + rng.randint(0, _ceiling(failures))), retries


def as_told(wait_ms: int, failures: int, retries: Retries, now_ms: int, rng: random.Random) -> tuple[int, Retries]:
    """The moment after a wait the far end asked for: never sooner, and a little later, each till at its own moment."""
    retries, earliest_ms = _spend(retries, now_ms)
    wait = max(FIRST_BACK_OFF_MS, min(wait_ms, LONGEST_WAIT_MS - LONGEST_BACK_OFF_MS))
    late = rng.randint(0, max(_ceiling(failures), min(wait, LONGEST_BACK_OFF_MS) // 2))
    return max(earliest_ms, now_ms + wait + late), retries


def is_over(not_before_ms: int, now_ms: int) -> bool:
    """Whether a wait is over; one that a jump of the clock made endless is."""
    return not now_ms < not_before_ms <= now_ms + LONGEST_WAIT_MS


def _ceiling(failures: int) -> int:
    return int(min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS << min(failures, 20)))


def _spend(retries: Retries, now_ms: int) -> tuple[Retries, int]:
    """Take one retry; when none is left, the moment the next one is earned."""
    clock_set_back = retries.since_ms > now_ms + RETRY_EARNED_EVERY_MS
    since_ms = now_ms if clock_set_back else retries.since_ms
    earned = max(0, now_ms - since_ms) // RETRY_EARNED_EVERY_MS
    left = min(RETRIES_KEPT, retries.left + earned)
    since_ms = now_ms if left == RETRIES_KEPT else since_ms + earned * RETRY_EARNED_EVERY_MS
    if left:
        return Retries(left - 1, since_ms), now_ms
    return Retries(0, since_ms + RETRY_EARNED_EVERY_MS), since_ms + RETRY_EARNED_EVERY_MS
