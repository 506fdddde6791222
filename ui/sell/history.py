"""What a ticket was before each change, so that undo and redo are keeping values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pos.domain.ticket import Ticket

STEPS: Final = 200


@dataclass(frozen=True, slots=True)
class History:
    """Earlier tickets, and those that were undone; the nearest stands last in both."""

    earlier: tuple[Ticket, ...] = ()
    undone: tuple[Ticket, ...] = ()

    def changed(self, before: Ticket) -> History:
        """A change was made: what was undone cannot come back."""
        return History((*self.earlier[-STEPS + 1 :], before))

    def back(self, current: Ticket) -> tuple[Ticket, History]:
        """One step back: the ticket as it was, and the history from there."""
        return self.earlier[-1], History(self.earlier[:-1], (*self.undone, current))

    def forth(self, current: Ticket) -> tuple[Ticket, History]:
        """One step forth again."""
        return self.undone[-1], History((*self.earlier, current), self.undone[:-1])
