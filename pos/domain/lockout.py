"""How long a person waits after wrong PINs: guessing one is a matter of years, mistyping one of half a minute.

The fifth wrong PIN in a row costs 30 seconds, each further one twice as long, the tenth and every later one a day,
which somebody who runs the shop can lift. So nobody makes more than ten guesses on one day and one on each that
follows; there are ten thousand PINs of four digits. A clock that is put back shortens no wait and makes none longer
than it was. Putting it forward ends a wait: who can do that owns the machine, and the journal notes it when the clock
comes back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

FREE_TRIES: Final = 5
"""The wrong PIN that brings the first wait."""
LAST_TRY: Final = 10
"""The wrong PIN that brings a day's wait."""
FIRST_WAIT_MS: Final = 30_000
DAY_MS: Final = 24 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Lock:
    """How many PINs in a row were wrong, and until when nothing more is tried (milliseconds UTC; 0 for no wait)."""

    tries: int = 0
    until_ms: int = 0

    def left_ms(self, now_ms: int) -> int:
        """How long still to wait; never longer than the wait was, however far back the clock went."""
        return min(max(self.until_ms - now_ms, 0), wait_ms(self.tries))

    def at(self, now_ms: int) -> Lock:
        """The same lock by the clock as it is now: of one that was put back, the wait begins again."""
        return replace(self, until_ms=min(self.until_ms, now_ms + wait_ms(self.tries)))

    def tried(self, now_ms: int) -> Lock:
        """The lock after one more try, counted as a wrong one until it proves to be right."""
        tries = self.tries + 1
        wait = wait_ms(tries)
        return Lock(tries, now_ms + wait if wait else 0)


OPEN: Final = Lock()


def wait_ms(tries: int) -> int:
    """How long to wait after so many wrong PINs in a row."""
    if tries < FREE_TRIES:
        return 0
    if tries >= LAST_TRY:
        return DAY_MS
    return FIRST_WAIT_MS << (tries - FREE_TRIES)
