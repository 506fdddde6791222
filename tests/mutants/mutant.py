"""What a mutant is, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Mutant:
    """One promise broken by one change: in the file `path`, `old`, which stands there exactly once, becomes `new`.

    killers are the tests that should find it out, or one program with its words (`-m tests.durability ...`). One that
    makes the program run for ever is killed by the time it takes when `may_hang`.
    """

    name: str
    path: str
    old: str
    new: str
    killers: tuple[str, ...]
    may_hang: bool = False

    @property
    def is_fast(self) -> bool:
        """Whether it is found out within seconds: by pure tests alone."""
        return all(one.partition("::")[0] in _PURE for one in self.killers)


_PURE = frozenset({"tests/sync/test_kernel.py", "tests/sync/test_cycle.py", "tests/sync/test_drift.py"})


class Fate(StrEnum):
    """What became of a mutant; only the first is well."""

    KILLED = "killed"
    SURVIVED = "survived"
    BROKEN = "broken"
    """It did not even begin: it could not be planted, or no test could be collected."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A mutant's fate, what found it out (or why it is broken), and the seconds it took."""

    name: str
    fate: Fate
    by: str
    seconds: float
