"""After a sale: the change to hand back in big, the receipt, and whether to print it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout

from pos.domain.sale import Sale
from pos.wording import Wording
from ui.theme import CHANGE_PX, GAP, MARGIN, PAY_KEY, TOTAL_PX, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.sheet import Sheet


class SoldSheet(Sheet):
    """Stays until Enter, Esc, a tap or the next scan; printing is asked for, nothing is the default."""

    print_requested = Signal(object)

    def __init__(self, theme: Theme, wording: Wording, sale: Sale, receipt: str, *, can_print: bool) -> None:
        """The receipt is shown as it would be printed, in letters of one width."""
        super().__init__(theme, wording("Ticket {number} is paid").format(number=sale.number))
        self._sale = sale
        self._can_print = can_print
        self.change = label(wording.money(sale.change))
        self.change.setAccessibleName(wording("Change"))
        self.change.setFont(theme.font(CHANGE_PX, QFont.Weight.Bold))
        paid = label(wording.money(sale.total))
        paid.setFont(theme.font(TOTAL_PX, QFont.Weight.Bold))
        self.next_key = KeyButton(
            theme, wording("Next customer"), self.put_away, key=wording("Enter"), kind="primary", px=22
        )
        self.next_key.setMinimumHeight(theme.px(PAY_KEY))
        left = QVBoxLayout()
        left.setSpacing(GAP)
        left.addWidget(label(wording("Paid"), role="soft"))
        left.addWidget(paid)
        left.addStretch(1)
        left.addWidget(label(wording("Change"), role="soft"))
        left.addWidget(self.change)
        left.addStretch(1)
        self.print_key = KeyButton(theme, wording("Print the receipt"), self._print, key=wording("Ctrl+P"))
        self.print_key.setVisible(can_print)
        left.addWidget(self.print_key)
        left.addWidget(self.next_key)
        columns = QHBoxLayout()
        columns.setSpacing(2 * MARGIN)
        columns.addLayout(left, 1)
        columns.addWidget(_paper(theme, wording, receipt))
        self.body.addLayout(columns, 1)

    def confirm(self) -> None:
        """Enter: the next customer."""
        self.put_away()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+P prints."""
        if event.matches(QKeySequence.StandardKey.Print):
            self._print()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _print(self) -> None:
        if self._can_print:
            self.print_requested.emit(self._sale)
            self.put_away()


def _paper(theme: Theme, wording: Wording, receipt: str) -> QScrollArea:
    text = QLabel(receipt)
    text.setTextFormat(Qt.TextFormat.PlainText)
    font = QFont(["DejaVu Sans Mono", "Liberation Mono", "Consolas", "monospace"])
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setPixelSize(theme.px(12))
    text.setFont(font)
    text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter)
    text.setObjectName("receipt")
    text.setMargin(MARGIN)
    paper = QScrollArea()
    paper.setObjectName("paper")
    paper.setAccessibleName(wording("Receipt"))
    paper.setWidget(text)
    paper.setWidgetResizable(True)
    paper.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    paper.setMinimumWidth(text.sizeHint().width() + 20)
    paper.setMinimumHeight(theme.px(420))
    return paper
