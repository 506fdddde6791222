"""The chosen reservation: what is known of it, how much of each article is meant, and the keys of what can be done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos.database.online_orders import RefusedOrder
from pos.database.order_deeds import KeptDeed
from pos.domain.online_order import Deed, OnlineOrder
from pos.domain.quantity import Quantity
from pos.wording import Wording
from ui.orders.order_facts import OrderFacts
from ui.orders.order_keys import OrderKeys
from ui.orders.quantity_row import QuantityRow
from ui.orders.reason_box import ReasonBox
from ui.theme import GAP, Theme
from ui.widgets.labels import label, rule
from ui.widgets.roomy import Roomy

WIDTH = 420


class OrderPanel(QWidget):
    """Shows one reservation and says what is wanted of it; decides nothing itself."""

    deed_requested = Signal(object, object, str)
    """A deed, how much of each line is meant (None for all that is held), and the reason."""
    collect_requested = Signal(object)
    slip_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording, *, can_print: bool) -> None:
        super().__init__()
        self._theme, self._wording = theme, wording
        self.order: OnlineOrder | None = None
        self.rows: tuple[QuantityRow, ...] = ()
        self.reason: ReasonBox | None = None
        self.facts = OrderFacts(theme, wording)
        self.keys = OrderKeys(theme, wording, can_print=can_print)
        self.nothing_meant = label(wording("Nothing of it is left: refuse it instead."), role="amber", wrap=True)
        self.nothing_meant.hide()
        self._rule = rule()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(GAP)
        self._lay_out()
        self._listen()
        self.setMinimumWidth(theme.room(WIDTH))
        self.show_nothing()

    @property
    def asks(self) -> bool:
        """Whether the question before a refusal stands there."""
        return self.reason is not None

    @property
    def first(self) -> QWidget | None:
        """What is done most often with it; None where there is nothing to do."""
        return self.keys.first

    def show_order(
        self, order: OnlineOrder, now: datetime, *, is_told: bool, turned_down: KeptDeed | None = None
    ) -> None:
        """Show a reservation; what was lowered stays while it is the same."""
        same = order == self.order
        self.order = order
        self.facts.show_order(order, now, is_told=is_told, turned_down=turned_down)
        self.facts.show()
        self._rule.show()
        if not same:
            self.leave_question()
            can_change = order.state.is_open and not order.ticket_id
            self._replace_rows(order, can_change=can_change)
            self.keys.show_for(order)

    def show_refused(self, refused: RefusedOrder, now: datetime) -> None:
        """Show what came and could not be read."""
        self.show_nothing()
        self.facts.show_refused(refused, now)
        self.facts.show()

    def show_nothing(self) -> None:
        """No reservation is chosen."""
        self.order = None
        self.leave_question()
        self._clear_rows()
        self.facts.hide()
        self._rule.hide()
        self.keys.rest()

    def ask(self, deed: Deed) -> None:
        """Ask why before it is refused or let go."""
        order = self.order
        if order is None or self.reason is not None or not order.allows(deed):
            return
        box = ReasonBox(self._theme, self._wording, deed, number=order.number)
        box.given.connect(lambda reason: self._give(deed, reason))
        box.stayed.connect(self.leave_question)
        self.reason = box
        self.keys.hide()
        self._foot.addWidget(box)
        box.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave_question(self) -> None:
        """Show the keys again in place of the question."""
        box, self.reason = self.reason, None
        if box is None:
            return
        had_focus = box.isAncestorOf(self.focusWidget() or self)
        self._foot.removeWidget(box)
        box.hide()
        box.deleteLater()
        self.keys.show()
        if had_focus and self.first is not None:
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def sizeHint(self) -> QSize:
        """As high as there is room, so that the sheet does not jump from one reservation to the next."""
        return QSize(self._theme.room(WIDTH), 1_200)

    def hasHeightForWidth(self) -> bool:
        """Breaking sentences ask for no height of their own."""
        return False

    def _give(self, deed: Deed, reason: str) -> None:
        self.leave_question()
        self.deed_requested.emit(deed, None, reason)

    def _meant(self) -> Mapping[int, Quantity] | None:
        """How much of each line is meant; None where it is all that is held."""
        if all(row.meant == row.line.held for row in self.rows):
            return None
        return {row.line.line: row.meant for row in self.rows}

    def _replace_rows(self, order: OnlineOrder, *, can_change: bool) -> None:
        self._clear_rows()
        self.rows = tuple(QuantityRow(self._theme, self._wording, line, can_change=can_change) for line in order.lines)
        for row in self.rows:
            row.changed.connect(self._weigh_up)
            self._lines.addWidget(row)

    def _clear_rows(self) -> None:
        for row in self.rows:
            self._lines.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = ()
        self.nothing_meant.hide()

    def _weigh_up(self) -> None:
        """Of nothing at all, nothing can be put aside."""
        some = any(row.meant for row in self.rows)
        self.nothing_meant.setVisible(not some)
        self.keys.let_take(some=some)

    def _listen(self) -> None:
        keys = self.keys
        keys.deed_wanted.connect(lambda deed: self.deed_requested.emit(deed, self._meant(), ""))
        keys.collect_wanted.connect(lambda: self.collect_requested.emit(self._meant()))
        keys.question_wanted.connect(self.ask)
        keys.slip_wanted.connect(self.slip_requested)

    def _lay_out(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(GAP)
        column.addWidget(self.facts)
        column.addWidget(self._rule)
        column.addLayout(self._lines)
        column.addWidget(self.nothing_meant)
        column.addStretch(1)
        self._foot = QVBoxLayout()
        self._foot.setContentsMargins(0, 0, 0, 0)
        self._foot.addWidget(self.keys)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(GAP)
        whole.addWidget(Roomy(page), 1)
        whole.addLayout(self._foot)
