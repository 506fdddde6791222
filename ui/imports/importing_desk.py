"""The till's way to imports: the window made at the first wish, and what was cut off taken back."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from pos.database.connection import Database, connect
from pos.database.imports import ImportRecord
from pos.database.journal.author import Author, author_of
from pos.domain.errors import ShopError
from pos.domain.identity import NewId
from pos.domain.tax import TaxRate
from pos.wording import Wording
from ui.background import Background
from ui.imports.import_window import ImportWindow
from ui.imports.import_work import ImportWork
from ui.messages import explain
from ui.theme import Theme


class ImportingDesk(QObject):
    """Owns the import window and its thread; the thread lives until `close()`."""

    changed = Signal()
    """Products, categories or stock are others now."""
    said = Signal(str)
    """Something the cashier should know, while no import window says it."""
    crashed = Signal(object)

    def __init__(
        self,
        shop_path: Path,
        background: Background,
        *,
        theme: Theme,
        wording: Wording,
        clock: Callable[[], datetime],
        new_id: NewId,
        rates: Sequence[TaxRate],
    ) -> None:
        super().__init__()
        self._theme, self._wording, self._clock, self._rates = theme, wording, clock, rates
        self._background = background
        self._window: ImportWindow | None = None
        self._closed = False

        @contextlib.contextmanager
        def open_database() -> Iterator[Database]:
            with contextlib.closing(connect(shop_path)) as db:
                yield db

        self.work = ImportWork(open_database, clock=clock, new_id=new_id, wording=wording)
        self.work.taken_back.connect(self._tell_taken_back)
        self.work.refused.connect(self._tell_refused)
        self.work.crashed.connect(self.crashed)

    @property
    def window(self) -> ImportWindow | None:
        """The import window, once it was asked for."""
        return self._window

    def resume(self) -> None:
        """Take back what was cut off when the till last stopped."""
        self._background.run(author_of, self._resume_as, lambda _: self.work.resume(), owner=self)

    def open(self) -> None:
        """Show the import window; the person at the till is who imports."""
        self._background.run(author_of, self.work.sign_as, owner=self)
        if self._window is None:
            self._window = ImportWindow(
                self._theme,
                self._wording,
                self.work,
                rates=self._rates,
                today=self._clock().date(),
                seconds=time.monotonic,
            )
            self._window.changed.connect(self.changed)
        self._window.begin()

    def lock(self) -> None:
        """Somebody else is at the till, or nobody: put the window away."""
        if self._window is not None:
            self._window.lock()

    def close(self) -> None:
        """End the thread; an import under way is taken back first."""
        if self._closed:
            return
        self._closed = True
        if self._window is not None:
            self._window.hide()
            self._window.deleteLater()
        self.work.close()

    def _resume_as(self, author: Author) -> None:
        self.work.sign_as(author)
        self.work.resume()

    def _tell_taken_back(self, records: Sequence[ImportRecord]) -> None:
        for record in records:
            sentence = self._wording("The import of {file} was cut off; it was taken back.")
            self.said.emit(sentence.format(file=record.file_name))
        if records:
            self.changed.emit()

    def _tell_refused(self, problem: ShopError) -> None:
        if self._window is None or not self._window.isVisible():
            self.said.emit(explain(problem, self._wording).in_short)
