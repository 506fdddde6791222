"""What a scanner sent when it was tried: its code, how it ended, how fast; and how slow it may be from now on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from ui.sell.scan_decoder import ENDS, GAP_MS, SHORTEST_CODE, WIDEST_GAP_MS, Key, read

PAUSE_MS: Final = 400
"""After this long without a key the trial is over."""

_HEADROOM: Final = 1.4
"""A line without wires is not always as fast as it was once."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One scan as it came; end is empty where the scanner sends no Enter and no Tab; gaps are in milliseconds."""

    code: str
    end: str
    longest_gap_ms: int
    usual_gap_ms: int

    @property
    def is_scan(self) -> bool:
        """Whether a scanner sent it: nobody writes so much at such a pace."""
        return len(self.code) >= SHORTEST_CODE and self.usual_gap_ms <= WIDEST_GAP_MS

    @property
    def gap_ms(self) -> int:
        """The gap to allow: no more than the scanner needs, so that hands are told from it."""
        needed = math.ceil(self.longest_gap_ms * _HEADROOM / 5) * 5
        return min(max(needed, GAP_MS), WIDEST_GAP_MS)


def judge(keys: Sequence[Key]) -> Trial:
    """What keys came to, pressed one soon after the other."""
    signs = tuple(key for key in keys if key.text not in ENDS)
    gaps = sorted(later.at_ms - key.at_ms for key, later in pairwise(keys)) or [0]
    end = next((key.text for key in keys[len(signs) :]), "")
    return Trial(code=read(signs), end=end, longest_gap_ms=gaps[-1], usual_gap_ms=gaps[len(gaps) // 2])
