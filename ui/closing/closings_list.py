"""The closings that were made, newest first, in a list."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from pos.domain.money import Money
from pos.operations.finding_closings import ClosingEntry, find_closings
from pos.receipts.closing import name_of, period_of
from pos.wording import Wording
from ui.background import Background
from ui.theme import Theme
from ui.widgets.paged_model import PAGE, Index, PagedModel
from ui.widgets.two_lines import TwoLines, TwoLinesDelegate


class ClosingsModel(PagedModel[ClosingEntry]):
    """Rows are closings."""

    def __init__(self, reading: Background, wording: Wording) -> None:
        super().__init__(reading, self._said)
        self._wording = wording

    def read(self) -> None:
        """Look at them again from the first."""
        self.show(lambda db, after: find_closings(db, after=after, limit=PAGE))

    def lines(self, entry: ClosingEntry) -> TwoLines:
        """What a row says."""
        wording, record = self._wording, entry.record
        lacks = f" · {wording('drawer not counted')}" if entry.lacks_count else ""
        return TwoLines(
            name=name_of(record) + lacks,
            figure=wording.money(Money(entry.closing.figures.gross)),
            below=period_of(record, wording),
            moment=wording.date_time(record.at),
        )

    def _said(self, entry: ClosingEntry) -> str:
        lines = self.lines(entry)
        return ", ".join((lines.name, lines.below, lines.figure, lines.moment))


class _ClosingDelegate(TwoLinesDelegate):
    """One closing."""

    def lines(self, index: Index) -> TwoLines | None:
        """The closing of the row."""
        model = index.model()
        return model.lines(model.entry(index)) if isinstance(model, ClosingsModel) else None


class ClosingsList(QListView):
    """Says which closing was chosen, by key or by tap."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, wording: Wording, model: ClosingsModel) -> None:
        super().__init__()
        self._model = model
        self.setAccessibleName(wording("Past closings"))
        self.setModel(model)
        self._delegate = _ClosingDelegate(theme)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)

    def choose(self, seq: int | None) -> None:
        """Choose a closing by its number in the chain, the newest where it is not among those read."""
        rows = range(self._model.rowCount())
        wanted = (row for row in rows if self._model.entry(self._model.index(row)).record.seq == seq)
        self.setCurrentIndex(self._model.index(next(wanted, 0)))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Another one was chosen."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.chosen.emit(self._model.entry(current))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moves move; the sheet's keys are the sheet's."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)
