"""One article of a reservation: its name, and how much of it is meant, which can be lowered."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.domain.errors import ShopError
from pos.domain.online_order import NONE, OrderLine
from pos.domain.quantity import MILLI, Quantity, Unit, pieces
from pos.wording import Wording
from ui.orders.order_words import left_of, times
from ui.theme import GAP, Theme
from ui.widgets.figure_edit import FigureEdit
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label


class QuantityRow(QWidget):
    """Counts pieces by two keys and weighs by a box; never more than is held for the customer."""

    changed = Signal()

    def __init__(self, theme: Theme, wording: Wording, line: OrderLine, *, can_change: bool) -> None:
        super().__init__()
        self._wording, self.line = wording, line
        self._meant = line.held if can_change else line.fulfilled
        self.less_key: KeyButton | None = None
        self.more_key: KeyButton | None = None
        self.box: FigureEdit | None = None
        name = label(line.name, wrap=True)
        name.setFont(theme.font(15, QFont.Weight.DemiBold))
        self.said = label(role="soft", wrap=True)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(name)
        words.addWidget(self.said)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addLayout(words, 1)
        if can_change and line.unit is Unit.PIECE:
            self._offer_keys(theme, row)
        elif can_change:
            self._offer_box(theme, row)
        self._can_change = can_change
        self._show()

    @property
    def meant(self) -> Quantity:
        """How much is meant now."""
        return self._meant

    @property
    def first(self) -> QWidget | None:
        """What takes the cursor, where there is something to change."""
        return self.less_key or self.box

    def set_meant(self, quantity: Quantity) -> None:
        """Mean so much of it, as far as there is; nothing is a quantity too."""
        self._meant = min(max(quantity, NONE), self.line.held)
        self._show()
        self.changed.emit()

    def _offer_keys(self, theme: Theme, row: QHBoxLayout) -> None:
        wording, name = self._wording, self.line.name
        self.less_key = KeyButton(theme, "−", lambda: self.set_meant(self._meant - pieces(1)), px=22)
        self.less_key.setAccessibleName(wording("One less of {name}").format(name=name))
        self.more_key = KeyButton(theme, "+", lambda: self.set_meant(self._meant + pieces(1)), px=22)
        self.more_key.setAccessibleName(wording("One more of {name}").format(name=name))
        for key in (self.less_key, self.more_key):
            row.addWidget(key, 0, Qt.AlignmentFlag.AlignVCenter)

    def _offer_box(self, theme: Theme, row: QHBoxLayout) -> None:
        name = self._wording("How many kilograms of {name}").format(name=self.line.name)
        self.box = FigureEdit(name, Unit.KILOGRAM)
        self.box.setText(_as_typed(self._meant, self._wording))
        self.box.setProperty("role", "")
        self.box.setFixedWidth(theme.px(104))
        self.box.textEdited.connect(self._weigh)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignVCenter)

    def _weigh(self) -> None:
        try:
            typed = self.box.quantity() if self.box is not None else None
        except ShopError:
            return
        if typed is not None:
            self.set_meant(typed)

    def _show(self) -> None:
        wording, line = self._wording, self.line
        if not self._can_change and line.released and not line.fulfilled:
            said = times(line, line.asked, wording).removesuffix("×").strip()
        else:
            said = left_of(line, self._meant, wording)
        price = "" if line.price is None else f" · {wording.money(line.price)}"
        self.said.setText(said + price)
        if self.less_key is not None and self.more_key is not None:
            self.less_key.setEnabled(self._meant > NONE)
            self.more_key.setEnabled(self._meant + pieces(1) <= line.held)


def _as_typed(quantity: Quantity, wording: Wording) -> str:
    units, milli = divmod(quantity.milli, MILLI)
    return f"{units}{wording.decimal}{milli:03d}"
