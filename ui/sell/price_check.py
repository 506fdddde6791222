"""Looking at a price without adding: the next scan, tap or search shows the article and leaves the ticket alone.

It ends after one article was looked at and the sheet put away; while the sheet is open, every scan is a look.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal

from pos.domain.catalogue import Product
from pos.domain.errors import ShopError
from pos.domain.quantity import Quantity
from pos.wording import Wording
from ui.background import Background
from ui.main_window import MainWindow
from ui.messages import explain
from ui.sell import lookup
from ui.sell.look_sheet import LookSheet
from ui.sell.lookup import Found
from ui.sell.mode import Mode
from ui.sell.mode_bar import ModeBar
from ui.sell.multiplier import Typed
from ui.sell.price_look import Look, look_at
from ui.theme import Theme
from ui.widgets.key_button import KeyButton


class PriceCheck(Mode):
    """Shows its bar while it waits for an article, then the article's sheet."""

    add_requested = Signal(object, object)
    edit_requested = Signal(str)
    favourite_requested = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        *,
        theme: Theme,
        wording: Wording,
        beep: Callable[[], None],
    ) -> None:
        super().__init__()
        self._window, self._background = window, background
        self._theme, self._wording, self._beep = theme, wording, beep
        self._sheet: LookSheet | None = None
        self._quantity: Quantity | None = None
        self._is_on = False
        leave = KeyButton(theme, wording("Leave"), self.end, key=wording("Esc"))
        self.bar = ModeBar(theme, leave)
        self.bar.say(wording("Price check: scan, tap or search an article. Nothing is added."))

    def begin(self) -> None:
        """Wait for an article."""
        self._is_on = True
        self._window.sell.show_bar(self.bar)
        self._window.sell.search.setFocus()

    def end(self) -> None:
        """Go back to selling."""
        if not self._is_on:
            return
        self._is_on = False
        self.bar.hide()
        if self._sheet is not None:
            self._sheet.put_away()
        self.ended.emit()

    def scan(self, code: str, quantity: Quantity | None) -> bool:
        """Look at what carries a code."""
        self._quantity = quantity
        self._background.run(
            lambda db: lookup.by_code(db, code),
            lambda found: self._found(found, self._wording("No article carries the code {code}.").format(code=code)),
            self._refuse,
            owner=self,
        )
        return True

    def enter(self, typed: Typed) -> bool:
        """Look at what was typed: a code, or the first article found."""
        words = typed.words
        self._quantity = typed.quantity
        self._background.run(
            lambda db: lookup.by_typing(db, words),
            lambda found: self._found(found, self._wording("Nothing found for “{words}”.").format(words=words)),
            self._refuse,
            owner=self,
        )
        return True

    def tap(self, product: Product, quantity: Quantity | None) -> bool:
        """Look at a tile."""
        self._quantity = quantity
        self._look(Found(product))
        return True

    def _found(self, found: Found | None, otherwise: str) -> None:
        if found is not None:
            self._look(found)
            return
        self._beep()
        if self._sheet is not None:
            self._sheet.say(otherwise)
        else:
            self._window.say(otherwise)

    def _look(self, found: Found) -> None:
        self._background.run(lambda db: look_at(db, found), self._show, self._refuse, owner=self)

    def _show(self, look: Look) -> None:
        if not self._is_on:
            return
        if self._sheet is not None:
            self._sheet.show_look(look)
            return
        sheet = LookSheet(self._theme, self._wording, look)
        sheet.add_requested.connect(self._add)
        sheet.edit_requested.connect(self.edit_requested)
        sheet.favourite_requested.connect(self.favourite_requested)
        sheet.closed.connect(self._closed)
        self._sheet = sheet
        self._window.lay(sheet, sheet.add_key)

    def _add(self, found: Found) -> None:
        self.add_requested.emit(found, self._quantity)

    def _closed(self) -> None:
        self._sheet = None
        self.end()

    def _refuse(self, problem: ShopError) -> None:
        self._beep()
        self._window.say(explain(problem, self._wording).in_short)
