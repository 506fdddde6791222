"""Having something put aside in another shop: how much, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from pos.domain.errors import ShopError
from pos.domain.quantity import Unit
from pos.wording import Wording
from sync.errors import Rejected, Temporary
from ui.demand.town_words import TOO_FEW, not_put_aside, where
from ui.messages import explain
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.figure_edit import FigureEdit
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.progress_bar import ProgressBar

if TYPE_CHECKING:
    from sync.order_protocol import TownRow

_LONGEST_NAME: Final = 80
_MOST: Final = {Unit.PIECE: 99_000, Unit.KILOGRAM: 50_000}
"""Thousandths: what another shop lets anybody reserve."""


class HoldPage(QWidget):
    """Says what is to be put aside; while nobody knows whether it was, only the same can be asked again."""

    hold_requested = Signal(object, int, str)
    """The row, how many thousandths, and the customer's name."""
    back_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording, row: TownRow) -> None:
        super().__init__()
        self._wording, self.row = wording, row
        self._is_asking = False
        unit = self._unit = Unit(row.unit)
        self.article = label(row.name, role="title", wrap=True)
        self.where = label(f"{row.shop_name} · {where(row, wording)}", wrap=True)
        self.level = label(row.level, role="soft", wrap=True)
        self.quantity = FigureEdit(wording("How many") if unit is Unit.PIECE else wording("How much (kg)"), unit)
        self.quantity.setProperty("role", "")
        self.quantity.setText("1")
        self.customer = QLineEdit()
        self.customer.setAccessibleName(wording("Customer’s name (may stay empty)"))
        self.customer.setMaxLength(_LONGEST_NAME)
        self.notice = label(role="danger", wrap=True)
        self.notice.hide()
        self.progress = ProgressBar()
        self.progress.setRange(0, 0)
        self.progress.setAccessibleName(wording("Asking {shop}…").format(shop=row.shop_name))
        self.progress.hide()
        self.back_key = KeyButton(theme, wording("Back"), self.back_requested.emit, key=wording("Esc"))
        self.hold_key = KeyButton(
            theme, wording("Hold it there for 2 hours"), self.confirm, key=wording("Enter"), kind="primary", px=16
        )
        self._lay_out()

    def begin(self) -> None:
        """Put the cursor where most is decided: the name, the quantity being one most of the time."""
        self.customer.setFocus(Qt.FocusReason.OtherFocusReason)

    def confirm(self) -> None:
        """Ask that shop, once; after a refusal the key that has the focus leads back."""
        if self._is_asking:
            return
        if self.back_key.hasFocus():
            self.back_requested.emit()
            return
        try:
            quantity = self.quantity.quantity()
        except ShopError as problem:
            self._say(explain(problem, self._wording).in_short)
            return
        if quantity is None or not 0 < quantity.milli <= _MOST[self._unit]:
            self._say(self._wording("How many are to be put aside?"))
            self.quantity.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._ask()
        self.hold_requested.emit(self.row, quantity.milli, " ".join(self.customer.text().split()))

    def refuse(self, problem: ShopError) -> None:
        """It was not put aside, or nobody knows: say so, with the key that asks again within reach."""
        unsure = isinstance(problem, Temporary)
        self._is_asking = False
        self.progress.hide()
        self.hold_key.setEnabled(True)
        for box in (self.quantity, self.customer):
            box.setEnabled(not unsure)
        self._say(not_put_aside(problem, self.row, self._wording))
        too_few = isinstance(problem, Rejected) and problem.kind == TOO_FEW
        go_on = self.hold_key if unsure else self.quantity if too_few else self.back_key
        go_on.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self) -> None:
        self._is_asking = True
        self.notice.hide()
        self.progress.show()
        for widget in (self.quantity, self.customer, self.hold_key):
            widget.setEnabled(False)
        self.back_key.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, text: str) -> None:
        self.notice.setText(text)
        self.notice.show()

    def _lay_out(self) -> None:
        boxes = QGridLayout()
        boxes.setHorizontalSpacing(MARGIN)
        boxes.setVerticalSpacing(GAP)
        boxes.setColumnStretch(1, 1)
        for place, box in enumerate((self.quantity, self.customer)):
            said = label(box.accessibleName(), role="soft")
            said.setBuddy(box)
            boxes.addWidget(said, place, 0)
            boxes.addWidget(box, place, 1)
        keys = QHBoxLayout()
        keys.setSpacing(MARGIN)
        keys.addWidget(self.back_key)
        keys.addWidget(self.hold_key, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(MARGIN)
        for widget in (self.article, self.where, self.level):
            page.addWidget(widget)
        page.addLayout(boxes)
        page.addWidget(self.notice)
        page.addWidget(self.progress)
        page.addStretch(1)
        page.addLayout(keys)
