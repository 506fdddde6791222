"""A box for a few lines, with its name above; Tab leaves it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from ui.theme import Theme
from ui.widgets.labels import label

_HIGH = 110


class TextBox(QWidget):
    """Takes a text up to a length; what is longer is cut off at once."""

    changed = Signal()

    def __init__(self, theme: Theme, name: str, *, longest: int) -> None:
        super().__init__()
        self._longest = longest
        self.box = QPlainTextEdit()
        self.box.setAccessibleName(name)
        self.box.setTabChangesFocus(True)
        self.box.setMinimumHeight(theme.room(_HIGH))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(label(name, role="soft"))
        column.addWidget(self.box, 1)
        self.box.textChanged.connect(self._changed)

    @property
    def text(self) -> str:
        """What stands in it."""
        return self.box.toPlainText()

    def show_text(self, text: str) -> None:
        """Write a text into it."""
        self.box.setPlainText(text)

    def _changed(self) -> None:
        if len(self.text) > self._longest:
            self.box.setPlainText(self.text[: self._longest])
            self.box.moveCursor(self.box.textCursor().MoveOperation.End)
        self.changed.emit()
