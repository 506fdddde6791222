"""What stands in an empty ticket: how to begin, and the last sale with its change until the next scan."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos.domain.sale import Sale
from pos.wording import Wording
from ui.theme import GAP, TOTAL_PX, Theme
from ui.widgets.labels import label


class EmptyTicket(QWidget):
    """Shows the last sale once it is told one; `forget` when the next customer's ticket has begun."""

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._theme, self._wording = theme, wording
        self.hint = label(wording("Scan an article or tap one."), role="soft", wrap=True)
        self.last = label(role="soft", wrap=True)
        self.change_word = label(wording("Change"), role="soft")
        self.change = label()
        self.change.setAccessibleName(wording("Change of the last ticket"))
        column = QVBoxLayout(self)
        column.setSpacing(GAP)
        column.addStretch(1)
        for text in (self.hint, self.last, self.change_word, self.change):
            text.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(text)
        column.insertSpacing(2, 2 * GAP)
        column.addStretch(1)
        theme.changed.connect(self._resize_text)
        self._resize_text()
        self.forget()

    def remember(self, sale: Sale) -> None:
        """Show what was paid last, and what goes back."""
        wording = self._wording
        last = wording("Ticket {number} is paid").format(number=sale.number)
        self.last.setText(f"{last} · {wording.money(sale.total)}")
        self.change.setText(wording.money(sale.change))
        self.last.show()
        for text in (self.change_word, self.change):
            text.setVisible(bool(sale.change.minor))

    def forget(self) -> None:
        """Show only how to begin."""
        for text in (self.last, self.change_word, self.change):
            text.hide()

    def _resize_text(self) -> None:
        self.change.setFont(self._theme.font(TOTAL_PX, QFont.Weight.Bold))
