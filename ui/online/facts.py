"""What one reads of a shop window, a fact a row: what it is, how it is, and a key where there is more of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from ui.theme import GAP, MARGIN
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label


class Facts(QWidget):
    """A grid of facts; one that asks for a look is amber and begins with a sign."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(MARGIN)
        self._grid.setVerticalSpacing(GAP)
        self._grid.setColumnStretch(1, 1)

    def add(self, said: str, fact: QWidget, *keys: KeyButton) -> None:
        """One more row below the others."""
        row = self._grid.rowCount()
        self._grid.addWidget(label(said, role="soft"), row, 0)
        self._grid.addWidget(fact, row, 1, 1, 2 if not keys else 1)
        if keys:
            self._grid.addWidget(keys[0], row, 2)


def tell(fact: QLabel, text: str, *, asks: bool = False) -> None:
    """Write a fact anew; `asks` where a person should look."""
    role = "amber" if asks else ""
    fact.setText(f"▲ {text}" if asks else text)
    if fact.property("role") != role:
        fact.setProperty("role", role)
        fact.style().polish(fact)
    fact.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
