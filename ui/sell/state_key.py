"""How something is, in a few words; amber and to be tapped when it needs a look."""

from __future__ import annotations

from html import escape
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy

from ui.theme import RADIUS, TOUCH, Theme
from ui.widgets.wrapping import narrowest, wrap

_PAD: Final = 8
_PX: Final = 13
_LINES: Final = 2
_WIDEST: Final = 300
_NARROWEST: Final = 120
"""With less room than this nobody reads longer words."""


class StateKey(QPushButton):
    """Shows its words on two lines at most; those it has no room for stand in its tool tip and are read aloud."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._role = "soft"
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.hide()

    @property
    def asks(self) -> bool:
        """Whether it needs a look."""
        return self._role == "amber"

    def say(self, text: str, *, role: str, opens: bool) -> None:
        """Show this; `opens` when a tap leads to more."""
        self._role = role
        self.setText(text)
        self.setAccessibleName(text)
        self.setToolTip("")
        self.setEnabled(opens)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its words, within reason; as high as a finger."""
        words = QFontMetrics(self._theme.font(_PX)).horizontalAdvance(self.text()) + 2 * _PAD + 2
        return QSize(min(words, self._theme.px(_WIDEST)), self._theme.room(TOUCH) + 2)

    def minimumSizeHint(self) -> QSize:
        """Its words fit on two lines, within reason."""
        words = narrowest(self.text(), QFontMetrics(self._theme.font(_PX))) + 2 * _PAD + 2
        return QSize(min(words, self._theme.px(_NARROWEST)), self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A quiet line of words; amber ones stand on amber ground, with an edge that says they can be tapped."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._theme.tokens
        if self.asks or self.hasFocus():
            edge = tokens.accent if self.hasFocus() else tokens.amber
            painter.setPen(QPen(QColor(edge), 2 if self.hasFocus() else 1))
            painter.setBrush(QColor(tokens.amber_ground if self.asks else tokens.ground))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        font = self._theme.font(_PX)
        metrics = QFontMetrics(font)
        inner = self.rect().adjusted(_PAD, 0, -_PAD, 0)
        lines = wrap(self.text(), metrics, inner.width(), _LINES)
        self.setToolTip(escape(self.text()) if any(line.endswith("…") for line in lines) else "")
        painter.setFont(font)
        painter.setPen(QColor(getattr(tokens, self._role)))
        top = (self.height() - len(lines) * metrics.lineSpacing()) // 2
        for number, line in enumerate(lines):
            where = QRect(inner.left(), top + number * metrics.lineSpacing(), inner.width(), metrics.lineSpacing())
            painter.drawText(where, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, line)
