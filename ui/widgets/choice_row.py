"""A few keys of which one is chosen, each reached by Tab and hit by a finger."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.theme import GAP, Theme
from ui.widgets.key_button import KeyButton


class ChoiceRow(QWidget):
    """Shows one choice as taken and says which one a person taps, taken already or not."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, said: Sequence[str], *, about: str, columns: int = 0) -> None:
        """Lay out the keys.

        Args:
            theme: the look.
            said: the words on the keys.
            about: what is chosen, for screen readers.
            columns: how many keys stand side by side; all of them unless told.
        """
        super().__init__()
        self.setAccessibleName(about)
        self.keys = tuple(self._key(theme, about, place, words) for place, words in enumerate(said))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(GAP)
        for place, key in enumerate(self.keys):
            row, column = divmod(place, columns or len(self.keys))
            grid.addWidget(key, row, column)

    def show_chosen(self, chosen: int | None) -> None:
        """Mark one key, or none."""
        for place, key in enumerate(self.keys):
            key.setChecked(place == chosen)

    def _key(self, theme: Theme, about: str, place: int, words: str) -> KeyButton:
        key = KeyButton(theme, words, partial(self._tapped, place), kind="choice")
        key.setCheckable(True)
        key.setAccessibleName(f"{about}: {words}")
        return key

    def _tapped(self, place: int) -> None:
        self.chosen.emit(place)
