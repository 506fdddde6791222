"""The till's way to the inspector's window: made at the first wish, alone on the screen for an inspector."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from pos.domain.staff import Person, Role
from pos.wording import Wording
from ui.background import Background
from ui.inspector.inspection_work import InspectionWork
from ui.inspector.inspector_window import InspectorWindow
from ui.theme import Theme

if TYPE_CHECKING:
    from pos.database.journal.heads import Heads


class InspectorDesk(QObject):
    """Owns the window and its threads."""

    opened = Signal(object)
    """The window came up."""
    inspector_left = Signal()
    """An inspector closed it: nobody is at the till any more."""
    crashed = Signal(object)

    def __init__(
        self,
        shop_path: Path,
        background: Background,
        *,
        theme: Theme,
        wording: Wording,
        clock: Callable[[], datetime],
        anchors: Heads | None = None,
    ) -> None:
        super().__init__()
        self._anchors = anchors
        self._path, self._background = shop_path, background
        self._theme, self._wording, self._clock = theme, wording, clock
        self._work: InspectionWork | None = None
        self._alone = False
        self.window: InspectorWindow | None = None

    @property
    def pending(self) -> int:
        """How much is still being read for the window."""
        return 0 if self._work is None else self._work.pending

    def open(self, person: Person | None = None) -> None:
        """Show the window to the person at the till; to an inspector the rest of the till is shut."""
        if self.window is None:
            self._make()
        window = self.window
        if window is None:
            return
        self._alone = person is not None and person.role is Role.INSPECTOR
        modality = Qt.WindowModality.ApplicationModal if self._alone else Qt.WindowModality.NonModal
        if not window.isVisible():
            window.setWindowModality(modality)
        window.begin("" if person is None else person.name)
        self.opened.emit(window)

    def lock(self) -> None:
        """Somebody else is at the till, or nobody: put the window away."""
        self._alone = False
        if self.window is not None:
            self.window.close()

    def close(self) -> None:
        """Put the window away and end its threads."""
        self._alone = False
        if self.window is not None:
            self.window.hide()
            self.window.deleteLater()
            self.window = None
        if self._work is not None:
            self._work.close()
            self._work = None

    def _make(self) -> None:
        self._work = InspectionWork(
            self._path, self._background, clock=self._clock, wording=self._wording, anchors=self._anchors
        )
        self._work.crashed.connect(self.crashed)
        self.window = InspectorWindow(self._theme, self._wording, self._work, clock=self._clock)
        self.window.closed.connect(self._closed)

    def _closed(self) -> None:
        if self._alone:
            self._alone = False
            self.inspector_left.emit()
