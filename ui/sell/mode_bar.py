"""A bar over the articles that says what a tap means just now, with the keys of that mode."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout

from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label

_NARROW = 640


class ModeBar(QFrame):
    """A sentence, and keys beside it; below it where there is no room."""

    def __init__(self, theme: Theme, *keys: KeyButton) -> None:
        super().__init__()
        self.setProperty("role", "well")
        self._theme = theme
        self._text = label(wrap=True)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(MARGIN, GAP, GAP, GAP)
        self._row.setSpacing(GAP)
        self._row.addWidget(self._text, 1)
        beside = QHBoxLayout()
        beside.setSpacing(GAP)
        for key in keys:
            beside.addWidget(key)
        self._row.addLayout(beside)

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def say(self, text: str) -> None:
        """Change the sentence."""
        self._text.setText(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where text and keys do not fit beside each other, the keys stand below."""
        super().resizeEvent(event)
        narrow = self.width() < self._theme.px(_NARROW)
        self._row.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
