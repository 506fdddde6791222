"""Payments: what the customer handed over, and by which means."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from pos.domain.errors import ChangeWithoutCash, PaymentShort
from pos.domain.money import Money, total

if TYPE_CHECKING:
    from collections.abc import Sequence


class Means(StrEnum):
    """A way to pay."""

    CASH = "cash"
    CARD = "card"
    CHEQUE = "cheque"


@dataclass(frozen=True, slots=True)
class Payment:
    """An amount handed over; cash may be more than is due."""

    means: Means
    amount: Money


def change_for(due: Money, payments: Sequence[Payment]) -> Money:
    """The change to hand back, in cash.

    Raises:
        PaymentShort: the payments are less than what is due.
        ChangeWithoutCash: what exceeds the due amount was not paid in cash.
    """
    paid = total((payment.amount for payment in payments), due.currency)
    if paid < due:
        raise PaymentShort(due=due, paid=paid)
    cash = total((payment.amount for payment in payments if payment.means is Means.CASH), due.currency)
    change = paid - due
    if change > cash:
        raise ChangeWithoutCash(due=due, paid=paid)
    return change
