"""The first thing one reads of the window: whether it is well, and if not, what to do."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from pos.wording import Wording
from ui.icons import Icons
from ui.online.standing_words import Standing, Tone
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label

_MARKS: Final = {Tone.WELL: "● ", Tone.QUIET: "", Tone.LOOK_HERE: "▲ "}
_GROUNDS: Final = {Tone.WELL: "well", Tone.QUIET: "quiet", Tone.LOOK_HERE: "ask"}


class StandingPanel(QFrame):
    """Shows a standing; offers to try again and to join with a new code."""

    again_requested = Signal()
    join_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording, icons: Icons) -> None:
        super().__init__()
        self._tone: Tone | None = None
        self.title = label(role="title", wrap=True)
        self.line = label(wrap=True)
        self.join_key = KeyButton(theme, wording("Join with a new code"), self.join_requested.emit)
        self.again_key = KeyButton(theme, wording("Try again"), self.again_requested.emit)
        icons.give(self.again_key, "fa6s.rotate-right")
        keys = QHBoxLayout()
        keys.setSpacing(GAP)
        keys.addWidget(self.join_key)
        keys.addWidget(self.again_key)
        keys.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 12, MARGIN, 12)
        column.setSpacing(GAP)
        for widget in (self.title, self.line):
            column.addWidget(widget)
        column.addLayout(keys)

    def show_standing(self, standing: Standing) -> bool:
        """Replace what is shown; whether it says something else than before."""
        before = self.title.text()
        self.title.setText(_MARKS[standing.tone] + standing.title)
        self.line.setText(standing.line)
        self.line.setVisible(bool(standing.line))
        self.again_key.setVisible(standing.can_retry)
        self.join_key.setVisible(standing.needs_code)
        if standing.tone is not self._tone:
            self._tone = standing.tone
            self.setProperty("role", _GROUNDS[standing.tone])
            self.style().polish(self)
        return self.title.text() != before
