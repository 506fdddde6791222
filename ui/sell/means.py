"""The means of payment as the till names them, with their keys."""

from __future__ import annotations

from typing import Final

from pos.domain.payment import Means
from pos.wording import Wording, mark

KEY_OF_MEANS: Final = {Means.CASH: "F10", Means.CARD: "F9", Means.CHEQUE: "F11"}
_NAMES: Final = {Means.CASH: mark("Cash"), Means.CARD: mark("Bank card"), Means.CHEQUE: mark("Cheque")}


def name_of_means(means: Means, wording: Wording) -> str:
    """What a means of payment is called."""
    return wording(_NAMES[means])
