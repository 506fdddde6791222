"""A page with words on the left and a paper on the right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.wording import Wording
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.paper import Paper


class BesidePaper(QWidget):
    """Who derives puts words and keys into `left`; the paper shows pages of `pos.receipts.html`."""

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._theme, self._wording = theme, wording
        self.paper = Paper(theme, wording)
        self.paper.setAccessibleName(wording("Paper of the closing"))
        self.left = QVBoxLayout()
        self.left.setSpacing(GAP)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(MARGIN)
        columns.addLayout(self.left, 1)
        columns.addWidget(self.paper)
