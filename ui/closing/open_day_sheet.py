"""The next morning: the day before is still open. One key closes it, and the sale goes on."""

from __future__ import annotations

from datetime import date
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton

from pos.domain.errors import ShopError
from pos.domain.money import Money
from pos.fiscal.record import Kind
from pos.fiscal.x_report import XReport
from pos.wording import Wording
from ui.messages import explain
from ui.theme import GAP, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.progress_bar import ProgressBar
from ui.widgets.sheet import Sheet

_WIDE: Final = 620


class OpenDaySheet(Sheet):
    """Says which day is open, and that closing it is wanted; what is on the ticket stays there."""

    close_requested = Signal()
    count_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording, day: date) -> None:
        super().__init__(theme, wording("The day of {day} is still open").format(day=wording.date(day)))
        self._wording = wording
        self._busy = False
        self.takings = label(role="soft", wrap=True)
        self.notice = label(role="danger", wrap=True)
        self.notice.hide()
        self.bar = ProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(wording("Closing…"))
        self.bar.hide()
        self.later_key = KeyButton(theme, wording("Later"), self.go_back, key=wording("Esc"))
        self.count_key = KeyButton(theme, wording("Count first…"), self._count)
        self.close_key = KeyButton(
            theme, wording("Close that day and go on"), self._close, key=wording("Enter"), kind="primary", px=16
        )
        why = wording(
            "Its takings are closed before the first sale of a new day. Everything stays on the ticket; the drawer can"
            " be counted afterwards."
        )
        self.body.addWidget(label(why, wrap=True))
        self.body.addWidget(self.takings)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.notice)
        keys = QHBoxLayout()
        keys.setSpacing(GAP)
        keys.addWidget(self.later_key)
        keys.addWidget(self.count_key)
        keys.addWidget(self.close_key, 1)
        self.body.addLayout(keys)
        self.body.addStrut(theme.room(_WIDE))

    def show_report(self, report: XReport) -> None:
        """Say what was taken on it."""
        count = report.figures.counts.get(Kind.TICKET.value, 0)
        said = self._wording.plural("{count} ticket, {amount}", "{count} tickets, {amount}", count)
        amount = self._wording.money(Money(report.figures.gross))
        self.takings.setText(said.format(count=self._wording.number(count), amount=amount))

    def take_refusal(self, problem: ShopError) -> None:
        """It was not closed: say why."""
        self._show_busy(busy=False)
        self.notice.setText(explain(problem, self._wording).in_short)
        self.notice.show()

    def confirm(self) -> None:
        """Enter: the key with the focus, else close that day."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QPushButton) and self.isAncestorOf(focus):
            focus.click()
        else:
            self._close()

    def go_back(self) -> None:
        """Esc: later; selling waits."""
        if not self._busy:
            self.put_away()

    def _close(self) -> None:
        if not self._busy:
            self._show_busy(busy=True)
            self.close_requested.emit()

    def _count(self) -> None:
        self.put_away()
        self.count_requested.emit()

    def _show_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.bar.setVisible(busy)
        for key in (self.close_key, self.count_key, self.later_key):
            key.setEnabled(not busy)
