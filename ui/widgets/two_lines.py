"""Paints a row of a list in two lines: words and a figure, and below them, softly, more of both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.theme import MARGIN, Theme
from ui.widgets.ring import paint_ring
from ui.widgets.wrapping import wrap

Index = QModelIndex | QPersistentModelIndex

_ROW_PX: Final = 62
_LEFT: Final = Qt.AlignmentFlag.AlignLeft
_RIGHT: Final = Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class TwoLines:
    """What a row says."""

    name: str
    figure: str
    below: str
    moment: str


class TwoLinesDelegate(QStyledItemDelegate):
    """One row of a list; what is chosen wears the accent."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def lines(self, index: Index) -> TwoLines | None:
        """What the row says; who derives knows its model."""
        raise NotImplementedError

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """One height for all."""
        return QSize(option.rect.width(), self._theme.room(_ROW_PX))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One entry."""
        lines = self.lines(index)
        if lines is None:
            return
        tokens, area = self._theme.tokens, option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(tokens.accent_ground))
            painter.fillRect(QRect(area.left(), area.top(), 4, area.height()), QColor(tokens.accent))
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint_ring(painter, area, self._theme)
        inner = area.adjusted(MARGIN, 8, -MARGIN, -8)
        strong = self._theme.font(15, QFont.Weight.DemiBold)
        soft = self._theme.font(13)
        top, bottom = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom
        self._pair(painter, inner, strong, top, tokens.ink, lines.name, lines.figure)
        self._pair(painter, inner, soft, bottom, tokens.soft, lines.below, lines.moment)
        painter.setPen(QColor(tokens.line))
        painter.drawLine(area.left() + MARGIN, area.bottom(), area.right() - MARGIN, area.bottom())
        painter.restore()

    def _pair(
        self,
        painter: QPainter,
        inner: QRect,
        font: QFont,
        high: Qt.AlignmentFlag,
        colour: str,
        left: str,
        right: str,
    ) -> None:
        """Words on the left, as many as fit, and a figure on the right, whole."""
        metrics = QFontMetrics(font)
        wide = inner.width() - metrics.horizontalAdvance(right) - MARGIN
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(inner, high | _RIGHT, right)
        painter.drawText(inner, high | _LEFT, wrap(left, metrics, wide, 1)[0])
