"""The three ways in which reservations are promised, each with what it means, so that they can be compared."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from pos.domain.online_order import OrderMode
from pos.wording import Wording
from ui.online.rule_words import MODE_NAMES, MODE_WORDS
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label

MODES: Final = tuple(OrderMode)


class ModeChoice(QWidget):
    """Shows one mode as taken and says which one a person taps, taken already or not."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        about = wording("How goods are promised")
        self.setAccessibleName(about)
        self.keys = tuple(self._key(theme, wording, about, mode) for mode in MODES)
        self.told = tuple(label(wording(MODE_WORDS[mode]), role="soft", wrap=True) for mode in MODES)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(MARGIN)
        grid.setVerticalSpacing(GAP)
        grid.setColumnStretch(1, 1)
        for row, (key, told) in enumerate(zip(self.keys, self.told, strict=True)):
            grid.addWidget(key, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(told, row, 1, Qt.AlignmentFlag.AlignVCenter)

    def show_chosen(self, chosen: OrderMode) -> None:
        """Mark one mode."""
        for mode, key in zip(MODES, self.keys, strict=True):
            key.setChecked(mode is chosen)

    def _key(self, theme: Theme, wording: Wording, about: str, mode: OrderMode) -> KeyButton:
        words = wording(MODE_NAMES[mode])
        key = KeyButton(theme, words, partial(self.chosen.emit, mode), kind="choice")
        key.setCheckable(True)
        key.setAccessibleName(f"{about}: {words}")
        key.setAccessibleDescription(wording(MODE_WORDS[mode]))
        return key
