"""Paying: what is due, what the customer hands over, and what to give back, in big."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from pos.domain.errors import ShopError
from pos.domain.money import Money
from pos.domain.payment import Means
from pos.wording import Wording
from ui.messages import explain
from ui.sell.means import KEY_OF_MEANS, name_of_means
from ui.sell.tender import Tender, quick_amounts
from ui.theme import CHANGE_PX, GAP, MARGIN, TOTAL_PX, Theme
from ui.widgets.figure_edit import FigureEdit, as_typed
from ui.widgets.key_button import KeyButton
from ui.widgets.keypad import Keypad
from ui.widgets.labels import Figure, label
from ui.widgets.sheet import Sheet

_KEYS: Final = {
    Qt.Key.Key_F10: Means.CASH,
    Qt.Key.Key_F9: Means.CARD,
    Qt.Key.Key_F11: Means.CHEQUE,
}


class PaymentSheet(Sheet):
    """Collects payments and says when they are to be taken; decides nothing about the ticket."""

    paid = Signal(object)

    def __init__(self, theme: Theme, wording: Wording, due: Money, means: Means = Means.CASH) -> None:
        super().__init__(theme, wording("Payment"))
        self._wording = wording
        self._tender = Tender(due, means=means)
        self._exact = False
        self._busy = False
        self.due = Figure(wording("To pay"))
        self.figure = FigureEdit(wording("Amount handed over"))
        self.verdict = label(role="soft")
        self.change = label()
        self.notice = label(role="soft", wrap=True)
        self._payments = QVBoxLayout()
        self._quick = QHBoxLayout()
        self.means_keys = {one: self._means_key(one) for one in Means}
        self.pay_key = KeyButton(theme, wording("PAY"), self.confirm, key="F12", kind="pay", px=22)
        self._lay_out()
        self.figure.textChanged.connect(self._typed)
        self._choose(means)

    def show_due(self, due: Money) -> None:
        """Take up a new total: something was scanned meanwhile."""
        self._tender = replace(self._tender, due=due)
        self._fill_quick_keys()
        if self._exact:
            self._fill_exact()
        self._show()

    def say(self, text: str) -> None:
        """Show a line above the main key."""
        self.notice.setText(text)

    def begin(self) -> None:
        """The sale is being written: nothing can be pressed any more."""
        self._busy = True
        self._show()

    def refuse(self, problem: ShopError) -> None:
        """The sale was not made: say why and let the payments be corrected."""
        self._busy = False
        self.say(explain(problem, self._wording).in_short)
        self._show()

    def confirm(self) -> None:
        """Enter and F12: fill in what is due, hand over a part, or take the payments when they are enough."""
        if self._busy:
            return
        if self._tender.is_enough:
            self._busy = True
            self._show()
            self.paid.emit(self._tender.all_payments)
        elif self._tender.too_much:
            self.say(self._wording("Change is given on cash only: lower the card or cheque amount."))
        elif self._tender.typed:
            self._take(self._tender.hand_over())
        else:
            self._fill_exact()

    def confirm_again(self) -> None:
        """Take the payments once more that were refused; where they are not enough, nothing happens."""
        if self._tender.is_enough:
            self.notice.clear()
            self.confirm()

    def go_back(self) -> None:
        """Esc: the amount being typed, then the last payment, then the sheet."""
        if self._busy:
            return
        if self._tender.typed is None and not self._tender.payments:
            self.put_away()
            return
        self._take(self._tender.take_back())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the means, and F12, which takes payments but never fills anything in by itself."""
        if event.key() in _KEYS:
            self._choose(_KEYS[Qt.Key(event.key())])
            event.accept()
        elif event.key() == Qt.Key.Key_F12:
            if not event.isAutoRepeat() and self._tender.is_enough:
                self.confirm()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _choose(self, means: Means) -> None:
        """Pay the rest by this means: card and cheque are for exactly what is due."""
        if self._busy:
            return
        self._tender = replace(self._tender, means=means)
        if means is Means.CASH:
            if self._exact:
                self.figure.clear()
        elif self._tender.typed is None or self._exact:
            self._fill_exact()
        self.figure.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show()

    def _fill_exact(self) -> None:
        missing = self._tender.missing
        if missing.minor > 0:
            self._fill(missing)
            self._exact = True

    def _fill(self, amount: Money) -> None:
        self.figure.setText(as_typed(amount, self._wording))
        self.figure.selectAll()
        self.figure.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, tender: Tender) -> None:
        """Go on with these payments and an empty box."""
        self._tender = tender
        self.figure.clear()
        self._fill_quick_keys()
        self._show()

    def _typed(self) -> None:
        self._exact = False
        self.notice.clear()
        try:
            self._tender = replace(self._tender, typed=self.figure.money())
        except ShopError as problem:
            self._tender = replace(self._tender, typed=None)
            self.say(explain(problem, self._wording).in_short)
        self._show()

    def _show(self) -> None:
        wording, tender = self._wording, self._tender
        self.due.setText(wording.money(tender.due))
        left = tender.left
        if left.minor > 0:
            self.verdict.setText(wording("Still to pay"))
        elif tender.too_much:
            self.verdict.setText(wording("Too much"))
        else:
            self.verdict.setText(wording("Change"))
        shown = left if left.minor > 0 else -left
        self.change.setText(wording.money(shown))
        self.change.setAccessibleName(f"{self.verdict.text()} {self.change.text()}")
        for means, key in self.means_keys.items():
            key.setChecked(means is tender.means)
            key.setEnabled(not self._busy)
        self.pay_key.setEnabled(tender.is_enough and not self._busy)
        self.figure.setReadOnly(self._busy)
        self._list_payments()

    def _list_payments(self) -> None:
        _empty(self._payments)
        for place, payment in enumerate(self._tender.payments):
            text = f"{name_of_means(payment.means, self._wording)}  {self._wording.money(payment.amount)}   ✕"
            key = QPushButton(text)
            key.setAutoDefault(False)
            key.setAccessibleName(self._wording("Take back {payment}").format(payment=text.removesuffix("   ✕")))
            key.clicked.connect(partial(self._take_back, place))
            self._payments.addWidget(key)

    def _take_back(self, place: int, _checked: object = None) -> None:
        payments = self._tender.payments
        self._take(replace(self._tender, payments=(*payments[:place], *payments[place + 1 :]), typed=None))

    def _fill_quick_keys(self) -> None:
        _empty(self._quick)
        exact = QPushButton(self._wording("Exact"))
        exact.clicked.connect(lambda: self._fill_exact())
        self._quick.addWidget(exact)
        for amount in quick_amounts(self._tender.missing):
            key = QPushButton(_round(amount, self._wording))
            key.setFont(self._theme.font(16, QFont.Weight.DemiBold))
            key.clicked.connect(partial(self._hand_cash, amount))
            self._quick.addWidget(key)

    def _hand_cash(self, amount: Money, _checked: object = None) -> None:
        self._tender = replace(self._tender, means=Means.CASH)
        self._fill(amount)

    def _means_key(self, means: Means) -> KeyButton:
        key = KeyButton(
            self._theme,
            name_of_means(means, self._wording),
            lambda: self._choose(means),
            key=KEY_OF_MEANS[means],
            kind="choice",
        )
        key.setCheckable(True)
        key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return key

    def _lay_out(self) -> None:
        theme, wording = self._theme, self._wording
        self.due.setFont(theme.font(TOTAL_PX, QFont.Weight.Bold))
        self.change.setFont(theme.font(CHANGE_PX, QFont.Weight.Bold))
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(GAP)
        right.setSpacing(GAP)
        for widget in (label(wording("To pay"), role="soft"), self.due):
            left.addWidget(widget)
        left.addLayout(self._payments)
        left.addStretch(1)
        for widget in (self.verdict, self.change, self.notice):
            left.addWidget(widget)
        means_row = QHBoxLayout()
        means_row.setSpacing(GAP)
        for key in self.means_keys.values():
            means_row.addWidget(key, 1)
        right.addLayout(means_row)
        right.addWidget(self.figure)
        self._quick.setSpacing(GAP)
        right.addLayout(self._quick)
        keypad = Keypad(theme, wording)
        keypad.tapped.connect(self.figure.tap)
        keypad.erased.connect(self.figure.backspace)
        right.addWidget(keypad, 1)
        columns = QHBoxLayout()
        columns.setSpacing(32)
        columns.addLayout(left, 1)
        columns.addLayout(right, 1)
        self.body.addLayout(columns, 1)
        keys = QHBoxLayout()
        keys.setSpacing(MARGIN)
        keys.addWidget(KeyButton(theme, wording("Back"), self.go_back, key=wording("Esc")))
        keys.addWidget(self.pay_key, 1)
        self.body.addLayout(keys)
        self._fill_quick_keys()


def _round(amount: Money, wording: Wording) -> str:
    """An amount without its cents where they are zero: `20 €`."""
    return wording.money(amount).replace(f"{wording.decimal}00", "")


def _empty(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget: QWidget | None = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
