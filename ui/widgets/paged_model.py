"""A list whose rows are read page by page as they come into sight."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from ui.background import Background

if TYPE_CHECKING:
    from pos.database.connection import Database

PAGE: Final = 40
Index = QModelIndex | QPersistentModelIndex
ROOT: Final = QModelIndex()
T = TypeVar("T")

Read = Callable[["Database", T | None], Sequence[T]]
"""A page of entries, those after one, or the first page for None; a page shorter than PAGE is the last."""


class PagedModel(QAbstractListModel, Generic[T]):
    """Rows are entries; a page is asked of the reading thread when the view comes near the end of the last one."""

    answered = Signal()
    """The first page is there, empty when there is nothing."""

    def __init__(self, reading: Background, words: Callable[[T], str]) -> None:
        """Nothing is read yet.

        Args:
            reading: reads the pages.
            words: an entry in words, for screen readers; delegates paint from `entry`.
        """
        super().__init__()
        self._reading, self._words = reading, words
        self._read_page: Read[T] | None = None
        self._entries: list[T] = []
        self._whole = True
        self._waiting = False

    def show(self, read: Read[T]) -> None:
        """Show other entries; pages of earlier ones that are still on their way are dropped."""
        self._read_page = read
        self._read(None)

    def entry(self, index: Index) -> T:
        """The entry of a row."""
        return self._entries[index.row()]

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many were read so far."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The entry in words."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(self._entries[index.row()])
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Whether the end was not reached yet."""
        return not (parent.isValid() or self._whole or self._waiting)

    def fetchMore(self, _parent: Index) -> None:
        """Ask for the next page."""
        if self._entries:
            self._read(self._entries[-1])

    def _read(self, after: T | None) -> None:
        read = self._read_page
        if read is None:
            return
        self._waiting = True
        self._reading.run(
            lambda db: read(db, after),
            lambda page: self._arrive(page, read, after),
            owner=self,
        )

    def _arrive(self, page: Sequence[T], read: Read[T], after: T | None) -> None:
        if read is not self._read_page or (after is not None and after is not self._entries[-1]):
            return
        self._waiting = False
        self._whole = len(page) < PAGE
        if after is None:
            self.beginResetModel()
            self._entries = list(page)
            self.endResetModel()
            self.answered.emit()
        elif page:
            self.beginInsertRows(ROOT, len(self._entries), len(self._entries) + len(page) - 1)
            self._entries += page
            self.endInsertRows()
