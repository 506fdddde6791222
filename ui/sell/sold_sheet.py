"""After a sale: the change to hand back in big, the receipt, and whether to print it."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QTextBrowser, QVBoxLayout

from pos.domain.sale import Sale
from pos.wording import Wording
from ui.theme import CHANGE_PX, GAP, MARGIN, TOTAL_PX, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import Figure, label
from ui.widgets.sheet import Sheet

PAPER: Final = "#FFFEFB"
PAPER_WIDTH: Final = 376
_LETTERS: Final = re.compile(r"font-size: (\d+)px")


class SoldSheet(Sheet):
    """Stays until Enter, Esc, a tap or the next scan; printing is asked for, nothing is the default."""

    print_requested = Signal(object)

    def __init__(self, theme: Theme, wording: Wording, sale: Sale, receipt: str, *, can_print: bool) -> None:
        """The receipt is a page of `pos.receipts.html`."""
        super().__init__(theme, wording("Ticket {number} is paid").format(number=sale.number))
        self._sale = sale
        self._can_print = can_print
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
        self.print_key = KeyButton(theme, wording("Print the receipt"), self._print, key=wording("Ctrl+P"))
        if not can_print:
            self.print_key.hide()  # never shown from here: without a parent it would be a window of its own
        left.addWidget(self.print_key)
        left.addWidget(self.next_key)
        columns = QHBoxLayout()
        columns.setSpacing(2 * MARGIN)
        columns.addLayout(left, 1)
        columns.addWidget(_Paper(theme, wording, receipt))
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


class _Paper(QTextBrowser):
    """The receipt as a page; our own composer made it and escaped every name."""

    def __init__(self, theme: Theme, wording: Wording, page: str) -> None:
        super().__init__()
        self.setObjectName("paper")
        self.setAccessibleName(wording("Receipt"))
        self.setOpenLinks(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(theme.room(PAPER_WIDTH))
        self.setMinimumHeight(theme.room(320))
        self.setHtml(_LETTERS.sub(lambda size: f"font-size: {theme.room(int(size[1]))}px", page))
        frame = self.document().rootFrame()
        margins = frame.frameFormat()
        margins.setBackground(QColor(PAPER))
        margins.setMargin(MARGIN)
        frame.setFrameFormat(margins)

    def sizeHint(self) -> QSize:
        """As long as the receipt."""
        self.document().setTextWidth(self.width() - 20)
        return QSize(self.width(), round(self.document().size().height()) + 8)
