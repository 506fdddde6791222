"""The last step of an import: what it did, what it refused, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.operations.importing import Figures, Imported, Listed, Undone
from pos.wording import Wording
from ui.imports.figure_words import outcome, remarks, undoing
from ui.theme import MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label


class DonePage(QWidget):
    """Shows the outcome; says what a person wants to do with it."""

    save_requested = Signal(object)
    """Which rows: a Listed."""
    undo_requested = Signal()
    another_requested = Signal()
    close_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self.title = label(role="title")
        self.told = label(wrap=True)
        self.remarks = label(role="soft", wrap=True)
        self.notice = label(role="accent", wrap=True)
        self.refused_key = KeyButton(
            theme, wording("Save refused rows…"), lambda: self.save_requested.emit(Listed.REFUSED)
        )
        self.flagged_key = KeyButton(
            theme, wording("Save rows to check…"), lambda: self.save_requested.emit(Listed.FLAGGED)
        )
        self.undo_key = KeyButton(theme, wording("Undo this import"), self.undo_requested.emit, kind="danger")
        self.another_key = KeyButton(theme, wording("Another list"), self.another_requested.emit)
        self.close_key = KeyButton(
            theme, wording("Close"), self.close_requested.emit, key=wording("Esc"), kind="primary", px=16
        )
        for line in (self.title, self.told, self.remarks, self.notice):
            line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row, keys in (
            (first, (self.refused_key, self.flagged_key)),
            (second, (self.undo_key, self.another_key, self.close_key)),
        ):
            row.setSpacing(MARGIN)
            row.addStretch(1)
            for key in keys:
                row.addWidget(key)
            row.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(48, 48, 48, 48)
        page.setSpacing(MARGIN)
        page.addStretch(1)
        for line in (self.title, self.told, self.remarks):
            page.addWidget(line)
        page.addLayout(first)
        page.addWidget(self.notice)
        page.addLayout(second)
        page.addStretch(1)

    def show_imported(self, imported: Imported, figures: Figures) -> None:
        """Show what an import did."""
        self.title.setText(self._wording("The list is in the shop"))
        self.told.setText(outcome(imported.record, self._wording))
        said = remarks(figures, self._wording)
        self.remarks.setText("\n".join(said[:6]))
        self.remarks.setVisible(bool(said))
        self.notice.clear()
        self.refused_key.setVisible(imported.record.refused > 0)
        self.flagged_key.setVisible(bool(figures.flags))
        self.undo_key.setVisible(bool(imported.record.added or imported.record.changed))

    def show_undone(self, undone: Undone) -> None:
        """Show what taking an import back did."""
        self.title.setText(self._wording("The import is taken back"))
        self.told.setText(undoing(undone, self._wording))
        for gone in (self.remarks, self.refused_key, self.flagged_key, self.undo_key):
            gone.hide()
        self.notice.clear()

    def say(self, text: str) -> None:
        """Say what became of a wish."""
        self.notice.setText(text)
