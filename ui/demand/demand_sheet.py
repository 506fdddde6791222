"""The sheet of Ctrl+M: note what was asked for, look who has it in town, have it put aside there.

Esc goes one step back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from pos.domain.demand import PutAside
from pos.domain.errors import ShopError
from pos.wording import Wording
from ui.demand.ask_page import AskPage
from ui.demand.held_page import HeldPage
from ui.demand.hold_page import HoldPage
from ui.theme import Theme
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from sync.order_protocol import TownRow

_WIDE: Final = 760
_ARROWS: Final = (Qt.Key.Key_Up, Qt.Key.Key_Down)


class DemandSheet(Sheet):
    """Holds the pages, one shown at a time; what they ask for is done elsewhere."""

    scanned = Signal(str)
    hold_requested = Signal(object, int, str)

    def __init__(self, theme: Theme, wording: Wording, words: str) -> None:
        super().__init__(theme, wording("Asked for, not here"))
        self._wording = wording
        self.ask_page = AskPage(theme, wording, words)
        self.hold_page: HoldPage | None = None
        self.held_page: HeldPage | None = None
        self.body.addWidget(self.ask_page, 1)
        self.body.addStrut(theme.room(_WIDE))
        self.ask_page.close_requested.connect(self.go_back)
        self.ask_page.town.hold_requested.connect(self._begin_hold)

    @property
    def first(self) -> QWidget:
        """Where the cursor begins."""
        return self.ask_page.words

    def confirm(self) -> None:
        """Enter: what the page that is shown makes of it."""
        (self.held_page or self.hold_page or self.ask_page).confirm()

    def go_back(self) -> None:
        """Esc: from the hold to the list, from there away."""
        if self.held_page is None and self.hold_page is not None:
            self._put_hold_away()
        else:
            self.put_away()

    def show_held(self, aside: PutAside, *, prints: bool) -> None:
        """Another shop answered: show it."""
        page = HeldPage(self._theme, self._wording, aside, prints=prints)
        page.done_requested.connect(self.put_away)
        if self.hold_page is not None:
            self.hold_page.hide()
        self.ask_page.hide()
        self.held_page = page
        self.body.addWidget(page, 1)
        page.show()
        page.done_key.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse_hold(self, row_of: tuple[str, str], problem: ShopError) -> bool:
        """It was not put aside; whether the page that asked for this shop and article is still shown to say so."""
        page = self.hold_page
        if page is None or self.held_page is not None or (page.row.shop, page.row.product) != row_of:
            return False
        page.refuse(problem)
        return True

    def take_scan(self, code: str) -> bool:
        """A scan says what was asked for, from an empty box the customer brought along."""
        if self.hold_page is not None or self.held_page is not None:
            return False
        self.wait_for_scan()
        self.scanned.emit(code)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down lead to the shops."""
        if event.key() in _ARROWS and self.hold_page is None and self.held_page is None:
            self.ask_page.go(1 if event.key() == Qt.Key.Key_Down else -1)
            event.accept()
        else:
            super().keyPressEvent(event)

    def _begin_hold(self, row: TownRow) -> None:
        page = HoldPage(self._theme, self._wording, row)
        page.hold_requested.connect(self.hold_requested)
        page.back_requested.connect(self.go_back)
        self.ask_page.hide()
        self.hold_page = page
        self.body.addWidget(page, 1)
        page.show()
        page.begin()

    def _put_hold_away(self) -> None:
        page, self.hold_page = self.hold_page, None
        if page is None:
            return
        self.ask_page.show()
        keys = self.ask_page.town.hold_keys
        (keys[0] if keys else self.ask_page.words).setFocus(Qt.FocusReason.OtherFocusReason)
        self.body.removeWidget(page)
        page.hide()
        page.deleteLater()
