"""One key of the on-screen keyboard: hears a finger of its own, so that two thumbs never wait for each other."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen, QTouchEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from ui.keyboard.layouts import Act, KeySpec
from ui.theme import RADIUS, Theme

SIGN_PX: Final = 22
WORD_PX: Final = 14
_TOUCHES: Final = {QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TouchEnd, QEvent.Type.TouchCancel}


class Key(QAbstractButton):
    """Says when a finger or the mouse went down on it, slid, and came up; never takes the focus.

    Who presses it in any other way, a screen reader for instance, is heard by `clicked`.
    """

    went_down = Signal()
    slid = Signal(QPoint)
    came_up = Signal(QPoint)
    let_go = Signal()

    def __init__(self, theme: Theme, spec: KeySpec, text: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.spec = spec
        self._theme = theme
        self.setText(text)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setCheckable(spec.act is Act.SHIFT)

    @property
    def text_fits(self) -> bool:
        """Whether all of its text can be read."""
        return QFontMetrics(self._font()).horizontalAdvance(self.text()) <= self.width() - 4

    def event(self, event: QEvent) -> bool:
        """A finger: each key hears its own."""
        if event.type() in _TOUCHES and isinstance(event, QTouchEvent):
            self._take_touch(event)
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The mouse, or the only finger where the system says no more."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._go_down()
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second of two quick presses is a press."""
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Over the variants, perhaps."""
        if self.isDown():
            self.slid.emit(event.globalPosition().toPoint())
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Up again."""
        if self.isDown():
            self._come_up(event.globalPosition().toPoint())
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The key, its sign, and a hint of the variants behind it."""
        tokens, area = self._theme.tokens, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marked = self.isDown() or self.isChecked()
        main = self.spec.act is Act.ENTER
        ground = tokens.surface if self.spec.act is None else tokens.pressed
        if main:
            ground = tokens.accent_pressed if marked else tokens.accent
        elif marked:
            ground = tokens.accent_ground
        painter.setPen(QPen(QColor(tokens.accent if marked or main else tokens.line), 2 if marked else 1))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(area, RADIUS - 2, RADIUS - 2)
        painter.setPen(QColor(tokens.on_accent if main else tokens.ink))
        painter.setFont(self._font())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())
        if self.spec.variants and self.width() > 2 * SIGN_PX:
            painter.setFont(self._theme.font(11))
            painter.setPen(QColor(tokens.soft))
            corner = self.rect().adjusted(0, 3, -7, 0)
            hint = self.spec.variants[0]
            painter.drawText(corner, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, self._as_shown(hint))

    def _font(self) -> QFont:
        if len(self.text()) <= 2:
            return self._theme.font(SIGN_PX)
        font = self._theme.font(WORD_PX, QFont.Weight.DemiBold if self.spec.act is Act.ENTER else QFont.Weight.Medium)
        while font.pixelSize() > 12:
            if QFontMetrics(font).horizontalAdvance(self.text()) <= self.width() - 8:
                break
            font.setPixelSize(font.pixelSize() - 1)
        return font

    def _as_shown(self, sign: str) -> str:
        return sign.upper() if self.text() != self.spec.sign else sign

    def _take_touch(self, event: QTouchEvent) -> None:
        kind, point = event.type(), event.points()[0].globalPosition().toPoint() if event.points() else QPoint()
        if kind is QEvent.Type.TouchBegin:
            self._go_down()
        elif kind is QEvent.Type.TouchUpdate and self.isDown():
            self.slid.emit(point)
        elif kind is QEvent.Type.TouchEnd and self.isDown():
            self._come_up(point)
        elif kind is QEvent.Type.TouchCancel:
            self.setDown(False)
            self.let_go.emit()

    def _go_down(self) -> None:
        self.setDown(True)
        self.went_down.emit()

    def _come_up(self, where: QPoint) -> None:
        self.setDown(False)
        self.came_up.emit(where)
