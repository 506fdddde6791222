"""The head of the details: number in big, who, where it stands, how long it waits and until when."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from pos.database.online_orders import RefusedOrder
from pos.database.order_deeds import KeptDeed
from pos.domain.online_order import OnlineOrder
from pos.wording import Wording
from ui.orders.order_words import (
    moment_in_words,
    state_in_words,
    turned_down_in_words,
    until_in_words,
    waits_in_words,
)
from ui.theme import Theme
from ui.widgets.labels import label

NUMBER_PX = 28


class OrderFacts(QWidget):
    """Labels, each left out where it has nothing to say."""

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._theme, self._wording = theme, wording
        self.number = label(role="ink", wrap=True)
        self.who = label(wrap=True)
        self.state = label(role="amber", wrap=True)
        self.when = label(role="soft", wrap=True)
        self.note = label(wrap=True)
        self.turned_down = label(role="amber", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for one in (self.number, self.who, self.state, self.when, self.note, self.turned_down):
            column.addWidget(one)
        self._dress()
        theme.changed.connect(self._dress)

    def show_order(
        self, order: OnlineOrder, now: datetime, *, is_told: bool, turned_down: KeptDeed | None = None
    ) -> None:
        """Say what is known of a reservation, whether its customer can know of it, and what of it was turned down."""
        wording = self._wording
        state = state_in_words(order, wording)
        paid = wording("paid online") if order.is_paid else ""
        told = "" if is_told else wording("the customer is not told yet")
        waits = wording("waiting for {time}").format(time=waits_in_words(order, now, wording))
        made = wording("made {moment}").format(moment=moment_in_words(order.made_at, now, wording))
        asked_by = wording("asked for by {shop}").format(shop=order.made_by) if order.made_by else ""
        _say(self.number, order.number)
        _say(self.who, _joined(order.customer, order.contact, asked_by))
        _say(self.state, _joined(state, paid, order.reason, told))
        _say(self.when, _joined(until_in_words(order, now, wording), waits if order.state.is_open else made))
        _say(self.note, f"✎ {order.note}" if order.note else "")
        _say(self.turned_down, turned_down_in_words(turned_down, wording) if turned_down else "")

    def show_refused(self, refused: RefusedOrder, now: datetime) -> None:
        """Say what is known of one that nobody could read."""
        wording = self._wording
        heard = moment_in_words(refused.heard_at, now, wording)
        kept = wording("It is kept as it came, and nothing was done about it. The catalogue’s own page may show it.")
        _say(self.number, wording("Could not be read"))
        _say(self.who, wording("came {moment}").format(moment=heard))
        _say(self.state, kept)
        _say(self.when, f"{refused.target} · {refused.order_id} · {refused.revision}")
        _say(self.note, refused.reason)
        _say(self.turned_down, "")

    def _dress(self) -> None:
        self.number.setFont(self._theme.font(NUMBER_PX, QFont.Weight.Bold))
        self.who.setFont(self._theme.font(16, QFont.Weight.DemiBold))


def _say(one: QLabel, words: str) -> None:
    one.setText(words)
    one.setVisible(bool(words))


def _joined(*said: str) -> str:
    return " · ".join(one for one in said if one)
