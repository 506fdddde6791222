"""The week: seven days of two openings, one of them copied to all, and how the page will say it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from pos.domain.opening_hours import CLOSED_WEEK, FaultyHours, Week
from pos.wording import Wording
from ui.online.growing_scroll import GrowingScroll
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.window.contents_words import DAYS, week_in_words
from ui.window.day_row import DayRow


class HoursPage(QWidget):
    """Shows a week and takes another one."""

    changed = Signal()

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self.rows = tuple(DayRow(theme, wording, wording(day)) for day in DAYS)
        self._row = self.rows[0]
        self.copy_key = KeyButton(theme, "", self.copy)
        self.preview = label(role="soft", wrap=True)
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(label(wording("An empty day is a closed day."), role="soft", wrap=True))
        for row in self.rows:
            column.addWidget(row)
            row.changed.connect(self._follow)
        said = QHBoxLayout()
        said.setSpacing(MARGIN)
        said.addWidget(self.copy_key)
        said.addWidget(self.preview, 1)
        column.addLayout(said)
        column.addStretch(1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(GrowingScroll(shown))
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._turn)
        self._name_copy()

    @property
    def first(self) -> QWidget:
        """Where the cursor begins."""
        return self.rows[0].boxes[0]

    def show_week(self, week: Week | None) -> None:
        """Write a week into the boxes."""
        for row, spans in zip(self.rows, week or CLOSED_WEEK, strict=True):
            row.show_spans(spans)
        self._follow()

    def week(self) -> Week | None:
        """The week that stands here, or None where it cannot be read yet."""
        found = [row.read() for row in self.rows]
        read = tuple(spans for spans in found if not isinstance(spans, FaultyHours))
        return read if len(read) == len(found) else None

    def check(self) -> Week | None:
        """The week; None where something is wrong, which is said at its day."""
        for row in self.rows:
            if row.check() is None:
                return None
        return self.week()

    def copy(self) -> None:
        """Let every day be open as the one the cursor was on last."""
        spans = self._row.check()
        if spans is not None:
            for row in self.rows:
                row.show_spans(spans)

    def _turn(self, _before: QWidget | None, now: QWidget | None) -> None:
        row = next((one for one in self.rows if now in one.boxes), None)
        if row is not None:
            self._row = row
            self._name_copy()

    def _name_copy(self) -> None:
        said = self._wording("The hours of {day} on every day").format(day=self._row.day.lower())
        self.copy_key.setText(said)
        self.copy_key.setAccessibleName(said)

    def _follow(self) -> None:
        week = self.week()
        if week is None:
            self.preview.setText("")
        elif not any(week):
            self.preview.setText(self._wording("No hours yet: the page says those the town knows, or none."))
        else:
            said = self._wording("The page says: {hours}")
            self.preview.setText(said.format(hours=week_in_words(week, self._wording)))
        self.changed.emit()
