"""What the brake holds back: so many articles would change at once that a person decides first."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from pos.wording import Wording
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label


class BrakePanel(QFrame):
    """Asks what is to be done about the differences that are held back; hidden while there is none."""

    repair_requested = Signal()
    leave_requested = Signal()
    report_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self.setProperty("role", "ask")
        self.title = label(role="title", wrap=True)
        self.line = label(
            wording(
                "Till and window differ in more articles than usual, so nothing of it is repaired by itself. "
                "Look at the report; then let the till’s figures be sent, or leave the window as it is."
            ),
            wrap=True,
        )
        self.repair_key = KeyButton(theme, wording("Repair all"), self.repair_requested.emit)
        self.leave_key = KeyButton(theme, wording("Leave it"), self.leave_requested.emit)
        self.report_key = KeyButton(theme, wording("See the report"), self.report_requested.emit)
        keys = QHBoxLayout()
        keys.setSpacing(MARGIN)
        for key in (self.report_key, self.repair_key, self.leave_key):
            keys.addWidget(key)
        keys.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 12, MARGIN, 12)
        column.setSpacing(GAP)
        column.addWidget(self.title)
        column.addWidget(self.line)
        column.addLayout(keys)
        self.hide()

    def show_held(self, held: int) -> None:
        """Say how many differences are held back."""
        said = self._wording.plural("{count} difference is held back", "{count} differences are held back", held)
        self.title.setText("▲ " + said.format(count=self._wording.number(held)))
        self.setVisible(held > 0)
