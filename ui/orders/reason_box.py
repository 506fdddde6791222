"""The question before a reservation is refused or let go: why, in words its customer reads."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from pos.domain.online_order import Deed
from pos.wording import Wording
from ui.orders.order_words import REASONS
from ui.theme import GAP, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label

LONGEST = 200


class ReasonBox(QWidget):
    """Asks in the sheet, over no other window; says the reason, or that it is not done."""

    given = Signal(str)
    stayed = Signal()

    def __init__(self, theme: Theme, wording: Wording, deed: Deed, *, number: str) -> None:
        super().__init__()
        asked = wording("Refuse {number}?") if deed is Deed.REJECT else wording("Let {number} go?")
        does = wording("Refuse") if deed is Deed.REJECT else wording("Let it go")
        self.question = label(asked.format(number=number), role="title", wrap=True)
        told = label(wording("Why? The customer reads it."), role="soft", wrap=True)
        self.text = QLineEdit(wording(REASONS[deed][0]))
        self.text.setAccessibleName(wording("Reason, as the customer reads it"))
        self.text.setMaxLength(LONGEST)
        self.text.selectAll()
        self.reason_keys = tuple(self._reason(theme, wording(words)) for words in REASONS[deed])
        self.do_key = KeyButton(theme, does, self.give, key=wording("Enter"), kind="danger", px=16)
        self.stay_key = KeyButton(theme, wording("Back"), self.stayed.emit, key=wording("Esc"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        for widget in (self.question, told, *self.reason_keys, self.text, self.do_key, self.stay_key):
            column.addWidget(widget)

    def give(self) -> None:
        """Say the reason as it stands in the box."""
        self.given.emit(" ".join(self.text.text().split()))

    def _reason(self, theme: Theme, words: str) -> KeyButton:
        key = KeyButton(theme, words, partial(self._take, words), kind="choice")
        key.setAccessibleDescription(words)
        return key

    def _take(self, words: str) -> None:
        self.text.setText(words)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
