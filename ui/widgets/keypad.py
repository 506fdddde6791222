"""Digits to tap where there is no keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from pos.wording import Wording
from ui.theme import GAP, TOUCH, Theme

_ERASE = "⌫"
_ROWS = ("789", "456", "123")


class Keypad(QWidget):
    """Ten digits, a comma where one is wanted, and a key that erases; never takes the focus from the box it fills."""

    tapped = Signal(str)
    erased = Signal()

    def __init__(self, theme: Theme, wording: Wording, *, decimal: bool = True) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GAP)
        last_row = ("0", wording.decimal, _ERASE) if decimal else ("", "0", _ERASE)
        for row, signs in enumerate((*_ROWS, last_row)):
            for column, sign in enumerate(signs):
                if sign:
                    grid.addWidget(self._key(theme, wording, sign), row, column)

    def _key(self, theme: Theme, wording: Wording, sign: str) -> QPushButton:
        key = QPushButton(sign)
        key.setFont(theme.font(22))
        key.setProperty("kind", "digit")
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        key.setMinimumSize(theme.room(TOUCH + 16), theme.room(TOUCH + 4))
        if sign == _ERASE:
            key.setAccessibleName(wording("Erase"))
            key.setAutoRepeat(True)
            key.clicked.connect(lambda: self.erased.emit())
        else:
            key.setAccessibleName(sign if sign.isdigit() else wording("Comma"))
            key.clicked.connect(lambda: self.tapped.emit(sign))
        return key
