"""Paints a sale in the list: number and amount, and below the articles and the moment."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from pos.domain.sale import SaleEntry
from pos.wording import Wording
from ui.sales.sales_model import Index, SalesModel
from ui.theme import MARGIN, Theme
from ui.widgets.ring import paint_ring
from ui.widgets.wrapping import wrap

_ROW_PX: Final = 62
_LEFT: Final = Qt.AlignmentFlag.AlignLeft
_RIGHT: Final = Qt.AlignmentFlag.AlignRight


class SaleDelegate(QStyledItemDelegate):
    """One row of the list; what is chosen wears the accent."""

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._theme, self._wording = theme, wording

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """One height for all."""
        return QSize(option.rect.width(), self._theme.room(_ROW_PX))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One sale."""
        model = index.model()
        if not isinstance(model, SalesModel):
            return
        entry, tokens, area = model.entry(index), self._theme.tokens, option.rect
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
        number = self._wording("Ticket {number}").format(number=entry.number)
        self._pair(painter, inner, strong, top, tokens.ink, number, self._wording.money(entry.total))
        moment = self._wording.date_time(entry.sold_at)
        self._pair(painter, inner, soft, bottom, tokens.soft, self._articles(entry), moment)
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

    def _articles(self, entry: SaleEntry) -> str:
        names = ", ".join(entry.names)
        if not entry.more:
            return names
        more = self._wording.plural("and {count} more", "and {count} more", entry.more).format(count=entry.more)
        return f"{names} {more}"
