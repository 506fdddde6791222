"""The third step of an import: how far it is, how long it still takes, and a way to stop it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.wording import Wording
from ui.imports.figure_words import time_left
from ui.theme import MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.progress_bar import ProgressBar


class WorkingPage(QWidget):
    """Shows progress; says that a person wants to stop."""

    cancel_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording, *, seconds: Callable[[], float]) -> None:
        """Begin at rest.

        Args:
            theme: the look.
            wording: the language.
            seconds: a clock that only goes forward.
        """
        super().__init__()
        self._wording, self._seconds, self._began = wording, seconds, 0.0
        self.title = label(role="title")
        self.progress = ProgressBar()
        self.progress.setAccessibleName(wording("Import"))
        self.told = label(role="soft")
        self.goes_on = label(wording("Selling goes on meanwhile."), role="soft")
        self.cancel_key = KeyButton(theme, wording("Cancel"), self._cancel, key=wording("Esc"))
        keys = QHBoxLayout()
        keys.addStretch(1)
        keys.addWidget(self.cancel_key)
        keys.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(48, 48, 48, 48)
        page.setSpacing(MARGIN)
        page.addStretch(1)
        for one in (self.title, self.progress, self.told, self.goes_on):
            page.addWidget(one)
        for line in (self.title, self.told, self.goes_on):
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        page.addLayout(keys)
        page.addStretch(1)

    def begin(self, title: str, *, can_stop: bool) -> None:
        """Start from nothing."""
        self._began = self._seconds()
        self.title.setText(title)
        self.progress.setAccessibleName(title)
        self.progress.setRange(0, 0)
        self.told.clear()
        self.cancel_key.setVisible(can_stop)
        self.cancel_key.setEnabled(can_stop)

    def show_progress(self, done: int, total: int) -> None:
        """Show how far it is."""
        self.progress.setRange(0, max(1, total))
        self.progress.setValue(done)
        say = self._wording
        counts = say("{done} of {total}").format(done=say.number(done), total=say.number(total))
        left = time_left(done, total, self._seconds() - self._began, say)
        self.told.setText(f"{counts} · {left}" if left else counts)

    def _cancel(self) -> None:
        self.cancel_key.setEnabled(False)
        self.title.setText(self._wording("Taking back what was imported so far…"))
        self.progress.setRange(0, 0)
        self.told.clear()
        self.cancel_requested.emit()
