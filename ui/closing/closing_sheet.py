"""Close the day: its figures, the count of the drawer, the difference, the closing as it will be printed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from pos.domain.errors import ShopError
from pos.fiscal.cash_count import CashCount
from pos.fiscal.x_report import XReport
from pos.wording import Wording
from ui.closing.count_page import CountPage
from ui.closing.counted import Counted, counted_by, refusal
from ui.closing.difference_page import DifferencePage
from ui.closing.figures_page import FiguresPage
from ui.closing.preview_page import PreviewPage
from ui.closing.step_sheet import StepSheet
from ui.messages import explain
from ui.theme import Theme
from ui.widgets.key_button import KeyButton


class ClosingSheet(StepSheet):
    """Collects a count, if one is made, and says that the day is to be closed; a blind count comes before figures."""

    close_requested = Signal(object)
    """Close it: with a Counted, or None where the count is to follow."""
    print_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording, report: XReport, *, blind: bool, can_print: bool) -> None:
        self.figures = FiguresPage(theme, wording, can_print=can_print)
        self.count = CountPage(theme, wording, blind=blind)
        self.difference = DifferencePage(theme, wording)
        self.preview = PreviewPage(theme, wording)
        steps: tuple[QWidget, ...] = (self.count, self.difference, self.preview)
        title = wording("Close the day of {day}").format(day=wording.date(report.day))
        super().__init__(theme, wording, title, steps if blind else (self.figures, *steps))
        self._report = report
        self._counted: Counted | None = None
        self._busy = False
        self.later_key = KeyButton(theme, wording("Count later"), self._skip_count, key=wording("Ctrl+J"))
        self.keys.insertWidget(1, self.later_key)
        self.figures.print_requested.connect(self.print_requested)
        self.figures.setParent(self.card)
        self.figures.hide()
        self.figures.show_report(report)
        self.count.show_expected(report.cash_expected)
        self.turn(0)

    def begin(self) -> QWidget:
        """The widget to begin with."""
        return self.count.begin() or self.main_key if self.page is self.count else self.main_key

    def turn(self, place: int) -> None:
        """Show a page, filled from the ones before."""
        coming = self._pages[place]
        if coming is self.difference:
            expected, float_minor = self._report.cash_expected, self._report.float_minor
            self.difference.show_count(self.count.sum, expected, float_minor=float_minor)
        elif coming is self.preview:
            self.preview.show_closing(self._report, self._count())
        super().turn(place)
        self.later_key.setVisible(coming is not self.preview)

    def may_leave(self, page: QWidget) -> bool:
        """What stays in the drawer must have been in it."""
        if page is self.difference:
            try:
                self._counted = counted_by(self.count, self.difference)
            except ShopError as problem:
                self.refuse(refusal(problem, self._wording))
                self.difference.left.setFocus(Qt.FocusReason.OtherFocusReason)
                return False
        return not self._busy

    def finish(self) -> None:
        """Close the day."""
        self._show_busy(busy=True)
        self.close_requested.emit(self._counted)

    def take_refusal(self, problem: ShopError) -> None:
        """It was not closed: say why."""
        self._show_busy(busy=False)
        self.refuse(explain(problem, self._wording).in_short)

    def go_back(self) -> None:
        """Esc: the page before, and from a closing without a count the one it was skipped on."""
        if self._busy:
            return
        if self.page is self.preview and self._counted is None:
            self.turn(self._pages.index(self.count))
        else:
            super().go_back()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys' own shortcuts."""
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if control and event.key() == Qt.Key.Key_P and self.page is self.figures:
            self.figures.ask_print()
            event.accept()
        elif control and event.key() == Qt.Key.Key_J and self.later_key.isVisible():
            self._skip_count()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _skip_count(self) -> None:
        self._counted = None
        self.turn(len(self._pages) - 1)

    def _count(self) -> CashCount | None:
        """The count as the paper will say it."""
        if self._counted is None:
            return None
        made, report = self._counted, self._report
        return CashCount(report.day.isoformat(), 0, made.pieces, report.cash_expected, made.left, made.reason)

    def _show_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.preview.show_busy(busy=busy)
        for key in (self.main_key, self.back_key):
            key.setEnabled(not busy)
