"""A scanner's burst of keys, as even as a real one's however busy the machine is: its keys carry their own times."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtTest import QTest

_KEYS: Final = {"\r": Qt.Key.Key_Return, "\t": Qt.Key.Key_Tab}


def burst(window: QWindow, signs: str) -> None:
    """Type signs into a window a millisecond apart."""
    pressed_ms = _time_of_a_key(window)
    for place, sign in enumerate(signs):
        code = _KEYS.get(sign) or Qt.Key(ord(sign.upper()))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, code, Qt.KeyboardModifier.NoModifier, sign)
            event.setTimestamp(pressed_ms + place)
            QCoreApplication.sendEvent(window, event)


def _time_of_a_key(window: QWindow) -> int:
    """What the system's clock of keys says now; Shift alone means nothing to anybody."""
    ear = _Ear()
    window.installEventFilter(ear)
    QTest.keyClick(window, Qt.Key.Key_Shift)
    window.removeEventFilter(ear)
    return ear.heard_ms


class _Ear(QObject):
    """Notes when the last key was pressed."""

    heard_ms = 0

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        """Listen and let pass."""
        if isinstance(event, QKeyEvent):
            self.heard_ms = int(event.timestamp())
        return False
