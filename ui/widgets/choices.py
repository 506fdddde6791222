"""A row of keys of which one is down."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QPushButton, QWidget

from ui.theme import GAP


class Choices(QWidget):
    """Says which of a few things is chosen, the first to begin with."""

    changed = Signal()

    def __init__(self, name: str, texts: Sequence[str]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        self._group = QButtonGroup(self)
        for place, text in enumerate(texts):
            key = QPushButton(text)
            key.setCheckable(True)
            key.setAutoDefault(False)
            key.setProperty("kind", "choice")
            key.setAccessibleDescription(name)
            key.setChecked(place == 0)
            self._group.addButton(key, place)
            row.addWidget(key, 1)
        self._group.idToggled.connect(self._toggled)

    @property
    def chosen(self) -> int:
        """The place of the key that is down, counted from the left."""
        return self._group.checkedId()

    def choose(self, place: int) -> None:
        """Put a key down."""
        self.button(place).setChecked(True)

    def button(self, place: int) -> QAbstractButton:
        """A key by its place."""
        return self._group.button(place)

    def _toggled(self, _place: int, down: bool) -> None:  # noqa: FBT001 - a Qt signal's arguments
        if down:
            self.changed.emit()
