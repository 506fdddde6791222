"""Keeps what sells most in front of what a search finds, while nobody waits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from pos.domain.errors import ShopError
from pos.operations.ranking import AT_ONCE, Move, find_moves, make_moves
from ui.background import Background

AFTER_OPENING_MS: Final = 3_000
EVERY_MS: Final = 60 * 60 * 1_000
SALES_BETWEEN: Final = 50
PAUSE_MS: Final = 100
"""Between two small writes, and before looking again whether the shop thread is free."""


class MostSold(QObject):
    """Looks at the sales after the opening, once an hour and every so many sales, and moves a few products at a time.

    The long look is the reading thread's; each small write waits until the shop thread has nothing to do.
    """

    settled = Signal()
    """Everything stands where its sales say, for now."""

    def __init__(self, background: Background, reading: Background, *, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._background, self._reading, self._clock = background, reading, clock
        self._sales = 0
        self._moves: Sequence[Move] = ()
        self._at_work = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._go_on)
        self._hourly = QTimer(self)
        self._hourly.timeout.connect(self.look)
        self._hourly.start(EVERY_MS)
        QTimer.singleShot(AFTER_OPENING_MS, self, self.look)

    def note_sale(self) -> None:
        """One more ticket was sold."""
        self._sales += 1
        if self._sales >= SALES_BETWEEN:
            self.look()

    def look(self) -> None:
        """Look what moved, unless that is being done."""
        if self._at_work:
            return
        self._at_work, self._sales = True, 0
        now = self._clock()
        self._reading.run(lambda db: find_moves(db, now=now), self._begin, self._give_up, owner=self)

    def _begin(self, moves: Sequence[Move]) -> None:
        self._moves = moves
        self._go_on()

    def _go_on(self) -> None:
        if not self._moves:
            self._at_work = False
            self.settled.emit()
        elif self._background.pending:
            self._pause.start(PAUSE_MS)
        else:
            few, self._moves = self._moves[:AT_ONCE], self._moves[AT_ONCE:]
            self._background.run(
                lambda db: make_moves(db, few), lambda _: self._pause.start(PAUSE_MS), self._give_up, owner=self
            )

    def _give_up(self, _problem: ShopError) -> None:
        """The file is busy or in trouble, which a sale will say better; the next look begins anew."""
        self._moves, self._at_work = (), False
