"""The products as tiles, as many to a row as fit."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from pos.domain.catalogue import Product
from ui.sell.product_model import ProductModel
from ui.sell.tile_delegate import TILE_HEIGHT, TILE_WIDTH, TileDelegate
from ui.theme import Theme

SCROLL_BAR: Final = 14
WIDE: Final = 900


class ProductGrid(QListView):
    """Shows tiles and says which product was chosen, by tap or by Enter.

    While `arranging` it also says which tile was dragged to another, moved by Ctrl and an arrow, or taken away.
    """

    chosen = Signal(object)
    dragged = Signal(object, int)
    shifted = Signal(object, int)
    removed = Signal(object)

    def __init__(self, theme: Theme, model: ProductModel, delegate: TileDelegate) -> None:
        super().__init__()
        self._theme = theme
        self._products = model
        self.setModel(model)
        self._tiles = delegate
        self.arranging = False
        self._columns = 1
        self._pressed = QModelIndex()
        self.setItemDelegate(delegate)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.clicked.connect(self._choose)
        model.shown.connect(self.scrollToTop)
        theme.changed.connect(self._fit)

    def take_focus(self) -> None:
        """Go to the first tile."""
        first = self._products.index(0)
        if first.isValid():
            self.selectionModel().setCurrentIndex(first, QItemSelectionModel.SelectionFlag.NoUpdate)
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def paint_again(self) -> None:
        """A picture has come.

        Asked for only then: the first time Qt gives out a widget of its own making, PySide6 makes a class of every
        widget there is, which takes a hundredth of a second.
        """
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out among the tiles of a row."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter and Space choose; letters are left to the page, which searches."""
        if self.arranging and self._arranges(event):
            event.accept()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            if not event.isAutoRepeat():
                self._choose(self.currentIndex())
            event.accept()
        elif event.key() in _MOVES:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a drag may begin."""
        self._pressed = self.indexAt(event.position().toPoint())
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A tile let go over another one was dragged there."""
        over = self.indexAt(event.position().toPoint())
        super().mouseReleaseEvent(event)
        if self.arranging and self._pressed.isValid() and over.isValid() and over != self._pressed:
            self.dragged.emit(self._product(self._pressed), over.row())

    def _arranges(self, event: QKeyEvent) -> bool:
        """Do what a key means to the tile that has the focus; whether it means anything."""
        index = self.currentIndex()
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -self._columns,
            Qt.Key.Key_Down: self._columns,
        }.get(Qt.Key(event.key()))
        if not index.isValid():
            return False
        if event.key() == Qt.Key.Key_Delete:
            self.removed.emit(self._product(index))
            return True
        if steps is None or not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        self.shifted.emit(self._product(index), steps)
        return True

    def _product(self, index: QModelIndex) -> Product:
        return self._products.tile(index).stocked.product

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self._product(index))

    def _fit(self) -> None:
        # The scroll bar's room is always left free, so that the tiles stand still when it comes and goes.
        room = self.width() - SCROLL_BAR - 2
        # On a large screen the tiles grow as well as their number: there is room for larger targets.
        wanted = self._theme.room(TILE_WIDTH) + max(0, room - WIDE) // 14
        self._columns = max(1, room // wanted)
        wide = room // self._columns
        taller = max(0, wanted - self._theme.room(TILE_WIDTH)) // 2
        cell = QSize(wide, self._theme.room(TILE_HEIGHT) + taller)
        self._tiles.fill(cell)
        self.setGridSize(cell)


_MOVES = frozenset(
    {
        Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down,
        Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
    }
)  # fmt: skip
