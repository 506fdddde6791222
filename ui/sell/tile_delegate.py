"""Paints a product as a tile: its photo or its category's colour, name, price and stock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.sell.product_model import ProductModel, Tile
from ui.theme import RADIUS, Theme
from ui.widgets.wrapping import wrap

TILE_WIDTH: Final = 164
TILE_HEIGHT: Final = 110
TILE_GAP: Final = 10
_PHOTO_SIDE: Final = 60
_PAD: Final = 12
_LINES: Final = 2


class TileDelegate(QStyledItemDelegate):
    """Paints straight from prebuilt texts; thousands of products cost no widget."""

    def __init__(self, theme: Theme, colour_of: Callable[[str | None], str]) -> None:
        super().__init__()
        self._theme = theme
        self._colour_of = colour_of
        self._cell = QSize(TILE_WIDTH, TILE_HEIGHT)
        self._photo_of: Callable[[str], QPixmap | None] = lambda _: None
        self.taken_up = ""
        """The id of the product that is being moved; its tile stands out."""
        self._wrapped: dict[tuple[str, int], tuple[str, ...]] = {}
        theme.changed.connect(self._wrapped.clear)

    def take_photos_from(self, photo_of: Callable[[str], QPixmap | None]) -> None:
        """Ask here for the picture of a hash; None while it is being read or does not exist."""
        self._photo_of = photo_of

    def fill(self, cell: QSize) -> None:
        """Make the tiles as large as the cells of their grid."""
        self._cell = cell

    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        """One size for all."""
        return self._cell

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One tile."""
        model = index.model()
        if not isinstance(model, ProductModel):
            return
        tile = model.tile(index)
        area = option.rect.adjusted(0, 0, -TILE_GAP, -TILE_GAP)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, option, area, tile)
        photo = self._photo_of(tile.stocked.product.photo) if tile.stocked.product.photo else None
        inner = area.adjusted(_PAD, 10, -_PAD, -9)
        beside = QRect(inner)
        if photo is not None:
            side = self._theme.room(_PHOTO_SIDE)
            self._paint_photo(painter, QRect(area.right() - side - 8, area.top() + 8, side, side), photo)
            beside.setRight(area.right() - side - 14)
        self._paint_name(painter, beside, tile, lines=_LINES if photo is None else _LINES + 1)
        self._paint_foot(painter, inner, tile)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, tile: Tile) -> None:
        tokens = self._theme.tokens
        state = option.state
        colour = self._colour_of(tile.stocked.product.category_id)
        ground = self._theme.shelf(colour)
        if state & QStyle.StateFlag.State_Sunken:
            ground = ground.darker(106) if ground.lightness() else QColor(tokens.pressed)
        elif state & QStyle.StateFlag.State_MouseOver:
            ground = ground.darker(103)
        focused = bool(state & QStyle.StateFlag.State_HasFocus)
        moving = tile.stocked.product.id == self.taken_up
        style = Qt.PenStyle.DashLine if moving else Qt.PenStyle.SolidLine
        strong = QPen(QColor(tokens.accent), tokens.ring + 1, style)
        edge = strong if focused or moving else self._theme.rim(colour)
        within = edge.widthF() / 2
        painter.setPen(edge)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(area).adjusted(within, within, -within, -within), RADIUS, RADIUS)

    def _paint_photo(self, painter: QPainter, where: QRect, photo: QPixmap) -> None:
        """The middle of the picture, square, with round corners."""
        side = min(photo.width(), photo.height())
        middle = QRect((photo.width() - side) // 2, (photo.height() - side) // 2, side, side)
        corners = QPainterPath()
        corners.addRoundedRect(QRectF(where), 6, 6)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipPath(corners)
        painter.drawPixmap(where, photo, middle)
        painter.restore()

    def _paint_name(self, painter: QPainter, inner: QRect, tile: Tile, *, lines: int) -> None:
        font = self._theme.font(14, QFont.Weight.Medium)
        metrics = QFontMetrics(font)
        key = (tile.name, inner.width() * 10 + lines)
        if key not in self._wrapped:
            self._wrapped[key] = wrap(tile.name, metrics, inner.width(), lines)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.tokens.ink))
        for number, line in enumerate(self._wrapped[key]):
            painter.drawText(inner.left(), inner.top() + metrics.ascent() + number * metrics.lineSpacing(), line)

    def _paint_foot(self, painter: QPainter, inner: QRect, tile: Tile) -> None:
        tokens = self._theme.tokens
        price_font = self._theme.font(16, QFont.Weight.DemiBold)
        painter.setFont(price_font)
        painter.setPen(QColor(tokens.amber if tile.to_price else tokens.ink))
        bottom = Qt.AlignmentFlag.AlignBottom
        painter.drawText(inner, bottom | Qt.AlignmentFlag.AlignLeft, tile.price)
        room = inner.width() - QFontMetrics(price_font).horizontalAdvance(tile.price) - 8
        stock_font = self._theme.font(12, QFont.Weight.Medium if tile.runs_out else QFont.Weight.Normal)
        if tile.stock and QFontMetrics(stock_font).horizontalAdvance(tile.stock) <= room:
            painter.setFont(stock_font)
            painter.setPen(QColor(tokens.amber if tile.runs_out else tokens.soft))
            painter.drawText(inner, bottom | Qt.AlignmentFlag.AlignRight, tile.stock)
