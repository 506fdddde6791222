"""The page that stands where the sell screen would, when the shop's file cannot be opened."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.wording import Wording
from ui.messages import Message
from ui.theme import MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import card, label


class TroublePage(QWidget):
    """Says what happened and what to do; offers to try again or to leave."""

    again_requested = Signal()
    leave_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self.setObjectName("page")
        self.title = label(role="title", wrap=True)
        self.happened = label(wrap=True)
        self.to_do = label(wrap=True)
        self.again_key = KeyButton(theme, wording("Try again"), self.again_requested.emit, kind="primary", px=16)
        self.leave_key = KeyButton(theme, wording("Close"), self.leave_requested.emit)
        middle = card()
        middle.setFixedWidth(theme.room(560))
        column = QVBoxLayout(middle)
        column.setContentsMargins(32, 28, 32, 28)
        column.setSpacing(MARGIN)
        for widget in (self.title, self.happened, self.to_do):
            column.addWidget(widget)
        keys = QHBoxLayout()
        keys.setSpacing(MARGIN)
        keys.addWidget(self.leave_key)
        keys.addWidget(self.again_key, 1)
        column.addLayout(keys)
        QVBoxLayout(self).addWidget(middle, 0, Qt.AlignmentFlag.AlignCenter)

    def say(self, message: Message) -> None:
        """Show an error in words."""
        self.title.setText(message.title)
        self.happened.setText(message.happened)
        self.to_do.setText(message.to_do)
        self.to_do.setVisible(bool(message.to_do))
        self.again_key.setFocus(Qt.FocusReason.OtherFocusReason)
