"""Another meaning of scans and taps for a while."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from pos.domain.catalogue import Product
from pos.domain.quantity import Quantity
from ui.sell.multiplier import Typed


class Mode(QObject):
    """What a mode does not take is the ticket's, as always; each of these says whether it was taken."""

    ended = Signal()

    def scan(self, _code: str, _quantity: Quantity | None) -> bool:
        """A scanner read a code."""
        return False

    def enter(self, _typed: Typed) -> bool:
        """Enter in the search box."""
        return False

    def tap(self, _product: Product, _quantity: Quantity | None) -> bool:
        """A tile was chosen."""
        return False

    def undo(self) -> bool:
        """Ctrl+Z."""
        return False

    def remove(self) -> bool:
        """Del."""
        return False

    def step_back(self) -> None:
        """Esc: one step back, which leaves the mode unless there is something to put down first."""
        self.end()

    def end(self) -> None:
        """Leave the mode, whatever is in hand; leaving twice is leaving once."""
