"""Categories and how much of each the window shows: the model, and the paint of a row with its bar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from pos.database.coverage import Coverage
from pos.wording import Wording
from ui.theme import MARGIN, Theme
from ui.widgets.ring import paint_ring
from ui.widgets.wrapping import wrap

Index = QModelIndex | QPersistentModelIndex

_PAD: Final = 10
_BAR: Final = 10
_LINES: Final = 2


class CoverageModel(QAbstractListModel):
    """Rows are categories; what a row says is read aloud as it stands."""

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self._rows: Sequence[Coverage] = ()

    def show_rows(self, rows: Sequence[Coverage]) -> None:
        """Replace them."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many categories there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a row says, in one sentence."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{self.name(index)}, {self.figure(index)}. {self.below(index)}"
        return None

    def part(self, index: Index) -> float:
        """How much of the category is complete, 0 to 1."""
        row = self._rows[index.row()]
        return row.complete / row.articles if row.articles else 0.0

    def name(self, index: Index) -> str:
        """The category."""
        return self._rows[index.row()].category or self._wording("Without a category")

    def figure(self, index: Index) -> str:
        """How many of its articles have all there is to have."""
        wording, row = self._wording, self._rows[index.row()]
        said = wording("{complete} of {articles} complete")
        return said.format(complete=wording.number(row.complete), articles=wording.number(row.articles))

    def below(self, index: Index) -> str:
        """What of it is there, one thing after the other."""
        wording, row = self._wording, self._rows[index.row()]
        said = wording("{shown} shown online · {priced} with a price · {coded} with a barcode · {counted} with a level")
        return said.format(
            shown=wording.number(row.shown),
            priced=wording.number(row.priced),
            coded=wording.number(row.coded),
            counted=wording.number(row.counted),
        )


class CoverageDelegate(QStyledItemDelegate):
    """A name and a figure, a bar, and below it what there is of each thing."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its words are: those below the bar break where there is less room."""
        strong, soft = (QFontMetrics(font) for font in (self._strong, self._soft))
        model, wide = index.model(), option.rect.width() - 2 * MARGIN
        lines = wrap(model.below(index), soft, wide, _LINES) if isinstance(model, CoverageModel) and wide > 0 else ()
        return QSize(wide, 3 * _PAD + strong.lineSpacing() + _BAR + len(lines) * soft.lineSpacing())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One category."""
        model = index.model()
        if not isinstance(model, CoverageModel):
            return
        tokens, area = self._theme.tokens, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(tokens.accent_ground))
        if option.state & QStyle.StateFlag.State_HasFocus:
            paint_ring(painter, area, self._theme)
        inner = area.adjusted(MARGIN, _PAD, -MARGIN, -_PAD)
        painter.setPen(QColor(tokens.ink))
        self._heading(painter, inner, model.name(index), model.figure(index))
        top = inner.top() + QFontMetrics(self._strong).lineSpacing() + _PAD // 2
        self._bar(painter, QRect(inner.left(), top, inner.width(), _BAR), model.part(index))
        painter.setPen(QColor(tokens.soft))
        painter.setFont(self._soft)
        metrics = QFontMetrics(self._soft)
        for place, line in enumerate(wrap(model.below(index), metrics, inner.width(), _LINES)):
            where = QRect(
                inner.left(), top + _BAR + _PAD // 2 + place * metrics.lineSpacing(), inner.width(), area.height()
            )
            painter.drawText(where, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft, line)
        painter.restore()

    @property
    def _strong(self) -> QFont:
        return self._theme.font(15, QFont.Weight.DemiBold)

    @property
    def _soft(self) -> QFont:
        return self._theme.font(13)

    def _heading(self, painter: QPainter, inner: QRect, name: str, figure: str) -> None:
        metrics = QFontMetrics(self._strong)
        painter.setFont(self._strong)
        top = Qt.AlignmentFlag.AlignTop
        painter.drawText(inner, top | Qt.AlignmentFlag.AlignRight, figure)
        wide = inner.width() - metrics.horizontalAdvance(figure) - MARGIN
        painter.drawText(inner, top | Qt.AlignmentFlag.AlignLeft, wrap(name, metrics, wide, 1)[0])

    def _bar(self, painter: QPainter, where: QRect, part: float) -> None:
        tokens = self._theme.tokens
        painter.setPen(QColor(tokens.edge))
        painter.setBrush(QColor(tokens.raised))
        painter.drawRoundedRect(QRectF(where), _BAR / 2, _BAR / 2)
        if part > 0:
            filled = QRectF(where)
            filled.setWidth(max(_BAR, where.width() * part))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.accent))
            painter.drawRoundedRect(filled, _BAR / 2, _BAR / 2)
