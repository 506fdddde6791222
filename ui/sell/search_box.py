"""The box for words and codes; what it does not need itself it leaves to the page."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from pos.wording import Wording
from ui.sell import multiplier
from ui.sell.keys import is_the_pages_in_an_empty_box
from ui.sell.multiplier import Typed

LONGEST = 120


class SearchBox(QLineEdit):
    """Says what is looked for at every letter, and what Enter chose."""

    searched = Signal(str)
    entered = Signal(object)

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self.setPlaceholderText(wording("Search or scan") + "   F2")
        self.setAccessibleName(wording("Search for an article or type its code"))
        self.setMaxLength(LONGEST)
        self.setClearButtonEnabled(True)
        self._words = ""
        self.textChanged.connect(self._changed)

    @property
    def typed(self) -> Typed:
        """The quantity and the words that stand in the box."""
        return multiplier.read(self.text())

    def event(self, event: QEvent) -> bool:
        """While the box is empty, undo and the like are the page's; Ctrl+E always is."""
        if event.type() is QEvent.Type.ShortcutOverride and (not self.text() or _edits(event)):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter says what was typed; keys that mean the ticket are passed on while the box is empty."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat() and self.typed.words:
                self.entered.emit(self.typed)
            event.accept()
        elif self._is_the_pages(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _is_the_pages(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down):
            return True
        if self.text():
            return False
        return is_the_pages_in_an_empty_box(event)

    def _changed(self) -> None:
        words = self.typed.words
        if words != self._words:
            self._words = words
            self.searched.emit(words)


def _edits(event: QEvent) -> bool:
    """Ctrl+E, which a text box would take for the end of the line."""
    control = Qt.KeyboardModifier.ControlModifier
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_E and event.modifiers() == control
