"""A key of the till: what it does, the key that does the same, and always a word beside the icon."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter

from ui.theme import GAP, MARGIN, TEXT_PX, TOUCH, Theme

_PAD: Final = 12


class KeyButton(QPushButton):
    """A push button that shows its shortcut; kind names its look in the stylesheet, `pay` being the tallest."""

    def __init__(
        self,
        theme: Theme,
        text: str,
        pressed: Callable[[], object],
        *,
        key: str = "",
        kind: str = "",
        px: int = TEXT_PX,
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
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: pressed())

    @property
    def key(self) -> str:
        """The key that does the same, as it is shown."""
        return self._key

    def sizeHint(self) -> QSize:
        """Wide enough for icon, words and key."""
        return QSize(self._needed(with_key=True) + 2 * MARGIN, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Never narrower than icon and words, or than a finger."""
        return QSize(max(TOUCH, self._needed(with_key=False) + 2 * _PAD), super().sizeHint().height())

    def _needed(self, *, with_key: bool) -> int:
        wide = QFontMetrics(self._font()).horizontalAdvance(self.text()) + 2
        if not self.icon().isNull():
            wide += self.iconSize().width() + GAP
        if with_key and self._key:
            wide += self._key_metrics().horizontalAdvance(self._key) + GAP
        return wide

    def _font(self) -> QFont:
        return self._theme.font(self._px, self.font().weight())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The style's button, then icon, words and key in one line; a key there is no room for is left out."""
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        option.icon = QIcon()
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        painter.setPen(self._ink())
        with_key = self._needed(with_key=True) <= self.width() - 2 * _PAD
        left = (self.width() - self._needed(with_key=with_key)) // 2
        left += self._paint_icon(painter, left)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(self._font())
        words = QFontMetrics(self._font()).horizontalAdvance(self.text()) + 2
        painter.drawText(QRect(left, 0, words, self.height()), middle, self.text())
        if with_key and self._key:
            painter.setFont(self._theme.font(12))
            left += words + GAP
            painter.drawText(QRect(left, 0, self.width() - left, self.height()), middle, self._key)

    def _paint_icon(self, painter: QPainter, left: int) -> int:
        """Paint the icon and give the room it takes."""
        if self.icon().isNull():
            return 0
        size = self.iconSize()
        self.icon().paint(
            painter,
            QRect(left, (self.height() - size.height()) // 2, size.width(), size.height()),
            mode=QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled,
        )
        return size.width() + GAP

    def _key_metrics(self) -> QFontMetrics:
        return QFontMetrics(self._theme.font(12))

    def _ink(self) -> QColor:
        tokens = self._theme.tokens
        if not self.isEnabled():
            return QColor(tokens.off)
        kind = self.property("kind")
        if kind in {"primary", "pay"}:
            return QColor(tokens.on_accent)
        return QColor(tokens.danger if kind == "danger" else tokens.ink)
