"""The gate before everything a person may be allowed or not: open, or asking for a second person's word."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from pos.domain.errors import MayNotSell, NotSignedIn
from pos.domain.staff import Person, Right

Then = Callable[[], object]
Require = Callable[[Right, Then], None]
"""Does something once it is allowed; see `Gate.require`."""


class Gate(QObject):
    """Knows who is at the till; asks nothing of the file, so that a key never waits for it.

    In a shop of one person without a PIN nobody signs in, and everything is allowed. Where somebody has to sign in, the
    gate is shut until they have.
    """

    asked = Signal(object, object)
    """A right the person at the till lacks, and what is to be done once somebody else answers for it."""
    refused = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.person: Person | None = None
        self.is_shut = False
        self.approved: Right | None = None

    def open_for(self, person: Person | None) -> None:
        """This person is at the till; None for a shop where nobody has to say so."""
        self.person, self.is_shut, self.approved = person, False, None

    def shut(self) -> None:
        """Nobody is at the till."""
        self.person, self.is_shut, self.approved = None, True, None

    def may(self, right: Right) -> bool:
        """Whether the person at the till is allowed to, alone or by a word given for this."""
        if self.is_shut:
            return False
        return self.person is None or self.person.may(right) or right is self.approved

    def require(self, right: Right, then: Then) -> None:
        """Do something at once where it is allowed, else once a second person has answered for it."""
        if self.is_shut:
            self.refused.emit(NotSignedIn())
        elif self.may(right):
            then()
        else:
            self.asked.emit(right, then)

    def lets_sell(self) -> bool:
        """Whether something may be sold now; says why not. Nobody lends another the right to sell."""
        if self.is_shut:
            self.refused.emit(NotSignedIn())
            return False
        if self.person is not None and not self.person.may(Right.SELL):
            self.refused.emit(MayNotSell(self.person.name))
            return False
        return True

    def if_selling(self, then: Then) -> None:
        """Do something that is a part of selling, where who is at the till sells."""
        if self.lets_sell():
            then()


def at_once(_right: Right, then: Then) -> None:
    """For where nobody is asked: whatever is wished is done."""
    then()
