"""What a count of the drawer says: coins and notes, what was expected, why they differ, what stays for the next day.

A count is an event of the log (CASH_COUNT) about a closing, made with it or any time after; it never blocks anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from pos.fiscal.canonical import Body, parse

LONGEST_REASON: Final = 200


@dataclass(frozen=True, slots=True)
class CashCount:
    """A counted drawer, in minor units.

    closing is the number in the chain of the closing of the day; counted says how many lay there of each coin and
    note, by its worth; left is what stays in the drawer when the next day begins.
    """

    day: str
    closing: int
    counted: Mapping[int, int]
    expected: int
    left: int
    reason: str = ""

    @property
    def total(self) -> int:
        """What lay in the drawer."""
        return sum(worth * pieces for worth, pieces in self.counted.items())

    @property
    def difference(self) -> int:
        """What there was more than expected, or less."""
        return self.total - self.expected

    @property
    def taken_out(self) -> int:
        """What leaves the drawer: for the bank, or for the safe."""
        return self.total - self.left

    @property
    def body(self) -> Body:
        """As it stands in the event."""
        return {
            "day": self.day,
            "z": self.closing,
            "counted": [{"v": worth, "n": self.counted[worth]} for worth in sorted(self.counted, reverse=True)],
            "total": self.total,
            "expected": self.expected,
            "diff": self.difference,
            "reason": self.reason,
            "left": self.left,
        }


def read_cash_count(payload: bytes) -> CashCount:
    """The count a payload says.

    Raises:
        NotCanonical: these are no canonical bytes.
    """
    data: Any = parse(payload)["data"]
    return CashCount(
        day=data["day"],
        closing=data["z"],
        counted={one["v"]: one["n"] for one in data["counted"]},
        expected=data["expected"],
        left=data["left"],
        reason=data["reason"],
    )
