"""What was asked for, what this shop itself has of it, and who has it in town."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QAbstractButton, QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pos.domain.catalogue import StockedProduct
from pos.domain.demand import LONGEST_WORDS
from pos.operations.demanding import is_there
from pos.wording import Wording
from ui.demand.town_list import TownList
from ui.theme import MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label

PAUSE_MS: Final = 300
"""Between the last letter and the question: the town is not asked for every one of them."""


class AskPage(QWidget):
    """Says what is to be noted, looked for, or held elsewhere."""

    note_requested = Signal(str)
    asked = Signal(str)
    """What stands in the box, once nobody types."""
    list_requested = Signal()
    close_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording, words: str) -> None:
        super().__init__()
        self._theme, self._wording = theme, wording
        self.words = QLineEdit(words)
        self.words.setAccessibleName(wording("What was asked for"))
        self.words.setPlaceholderText(wording("What was asked for"))
        self.words.setMaxLength(LONGEST_WORDS)
        self.words.selectAll()
        self.note_key = KeyButton(theme, wording("Note it"), self.note, key=wording("Enter"), kind="primary", px=16)
        self.here = label(wrap=True)
        self.here.hide()
        self.town = TownList(theme, wording)
        self.town.hide()
        self.list_key = KeyButton(theme, wording("Everything asked for in vain…"), self.list_requested.emit)
        self.close_key = KeyButton(theme, wording("Close"), self.close_requested.emit, key=wording("Esc"))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(lambda: self.asked.emit(self.words.text()))
        self.words.textEdited.connect(lambda _: self._pause.start(PAUSE_MS))
        self._lay_out()

    def fill(self, words: str) -> None:
        """Write something else into the box, to be looked for at once."""
        self.words.setText(words)
        self.words.selectAll()
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)
        self._pause.start(0)

    def show_here(self, meant: StockedProduct | None) -> None:
        """Say what this shop itself has of what was asked for."""
        wording = self._wording
        self.here.setVisible(meant is not None)
        if meant is None:
            return
        name, there = meant.product.name, is_there(meant)
        if there and meant.on_hand is not None:
            quantity = wording.quantity(meant.on_hand, meant.product.unit)
            said = wording("In this shop: {name}, {quantity} in stock").format(name=name, quantity=quantity)
        elif meant.on_hand is None:
            said = wording("In this shop: {name}, never counted").format(name=name)
        else:
            said = wording("In this shop: {name}, none left").format(name=name)
        self.here.setText(said)
        self.here.setProperty("role", "accent" if there else "soft")
        self.here.style().polish(self.here)

    def note(self) -> None:
        """Note what stands in the box; an empty one waits for words."""
        words = self.words.text().strip()
        if words:
            self.note_requested.emit(words)
        else:
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def confirm(self) -> None:
        """Enter: what the key under the cursor says, else note."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QAbstractButton) and self.isAncestorOf(focus):
            focus.click()
        else:
            self.note()

    def go(self, steps: int) -> None:
        """Up and down: from the box to the shops, and back."""
        if not self.town.go(steps):
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        asked = QHBoxLayout()
        asked.setSpacing(MARGIN)
        asked.addWidget(self.words, 1)
        asked.addWidget(self.note_key)
        keys = QHBoxLayout()
        keys.setSpacing(MARGIN)
        keys.addWidget(self.list_key)
        keys.addStretch(1)
        keys.addWidget(self.close_key)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(MARGIN)
        page.addLayout(asked)
        page.addWidget(self.here)
        page.addWidget(self.town, 1)
        page.addLayout(keys)
