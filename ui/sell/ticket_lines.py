"""The lines of a ticket as rows: texts made once, and only what changed is painted again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from pos.domain.quantity import Unit, pieces
from pos.domain.ticket import Line, Ticket
from pos.wording import Wording
from ui.theme import MARGIN, Theme
from ui.widgets.wrapping import wrap

Index = QModelIndex | QPersistentModelIndex
ROOT: Final = QModelIndex()
_ROW_PX: Final = 54
_NOTE_PX: Final = 20


@dataclass(frozen=True, slots=True)
class Row:
    """A line as it is painted."""

    line: Line
    name: str
    detail: str
    amount: str


class TicketLines(QAbstractListModel):
    """Shows a ticket; `show` replaces only the rows that differ."""

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self._rows: list[Row] = []

    def show(self, ticket: Ticket) -> int:
        """Show a ticket and give the row that changed last, -1 when nothing did."""
        lines = ticket.lines
        touched = -1
        for place in range(min(len(lines), len(self._rows))):
            if self._rows[place].line != lines[place]:
                self._rows[place] = self._row(lines[place])
                self.dataChanged.emit(self.index(place), self.index(place))
                touched = place
        if len(lines) > len(self._rows):
            self.beginInsertRows(ROOT, len(self._rows), len(lines) - 1)
            self._rows += [self._row(line) for line in lines[len(self._rows) :]]
            self.endInsertRows()
            touched = len(lines) - 1
        elif len(lines) < len(self._rows):
            self.beginRemoveRows(ROOT, len(lines), len(self._rows) - 1)
            del self._rows[len(lines) :]
            self.endRemoveRows()
            touched = min(max(touched, 0), len(lines) - 1)
        return touched

    def row(self, index: Index) -> Row:
        """What is painted there."""
        return self._rows[index.row()]

    def rowCount(self, parent: Index = ROOT) -> int:
        """How many lines there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The line in words, for screen readers; the delegate paints from `row`."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            row = self._rows[index.row()]
            return ", ".join(filter(None, (row.name, row.detail, row.line.note, row.amount)))
        return None

    def _row(self, line: Line) -> Row:
        wording = self._wording
        price = wording.money(line.unit_price)
        if line.unit is Unit.KILOGRAM:
            price = wording("{price}/kg").format(price=price)
        detail = f"{wording.quantity(line.quantity, line.unit)} × {price}"
        if line.quantity == pieces(1) and line.unit is Unit.PIECE:
            detail = ""
        return Row(line, line.name, detail, wording.money(line.gross))


class TicketLineDelegate(QStyledItemDelegate):
    """Paints a line: name and amount, below the quantity where it is not one, and the note where there is one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One height for all, and more for a note."""
        model = index.model()
        noted = isinstance(model, TicketLines) and bool(model.row(index).line.note)
        return QSize(option.rect.width(), self._theme.room(_ROW_PX) + (self._theme.px(_NOTE_PX) if noted else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One line."""
        model = index.model()
        if not isinstance(model, TicketLines):
            return
        row, tokens = model.row(index), self._theme.tokens
        area = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(tokens.accent_ground))
            painter.fillRect(QRect(area.left(), area.top(), 4, area.height()), QColor(tokens.accent))
        inner = area.adjusted(MARGIN, 6, -MARGIN, -6)
        if row.line.note:
            inner = self._paint_note(painter, inner, row.line.note)
        amount_font = self._theme.font(16, QFont.Weight.DemiBold)
        painter.setPen(QColor(tokens.ink))
        painter.setFont(amount_font)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, row.amount)
        wide = inner.width() - QFontMetrics(amount_font).horizontalAdvance(row.amount) - MARGIN
        name_font = self._theme.font(14, QFont.Weight.Medium)
        name = wrap(row.name, QFontMetrics(name_font), wide, 1)[0]
        painter.setFont(name_font)
        left = QRect(inner.left(), inner.top(), wide, inner.height())
        if row.detail:
            painter.drawText(left, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, name)
            painter.setFont(self._theme.font(13))
            painter.setPen(QColor(tokens.soft))
            painter.drawText(left, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, row.detail)
        else:
            painter.drawText(left, middle | Qt.AlignmentFlag.AlignLeft, name)
        painter.setPen(QColor(tokens.line))
        painter.drawLine(area.left() + MARGIN, area.bottom(), area.right() - MARGIN, area.bottom())
        painter.restore()

    def _paint_note(self, painter: QPainter, inner: QRect, note: str) -> QRect:
        """Write the note along the foot of a line, and give the room that is left above it."""
        font = self._theme.font(13)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.tokens.amber))
        shown = wrap(f"✎ {note}", QFontMetrics(font), inner.width(), 1)[0]
        painter.drawText(inner, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, shown)
        return inner.adjusted(0, 0, 0, -self._theme.px(_NOTE_PX))
