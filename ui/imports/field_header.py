"""The head of the preview: the file's heading, and below it a box that says what the column holds."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHeaderView, QTableView, QWidget

from pos.exchange.product_lists.layout import FIELD_WORDS, Field
from pos.wording import Wording
from ui.imports.preview_model import UNDERSTOOD
from ui.theme import GAP, Theme

_FIELDS: Final[tuple[Field | None, ...]] = (None, *Field)
_TITLE: Final = 32


class FieldHeader(QHeaderView):
    """Shows one box a column of the file, and says which column is to hold what."""

    field_chosen = Signal(int, object)
    """A column of the file, counted from 0, and its Field or None."""

    def __init__(self, theme: Theme, wording: Wording, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._theme, self._wording, self._table = theme, wording, table
        self._boxes: list[QComboBox] = []
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setSectionsMovable(False)
        self.sectionResized.connect(self._place)
        self.geometriesChanged.connect(self._place)
        table.horizontalScrollBar().valueChanged.connect(self._place)

    @property
    def boxes(self) -> tuple[QComboBox, ...]:
        """The boxes, in the order of the file's columns."""
        return tuple(self._boxes)

    def show_fields(self, headings: tuple[str, ...], fields: tuple[Field | None, ...]) -> None:
        """Show what each column holds; cheap enough to call after every choice."""
        if len(self._boxes) != len(fields):
            self._make_boxes(len(fields))
        for column, (box, heading, field) in enumerate(zip(self._boxes, headings, fields, strict=True), start=1):
            named = self._wording("Column {number}, “{heading}”, holds").format(number=column, heading=heading)
            box.setAccessibleName(named)
            box.setCurrentIndex(_FIELDS.index(field))
            box.setProperty("kind", "taken" if field else "")
            box.style().unpolish(box)
            box.style().polish(box)
        self._place()

    def sizeHint(self) -> QSize:
        """Room for the heading and the box."""
        return QSize(super().sizeHint().width(), self._theme.room(_TITLE) + self._box_height() + GAP)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Bring a box that gets the focus into view; leave the wheel to the table."""
        if event.type() is QEvent.Type.Wheel:
            event.ignore()
            return True
        if event.type() is QEvent.Type.FocusIn and watched in self._boxes:
            column = self._boxes.index(watched) + 1 if isinstance(watched, QComboBox) else UNDERSTOOD
            self._table.scrollTo(self._table.model().index(0, column))
        return False

    def _make_boxes(self, count: int) -> None:
        for box in self._boxes:
            box.deleteLater()
        self._boxes = []
        for column in range(count):
            box = QComboBox(self)
            box.addItem(self._wording("Not taken"))
            box.addItems([self._wording(FIELD_WORDS[field]) for field in _FIELDS if field])
            box.activated.connect(partial(self._chosen, column))
            box.installEventFilter(self)
            box.show()
            QWidget.setTabOrder(self._boxes[-1] if self._boxes else self._table, box)
            self._boxes.append(box)

    def _chosen(self, column: int, place: int) -> None:
        self.field_chosen.emit(column, _FIELDS[place])

    def _box_height(self) -> int:
        return self._boxes[0].sizeHint().height() if self._boxes else self._theme.room(48)

    def _place(self, *_changed: object) -> None:
        for column, box in enumerate(self._boxes, start=1):
            left = self.sectionViewportPosition(column)
            box.setGeometry(
                left + 2, self._theme.room(_TITLE), max(0, self.sectionSize(column) - 4), self._box_height()
            )
