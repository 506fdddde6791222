"""A key of the till: what it does, the key that does the same, and always a word beside the icon."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QStylePainter

from ui.theme import GAP, MARGIN, Theme


class KeyButton(QPushButton):
    """A push button that shows its shortcut; kind names its look in the stylesheet."""

    def __init__(
        self, theme: Theme, text: str, pressed: Callable[[], object], *, key: str = "", kind: str = "", px: int = 14
    ) -> None:
        super().__init__(text)
        self._theme = theme
        self._key = key
        self._px = px
        if kind:
            self.setProperty("kind", kind)
        self.setAccessibleName(text)
        self.setAccessibleDescription(key)
        self.setAutoDefault(False)
        self.clicked.connect(lambda: pressed())

    @property
    def key(self) -> str:
        """The key that does the same, as it is shown."""
        return self._key

    def sizeHint(self) -> QSize:
        """Wide enough for icon, words and key."""
        font = self._theme.font(self._px, self.font().weight())
        wide = QFontMetrics(font).horizontalAdvance(self.text()) + 2 * MARGIN
        if not self.icon().isNull():
            wide += self.iconSize().width() + GAP
        if self._key:
            wide += self._key_metrics().horizontalAdvance(self._key) + GAP
        return QSize(wide, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Never narrower than what it says."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The style's button, then icon, words and key in one line."""
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        words, icon = option.text, option.icon
        option.text = ""
        option.icon = type(icon)()
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        ink = self._ink()
        painter.setPen(ink)
        font = self._theme.font(self._px, self.font().weight())
        painter.setFont(font)
        inner = self.rect().adjusted(12, 0, -12, 0)
        shown = QFontMetrics(font).horizontalAdvance(words)
        side = self.iconSize().width() + GAP if not icon.isNull() else 0
        tail = self._key_metrics().horizontalAdvance(self._key) + GAP if self._key else 0
        start = inner.left() + max(0, (inner.width() - shown - side - tail) // 2)
        if side:
            size = self.iconSize()
            top = inner.center().y() - size.height() // 2
            icon.paint(painter, QRect(start, top, size.width(), size.height()))
        painter.drawText(
            QRect(start + side, inner.top(), shown + 2, inner.height()), Qt.AlignmentFlag.AlignVCenter, words
        )
        if self._key:
            self._paint_key(painter, ink, QRect(start + side + shown + GAP, inner.top(), tail, inner.height()))

    def _paint_key(self, painter: QPainter, ink: QColor, where: QRect) -> None:
        painter.setFont(self._theme.font(12))
        painter.setPen(ink)
        painter.drawText(where, Qt.AlignmentFlag.AlignVCenter, self._key)

    def _key_metrics(self) -> QFontMetrics:
        return QFontMetrics(self._theme.font(12))

    def _ink(self) -> QColor:
        tokens = self._theme.tokens
        if not self.isEnabled():
            return QColor(tokens.edge)
        kind = self.property("kind")
        if kind == "primary":
            return QColor(tokens.on_accent)
        return QColor(tokens.danger if kind == "danger" else tokens.ink)
