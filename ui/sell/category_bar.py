"""The tabs over the articles: the favourites, the categories each with its colour, and everything."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QTabBar, QToolButton

from pos.domain.catalogue import Category
from pos.wording import Wording
from ui.theme import Theme

_DOT = 14


class Tab(Enum):
    """The tabs that are no category."""

    FAVOURITES = auto()
    ALL = auto()


class CategoryBar(QTabBar):
    """Says which tab is wanted: a category, the favourites, or all products."""

    wanted = Signal(object)

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._theme, self._wording = theme, wording
        self._tabs: tuple[Category | Tab, ...] = ()
        self.setAccessibleName(wording("Categories"))
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setIconSize(QSize(_DOT, _DOT))
        self.currentChanged.connect(self._chosen)
        theme.changed.connect(self._colour_dots)

    @property
    def current(self) -> Category | Tab:
        """The chosen tab."""
        place = self.currentIndex()
        return self._tabs[place] if 0 <= place < len(self._tabs) else Tab.ALL

    def show_categories(self, categories: Sequence[Category], *, begin_with: Tab | None = None) -> None:
        """Replace the tabs and keep the chosen one where it still exists.

        Args:
            categories: in their order.
            begin_with: the tab to choose where none was; the first category unless told.
        """
        chosen = _name(self.current) if self._tabs else begin_with
        blocked = self.blockSignals(True)
        while self.count():
            self.removeTab(0)
        self._tabs = (Tab.FAVOURITES, *categories, Tab.ALL)
        self.addTab("★ " + self._wording("Favourites"))
        for category in categories:
            self.addTab(self._dot(category), category.name.replace("&", "&&"))
        self.addTab(self._wording("All"))
        places = [place for place, tab in enumerate(self._tabs) if _name(tab) == chosen]
        self.setCurrentIndex(places[0] if places else 1)
        self.blockSignals(blocked)

    def choose(self, tab: Tab) -> None:
        """Go to a tab that is no category."""
        self.setCurrentIndex(self._tabs.index(tab))

    def finish(self) -> None:
        """What the first screen can do without: the keys that scroll say so; arrows do the same from the tabs."""
        wording = self._wording
        for key, said in zip(
            self.findChildren(QToolButton), (wording("Earlier tabs"), wording("Later tabs")), strict=True
        ):
            key.setAccessibleName(said)
            key.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _chosen(self, _place: int) -> None:
        self.wanted.emit(self.current)

    def _colour_dots(self) -> None:
        for place, tab in enumerate(self._tabs):
            if isinstance(tab, Category):
                self.setTabIcon(place, self._dot(tab))

    def _dot(self, category: Category) -> QIcon:
        return _dot(self._theme.dot(category.colour), self.devicePixelRatioF())


def _name(tab: Category | Tab) -> object:
    """What a tab is known by while categories come and go."""
    return tab.id if isinstance(tab, Category) else tab


def _dot(colour: QColor, ratio: float) -> QIcon:
    picture = QPixmap(round(_DOT * ratio), round(_DOT * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(1, 1, _DOT - 2, _DOT - 2)
    painter.end()
    return QIcon(picture)
