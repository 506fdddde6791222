"""How much one caller may ask for: so that a till gone wild, or somebody who copies every page, slows nobody else.

Counted are a shop's calls and rows in each minute, by all its tills; what one process counted is added to the
`calls` table once a second, where the others read it. So that a minute's pushes do not come in its first seconds, each
process counts them with a bucket too, as it does for addresses: it fills again at a steady rate. Everything here is
held in memory and asks no database while a call waits.
"""

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

MINUTE_MS = 60_000
_CALLERS = 20_000


@dataclass
class _Spent:
    """What a shop spent in a minute: told to the table (by all processes), and counted here since."""

    minute: int
    told_calls: int = 0
    told_rows: int = 0
    calls: int = 0
    rows: int = 0


@dataclass(frozen=True)
class Counted:
    """What is to be added to the table."""

    shop: str
    minute: int
    calls: int
    rows: int


@dataclass
class Quota:
    """What a shop may ask for in a minute, counted by the minute of the clock; 0 is as much as it likes."""

    calls_a_minute: int
    rows_a_minute: int
    _shops: dict[str, _Spent] = field(default_factory=dict)
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def wait_s(self, shop: str, now_ms: int) -> int:
        """Count a call; 0 when it may go on, else the seconds until the shop may ask again."""
        with self._turn:
            spent = self._of(shop, now_ms)
            if self._is_over(spent):
                return max(1, math.ceil((MINUTE_MS - now_ms % MINUTE_MS) / 1000))
            spent.calls += 1
            return 0

    def add_rows(self, shop: str, count: int, now_ms: int) -> None:
        """Count the rows of a call that was let in: a batch is never cut in two, the next one waits."""
        with self._turn:
            self._of(shop, now_ms).rows += count

    def take_counted(self) -> list[Counted]:
        """Take what was counted since the last time, for the table."""
        with self._turn:
            counted = [Counted(shop, one.minute, one.calls, one.rows) for shop, one in self._shops.items() if one.calls]
            for one in self._shops.values():
                one.told_calls, one.told_rows = one.told_calls + one.calls, one.told_rows + one.rows
                one.calls = one.rows = 0
            return counted

    def hear(self, shop: str, minute: int, calls: int, rows: int) -> None:
        """Hear what all processes together spent in a minute."""
        with self._turn:
            spent = self._shops.get(shop)
            if spent is None or spent.minute < minute:
                spent = self._shops[shop] = _Spent(minute)
            if spent.minute == minute:
                spent.told_calls, spent.told_rows = calls, rows

    def forget(self, now_ms: int) -> None:
        """Forget the minutes before this one, once they were told."""
        with self._turn:
            minute = now_ms // MINUTE_MS
            self._shops = {shop: one for shop, one in self._shops.items() if one.minute == minute or one.calls}

    def _of(self, shop: str, now_ms: int) -> _Spent:
        minute = now_ms // MINUTE_MS
        spent = self._shops.get(shop)
        if spent is None or spent.minute != minute:
            spent = self._shops[shop] = _Spent(minute)
        return spent

    def _is_over(self, spent: _Spent) -> bool:
        calls, rows = spent.told_calls + spent.calls, spent.told_rows + spent.rows
        return 0 < self.calls_a_minute <= calls or 0 < self.rows_a_minute <= rows


class Turns:
    """A shop's calls one after the other, so many at once: the others' calls do not queue behind them."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._inside: dict[str, int] = {}
        self._turn = threading.Lock()

    @contextmanager
    def taken(self, shop: str) -> Iterator[bool]:
        """Take a place for a call; False where the shop has none left."""
        with self._turn:
            inside = self._inside.get(shop, 0)
            may = self._at_once <= 0 or inside < self._at_once
            if may:
                self._inside[shop] = inside + 1
        try:
            yield may
        finally:
            if may:
                self._leave(shop)

    def _leave(self, shop: str) -> None:
        with self._turn:
            left = self._inside[shop] - 1
            if left:
                self._inside[shop] = left
            else:
                del self._inside[shop]


class Buckets:
    """Tokens by caller: each call takes one, and `rate` come back a second, up to `burst`; a rate of 0 is no limit."""

    def __init__(self, rate: float, burst: float) -> None:
        self._rate, self._burst = rate, burst
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._turn = threading.Lock()

    def wait_s(self, caller: str, now_s: float | None = None) -> int:
        """Take a token; 0 when there was one, else the seconds until there is."""
        if self._rate <= 0:
            return 0
        now = time.monotonic() if now_s is None else now_s
        with self._turn:
            left, since = self._left.pop(caller, (self._burst, now))
            left = min(self._burst, left + max(0.0, now - since) * self._rate)
            wait = 0 if left >= 1 else math.ceil((1 - left) / self._rate)
            self._left[caller] = (left if wait else left - 1, now)
            if len(self._left) > _CALLERS:
                self._left.popitem(last=False)
            return wait
