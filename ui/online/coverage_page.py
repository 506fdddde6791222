"""How much of each category the window shows, the least complete first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QVBoxLayout, QWidget

from pos.database.coverage import Coverage
from pos.wording import Wording
from ui.online.coverage_rows import CoverageDelegate, CoverageModel
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label

_HIGH = 300


class CoveragePage(QWidget):
    """Shows the categories, and says that the articles are wanted."""

    articles_requested = Signal()
    back_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self.told = label(
            wording("An article is complete when it is shown online and has a price, a barcode and a known level."),
            role="soft",
            wrap=True,
        )
        self.model = CoverageModel(wording)
        self.list = QListView()
        self.list.setAccessibleName(wording("Shown online, by category"))
        self.list.setModel(self.model)
        self._delegate = CoverageDelegate(theme, self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setMinimumHeight(theme.room(_HIGH))
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTabKeyNavigation(False)
        self.nothing = label(wording("No article here yet."), role="soft", wrap=True)
        self.back_key = KeyButton(theme, wording("Back"), self.back_requested.emit, key=wording("Esc"))
        self.articles_key = KeyButton(
            theme, wording("Open the list of articles"), self.confirm, key=wording("Enter"), kind="primary", px=16
        )
        self._lay_out()

    def begin(self, rows: Sequence[Coverage]) -> QWidget:
        """Show categories; gives the widget to begin with."""
        self.model.show_rows(rows)
        self.nothing.setHidden(bool(rows))
        self.list.setVisible(bool(rows))
        if not rows:
            return self.back_key
        self.list.setCurrentIndex(self.model.index(0))
        return self.list

    def confirm(self) -> None:
        """Enter: on to the articles."""
        self.articles_requested.emit()

    def _lay_out(self) -> None:
        keys = QHBoxLayout()
        keys.setSpacing(MARGIN)
        keys.addWidget(self.back_key)
        keys.addWidget(self.articles_key, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(GAP)
        page.addWidget(label(self._wording("Shown online, by category"), role="title", wrap=True))
        page.addWidget(self.told)
        page.addWidget(self.nothing)
        page.addWidget(self.list, 1)
        page.addSpacing(GAP)
        page.addLayout(keys)
