"""The categories as tabs, each with its colour; the last shows everything."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QTabBar, QToolButton

from pos.domain.catalogue import Category
from pos.wording import Wording
from ui.theme import Theme

_DOT = 14


class CategoryBar(QTabBar):
    """Says which category is wanted; None stands for all products."""

    wanted = Signal(object)

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._theme, self._wording = theme, wording
        self._categories: tuple[Category, ...] = ()
        self.setAccessibleName(wording("Categories"))
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setIconSize(QSize(_DOT, _DOT))
        self.currentChanged.connect(self._chosen)
        theme.changed.connect(self._colour_dots)

    @property
    def current(self) -> Category | None:
        """The chosen category; None for all products."""
        place = self.currentIndex()
        return self._categories[place] if 0 <= place < len(self._categories) else None

    def show_categories(self, categories: Sequence[Category]) -> None:
        """Replace the tabs and keep the chosen one where it still exists."""
        chosen = self.current.id if self.current is not None else None
        blocked = self.blockSignals(True)
        while self.count():
            self.removeTab(0)
        self._categories = tuple(categories)
        for category in categories:
            self.addTab(self._dot(category), category.name.replace("&", "&&"))
        self.addTab(self._wording("All"))
        places = [place for place, category in enumerate(categories) if category.id == chosen]
        self.setCurrentIndex(places[0] if places else 0)
        self.blockSignals(blocked)

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
        for place, category in enumerate(self._categories):
            self.setTabIcon(place, self._dot(category))

    def _dot(self, category: Category) -> QIcon:
        return _dot(self._theme.dot(category.colour), self.devicePixelRatioF())


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
