"""What stands in place of the articles where there is none: why, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import GAP, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label

_WIDEST = 520


class EmptyShelf(QWidget):
    """A sentence, a hint below it, and at most two keys."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.title = label(role="title", wrap=True)
        self.hint = label(role="soft", wrap=True)
        self._said: tuple[str, ...] = ()
        self._shown: list[KeyButton] = []
        self._keys = QHBoxLayout()
        self._keys.setSpacing(GAP)
        self._keys.addStretch(1)
        self._keys.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(GAP)
        column.addStretch(2)
        for text in (self.title, self.hint):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(text)
        column.addSpacing(GAP)
        column.addLayout(self._keys)
        column.addStretch(3)

    def say(self, title: str, hint: str = "", keys: Sequence[tuple[str, Callable[[], object]]] = ()) -> None:
        """Replace what it says and offers; the first key is the main one, and keys that say the same stay."""
        said = (title, hint, *(text for text, _ in keys))
        if said == self._said:
            return
        self._said = said
        self.title.setText(title)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        for key in self._shown:
            self._keys.removeWidget(key)
            key.hide()
            key.deleteLater()
        self._shown = [
            KeyButton(self._theme, text, pressed, kind="" if place else "primary")
            for place, (text, pressed) in enumerate(keys)
        ]
        for place, key in enumerate(self._shown, 1):
            self._keys.insertWidget(place, key)
