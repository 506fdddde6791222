"""Days on which the week does not hold: closed, or open at other hours, with the reason; added, taken away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.domain.opening_hours import ClosedDays, HoursFault, read_date
from pos.domain.window_word import LONGEST_LINE
from pos.wording import Wording
from ui.online.growing_scroll import GrowingScroll
from ui.shop.shop_box import ShopBox
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.window.contents_words import HOURS_FAULT_WORDS, closure_in_words
from ui.window.day_row import DayRow
from ui.window.entry_row import EntryList, entry_row

_LONGEST_DAY = 12


class ClosuresPage(QWidget):
    """Holds the days until they are saved; what was taken away can be put back."""

    changed = Signal()
    removed = Signal(object)
    """Days that were just taken away."""

    def __init__(self, theme: Theme, wording: Wording, today: Callable[[], date]) -> None:
        super().__init__()
        self._theme, self._wording, self._today = theme, wording, today
        self._closures: tuple[ClosedDays, ...] = ()
        self.first_day = ShopBox(wording("First day"), longest=_LONGEST_DAY, example="24/12")
        self.last_day = ShopBox(wording("Until (empty: one day)"), longest=_LONGEST_DAY, example="26/12")
        self.reason = ShopBox(wording("Reason, as the page says it"), longest=LONGEST_LINE)
        self.hours = DayRow(theme, wording, wording("Opening"))
        self.add_key = KeyButton(theme, wording("Add these days"), self.add)
        self.list = EntryList(wording("No days with other hours: the week holds always."))
        self._lay_out()

    @property
    def first(self) -> QWidget:
        """Where the cursor begins."""
        return self.first_day.box

    @property
    def closures(self) -> tuple[ClosedDays, ...]:
        """The days as they stand here."""
        return self._closures

    @property
    def is_typed(self) -> bool:
        """Whether days were typed that are not on the list yet."""
        return bool(self.first_day.text or self.last_day.text or self.reason.text)

    def show_closures(self, closures: tuple[ClosedDays, ...]) -> None:
        """List these days."""
        self._closures = tuple(sorted(closures, key=lambda one: (one.first, one.last)))
        rows = []
        for one in self._closures:
            said = self._wording("Remove")
            key = KeyButton(self._theme, said, partial(self._remove, one), kind="danger")
            rows.append(entry_row(closure_in_words(one, self._wording), "", key))
        self.list.show_rows(rows)
        self.changed.emit()

    def put_back(self, closed: ClosedDays) -> None:
        """List days again that were taken away."""
        self.show_closures((*self._closures, closed))

    def add(self) -> bool:
        """Put what is typed on the list; False where something is wrong, which is said at its box."""
        first = self._day(self.first_day)
        last = first if not self.last_day.text.strip() else self._day(self.last_day)
        if first is None or last is None:
            return False
        fault = HoursFault.DAYS_BACKWARDS if last < first else HoursFault.OVER if last < self._today() else None
        if fault is not None:
            box = self.last_day if self.last_day.text.strip() else self.first_day
            box.refuse(self._wording(HOURS_FAULT_WORDS[fault]))
            box.focus()
            return False
        hours = self.hours.check()
        if hours is None:
            return False
        self.show_closures((*self._closures, ClosedDays(first, last, hours, self.reason.text.strip())))
        for box in (self.first_day, self.last_day, self.reason):
            box.show_text("")
        self.hours.show_spans(())
        self.first_day.focus()
        return True

    def _day(self, box: ShopBox) -> date | None:
        day = read_date(box.text, self._today())
        if day is None:
            box.refuse(self._wording(HOURS_FAULT_WORDS[HoursFault.NO_DAY]))
            box.focus()
        return day

    def _remove(self, closed: ClosedDays) -> None:
        self.show_closures(tuple(one for one in self._closures if one is not closed))
        self.first_day.focus()
        self.removed.emit(closed)

    def _lay_out(self) -> None:
        days = QHBoxLayout()
        days.setSpacing(MARGIN)
        days.addWidget(self.first_day, 1)
        days.addWidget(self.last_day, 1)
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(days)
        column.addWidget(self.hours)
        column.addWidget(self.reason)
        column.addWidget(self.add_key)
        column.addWidget(self.list, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(GrowingScroll(shown))
