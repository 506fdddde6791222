"""A list whose rows are two lines each: it says which row was chosen, and leaves all other keys to its sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from ui.theme import Theme
from ui.widgets.two_lines import Index, TwoLines, TwoLinesDelegate

_KEYS = Qt.Key
_MOVES: Final = frozenset(
    {_KEYS.Key_Up, _KEYS.Key_Down, _KEYS.Key_PageUp, _KEYS.Key_PageDown, _KEYS.Key_Home, _KEYS.Key_End}
)
ROOT: Final = QModelIndex()

Entry = TypeVar("Entry")


class TwoLinesModel(QAbstractListModel, Generic[Entry]):
    """Rows are entries, in the order they are given."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: tuple[Entry, ...] = ()

    @property
    def entries(self) -> Sequence[Entry]:
        """What is listed, from the top."""
        return self._entries

    def show(self, entries: Sequence[Entry]) -> None:
        """Replace the rows."""
        self.beginResetModel()
        self._entries = tuple(entries)
        self.endResetModel()

    def entry(self, index: Index) -> Entry | None:
        """The entry of a row."""
        return self._entries[index.row()] if 0 <= index.row() < len(self._entries) else None

    def lines(self, index: Index) -> TwoLines | None:
        """A row in two lines; who derives knows its entries."""
        raise NotImplementedError

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many there are."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The entry in words."""
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        lines = self.lines(index)
        said = () if lines is None else (lines.name, lines.figure, lines.below, lines.moment)
        return ", ".join(one for one in said if one) or None


class _Delegate(TwoLinesDelegate):
    """Paints what the model says."""

    def lines(self, index: Index) -> TwoLines | None:
        """What the model says."""
        model = index.model()
        return model.lines(index) if isinstance(model, TwoLinesModel) else None


class TwoLinesList(QListView):
    """Says which row was chosen, by key or by tap."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, name: str, model: TwoLinesModel[Any]) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setModel(model)
        self._delegate = _Delegate(theme)
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
