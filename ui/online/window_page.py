"""The online shops this shop is joined to, a card each."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos.wording import Wording
from sync.state import WindowState
from ui.icons import Icons
from ui.online.growing_scroll import GrowingScroll
from ui.online.shop_card import ShopCard
from ui.online.window_view import WindowView
from ui.theme import MARGIN, Theme
from ui.widgets.key_button import KeyButton


class WindowPage(QWidget):
    """Shows a view and a state on a card; says what a person wants done about them."""

    leave_requested = Signal()
    close_requested = Signal()

    def __init__(self, theme: Theme, wording: Wording, icons: Icons) -> None:
        super().__init__()
        self.card = ShopCard(theme, wording, icons)
        self.leave_key = KeyButton(theme, wording("Leave the catalogue…"), self.leave_requested.emit)
        self.close_key = KeyButton(
            theme, wording("Close"), self.close_requested.emit, key=wording("Esc"), kind="primary", px=16
        )
        self._scroll = GrowingScroll(self._cards())
        self._lay_out()

    def begin(self) -> QWidget:
        """Start from the top; gives the key to begin with."""
        self.card.say("")
        self._scroll.begin()
        return self.close_key

    def show_window(self, view: WindowView, state: WindowState, *, key_file: Path | None) -> None:
        """Replace what is shown, see `ShopCard.show_window`."""
        if self.card.show_window(view, state, key_file=key_file):
            self._scroll.to_top()

    def confirm(self) -> None:
        """Enter alone decides nothing: the key that has the focus does."""

    def _cards(self) -> QWidget:
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * MARGIN)
        column.addWidget(self.card)
        column.addStretch(1)
        return shown

    def _lay_out(self) -> None:
        keys = QHBoxLayout()
        keys.setSpacing(MARGIN)
        keys.addWidget(self.leave_key)
        keys.addStretch(1)
        keys.addWidget(self.close_key)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(MARGIN)
        page.addWidget(self._scroll, 1)
        page.addLayout(keys)
