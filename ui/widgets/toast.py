"""A quiet notice at the foot of the screen, on the left, where no key that pays is covered.

It goes by itself and never takes the focus; a key of its own does what it offers, wherever the cursor is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from pos.wording import Wording, mark
from ui.theme import GAP, MARGIN
from ui.widgets.labels import label

SHOWN_MS = 5_000
TOAST_KEY: Final = mark("Alt+Z")
_MOVES: Final = frozenset({QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide})


class Toast(QFrame):
    """Shows one notice at a time, the latest, with one thing to do about it at most."""

    def __init__(self, over: QWidget, wording: Wording) -> None:
        super().__init__(over)
        self._over = over
        self._key = wording(TOAST_KEY)
        self._foot = 0
        self._below: QWidget | None = None
        self.setProperty("role", "toast")
        self._text = label(wrap=True)
        self._do = QPushButton()
        self._do.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._do.clicked.connect(self._act)
        self._shortcut = QShortcut(QKeySequence(TOAST_KEY), self)
        self._shortcut.setAutoRepeat(False)
        self._shortcut.activated.connect(self._act)
        self._action: Callable[[], object] | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 10, MARGIN, 10)
        row.setSpacing(MARGIN)
        row.addWidget(self._text, 1)
        row.addWidget(self._do)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        over.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """What it says, or said last."""
        return self._text.text()

    def say(self, text: str, *, action: str = "", do: Callable[[], object] | None = None) -> None:
        """Show a notice for a few seconds; screen readers say it aloud."""
        self._text.setText(text)
        self._action = do
        self._do.setText(f"{action}  {self._key}")
        self._shortcut.setEnabled(bool(action))
        self._do.setAccessibleName(action)
        self._do.setAccessibleDescription(self._key)
        self._do.setVisible(bool(action))
        self._place()
        self.show()
        self.raise_()
        self._timer.start(SHOWN_MS)
        announce(self, text)

    def withdraw(self, do: Callable[[], object]) -> None:
        """What it offers can no longer be done; where it offers something else by now, that stays."""
        if self._action == do:
            self._action = None
            self._do.hide()

    def make_room(self, foot: int) -> None:
        """Stay above so many pixels at the foot, where a keyboard stands."""
        self._foot = foot
        self._place()

    def stand_above(self, banner: QWidget) -> None:
        """Leave in sight a line that comes and goes at the foot."""
        self._below = banner
        banner.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of the screen."""
        if event.type() in _MOVES and self.isVisible():
            self._place()
        return False

    def _act(self) -> None:
        self.hide()
        if self._action is not None:
            self._action()

    def _place(self) -> None:
        over = self._over
        wide = min(560, over.width() // 2 - MARGIN)
        self._text.setMinimumWidth(0)
        self.setFixedWidth(wide)
        self.adjustSize()
        bottom = over.height() - self._foot - 64
        if self._below is not None and self._below.isVisible():
            bottom = min(bottom, self._below.mapTo(over, QPoint()).y() - GAP)
        self.move(MARGIN, bottom - self.height())


def announce(where: QObject, text: str) -> None:
    """Have a screen reader say something now, whatever it is at."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(where, text))
