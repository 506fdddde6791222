"""Paints an article as one row: its name, its price, its stock."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.sell.product_model import ProductModel
from ui.theme import GAP, RADIUS, TOUCH, Theme
from ui.widgets.ring import paint_ring

_PAD: Final = 12


class ArticleRowDelegate(QStyledItemDelegate):
    """Rows as high as a finger; the chosen one stands on the accent's ground."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """One height for all."""
        return QSize(200, self._theme.room(TOUCH) + 2)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One row."""
        model = index.model()
        if not isinstance(model, ProductModel):
            return
        tile, tokens, theme = model.tile(index), self._theme.tokens, self._theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent_ground))
            painter.drawRoundedRect(QRectF(option.rect), RADIUS, RADIUS)
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint_ring(painter, option.rect, theme)
        inner = option.rect.adjusted(_PAD, 0, -_PAD, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        price_font = theme.font(14, QFont.Weight.DemiBold)
        painter.setFont(price_font)
        painter.setPen(QColor(tokens.amber if tile.to_price else tokens.ink))
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, tile.price)
        wide = max(QFontMetrics(price_font).horizontalAdvance(tile.price), theme.px(90))
        font = theme.font(14, QFont.Weight.Medium)
        painter.setFont(font)
        painter.setPen(QColor(tokens.ink))
        room = inner.adjusted(0, 0, -wide - GAP, 0)
        name = QFontMetrics(font).elidedText(tile.name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, name)
        painter.restore()
