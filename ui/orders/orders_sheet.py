"""The preparation list: reservations to see to, those that ended lately, and the chosen one with its keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from enum import IntEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from pos.database.online_orders import RefusedOrder
from pos.domain.online_order import Deed, OnlineOrder
from pos.wording import Wording
from ui.orders.order_model import Entry, OrderModel
from ui.orders.order_panel import OrderPanel
from ui.orders.order_view import OrderView
from ui.orders.order_words import answers
from ui.theme import GAP, MARGIN, Theme
from ui.widgets.answer import Answer
from ui.widgets.choices import Choices
from ui.widgets.key_button import KeyButton
from ui.widgets.labels import label
from ui.widgets.sheet import Sheet
from ui.widgets.two_lines import Index
from ui.widgets.two_lines_list import TwoLinesList

LONGEST = 60


class Shelf(IntEnum):
    """Which reservations are listed, by the place of its key."""

    OPEN = 0
    ENDED = 1
    REFUSED = 2


class OrdersSheet(Sheet):
    """Shows the view it is given; what is wished is done elsewhere."""

    deed_requested = Signal(object, object, object, str)
    """A reservation, the deed, how much of each line (None for all), and the reason."""
    collect_requested = Signal(object, object)
    slip_requested = Signal(object)

    def __init__(self, theme: Theme, wording: Wording, *, clock: Callable[[], datetime], can_print: bool) -> None:
        super().__init__(theme, wording("Reservations"))
        self._wording, self._clock = wording, clock
        self._view = OrderView()
        self.box = QLineEdit()
        self.box.setPlaceholderText(wording("Number, customer or article"))
        self.box.setAccessibleName(wording("Number, customer or article"))
        self.box.setMaxLength(LONGEST)
        self.box.setClearButtonEnabled(True)
        self.shelf = Choices(wording("Which reservations"), (wording("To do"), wording("Ended"), ""))
        self._model = OrderModel(wording, clock)
        self._model.setParent(self)
        self.list = TwoLinesList(theme, wording("Reservations"), self._model)
        self.nothing = label(role="soft", wrap=True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._answer = Answer(560)
        self.panel = OrderPanel(theme, wording, can_print=can_print)
        self.back_key = KeyButton(theme, wording("Close"), self.put_away, key=wording("Esc"))
        self._lay_out()
        self._listen()

    @property
    def first(self) -> QWidget:
        """Where the cursor begins."""
        return self.list if self._model.entries else self.box

    @property
    def chosen(self) -> Entry | None:
        """The reservation that is shown in full."""
        return self._model.entry(self.list.currentIndex())

    def show_view(self, view: OrderView) -> None:
        """Show how the reservations are now; who is chosen stays chosen."""
        self._view = view
        wording, count = self._wording, len(view.refused)
        said = wording("To do")
        self.shelf.button(Shelf.OPEN).setText(f"{said} ({len(view.open)})" if view.open else said)
        unread = wording.plural("{count} unreadable", "{count} unreadable", count)
        self.shelf.button(Shelf.REFUSED).setText(f"▲ {unread.format(count=wording.number(count))}")
        self.shelf.button(Shelf.REFUSED).setVisible(count > 0)
        if not count and self.shelf.chosen == Shelf.REFUSED:
            self.shelf.choose(Shelf.OPEN)
        self.panel.setVisible(view != OrderView())
        self._list_again()

    def go_to(self, order: OnlineOrder) -> None:
        """Choose a reservation, on whatever shelf it is."""
        self.box.clear()
        self.shelf.choose(Shelf.OPEN if order.state.is_open else Shelf.ENDED)
        self._choose_row(max(self._model.place_of(order), 0))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_on(self) -> None:
        """Something was done: the cursor is in the list again, where Enter does nothing by itself."""
        self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_scan(self, code: str) -> bool:
        """A reservation's number finds it; any other code is the ticket's."""
        order = self._view.numbered(code)
        if order is None:
            return False
        self.wait_for_scan()
        self.go_to(order)
        self.answer_scan(taken=True)
        return True

    def go_back(self) -> None:
        """Esc: the question, then what is looked for, then the sheet."""
        if self.panel.asks:
            self.panel.leave_question()
        elif self.box.text():
            self.box.clear()
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.put_away()

    def confirm(self) -> None:
        """Enter: a key does what it says, the question is answered, the list leads to the likeliest key."""
        focus = QApplication.focusWidget()
        if isinstance(focus, QPushButton) and self.isAncestorOf(focus):
            focus.click()
        elif self.panel.reason is not None:
            self.panel.reason.give()
        elif focus is self.box and self._model.entries:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.panel.first is not None:
            self.panel.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of the details; F2 and letters look for another, F3 goes to how much is meant."""
        bare = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if control and event.key() == Qt.Key.Key_P and self.panel.keys.slip_key.isVisible():
            self.panel.keys.slip_key.click()
        elif bare and not self.panel.asks and not event.isAutoRepeat() and self.panel.keys.press(event.key()):
            pass
        elif event.key() == Qt.Key.Key_F2:
            self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.box.selectAll()
        elif event.key() == Qt.Key.Key_F3:
            self._go_to_quantities()
        elif event.key() == Qt.Key.Key_Down and self.box.hasFocus():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        elif bare and _writes(event) and not self.panel.asks:
            self.box.setFocus(Qt.FocusReason.OtherFocusReason)
            self.box.insert(event.text())
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _go_to_quantities(self) -> None:
        rows = self.panel.rows
        first = next((row.first for row in rows if row.first is not None), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _listed(self) -> Sequence[Entry]:
        view, words = self._view, self.box.text()
        if words.strip():
            return [order for order in (*view.open, *view.ended) if answers(order, words)]
        return (view.open, view.ended, view.refused)[self.shelf.chosen]

    def _list_again(self) -> None:
        """Another list, or the same with news; the row under the cursor stays, else the one in its place is next."""
        chosen, place = self.chosen, self.list.currentIndex().row()
        entries = self._listed()
        if list(entries) != list(self._model.entries):
            self._model.show(entries)
        self._model.mark(self._view.turned_down.keys())
        self._answer.setCurrentWidget(self.list if entries else self.nothing)
        self.list.viewport().update()  # what waits has waited longer
        if entries:
            known = self._model.place_of(chosen)
            self._choose_row(known if known >= 0 else min(max(place, 0), len(entries) - 1))
        else:
            self.nothing.setText(self._why_nothing())
            self.panel.show_nothing()
        self._keep_focus()

    def _choose_row(self, place: int) -> None:
        self.list.setCurrentIndex(self._model.index(place))
        self._show(self.list.currentIndex())

    def _keep_focus(self) -> None:
        """What had the cursor may be gone with the reservation: keys must be heard."""
        focus = QApplication.focusWidget()
        if self.isVisible() and (focus is None or not focus.isVisible()):
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _why_nothing(self) -> str:
        wording = self._wording
        if self.box.text().strip():
            return wording("No reservation answers “{words}”.").format(words=self.box.text().strip())
        if self.shelf.chosen == Shelf.ENDED:
            return wording("No reservation came to its end in the last 7 days.")
        return wording("Nothing to prepare. What is reserved in the online shop window comes here, and you hear it.")

    def _show(self, index: Index) -> None:
        entry = self._model.entry(index)
        if isinstance(entry, RefusedOrder):
            self.panel.show_refused(entry, self._clock())
        elif entry is not None:
            key, view = (entry.target, entry.id), self._view
            self.panel.show_order(
                entry, self._clock(), is_told=key not in view.untold, turned_down=view.turned_down.get(key)
            )
        else:
            self.panel.show_nothing()

    def _do(self, deed: Deed, quantities: object, reason: str) -> None:
        if isinstance(self.chosen, OnlineOrder):
            self.deed_requested.emit(self.chosen, deed, quantities, reason)

    def _listen(self) -> None:
        self.box.textChanged.connect(lambda _: self._list_again())
        self.shelf.changed.connect(self._list_again)
        self.list.chosen.connect(self._show)
        self.panel.deed_requested.connect(self._do)
        self.panel.collect_requested.connect(lambda meant: self.collect_requested.emit(self.panel.order, meant))
        self.panel.slip_requested.connect(lambda: self.slip_requested.emit(self.panel.order))

    def _lay_out(self) -> None:
        self._answer.addWidget(self.list)
        self._answer.addWidget(self.nothing)
        left = QVBoxLayout()
        left.setSpacing(GAP)
        left.addWidget(self.box)
        left.addWidget(self.shelf)
        left.addWidget(self._answer, 1)
        left.addWidget(self.back_key)
        columns = QHBoxLayout()
        columns.setSpacing(MARGIN)
        columns.addLayout(left, 1)
        columns.addWidget(self.panel)
        self.body.addLayout(columns, 1)


def _writes(event: QKeyEvent) -> bool:
    text = event.text()
    return len(text) == 1 and text.isprintable() and not text.isspace()
