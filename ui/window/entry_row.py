"""One entry of a list of the window's sheet: what it is, a line about it, and keys for what can be done with it."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import GAP, MARGIN
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import card, label


class EntryList(QWidget):
    """Entries below each other; a sentence where there is none."""

    def __init__(self, nothing: str) -> None:
        super().__init__()
        self.nothing = label(nothing, role="soft", wrap=True)
        self._rows: list[QFrame] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self._column.addWidget(self.nothing)
        self._column.addStretch(1)

    @property
    def rows(self) -> tuple[QFrame, ...]:
        """The entries that are shown."""
        return tuple(self._rows)

    def show_rows(self, rows: list[QFrame]) -> None:
        """Replace all entries."""
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = rows
        for place, row in enumerate(rows):
            self._column.insertWidget(place, row)
        self.nothing.setHidden(bool(rows))


def entry_row(title: str, detail: str, *keys: KeyButton, asks: bool = False) -> QFrame:
    """An entry; `asks` where somebody is to decide something. Keys are heard with the entry's name."""
    made = card("row")
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(label(title, wrap=True))
    if detail:
        words.addWidget(label(f"▲ {detail}" if asks else detail, role="amber" if asks else "soft", wrap=True))
    row = QHBoxLayout(made)
    row.setContentsMargins(MARGIN, GAP, GAP, GAP)
    row.setSpacing(GAP)
    row.addLayout(words, 1)
    for key in keys:
        key.setAccessibleName(f"{key.text()}: {title}")
        row.addWidget(key)
    return made
