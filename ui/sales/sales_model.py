"""The sales that answer a question, read page by page as they come into sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from pos.domain.sale import SaleEntry
from pos.domain.sale_question import AnySale, Question
from pos.operations.finding import find_sales
from pos.wording import Wording
from ui.background import Background

PAGE: Final = 40
Index = QModelIndex | QPersistentModelIndex
ROOT: Final = QModelIndex()


class SalesModel(QAbstractListModel):
    """Rows are entries; a page is asked of the reading thread when the view comes near the end of the last one."""

    answered = Signal()
    """The first page of a question is there, empty when nothing was found."""

    def __init__(self, reading: Background, wording: Wording) -> None:
        super().__init__()
        self._reading, self._wording = reading, wording
        self._question: Question = AnySale()
        self._entries: list[SaleEntry] = []
        self._whole = True
        self._waiting = False

    @property
    def question(self) -> Question:
        """What was asked last."""
        return self._question

    def ask(self, question: Question) -> None:
        """Answer another question; pages of earlier ones that are still on their way are dropped."""
        self._question = question
        self._read(None)

    def entry(self, index: Index) -> SaleEntry:
        """The sale of a row."""
        return self._entries[index.row()]

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many were read so far."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The sale in words, for screen readers; the delegate paints from `entry`."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            entry, wording = self._entries[index.row()], self._wording
            number = wording("Ticket {number}").format(number=entry.number)
            return ", ".join((number, wording.date_time(entry.sold_at), wording.money(entry.total), *entry.names))
        return None

    def canFetchMore(self, parent: Index) -> bool:
        """Whether the end was not reached yet."""
        return not (parent.isValid() or self._whole or self._waiting)

    def fetchMore(self, _parent: Index) -> None:
        """Ask for the next page."""
        if self._entries:
            self._read(self._entries[-1])

    def _read(self, after: SaleEntry | None) -> None:
        question = self._question
        self._waiting = True
        self._reading.run(
            lambda db: find_sales(db, question, after=after, limit=PAGE),
            lambda page: self._arrive(page, question, after),
            owner=self,
        )

    def _arrive(self, page: Sequence[SaleEntry], question: Question, after: SaleEntry | None) -> None:
        if question is not self._question or (after is not None and after is not self._entries[-1]):
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
