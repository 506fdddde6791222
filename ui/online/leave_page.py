"""Asks once more before the shop leaves the catalogue, and says what that means."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.wording import Wording
from ui.theme import MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label


class LeavePage(QWidget):
    """Says whether the person stays or leaves."""

    leave_requested = Signal()
    stay_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self.question = label(role="title", wrap=True)
        told = (
            wording("The till sends nothing there any more and forgets its key."),
            wording("The shop’s page stays; its figures grow old, say so, and disappear after a day."),
            wording("Sales, stock and articles in this till stay as they are."),
            wording("To come back, join again with a new pairing code: everything is then sent anew."),
        )
        self.stay_key = KeyButton(theme, wording("Stay"), self.stay_requested.emit, key=wording("Esc"), px=16)
        self.leave_key = KeyButton(theme, wording("Leave the catalogue"), self._leave, kind="danger", px=16)
        keys = QHBoxLayout()
        keys.setSpacing(MARGIN)
        keys.addWidget(self.stay_key, 1)
        keys.addWidget(self.leave_key, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(MARGIN)
        page.addWidget(self.question)
        for sentence in told:
            page.addWidget(label(sentence, wrap=True))
        page.addLayout(keys)

    def ask(self, shop_name: str) -> QWidget:
        """Ask about a shop; gives the key that changes nothing."""
        self.question.setText(self._wording("Shall {shop} leave the catalogue?").format(shop=shop_name))
        self.leave_key.setEnabled(True)
        return self.stay_key

    def confirm(self) -> None:
        """Enter alone decides nothing: the key that has the focus does."""

    def _leave(self) -> None:
        self.leave_key.setEnabled(False)
        self.leave_requested.emit()
