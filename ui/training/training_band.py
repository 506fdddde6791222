"""The band across the top of a window: what is done below it is training. Nothing is ever laid over it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from pos.receipts.simulation import SIMULATION
from pos.wording import Wording
from ui.theme import MARGIN, Theme

_HIGH: Final = 40
_STRIPE: Final = 18
_BIG_PX: Final = 20
_SMALL_PX: Final = 14


class TrainingBand(QWidget):
    """Stays across the top of its window, which makes room for it."""

    def __init__(self, over: QWidget, theme: Theme, wording: Wording) -> None:
        super().__init__(over)
        self._over, self._theme = over, theme
        self._big = wording(SIMULATION)
        self._small = wording("Training: nothing of this counts")
        self.setAccessibleName(f"{self._big}. {self._small}")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        over.installEventFilter(self)
        theme.changed.connect(self._place)
        self._place()
        self.show()

    def leave(self) -> None:
        """Training is over: give the room back."""
        self._over.removeEventFilter(self)
        self._theme.changed.disconnect(self._place)
        self._give_room(0)
        self.hide()
        self.deleteLater()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stay across the top."""
        if event.type() is QEvent.Type.Resize:
            self._place()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Stripes at both ends, and the words on plain ground between them."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(tokens.amber))
        big, small = self._theme.font(_BIG_PX, QFont.Weight.Bold), self._theme.font(_SMALL_PX)
        first = QFontMetrics(big).horizontalAdvance(self._big)
        second = QFontMetrics(small).horizontalAdvance(self._small)
        fits = first + second + 5 * MARGIN <= self.width()
        wide = first + (MARGIN + second if fits else 0)
        left = max(0, (self.width() - wide) // 2)
        self._paint_stripes(painter, left - MARGIN)
        painter.setPen(QColor(tokens.amber_ground))
        painter.setFont(big)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(left, 0, first + 2, self.height()), middle, self._big)
        if fits:
            painter.setFont(small)
            painter.drawText(QRect(left + first + MARGIN, 0, second + 2, self.height()), middle, self._small)

    def _paint_stripes(self, painter: QPainter, room: int) -> None:
        """From either edge as far as there is room beside the words."""
        step, high = self._theme.room(_STRIPE), self.height()
        painter.setPen(QPen(QColor(self._theme.tokens.amber_ground), step * 0.7))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for begin in (0, self.width() - room):
            painter.setClipRect(QRect(begin, 0, max(0, room), high))
            for at in range(begin - high, begin + room + high, 2 * step):
                painter.drawLine(at, high + step, at + high + 2 * step, -step)
        painter.setClipping(False)

    def _place(self) -> None:
        high = self._theme.room(_HIGH)
        self._give_room(high)
        self.setGeometry(0, 0, self._over.width(), high)
        self.raise_()
        self.update()

    def _give_room(self, high: int) -> None:
        now = self._over.contentsMargins()
        if now.top() != high:
            self._over.setContentsMargins(now.left(), high, now.right(), now.bottom())
