"""How reservations are taken: whether at all, in which of three ways, how many units, and how long."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from pos.domain.errors import AmountTooLarge, NotAnAmount, ReservationRulesWrong, ShopError
from pos.domain.online_order import OrderMode
from pos.domain.quantity import MILLI, Quantity, Unit, parse_quantity
from pos.domain.reservation_rules import ReservationRules, RuleFault, RuleField, faults
from pos.wording import Wording
from ui.messages import explain
from ui.online.growing_scroll import GrowingScroll
from ui.online.mode_choice import ModeChoice
from ui.online.rule_words import ANSWERS, FAULT_WORDS, HOLDS, span
from ui.shop.shop_box import ShopBox
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.tick_box import TickBox

_LONGEST: Final = 6
_MINUTE: Final = timedelta(minutes=1)


class RulesPage(QWidget):
    """Holds the wishes until they are kept; what is wrong is said at its box, and nothing typed is lost."""

    keep_requested = Signal(object)
    back_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self._mode = OrderMode.REQUEST
        self._before = ReservationRules()
        self.takes = TickBox(wording("The shop takes reservations made online"))
        self.modes = ModeChoice(theme, wording)
        self.safety = ShopBox(wording("Kept back for the shop, of each article (pieces or kg)"), longest=_LONGEST)
        self.share = ShopBox(wording("Handed over to the window, of each article (pieces or kg)"), longest=_LONGEST)
        self.answer = _choice(wording("The shop answers within"))
        self.hold = _choice(wording("Goods lie aside for"))
        self.notice = label(role="danger", wrap=True)
        self.back_key = KeyButton(theme, wording("Back"), self.back_requested.emit, key=wording("Esc"))
        self.keep_key = KeyButton(theme, wording("Keep"), self.confirm, key=wording("Enter"), kind="primary", px=16)
        self.takes.toggled.connect(lambda _: self._follow())
        self.modes.chosen.connect(self._choose_mode)
        self._lay_out()

    def begin(self, rules: ReservationRules) -> QWidget:
        """Start from the rules that are kept; gives the widget to begin with."""
        self._before = rules
        self.takes.setChecked(rules.takes)
        self.safety.show_text(_figure(rules.safety))
        self.share.show_text(_figure(rules.share))
        self._offer(self.answer, ANSWERS, rules.answer)
        self._offer(self.hold, HOLDS, rules.hold)
        self.settle()
        self._choose_mode(rules.mode)
        return self.takes

    def confirm(self) -> None:
        """Enter: keep what is wished for, unless something is wrong."""
        if not self.keep_key.isEnabled():
            return
        found = self._unreadable()
        wished = self._wished()
        found = {**faults(wished), **found}
        if found:
            self._show_faults(found)
        elif wished == self._before:
            self.back_requested.emit()
        else:
            self.keep_key.setEnabled(False)
            self.keep_requested.emit(wished)

    def refuse(self, problem: ShopError) -> None:
        """It was not kept: say why."""
        self.settle()
        if isinstance(problem, ReservationRulesWrong):
            self._show_faults(problem.faults)
        else:
            self.notice.setText(explain(problem, self._wording).in_short)
            self.notice.show()

    def settle(self) -> None:
        """Nothing is being kept any more."""
        self.notice.hide()
        self.keep_key.setEnabled(True)

    def _wished(self) -> ReservationRules:
        """What the page holds; a figure nobody can read, or that the mode does not use, stays what it was."""
        return ReservationRules(
            takes=self.takes.isChecked(),
            mode=self._mode,
            safety=_read(self.safety, self._before.safety),
            share=_read(self.share, self._before.share),
            hold=int(self.hold.currentData()) * _MINUTE,
            answer=int(self.answer.currentData()) * _MINUTE,
        )

    def _unreadable(self) -> Mapping[RuleField, RuleFault]:
        used = {OrderMode.SAFETY: (RuleField.SAFETY, self.safety), OrderMode.ESCROW: (RuleField.SHARE, self.share)}
        field, box = used.get(self._mode, (None, self.safety))
        try:
            parse_quantity(box.text, Unit.PIECE)
        except AmountTooLarge:
            return {field: RuleFault.TOO_MANY} if field else {}
        except NotAnAmount:
            return {field: RuleFault.NO_NUMBER} if field else {}
        return {}

    def _show_faults(self, found: Mapping[RuleField, RuleFault]) -> None:
        boxes = {RuleField.SAFETY: self.safety, RuleField.SHARE: self.share}
        for field, fault in found.items():
            if field in boxes:
                boxes[field].refuse(self._wording(FAULT_WORDS[fault]))
            else:
                self.notice.setText(self._wording(FAULT_WORDS[fault]))
                self.notice.show()
        first = next((boxes[field] for field in boxes if field in found), None)
        if first is not None:
            first.focus()

    def _choose_mode(self, mode: OrderMode) -> None:
        self._mode = mode
        self.modes.show_chosen(mode)
        self._follow()

    def _follow(self) -> None:
        """Only what the mode uses is shown; a shop that takes none is asked nothing more."""
        takes = self.takes.isChecked()
        for widget in (self.modes, self._times):
            widget.setVisible(takes)
        self.safety.setVisible(takes and self._mode is OrderMode.SAFETY)
        self.share.setVisible(takes and self._mode is OrderMode.ESCROW)
        self._answers.setVisible(self._mode is OrderMode.REQUEST)

    def _offer(self, box: QComboBox, times: Sequence[timedelta], kept: timedelta) -> None:
        box.clear()
        for time in sorted({*times, kept}):
            box.addItem(span(time, self._wording), time // _MINUTE)
        box.setCurrentIndex(box.findData(kept // _MINUTE))

    def _lay_out(self) -> None:
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self._answers, holds = _named(self.answer), _named(self.hold)
        self._times = QWidget()
        times = QHBoxLayout(self._times)
        times.setContentsMargins(0, GAP, 0, 0)
        times.setSpacing(MARGIN)
        times.addWidget(self._answers, 1)
        times.addWidget(holds, 1)
        for widget in (self.takes, self.modes, self.safety, self.share, self._times, self.notice):
            column.addWidget(widget)
        column.addStretch(1)
        keys = QHBoxLayout()
        keys.setSpacing(MARGIN)
        keys.addWidget(self.back_key)
        keys.addWidget(self.keep_key, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(GAP)
        page.addWidget(label(self._wording("How reservations are taken"), role="title", wrap=True))
        page.addWidget(GrowingScroll(shown), 1)
        page.addSpacing(GAP)
        page.addLayout(keys)


def _read(box: ShopBox, otherwise: Quantity) -> Quantity:
    """The whole number in a box."""
    try:
        return parse_quantity(box.text, Unit.PIECE)
    except (NotAnAmount, AmountTooLarge):
        return otherwise


def _figure(quantity: Quantity) -> str:
    return str(quantity.milli // MILLI)


def _named(box: QComboBox) -> QWidget:
    held = QWidget()
    column = QVBoxLayout(held)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(label(box.accessibleName(), role="soft"))
    column.addWidget(box)
    return held


def _choice(accessible_name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(accessible_name)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made
