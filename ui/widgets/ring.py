"""The ring that says where the focus is, for rows that paint themselves."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from ui.theme import RADIUS, Theme


def paint_ring(painter: QPainter, area: QRect, theme: Theme) -> None:
    """Paint it just within an area, as thick as everywhere in this look."""
    ring = theme.tokens.ring
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.tokens.accent), ring))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(area).adjusted(ring / 2, ring / 2, -ring / 2, -ring / 2), RADIUS, RADIUS)
    painter.restore()
