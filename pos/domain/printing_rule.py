"""When a receipt is printed without being asked for: nothing is, but for what the law excepts.

Source: Code de l'environnement art. L541-15-10 IV and D541-370 to D541-372 (loi AGEC, since 1 August 2023). The ticket
that states the legal guarantee of conformity is excepted (D541-371, 1°), and so is a card payment that was called off
(3°). The exception for weighing (2°) is about what a scale prints by itself: a till that sells weighed goods waits
to be asked like any other.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pos.domain.sale import Sale


class MustPrint(StrEnum):
    """Why a receipt is printed without being asked for."""

    GUARANTEED = "guaranteed"
    CARD_CALLED_OFF = "card_called_off"


def reasons_to_print(sale: Sale, *, card_called_off: bool = False) -> tuple[MustPrint, ...]:
    """Why the receipt of a sale must be printed; empty when it is printed only if the customer asks.

    Args:
        sale: what was sold.
        card_called_off: whether a card payment of it failed or was cancelled.
    """
    found = []
    if any(line.guaranteed for line in sale.lines):
        found.append(MustPrint.GUARANTEED)
    if card_called_off:
        found.append(MustPrint.CARD_CALLED_OFF)
    return tuple(found)
