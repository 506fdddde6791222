"""The openings of one day: two of them, each from a time until a time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pos.domain.opening_hours import SPANS_A_DAY, FaultyHours, Span, read_spans, write_time
from pos.wording import Wording
from ui.theme import GAP, Theme
from ui.widgets.labels import label
from ui.window.contents_words import HOURS_FAULT_WORDS

_DAY_WIDE = 110
_BOX_WIDE = 92
_LONGEST = 7


class DayRow(QWidget):
    """Takes times as people type them; what is wrong is said below, and marked at its box."""

    changed = Signal()

    def __init__(self, theme: Theme, wording: Wording, day: str) -> None:
        """Day is what the openings are of, said before the boxes and with each of them."""
        super().__init__()
        self._wording, self.day = wording, day
        names = (
            wording("{day}: opens at"),
            wording("{day}: closes at"),
            wording("{day}: opens again at"),
            wording("{day}: closes again at"),
        )
        self.boxes = tuple(self._box(theme, name.format(day=day)) for name in names)
        self.fault = label(role="danger", wrap=True)
        self.fault.hide()
        said = label(day)
        said.setMinimumWidth(theme.room(_DAY_WIDE))
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(said)
        for place, box in enumerate(self.boxes):
            if place % 2:
                row.addWidget(label("–", role="soft"))
            elif place:
                row.addSpacing(GAP)
            row.addWidget(box)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.fault)

    def show_spans(self, spans: Sequence[Span]) -> None:
        """Write openings into the boxes."""
        texts = [text for span in spans[:SPANS_A_DAY] for text in (write_time(span.opens), write_time(span.closes))]
        for box, text in zip(self.boxes, [*texts, "", "", "", ""], strict=False):
            box.setText(text)

    def read(self) -> tuple[Span, ...] | FaultyHours:
        """The openings, or what is wrong with them; nothing is said of it."""
        return read_spans([box.text() for box in self.boxes])

    def check(self) -> tuple[Span, ...] | None:
        """The openings; None where something is wrong, which is said then."""
        found = self.read()
        if isinstance(found, FaultyHours):
            self.refuse(found)
            return None
        return found

    def refuse(self, found: FaultyHours) -> None:
        """Say what is wrong, and go to the box."""
        said = self._wording(HOURS_FAULT_WORDS[found.fault])
        self.fault.setText(f"{self.day}. {said}")
        self.fault.show()
        box = self.boxes[found.box]
        box.setAccessibleDescription(said)
        box.setFocus(Qt.FocusReason.OtherFocusReason)
        box.selectAll()

    def _box(self, theme: Theme, name: str) -> QLineEdit:
        box = QLineEdit()
        box.setAccessibleName(name)
        box.setMaxLength(_LONGEST)
        box.setFixedWidth(theme.room(_BOX_WIDE))
        box.textChanged.connect(self._changed)
        return box

    def _changed(self) -> None:
        self.fault.hide()
        for box in self.boxes:
            box.setAccessibleDescription("")
        self.changed.emit()
