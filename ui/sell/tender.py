"""What the customer hands over, while it is being counted: payments so far and the one being typed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from pos.domain.money import Money, total
from pos.domain.payment import Means, Payment

_ROUND_AMOUNTS_MINOR: Final = (500, 1_000, 2_000, 5_000, 10_000)
_QUICK_KEYS: Final = 4


@dataclass(frozen=True, slots=True)
class Tender:
    """Payments towards an amount due; `typed` is not handed over yet but counts as if it were."""

    due: Money
    payments: tuple[Payment, ...] = ()
    means: Means = Means.CASH
    typed: Money | None = None

    @property
    def missing(self) -> Money:
        """What the payments so far leave to be paid, without the amount being typed; below zero when too much."""
        return self.due - total((one.amount for one in self.payments), self.due.currency)

    @property
    def all_payments(self) -> tuple[Payment, ...]:
        """The payments, with the one being typed."""
        if not self.typed:
            return self.payments
        return (*self.payments, Payment(self.means, self.typed))

    @property
    def left(self) -> Money:
        """What is left to pay; below zero is change or too much."""
        return self.due - total((one.amount for one in self.all_payments), self.due.currency)

    @property
    def too_much(self) -> bool:
        """Whether more was paid by card or cheque than can be given back in cash."""
        cash = total((one.amount for one in self.all_payments if one.means is Means.CASH), self.due.currency)
        return -self.left > cash

    @property
    def is_enough(self) -> bool:
        """Whether the ticket can be sold for this."""
        return self.left.minor <= 0 and not self.too_much and bool(self.all_payments or not self.due)

    def hand_over(self) -> Tender:
        """Put the amount being typed among the payments."""
        return replace(self, payments=self.all_payments, typed=None)

    def take_back(self) -> Tender:
        """One step back: the amount being typed, else the last payment."""
        if self.typed is not None:
            return replace(self, typed=None)
        return replace(self, payments=self.payments[:-1])


def quick_amounts(due: Money) -> tuple[Money, ...]:
    """The round amounts a customer most likely hands over for what is due, smallest first."""
    if due.minor <= 0:
        return ()
    rounded = {-(-due.minor // step) * step for step in _ROUND_AMOUNTS_MINOR}
    return tuple(Money(minor, due.currency) for minor in sorted(rounded - {due.minor})[:_QUICK_KEYS])
