"""A sheet that asks for one figure: how many, how much it weighs, or what it costs."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from pos.domain.errors import ShopError
from pos.domain.quantity import Unit
from pos.wording import Wording
from ui.messages import explain
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.figure_edit import FigureEdit
from ui.widgets.key_button import KeyButton
from ui.widgets.keypad import Keypad
from ui.widgets.labels import label
from ui.widgets.sheet import Sheet


class FigureSheet(Sheet):
    """A box for the figure, a line below it, digits to tap, and one key that accepts it.

    Who derives from it fills `room` with more, follows `_typed` and answers `confirm`.
    """

    def __init__(
        self, theme: Theme, wording: Wording, *, title: str, asks: str, accept: str, unit: Unit | None
    ) -> None:
        super().__init__(theme, title)
        self._wording = wording
        self.figure = FigureEdit(asks, unit)
        self.below = label(role="soft", wrap=True)
        self.room = QVBoxLayout()
        self.accept_key = KeyButton(theme, accept, self.confirm, key=wording("Enter"), kind="primary", px=16)
        keypad = Keypad(theme, wording)
        keypad.tapped.connect(self.figure.tap)
        keypad.erased.connect(self.figure.backspace)
        back = KeyButton(theme, wording("Back"), self.go_back, key=wording("Esc"))
        self.body.addWidget(label(asks, role="soft"))
        self.body.addWidget(self.figure)
        self.body.addWidget(self.below)
        self.room.setSpacing(GAP)
        self.body.addLayout(self.room)
        self.body.addWidget(keypad)
        keys = QHBoxLayout()
        keys.setSpacing(MARGIN)
        keys.addWidget(back)
        keys.addWidget(self.accept_key, 1)
        self.body.addLayout(keys)
        self.card.setMinimumWidth(theme.room(400))
        self.figure.textChanged.connect(self._typed)

    def _typed(self) -> None:
        """Follow what stands in the box."""
        self._say("")

    def _say(self, text: str, *, role: str = "soft") -> None:
        self.below.setProperty("role", role)
        self.below.style().polish(self.below)
        self.below.setText(text)

    def _complain(self, problem: ShopError) -> None:
        self._say(explain(problem, self._wording).in_short, role="danger")
        self.figure.selectAll()
