"""After a sale: the change to hand back in big, the receipt, and whether to print it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from pos.domain.sale import Sale
from pos.wording import Wording
from ui.theme import CHANGE_PX, GAP, MARGIN, TOTAL_PX, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import Figure, label
from ui.widgets.paper import Paper
from ui.widgets.sheet import Sheet


class SoldSheet(Sheet):
    """Stays until Enter, Esc, a tap or the next scan; printing is asked for, nothing is the default."""

    print_requested = Signal(object)
    gift_requested = Signal(object)

    def __init__(
        self, theme: Theme, wording: Wording, sale: Sale, receipt: str, *, can_print: bool, must_print: str = ""
    ) -> None:
        """Nothing is printed by this alone.

        Args:
            theme: the look.
            wording: the language.
            sale: what was sold.
            receipt: its page of `pos.receipts.html`.
            can_print: whether the till has a printer.
            must_print: why the receipt is on its way to the printer unasked, or must be given out where there is none;
                empty when it is printed only if the customer asks.
        """
        super().__init__(theme, wording("Ticket {number} is paid").format(number=sale.number))
        self._sale = sale
        self._can_print = can_print
        self.prints_by_itself = bool(must_print) and can_print
        self.change = Figure(wording("Change"), wording.money(sale.change))
        self.change.setFont(theme.font(CHANGE_PX, QFont.Weight.Bold))
        paid = Figure(wording("Paid"), wording.money(sale.total))
        paid.setFont(theme.font(TOTAL_PX, QFont.Weight.Bold))
        self.next_key = KeyButton(
            theme, wording("Next customer"), self.put_away, key=wording("Enter"), kind="pay", px=22
        )
        left = QVBoxLayout()
        left.setSpacing(GAP)
        left.addWidget(label(wording("Paid"), role="soft"))
        left.addWidget(paid)
        left.addStretch(1)
        left.addWidget(label(wording("Change"), role="soft"))
        left.addWidget(self.change)
        left.addStretch(1)
        self.reason = label(must_print, role="amber", wrap=True)
        self.reason.setHidden(not must_print)
        left.addWidget(self.reason)
        said = wording("Print a duplicate") if self.prints_by_itself else wording("Print the receipt")
        self.print_key = KeyButton(theme, said, self._print, key=wording("Ctrl+P"))
        self.gift_key = KeyButton(theme, wording("Gift receipt"), self._print_gift, key=wording("Ctrl+G"))
        for key in (self.print_key, self.gift_key):
            if not can_print:
                key.hide()  # never shown from here: without a parent it would be a window of its own
            left.addWidget(key)
        left.addWidget(self.next_key)
        columns = QHBoxLayout()
        columns.setSpacing(2 * MARGIN)
        columns.addLayout(left, 1)
        paper = Paper(theme, wording, receipt)
        paper.setMinimumHeight(theme.room(320))
        columns.addWidget(paper)
        self.body.addLayout(columns, 1)

    def confirm(self) -> None:
        """Enter: the next customer."""
        self.put_away()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+P prints, Ctrl+G prints for a present."""
        if event.matches(QKeySequence.StandardKey.Print):
            self._print()
            event.accept()
        elif event.key() == Qt.Key.Key_G and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._print_gift()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _print(self) -> None:
        if self._can_print:
            self.print_requested.emit(self._sale)
            self.put_away()

    def _print_gift(self) -> None:
        """The sheet stays: a receipt may be wanted as well."""
        if self._can_print:
            self.gift_requested.emit(self._sale)
