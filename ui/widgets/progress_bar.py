"""How far something is; while nobody knows how far, stripes that stand still: nothing on the till moves by itself."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QStyle, QStyleOptionProgressBar, QStylePainter

_EDGE = 2


class ProgressBar(QProgressBar):
    """A progress bar without Qt's running light, which has no end and takes a processor along."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The bar as the style paints it, or an empty one with stripes."""
        if self.maximum() > self.minimum():
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        option = QStyleOptionProgressBar()
        self.initStyleOption(option)
        option.maximum = 1
        painter.drawControl(QStyle.ControlElement.CE_ProgressBar, option)
        stripes = QBrush(self.palette().highlight().color(), Qt.BrushStyle.BDiagPattern)
        painter.fillRect(self.rect().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE), stripes)
