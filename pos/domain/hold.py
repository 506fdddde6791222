"""A hold on selling: what was found wrong with the till's records, until a person has decided how to go on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class HoldReason(StrEnum):
    """What was found."""

    BEHIND = "behind"
    """The till has recorded more than the file holds: its end was cut off, or an old copy was put back."""
    FORKED = "forked"
    """The file holds another record where the till wrote one: a clone went its own way, or records were rewritten."""
    CUT = "cut"
    """The file itself says that it had more records than it holds."""
    BROKEN = "broken"
    """A record is no longer as it was signed, or what was made of it says something else."""
    KEY = "key"
    """The key that signs is not on this machine."""


@dataclass(frozen=True, slots=True)
class Hold:
    """Why nothing is sold.

    seq is the record at fault, or the last one that was known; missing counts the records that lack; at_ms is the
    moment of the last known record, 0 where nobody knows it.
    """

    reason: HoldReason
    seq: int = 0
    missing: int = 0
    at_ms: int = 0

    @property
    def text(self) -> str:
        """As the shop's file keeps it."""
        return f"{self.reason.value} {self.seq} {self.missing} {self.at_ms}"

    @classmethod
    def read(cls, text: str) -> Hold:
        """The hold a file keeps; one that was written by hand still holds.

        Args:
            text: what stands there, not empty.
        """
        reason, *figures = text.split()
        if reason in set(HoldReason) and len(figures) == 3 and all(figure.isdecimal() for figure in figures):
            return cls(HoldReason(reason), *map(int, figures))
        return cls(HoldReason.BROKEN)
