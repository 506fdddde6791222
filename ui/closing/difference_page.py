"""Expected against counted: the difference with its reason, and what stays in the drawer for tomorrow."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QGridLayout, QLineEdit, QVBoxLayout, QWidget

from pos.domain.errors import AmountTooLarge, ShopError
from pos.domain.money import Money
from pos.fiscal.cash_count import LONGEST_REASON
from pos.receipts.closing import signed
from pos.wording import Wording, mark
from ui.messages import explain
from ui.theme import GAP, TOTAL_PX, Theme
from ui.widgets.choice_row import ChoiceRow
from ui.widgets.figure_edit import FigureEdit, as_typed
from ui.widgets.labels import Figure, label

REASONS: Final = (mark("Wrong change"), mark("Sale not rung up"), mark("Money lent or taken out"), mark("Unknown"))


class DifferencePage(QWidget):
    """A difference never blocks: its reason may be chosen, typed, or left out."""

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._theme, self._wording = theme, wording
        self._counted = 0
        self._float_before = 0
        self._left_typed = False
        self.counted = Figure(wording("Counted"))
        self.expected = Figure(wording("Expected"))
        self.difference = Figure(wording("Difference"))
        self.verdict = label(role="soft", wrap=True)
        self.reasons = ChoiceRow(theme, [wording(said) for said in REASONS], about=wording("Reason"), columns=2)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(wording("Reason for the difference"))
        self.reason.setPlaceholderText(wording("Reason for the difference"))
        self.reason.setMaxLength(LONGEST_REASON)
        self.left = FigureEdit(wording("Stays in the drawer"))
        self.taken_out = Figure(wording("Taken out"))
        self.reasons.chosen.connect(self._choose_reason)
        self.left.textEdited.connect(self._type_left)
        self._lay_out()

    @property
    def said(self) -> str:
        """What the step is about."""
        return self._wording("the difference, and what stays for tomorrow")

    @property
    def main(self) -> str:
        """What the main key says on it."""
        return self._wording("Go on")

    def begin(self) -> QWidget | None:
        """Where there is a difference, its reason; else what stays."""
        return self.reason if self.reason.isVisibleTo(self) else self.left

    def takes_enter(self) -> bool:
        """From the reason to what stays in the drawer."""
        if QApplication.focusWidget() is not self.reason:
            return False
        self.left.setFocus(Qt.FocusReason.TabFocusReason)
        self.left.selectAll()
        return True

    def show_count(self, counted: int, expected: int, *, float_minor: int) -> None:
        """Show what a count came to; float_minor is what lay there when the day began, and is offered to stay."""
        wording, difference = self._wording, counted - expected
        self._counted = counted
        self.counted.setText(wording.money(Money(counted)))
        self.expected.setText(wording.money(Money(expected)))
        self.difference.setText(signed(difference, wording))
        self.verdict.setText(_verdict(difference, wording))
        self.reason.setVisible(difference != 0)
        self.reasons.setVisible(difference != 0)
        if not self._left_typed:
            self.left.setText(as_typed(Money(max(0, min(float_minor, counted))), wording))
        self._show_taken_out()

    @property
    def why(self) -> str:
        """The reason as it was given; empty without a difference."""
        return self.reason.text().strip() if self.reason.isVisibleTo(self) else ""

    def stays(self) -> int:
        """What stays in the drawer, in minor units.

        Raises:
            NotAnAmount, AmountTooLarge: it cannot be meant, or is more than was counted.
        """
        typed = self.left.money()
        minor = 0 if typed is None else typed.minor
        if minor > self._counted:
            raise AmountTooLarge(self._counted)
        return minor

    def _choose_reason(self, place: int) -> None:
        self.reasons.show_chosen(place)
        self.reason.setText(self._wording(REASONS[place]))
        self.left.setFocus(Qt.FocusReason.OtherFocusReason)
        self.left.selectAll()

    def _type_left(self) -> None:
        self._left_typed = True
        self._show_taken_out()

    def _show_taken_out(self) -> None:
        try:
            taken = self._wording.money(Money(self._counted - self.stays()))
        except AmountTooLarge:
            taken = self._wording("more than was counted")
        except ShopError as problem:
            taken = explain(problem, self._wording).title
        self.taken_out.setText(taken)

    def _lay_out(self) -> None:
        theme, wording = self._theme, self._wording
        grid = QGridLayout()
        grid.setSpacing(GAP)
        for column, figure in enumerate((self.expected, self.counted, self.difference)):
            figure.setFont(theme.font(22, QFont.Weight.DemiBold))
            said = (wording("Expected"), wording("Counted"), wording("Difference"))[column]
            grid.addWidget(label(said, role="soft"), 0, column)
            grid.addWidget(figure, 1, column)
            grid.setColumnStretch(column, 1)
        self.difference.setFont(theme.font(TOTAL_PX, QFont.Weight.Bold))
        stays = QGridLayout()
        stays.setSpacing(GAP)
        stays.addWidget(label(wording("Stays in the drawer for tomorrow"), role="soft"), 0, 0)
        stays.addWidget(label(wording("Taken out, for the bank or the safe"), role="soft"), 0, 1)
        stays.addWidget(self.left, 1, 0)
        stays.addWidget(self.taken_out, 1, 1)
        stays.setColumnStretch(0, 1)
        stays.setColumnStretch(1, 1)
        self.taken_out.setFont(theme.font(22, QFont.Weight.DemiBold))
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(GAP * 2)
        page.addLayout(grid)
        page.addWidget(self.verdict)
        page.addWidget(self.reasons)
        page.addWidget(self.reason)
        page.addLayout(stays)
        page.addStretch(1)


def _verdict(difference: int, wording: Wording) -> str:
    if not difference:
        return wording("The drawer holds exactly what it should.")
    if difference > 0:
        return wording("There is more than expected. It is written down with its reason, and the day closes.")
    return wording("There is less than expected. It is written down with its reason, and the day closes.")
