"""Goes over the whole chain behind everything else: a short page on the reading thread, then a long rest."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from ui.background import Background

if TYPE_CHECKING:
    from pos.database.connection import Database
    from pos.database.journal.heads import Heads
    from pos.fiscal.chain import Broken, Links
    from pos.operations.rechecking import Page

FIRST_REST_MS: Final = 15_000
"""The start of the day belongs to the first customers."""
REST_MS: Final = 50


class LongCheck(QObject):
    """Tells of the first broken page at once and of all others together, at the end of the chain."""

    found = Signal(object)
    ended = Signal()

    def __init__(self, reading: Background, *, heads: Heads | None) -> None:
        super().__init__()
        self._reading, self._heads = reading, heads
        self._links: Links | None = None
        self._told_first = False
        self._later: list[Broken] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)

    def begin(self, *, rest_ms: int = FIRST_REST_MS) -> None:
        """Begin after a rest, where the last run of the till left off."""
        self._links = None
        self._timer.start(rest_ms)

    def stop(self) -> None:
        """Stop where it stands; the next run goes on from near there."""
        self._timer.stop()

    def _go_on(self) -> None:
        if self._reading.pending:
            self._timer.start(REST_MS)
            return
        self._reading.run(partial(_page, links=self._links, heads=self._heads), self._take, owner=self)

    def _take(self, page: Page) -> None:
        self._links = page.links
        if page.broken and not self._told_first:
            self._told_first = True
            self.found.emit(page.broken)
        else:
            self._later += page.broken
        if not page.is_last:
            self._timer.start(REST_MS)
            return
        if self._later:
            self.found.emit(tuple(self._later))
        self.ended.emit()


def _page(db: Database, *, links: Links | None, heads: Heads | None) -> Page:
    from pos.operations.rechecking import recheck

    return recheck(db, links, heads=heads)
