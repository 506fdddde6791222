"""The first rows of a list, as text: what was understood of each, then its cells."""

from __future__ import annotations

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from pos.exchange.product_lists.entry import Refusal
from pos.exchange.product_lists.layout import Layout, Proposal, RawRow
from pos.exchange.product_lists.reading import interpret
from pos.wording import Wording
from ui.imports.figure_words import understood
from ui.theme import Theme

UNDERSTOOD = 0
_Index = QModelIndex | QPersistentModelIndex


class PreviewModel(QAbstractTableModel):
    """One row a row of the list; column 0 says what was understood, the others are the file's."""

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._theme, self._wording = theme, wording
        self._headings: tuple[str, ...] = ()
        self._rows: tuple[RawRow, ...] = ()
        self._said: list[str] = []
        self._inks: list[str] = []

    def show_list(self, proposal: Proposal, layout: Layout) -> None:
        """Show a list read by a layout."""
        self.beginResetModel()
        self._headings = proposal.headings
        self._rows = proposal.rows
        read = [interpret(row, layout) for row in proposal.rows]
        self._said = [understood(one, self._wording) for one in read]
        self._inks = ["danger" if isinstance(one, Refusal) else "amber" if one.flags else "ink" for one in read]
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many rows are shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """The file's columns, and the one that says what was understood."""
        return 0 if parent.isValid() else len(self._headings) + 1

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's text; what was understood has the colour of what is to be said, beside the words."""
        row, column = index.row(), index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._said[row] if column == UNDERSTOOD else self._cell(row, column - 1)
        if role == Qt.ItemDataRole.ForegroundRole and column == UNDERSTOOD:
            return QColor(getattr(self._theme.tokens, self._inks[row]))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The file's headings, and the line a row begins on."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return str(self._rows[section].line)
        if section == UNDERSTOOD:
            return self._wording("Understood as")
        return self._headings[section - 1] or self._wording("Column {number}").format(number=section)

    def _cell(self, row: int, column: int) -> str:
        cells = self._rows[row].cells
        return " ".join(cells[column].split())[:200] if column < len(cells) else ""
