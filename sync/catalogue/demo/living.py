"""Letting the invented town live: heartbeats and small sales, as long as it is looked at."""

import random
import threading
from collections.abc import Sequence

from sync.catalogue import clock
from sync.catalogue.demo.filling import DemoShop, beat, push_levels

BEATS_EVERY_S = 20.0
_SALE_EVERY_S = (0.5, 3.0)
_DELIVERED_MILLI = 12_000


def live(shops: Sequence[DemoShop], stopping: threading.Event, *, chance: random.Random, sales: int = 0) -> int:
    """Sell a little here and there, and let the tills be heard, until asked to stop; return how many were sold.

    Versions are moments, so that what is told is newer than whatever was told before, in an earlier run too.

    Args:
        shops: those whose tills are at work.
        stopping: set to stop.
        chance: what is sold when.
        sales: stop after so many; 0 goes on.
    """
    lively = [one for one in shops if one.plan.heard == "alive" and one.levels]
    sold, next_beats_ms = 0, 0
    while lively and not stopping.is_set() and (not sales or sold < sales):
        now = clock.now_ms()
        if now >= next_beats_ms:
            for one in lively:
                beat(one, version=now, now_ms=now)
            next_beats_ms = now + round(BEATS_EVERY_S * 1000)
        _sell(chance.choice(lively), chance, now)
        sold += 1
        if sold != sales:
            stopping.wait(chance.uniform(*_SALE_EVERY_S))
    return sold


def _sell(one: DemoShop, chance: random.Random, now_ms: int) -> None:
    """Sell one to three articles; what has run out is delivered instead."""
    changed = []
    for ref in chance.sample(list(one.levels), min(len(one.levels), chance.randint(1, 3))):
        held = one.levels[ref]
        one.levels[ref] = held - 1000 if held >= 1000 else held + _DELIVERED_MILLI
        changed.append((ref, one.levels[ref]))
    push_levels(one, changed, version=now_ms, now_ms=now_ms)
