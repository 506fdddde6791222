"""The line at the foot of the articles that tells of a reservation until somebody looked: a tap or Ctrl+O opens it.

It stands in the layout, where it covers nothing and moves no tile; it never takes the focus.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pos.wording import Wording
from ui.orders.order_words import to_prepare_in_words
from ui.widgets.key_button import KeyButton
from ui.widgets.toast import announce

if TYPE_CHECKING:
    from ui.orders.order_view import OrderView
    from ui.theme import Theme


class OrderBanner(QWidget):
    """Shows how many there are; hidden while there is no news."""

    wanted = Signal()

    def __init__(self, theme: Theme, wording: Wording) -> None:
        super().__init__()
        self._wording = wording
        self.key = KeyButton(theme, "", self.wanted.emit, key=wording("Ctrl+O"), kind="news", px=16)
        self.key.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.key)
        self.hide()

    def show_news(self, view: OrderView) -> None:
        """Say what nobody has looked at, the goods to prepare before those that can go back."""
        words = self._news(view)
        if words and not (self.isVisible() and words == self.key.text()):
            self.key.setText(words)
            self.key.setAccessibleName(words)
            announce(self.key, words)
        self.setVisible(bool(words))

    def _news(self, view: OrderView) -> str:
        wording, ended = self._wording, len(view.ended_unseen)
        if view.unseen:
            return to_prepare_in_words(view.to_do or len(view.unseen), wording)
        if ended:
            said = wording.plural("{count} reservation has ended", "{count} reservations have ended", ended)
            return said.format(count=wording.number(ended))
        return ""
