"""The count of a drawer whose day is closed already."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from pos.domain.errors import ShopError
from pos.operations.finding_closings import ClosingEntry
from pos.receipts.closing import title_of
from pos.wording import Wording
from ui.closing.count_page import CountPage
from ui.closing.counted import counted_by, refusal
from ui.closing.difference_page import DifferencePage
from ui.closing.step_sheet import StepSheet
from ui.theme import Theme


class CountSheet(StepSheet):
    """Collects a count for one closing."""

    counted = Signal(int, object)
    """The number of the closing in the chain, and a Counted."""

    def __init__(self, theme: Theme, wording: Wording, entry: ClosingEntry, *, blind: bool) -> None:
        self.count = CountPage(theme, wording, blind=blind)
        self.difference = DifferencePage(theme, wording)
        title = wording("Count the drawer: {closing}").format(closing=title_of(entry.record, wording))
        super().__init__(theme, wording, title, (self.count, self.difference))
        self._entry = entry
        self.count.show_expected(entry.closing.cash_expected)
        self.turn(0)

    def begin(self) -> QWidget:
        """The widget to begin with."""
        return self.count.begin() or self.main_key

    def turn(self, place: int) -> None:
        """Show a page, filled from the one before."""
        if self._pages[place] is self.difference:
            closing = self._entry.closing
            self.difference.show_count(self.count.sum, closing.cash_expected, float_minor=closing.cash_float)
        super().turn(place)
        if self.page is self.difference:
            self.name_main_key(self._wording("Keep the count"))

    def finish(self) -> None:
        """Hand the count over."""
        try:
            made = counted_by(self.count, self.difference)
        except ShopError as problem:
            self.refuse(refusal(problem, self._wording))
            self.difference.left.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.counted.emit(self._entry.record.seq, made)
        self.put_away()
