"""The lines of a ticket as rows: texts made once, and only what changed is painted again."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from pos.domain.money import EURO, Money
from pos.domain.quantity import Unit, pieces
from pos.domain.ticket import Line, Ticket
from pos.wording import Wording
from ui.theme import MARGIN, Theme
from ui.widgets.wrapping import wrap

Index = QModelIndex | QPersistentModelIndex
_ROW_PX: Final = 54
_NOTE_PX: Final = 20
FITTED: Final = 256
"""So many names and amounts are remembered as they fit."""
_LEFT: Final = Qt.AlignmentFlag.AlignLeft
_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Row:
    """A line as it is painted."""

    line: Line
    gross: Money
    name: str
    detail: str
    amount: str

    @property
    def in_words(self) -> str:
        """The line for a screen reader."""
        return ", ".join(filter(None, (self.name, self.detail, self.line.note, self.amount)))


class TicketLines(QStandardItemModel):
    """Shows a ticket; `show` replaces only the rows that differ.

    The view asks Qt's own items for words and heights, hundreds of times at every line more, and Python for nothing
    but the rows to be painted.
    """

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._theme, self._wording = theme, wording
        self._rows: list[Row] = []
        self._currency = EURO

    @property
    def total(self) -> Money:
        """What the rows come to: no amount is worked out twice."""
        return Money(sum(row.gross.minor for row in self._rows), self._currency)

    def show(self, ticket: Ticket) -> int:
        """Show a ticket and give the row that changed last, -1 when nothing did."""
        lines, rows = ticket.lines, self._rows
        self._currency = ticket.currency
        touched = -1
        for place, (row, line) in enumerate(zip(rows, lines, strict=False)):
            if row.line is not line and row.line != line:
                rows[place] = self._row(line)
                self._write(self.item(place), rows[place])
                touched = place
        if len(lines) > len(rows):
            for line in lines[len(rows) :]:
                rows.append(self._row(line))
                self.appendRow(self._write(QStandardItem(), rows[-1]))
            touched = len(lines) - 1
        elif len(lines) < len(rows):
            gone = len(rows) - len(lines)
            del rows[len(lines) :]
            self.removeRows(len(lines), gone)
            touched = min(max(touched, 0), len(lines) - 1)
        return touched

    def row(self, index: Index) -> Row:
        """What is painted there."""
        return self._rows[index.row()]

    def fit(self) -> None:
        """Take up another size of text."""
        for place, row in enumerate(self._rows):
            self._write(self.item(place), row)

    def _write(self, item: QStandardItem, row: Row) -> QStandardItem:
        note = self._theme.px(_NOTE_PX) if row.line.note else 0
        item.setText(row.in_words)
        item.setSizeHint(QSize(0, self._theme.room(_ROW_PX) + note))
        return item

    def _row(self, line: Line) -> Row:
        wording, gross = self._wording, line.gross
        detail = ""
        if line.quantity != pieces(1) or line.unit is not Unit.PIECE:
            price = wording.money(line.unit_price)
            if line.unit is Unit.KILOGRAM:
                price = wording("{price}/kg").format(price=price)
            detail = f"{wording.quantity(line.quantity, line.unit)} × {price}"
        return Row(line, gross, line.name, detail, wording.money(gross))


class _Look:
    """The fonts and colours of a row, made once for each look of the till."""

    def __init__(self, theme: Theme) -> None:
        tokens = theme.tokens
        self.name = theme.font(14, QFont.Weight.Medium)
        self.amount = theme.font(16, QFont.Weight.DemiBold)
        self.detail = theme.font(13)
        names, amounts = QFontMetrics(self.name), QFontMetrics(self.amount)
        self.fitted = lru_cache(FITTED)(lambda name, wide: wrap(name, names, wide, 1)[0])
        self.width_of = lru_cache(FITTED)(amounts.horizontalAdvance)
        self.detail_metrics = QFontMetrics(self.detail)
        self.note_px = theme.px(_NOTE_PX)
        self.ink, self.soft, self.note = QColor(tokens.ink), QColor(tokens.soft), QColor(tokens.amber)
        self.line, self.surface = QColor(tokens.line), QColor(tokens.surface)
        self.chosen, self.edge = QColor(tokens.accent_ground), QColor(tokens.accent)


class TicketLineDelegate(QStyledItemDelegate):
    """Paints a line: name and amount, below the quantity where it is not one, and the note where there is one."""

    def __init__(self, theme: Theme, lines: TicketLines) -> None:
        super().__init__()
        self._theme, self._lines = theme, lines
        self.dress()

    def dress(self) -> None:
        """Take up another look."""
        self._look = _Look(self._theme)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One line."""
        row, look = self._lines.row(index), self._look
        area: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, look.chosen)
            painter.fillRect(QRect(area.left(), area.top(), 4, area.height()), look.edge)
        inner = area.adjusted(MARGIN, 6, -MARGIN, -6)
        if row.line.note:
            inner = self._paint_note(painter, inner, row.line.note)
        painter.setPen(look.ink)
        painter.setFont(look.amount)
        painter.drawText(inner, _MIDDLE | Qt.AlignmentFlag.AlignRight, row.amount)
        wide = inner.width() - look.width_of(row.amount) - MARGIN
        left = QRect(inner.left(), inner.top(), wide, inner.height())
        painter.setFont(look.name)
        name = look.fitted(row.name, wide)
        if row.detail:
            painter.drawText(left, Qt.AlignmentFlag.AlignTop | _LEFT, name)
            painter.setFont(look.detail)
            painter.setPen(look.soft)
            painter.drawText(left, Qt.AlignmentFlag.AlignBottom | _LEFT, row.detail)
        else:
            painter.drawText(left, _MIDDLE | _LEFT, name)
        painter.setPen(look.line)
        painter.drawLine(area.left() + MARGIN, area.bottom(), area.right() - MARGIN, area.bottom())

    def _paint_note(self, painter: QPainter, inner: QRect, note: str) -> QRect:
        """Write the note along the foot of a line, and give the room that is left above it."""
        look = self._look
        painter.setFont(look.detail)
        painter.setPen(look.note)
        shown = wrap(f"✎ {note}", look.detail_metrics, inner.width(), 1)[0]
        painter.drawText(inner, Qt.AlignmentFlag.AlignBottom | _LEFT, shown)
        return inner.adjusted(0, 0, 0, -look.note_px)
