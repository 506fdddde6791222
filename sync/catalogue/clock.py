"""The catalogue's clock: every moment the shop window speaks of is read here."""

import time


def now_ms() -> int:
    """Return this moment in milliseconds UTC; freshness is counted on this clock and no other."""
    return time.time_ns() // 1_000_000
