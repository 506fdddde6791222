"""What stands behind a key that is held: its variants in a row above it, to slide onto or to tap."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.keyboard.key import Key
from ui.keyboard.key_page import KEY_GAP, KEY_HEIGHT
from ui.keyboard.layouts import KeySpec
from ui.theme import RADIUS, Theme


class VariantsBubble(QWidget):
    """Says which variant was chosen."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, over: QWidget) -> None:
        super().__init__(over)
        self._theme, self._over = theme, over
        self._keys: list[Key] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(KEY_GAP, KEY_GAP, KEY_GAP, KEY_GAP)
        self._row.setSpacing(KEY_GAP)
        self.hide()

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys it shows."""
        return tuple(self._keys)

    def open_above(self, key: Key, signs: Sequence[str], name_of: Callable[[str], str]) -> None:
        """Show these signs above a key."""
        for old in self._keys:
            self._row.removeWidget(old)
            old.deleteLater()
        side = self._theme.room(KEY_HEIGHT)
        self._keys = [Key(self._theme, KeySpec(sign), sign, name_of(sign), self) for sign in signs]
        for one in self._keys:
            one.setFixedSize(side, side)
            one.came_up.connect(lambda _where, one=one: self.chosen.emit(one.text()))
            one.clicked.connect(lambda _=False, one=one: self.chosen.emit(one.text()))
            self._row.addWidget(one)
            one.show()
        wide = len(signs) * (side + KEY_GAP) + KEY_GAP
        over = self._over
        middle = key.mapTo(over, QPoint(key.width() // 2, 0))
        place = QRect(0, 0, wide, side + 2 * KEY_GAP)
        place.moveCenter(QPoint(middle.x(), 0))
        place.moveBottom(middle.y() - 2)
        place.moveLeft(min(max(place.left(), 2), over.width() - wide - 2))
        self.setGeometry(place)
        self.show()
        self.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A ground of its own, with an edge that is seen above the other keys."""
        painter, tokens = QPainter(self), self._theme.tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens.accent), 2))
        painter.setBrush(QColor(tokens.accent_ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)

    def slide_over(self, where: QPoint) -> None:
        """A finger that never came up is over this place of the screen."""
        for one in self._keys:
            one.setDown(one is self.key_at(where))

    def key_at(self, where: QPoint) -> Key | None:
        """The variant at a place of the screen."""
        inside = [one for one in self._keys if one.rect().contains(one.mapFromGlobal(where))]
        return inside[0] if self.isVisible() and inside else None
