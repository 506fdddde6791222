"""The notice that offers to undo one step, for as long as it is the last one."""

from __future__ import annotations

from PySide6.QtCore import QObject

from pos.domain.ticket import Ticket
from pos.wording import Wording
from ui.main_window import MainWindow
from ui.sell.counter import Counter


class UndoOffer(QObject):
    """Undoes the step it was made for or nothing: with the next change of the ticket it is withdrawn."""

    def __init__(self, window: MainWindow, counter: Counter, wording: Wording) -> None:
        super().__init__()
        self._window, self._counter, self._wording = window, counter, wording
        self._made_at: Ticket | None = None
        counter.ticket_changed.connect(self._withdraw)

    def make(self, said: str) -> None:
        """Say what was done a moment ago, and offer to undo it."""
        self._made_at = self._counter.ticket
        self._window.say(said, action=self._wording("Undo"), do=self._undo)

    def _undo(self) -> None:
        if self._made_at is not None:
            self._counter.undo()

    def _withdraw(self, _ticket: Ticket) -> None:
        if self._made_at is not None:
            self._made_at = None
            self._window.toast.withdraw(self._undo)
