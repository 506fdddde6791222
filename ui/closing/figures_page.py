"""What was taken since the last closing: the few figures one asks for, and all of them as a paper."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QGridLayout, QWidget

from pos.domain.money import Money
from pos.fiscal.record import Kind
from pos.fiscal.x_report import XReport
from pos.receipts import html
from pos.receipts.closing import figures_paper, name_of_mode
from pos.wording import Wording
from ui.closing.beside_paper import BesidePaper
from ui.theme import GAP, MARGIN, TOTAL_PX, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import Figure, label


class FiguresPage(BesidePaper):
    """Shows a report; printing it is asked for and done elsewhere."""

    print_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording, *, can_print: bool) -> None:
        super().__init__(theme, wording)
        self.day = label(role="soft", wrap=True)
        self.takings = Figure(wording("Takings"))
        self.takings.setFont(theme.font(TOTAL_PX, QFont.Weight.Bold))
        self.tickets = label(role="soft", wrap=True)
        self.print_key = KeyButton(theme, wording("Print these figures (X)"), self.ask_print, key=wording("Ctrl+P"))
        self.print_key.setEnabled(False)
        self.left.addWidget(self.day)
        self.left.addWidget(self.takings)
        self.left.addWidget(self.tickets)
        self._rows = QGridLayout()
        self._rows.setVerticalSpacing(GAP)
        self._rows.setColumnStretch(0, 1)
        self.left.addSpacing(MARGIN)
        self.left.addLayout(self._rows)
        self.left.addStretch(1)
        if can_print:
            self.left.addWidget(self.print_key)
        else:
            self.print_key.setParent(self)
            self.print_key.hide()

    @property
    def said(self) -> str:
        """What the step is about."""
        return self._wording("the figures")

    @property
    def main(self) -> str:
        """What the main key says on it."""
        return self._wording("Count the drawer")

    def begin(self) -> QWidget | None:
        """The main key."""
        return None

    def takes_enter(self) -> bool:
        """Nothing here does."""
        return False

    def show_report(self, report: XReport) -> None:
        """Show what was taken."""
        wording, figures = self._wording, report.figures
        self.day.setText(wording("Business day {day}").format(day=wording.date(report.day)))
        self.takings.setText(wording.money(Money(figures.gross)))
        count = figures.counts.get(Kind.TICKET.value, 0)
        tickets = wording.plural("{count} ticket", "{count} tickets", count)
        self.tickets.setText(tickets.format(count=wording.number(count)))
        for mode, amount in figures.payments.items():
            self._add(name_of_mode(mode, wording), amount)
        self._add(wording("Cash expected"), report.cash_expected)
        self.paper.show_page(html.render(figures_paper(report, wording)))
        self.print_key.setEnabled(True)

    def ask_print(self) -> None:
        """Ask for the figures on paper."""
        if self.print_key.isEnabled():
            self.print_requested.emit()

    def _add(self, name: str, minor: int) -> None:
        figure = Figure(name, self._wording.money(Money(minor)))
        figure.setAlignment(Qt.AlignmentFlag.AlignRight)
        row = self._rows.rowCount()
        self._rows.addWidget(label(name, role="soft"), row, 0)
        self._rows.addWidget(figure, row, 1)
