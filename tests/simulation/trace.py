"""What happened in an episode: a hash of all of it, the last of it in words, and counts of everything."""

from __future__ import annotations

import hashlib
from collections import Counter, deque

LAST_KEPT = 60


class Violation(Exception):
    """A law was broken; the words say which, and how."""


class Trace:
    """Written to by everything that happens; the same seed gives the same `digest`."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self.last: deque[str] = deque(maxlen=LAST_KEPT)
        self._digest = hashlib.sha256()

    def note(self, what: str, detail: str = "") -> None:
        """Something happened: counted by what it was, remembered with its details."""
        self.counts[what] += 1
        words = f"{what} {detail}" if detail else what
        self.last.append(words)
        self._digest.update(words.encode())

    def mark(self, what: bytes) -> None:
        """Bytes that went over the wire."""
        self._digest.update(what)

    @property
    def digest(self) -> str:
        """The hash of everything so far."""
        return self._digest.hexdigest()
