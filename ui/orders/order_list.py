"""The list of reservations on the left of the sheet; letters typed here are the search box's."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from pos.wording import Wording
from ui.orders.order_model import Index, OrderModel
from ui.theme import Theme
from ui.widgets.two_lines import TwoLines, TwoLinesDelegate

_KEYS = Qt.Key
_MOVES: Final = frozenset(
    {_KEYS.Key_Up, _KEYS.Key_Down, _KEYS.Key_PageUp, _KEYS.Key_PageDown, _KEYS.Key_Home, _KEYS.Key_End}
)


class OrderDelegate(TwoLinesDelegate):
    """Paints a row: number, name and state, and below the articles and until when."""

    def lines(self, index: Index) -> TwoLines | None:
        """What the model says."""
        model = index.model()
        return model.lines(index) if isinstance(model, OrderModel) else None


class OrderList(QListView):
    """Says which row was chosen, by key or by tap."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, wording: Wording, model: OrderModel) -> None:
        super().__init__()
        self.setAccessibleName(wording("Reservations"))
        self.setModel(model)
        self._delegate = OrderDelegate(theme)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Another row was chosen."""
        super().currentChanged(current, previous)
        self.chosen.emit(current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moves move; the rest is the sheet's."""
        if event.key() in _MOVES:
            super().keyPressEvent(event)
        else:
            event.ignore()
