"""What a person counted, and why it cannot be kept as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pos.domain.errors import AmountTooLarge, ShopError
from pos.wording import Wording
from ui.messages import explain

if TYPE_CHECKING:
    from ui.closing.count_page import CountPage
    from ui.closing.difference_page import DifferencePage


@dataclass(frozen=True, slots=True)
class Counted:
    """What a person counted: how many of each coin and note, why it differs, and what stays in the drawer."""

    pieces: Mapping[int, int]
    reason: str
    left: int


def counted_by(count: CountPage, difference: DifferencePage) -> Counted:
    """What two pages hold.

    Raises:
        NotAnAmount, AmountTooLarge: what is to stay in the drawer cannot be meant.
    """
    return Counted(count.counted, difference.why, difference.stays())


def refusal(problem: ShopError, wording: Wording) -> str:
    """Why what is to stay in the drawer cannot stay there."""
    if isinstance(problem, AmountTooLarge):
        return wording("More cannot stay in the drawer than was counted.")
    return explain(problem, wording).in_short
