"""Writes into whatever has the focus, as a keyboard would.

Keys go straight to the widget, past the window where scans are heard: two quick thumbs are never a scanner.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

_TEXTS = {Qt.Key.Key_Return: "\r"}


def write(sign: str) -> None:
    """One sign."""
    _strike(_key_of(sign), sign)


def press(key: Qt.Key) -> None:
    """A key that writes nothing: Enter, the eraser, the arrows."""
    _strike(key, _TEXTS.get(key, ""))


def _strike(key: Qt.Key, text: str) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        target = QApplication.focusWidget()
        if target is not None:
            QCoreApplication.sendEvent(target, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))


def _key_of(sign: str) -> Qt.Key:
    """Qt's key for a sign; signs of Latin-1 are their own numbers there, small letters under their capital's."""
    number = ord(sign.upper()) if len(sign.upper()) == 1 else ord(sign)
    return Qt.Key(number) if number < 0x80 else Qt.Key.Key_unknown
