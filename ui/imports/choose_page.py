"""The first step of an import: choose a file, or drop it here; and the last import, which can be undone."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from pos.database.imports import ImportRecord
from pos.wording import Wording
from ui.imports.figure_words import outcome
from ui.messages import Message
from ui.theme import MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import card, label


class ChoosePage(QWidget):
    """Says which file is meant."""

    file_dropped = Signal(object)
    choose_requested = Signal()
    undo_requested = Signal(str)

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self._latest: ImportRecord | None = None
        self.setAcceptDrops(True)
        self.choose_key = KeyButton(
            theme, wording("Choose a file…"), self.choose_requested.emit, key=wording("Ctrl+O"), kind="primary", px=16
        )
        self.notice = label(role="danger", wrap=True)
        self.notice.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.notice.hide()
        self._latest_said = label(role="soft", wrap=True)
        self.undo_key = KeyButton(theme, wording("Undo that import"), self._undo)
        self._latest_card = self._make_latest()
        page = QVBoxLayout(self)
        page.setSpacing(MARGIN)
        page.addWidget(self._make_drop_area(), 1)
        page.addWidget(self._latest_card)

    def show_latest(self, record: ImportRecord | None) -> None:
        """Show the last import that can be undone, if there is one."""
        self._latest = record
        self._latest_card.setVisible(record is not None)
        if record is not None:
            when = self._wording.date_time(record.started_at.astimezone())
            said = self._wording("Last import: {file}, {when}").format(file=record.file_name, when=when)
            self._latest_said.setText(f"{said}\n{outcome(record, self._wording)}")

    def say(self, message: Message | None) -> None:
        """Say why a file was not taken; None takes the notice away."""
        self.notice.setVisible(message is not None)
        if message is not None:
            self.notice.setText(" ".join(filter(None, (message.title + ".", message.happened, message.to_do))))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the first file that was dropped."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.file_dropped.emit(files[0])

    def _undo(self) -> None:
        if self._latest is not None:
            self.undo_requested.emit(self._latest.id)

    def _make_drop_area(self) -> QFrame:
        area = card()
        inside = QVBoxLayout(area)
        inside.setContentsMargins(32, 32, 32, 32)
        inside.setSpacing(MARGIN)
        title = label(self._wording("Bring in a list of articles"), role="title")
        told = label(
            self._wording(
                "A CSV file or an Excel workbook with one article a row. Drop it here or choose it; "
                "you see what was understood before anything changes."
            ),
            role="soft",
            wrap=True,
        )
        inside.addStretch(1)
        for one in (title, told):
            one.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            inside.addWidget(one)
        keys = QHBoxLayout()
        keys.addStretch(1)
        keys.addWidget(self.choose_key)
        keys.addStretch(1)
        inside.addLayout(keys)
        inside.addWidget(self.notice)
        inside.addStretch(1)
        return area

    def _make_latest(self) -> QFrame:
        shown = card()
        row = QHBoxLayout(shown)
        row.setContentsMargins(MARGIN, 12, MARGIN, 12)
        row.setSpacing(MARGIN)
        row.addWidget(self._latest_said, 1)
        row.addWidget(self.undo_key)
        shown.hide()
        return shown
