"""A page of the window's sheet with something to read on it: the log, or the report of the differences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.wording import Wording
from ui.inspector.reading_view import Part, ReadingView
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label

_HIGH: Final = 320


class ReadingPage(QWidget):
    """Shows parts; who derives puts what chooses among them above."""

    back_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording, title: str) -> None:
        super().__init__()
        self.text = ReadingView(theme, title)
        self.text.setMinimumHeight(theme.room(_HIGH))
        self.back_key = KeyButton(
            theme, wording("Back"), self.back_requested.emit, key=wording("Esc"), kind="primary", px=16
        )
        self.above = QHBoxLayout()
        self.above.setSpacing(GAP)
        keys = QHBoxLayout()
        keys.addStretch(1)
        keys.addWidget(self.back_key)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(GAP)
        page.addWidget(label(title, role="title", wrap=True))
        page.addLayout(self.above)
        page.addWidget(self.text, 1)
        page.addSpacing(MARGIN - GAP)
        page.addLayout(keys)

    def confirm(self) -> None:
        """Enter: it was read."""
        self.back_requested.emit()

    def _show(self, parts: Sequence[Part]) -> None:
        self.text.show_parts(parts)
