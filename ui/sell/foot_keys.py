"""The row of keys along the foot, each with its F-key printed on it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStyle, QStyleOptionButton, QStylePainter, QWidget

from pos.wording import Wording
from ui.sell.keys import Deed
from ui.theme import GAP, Theme

_PAD: Final = 10
_WORD_PX: Final = 14
_KEY_PX: Final = 11
_LEAST: Final = 76


class FootKey(QPushButton):
    """A key with its F-key above the word, as on a keyboard."""

    def __init__(self, theme: Theme, word: str, key: str, *, says: str) -> None:
        super().__init__(word)
        self._theme, self._key = theme, key
        self.setAccessibleName(says)
        self.setAccessibleDescription(key)
        self.setAutoDefault(False)

    def say(self, word: str, *, says: str) -> None:
        """Change the word."""
        self.setText(word)
        self.setAccessibleName(says)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Wide enough for the word, and for a finger."""
        words = QFontMetrics(self._theme.font(_WORD_PX)).horizontalAdvance(self.text()) + 2
        return QSize(max(words + 2 * _PAD, self._theme.room(_LEAST)), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Never narrower than its word."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The style's button, then both lines in its middle."""
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButton, option)
        key_font, word_font = self._theme.font(_KEY_PX), self._theme.font(_WORD_PX, self.font().weight())
        above, below = QFontMetrics(key_font).height(), QFontMetrics(word_font).height()
        top = (self.height() - above - below) // 2
        tokens = self._theme.tokens
        middle = Qt.AlignmentFlag.AlignCenter
        painter.setFont(key_font)
        painter.setPen(QColor(tokens.soft if self.isEnabled() else tokens.edge))
        painter.drawText(QRect(0, top, self.width(), above), middle, self._key)
        painter.setFont(word_font)
        painter.setPen(QColor(tokens.ink if self.isEnabled() else tokens.edge))
        painter.drawText(QRect(0, top + above, self.width(), below), middle, self.text())


class FootKeys(QWidget):
    """Says which key was tapped."""

    pressed = Signal(object)

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self.quantity_key = FootKey(theme, wording("Quantity"), "F3", says=wording("Quantity of the line"))
        self.price_key = FootKey(theme, wording("Price"), "F4", says=wording("Look at a price without adding"))
        self.park_key = FootKey(theme, "", "F7", says="")
        self.keys_key = FootKey(theme, wording("Keys"), "F1", says=wording("All keys"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        deeds = (Deed.QUANTITY, Deed.PRICE_CHECK, Deed.PARK, Deed.SHOW_KEYS)
        for key, deed in zip(self.all, deeds, strict=True):
            key.clicked.connect(lambda _checked=False, deed=deed: self.pressed.emit(deed))
            row.addWidget(key, 1)
        self.show_parked(0)

    @property
    def all(self) -> tuple[FootKey, ...]:
        """The keys from the left."""
        return self.quantity_key, self.price_key, self.park_key, self.keys_key

    def show_parked(self, count: int) -> None:
        """Say on its key how many tickets are parked."""
        wording = self._wording
        word = wording("Park") if not count else wording("Parked {count}").format(count=wording.number(count))
        said = wording.plural("{count} parked ticket", "{count} parked tickets", count).format(count=count)
        self.park_key.say(word, says=", ".join((wording("Park the ticket, or take one back"), said)))
