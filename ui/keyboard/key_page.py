"""The keys of one layer, as wide as their rows allow."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.keyboard.key import Key
from ui.keyboard.layouts import KeySpec, Rows
from ui.theme import TOUCH, Theme

KEY_GAP: Final = 6
KEY_HEIGHT: Final = TOUCH + 2
WIDEST: Final = 1_180
WIDEST_FIGURES: Final = 560


class KeyPage(QWidget):
    """Lays its keys out in rows in the middle of its width."""

    def __init__(
        self, theme: Theme, rows: Rows, columns: float, widest: int, make: Callable[[KeySpec, QWidget], Key]
    ) -> None:
        super().__init__()
        self._theme, self._columns, self._widest = theme, columns, widest
        self._rows = [[make(spec, self) for spec in row] for row in rows]

    @property
    def keys(self) -> list[Key]:
        """All keys, from the top left."""
        return [key for row in self._rows for key in row]

    @property
    def needed_height(self) -> int:
        """As high as its rows of keys are."""
        return len(self._rows) * (self._theme.room(KEY_HEIGHT) + KEY_GAP) - KEY_GAP

    @property
    def lowest_height(self) -> int:
        """As low as a finger can still do with."""
        return len(self._rows) * (TOUCH + KEY_GAP) - KEY_GAP

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out."""
        super().resizeEvent(event)
        wide = min(self.width(), self._theme.room(self._widest))
        unit = (wide + KEY_GAP) / self._columns
        high = (self.height() + KEY_GAP) / len(self._rows)
        left = (self.width() - wide) / 2
        for place, row in enumerate(self._rows):
            x = left
            for key in row:
                area = QRectF(x, place * high, key.spec.width * unit - KEY_GAP, high - KEY_GAP)
                key.setGeometry(area.toAlignedRect().intersected(self.rect()))
                x += key.spec.width * unit
