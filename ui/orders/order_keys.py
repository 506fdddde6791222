"""The keys under a reservation: those of what can be done with it as it stands, the likeliest first."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from pos.domain.online_order import Deed, OnlineOrder, OrderState
from pos.wording import Wording
from ui.theme import GAP, Theme
from ui.widgets.key_button import KeyButton


class OrderKeys(QWidget):
    """Shows the keys that make sense and says which was pressed."""

    deed_wanted = Signal(object)
    question_wanted = Signal(object)
    """A deed that is asked about before it is done."""
    collect_wanted = Signal()
    slip_wanted = Signal()

    def __init__(self, theme: Theme, wording: Wording, *, can_print: bool) -> None:
        super().__init__()
        self._wording, self._can_print = wording, can_print
        deed, ask, delete = self.deed_wanted.emit, self.question_wanted.emit, wording("Del")
        self.aside_key = KeyButton(theme, wording("Put aside"), partial(deed, Deed.CONFIRM), key="F7", kind="primary")
        self.accept_key = KeyButton(theme, wording("Accept"), partial(deed, Deed.ACCEPT), key="F9")
        self.collect_key = KeyButton(theme, "", self.collect_wanted.emit, key="F12")
        self.refuse_key = KeyButton(theme, wording("Refuse…"), partial(ask, Deed.REJECT), key=delete, kind="danger")
        self.release_key = KeyButton(
            theme, wording("Not collected…"), partial(ask, Deed.RELEASE), key=delete, kind="danger"
        )
        self.slip_key = KeyButton(theme, wording("Print a slip"), self.slip_wanted.emit, key=wording("Ctrl+P"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP)
        self._shown: tuple[KeyButton, ...] = ()
        for key in self._all:
            key.setParent(self)
            key.hide()

    @property
    def first(self) -> KeyButton | None:
        """The likeliest that can be pressed."""
        return next((key for key in self._shown if key.isEnabled()), None)

    def show_for(self, order: OnlineOrder) -> None:
        """Show what can be done with a reservation."""
        wording = self._wording
        words = wording("Hand over (paid)") if order.is_paid else wording("Collect and pay")
        self.collect_key.setText(words)
        self.collect_key.setAccessibleName(words)
        self._arrange([key for key in self._fitting(order) if key is not self.slip_key or self._can_print])
        self._mark_first(likely=order.state.is_open)
        self.let_take(some=True)

    def rest(self) -> None:
        """No reservation: no key."""
        self._arrange(())

    def let_take(self, *, some: bool) -> None:
        """Some goods are meant, or none, which can only be refused."""
        for key in (self.aside_key, self.accept_key, self.collect_key):
            key.setEnabled(some)

    def press(self, key: int) -> bool:
        """Do what a key of the keyboard means here; whether it means anything."""
        wanted: dict[int, tuple[KeyButton, ...]] = {
            Qt.Key.Key_F7: (self.aside_key,),
            Qt.Key.Key_F9: (self.accept_key,),
            Qt.Key.Key_F12: (self.collect_key,),
            Qt.Key.Key_Delete: (self.refuse_key, self.release_key),
        }
        for one in wanted.get(key, ()):
            if one in self._shown and one.isEnabled():
                one.click()
                return True
        return key in wanted

    def _fitting(self, order: OnlineOrder) -> Sequence[KeyButton]:
        if order.ticket_id and order.state.is_open:
            return (self.slip_key,)
        match order.state:
            case OrderState.REQUESTED:
                return self.aside_key, self.accept_key, self.collect_key, self.refuse_key, self.slip_key
            case OrderState.HELD:
                return self.aside_key, self.collect_key, self.refuse_key, self.slip_key
            case OrderState.CONFIRMED:
                return self.collect_key, self.release_key, self.slip_key
            case _:
                return (self.collect_key,) if order.allows(Deed.FULFIL) else ()

    @property
    def _all(self) -> tuple[KeyButton, ...]:
        return self.aside_key, self.accept_key, self.collect_key, self.refuse_key, self.release_key, self.slip_key

    def _arrange(self, keys: Sequence[KeyButton]) -> None:
        """The first across the whole width, the others two by two."""
        for key in self._all:
            self._grid.removeWidget(key)
            key.setVisible(key in keys)
        self._shown = tuple(keys)
        for place, key in enumerate(keys):
            if place == 0:
                self._grid.addWidget(key, 0, 0, 1, 2)
            else:
                row, column = divmod(place - 1, 2)
                alone = place == len(keys) - 1 and column == 0
                self._grid.addWidget(key, row + 1, column, 1, 2 if alone else 1)

    def _mark_first(self, *, likely: bool) -> None:
        """The likeliest wears the accent; with what has ended nothing is likely."""
        for key in (self.aside_key, self.collect_key):
            key.setProperty("kind", "primary" if likely and key is self._shown[0] else "")
            key.style().unpolish(key)
            key.style().polish(key)
