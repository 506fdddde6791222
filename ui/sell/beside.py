"""What stands beside selling: price checks, favourites, parked tickets, notes, the card of keys.

Each is made at the first wish, from modules that are loaded behind the first screen.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from pos.domain.catalogue import Product
from pos.domain.errors import EmptyTicket, ShopError
from pos.domain.quantity import Quantity
from pos.domain.sale import Sale, is_same_basket
from pos.domain.staff import Right
from pos.wording import Wording
from ui.background import Background
from ui.main_window import MainWindow
from ui.sell.counter import Counter, Wish
from ui.sell.multiplier import Typed
from ui.staff.gate import Gate
from ui.theme import Theme

if TYPE_CHECKING:
    from ui.sell.arranging_desk import ArrangingDesk
    from ui.sell.mode import Mode
    from ui.sell.parking_desk import ParkingDesk
    from ui.sell.price_check import PriceCheck

SOON: Final = timedelta(minutes=1)
"""The same basket again within this time is worth a quiet word."""


class Beside(QObject):
    """Holds the mode that is on, if one is: what it takes of scans and taps is not the ticket's."""

    edit_requested = Signal(str)
    """The id of an article whose card is to be opened."""

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        counter: Counter,
        *,
        theme: Theme,
        wording: Wording,
        clock: Callable[[], datetime],
        beep: Callable[[], None],
        refuse: Callable[[ShopError], None],
        gate: Gate,
    ) -> None:
        super().__init__()
        self._window, self._page = window, window.sell
        self._background, self.counter = background, counter
        self._theme, self._wording = theme, wording
        self._clock, self._beep, self._refuse, self._gate = clock, beep, refuse, gate
        self._mode: Mode | None = None
        self._last_sale: Sale | None = None
        self._listen()

    def scan(self, code: str, quantity: Quantity | None) -> bool:
        """Whether the mode took a scan."""
        return self._mode is not None and self._mode.scan(code, quantity)

    def enter(self, typed: Typed) -> bool:
        """Whether the mode took what was typed."""
        return self._mode is not None and self._mode.enter(typed)

    def tap(self, product: Product, quantity: Quantity | None) -> bool:
        """Whether the mode took a tap."""
        return self._mode is not None and self._mode.tap(product, quantity)

    def leave_mode(self) -> None:
        """Scans and taps mean the ticket again."""
        if self._mode is not None:
            self._mode.end()

    def use_late_parts(self) -> None:
        """What was loaded behind the first screen is there."""
        self.parking.count()

    @cached_property
    def parking(self) -> ParkingDesk:
        """Parked tickets."""
        from ui.sell.parking_desk import ParkingDesk

        return ParkingDesk(
            self._window,
            self._background,
            self.counter,
            theme=self._theme,
            wording=self._wording,
            clock=self._clock,
        )

    @cached_property
    def favourites(self) -> ArrangingDesk:
        """The favourites; `add` makes an article one of them, from wherever that is wished."""
        from ui.sell.arranging_desk import ArrangingDesk

        return ArrangingDesk(
            self._window, self._background, theme=self._theme, wording=self._wording, clock=self._clock
        )

    @cached_property
    def price_check(self) -> PriceCheck:
        """Looking without adding."""
        from ui.sell.price_check import PriceCheck

        check = PriceCheck(self._window, self._background, theme=self._theme, wording=self._wording, beep=self._beep)
        selling = self._gate.if_selling
        check.add_requested.connect(lambda found, quantity: selling(lambda: self.counter.put(Wish(found, quantity))))
        check.edit_requested.connect(self.edit_requested)
        check.favourite_requested.connect(lambda one: selling(lambda: self.favourites.add(one.id, one.name)))
        return check

    def note_same_basket(self, sale: Sale) -> None:
        """Say quietly that the same was sold a moment ago: a bakery does it all day, a slip of the hand too."""
        before, self._last_sale = self._last_sale, sale
        if before is not None and sale.sold_at - before.sold_at <= SOON and is_same_basket(before, sale):
            said = self._wording("The same basket as ticket {number}, a moment ago.")
            self._window.say(said.format(number=before.number))

    def _step_back(self) -> None:
        """Esc: one step, which may leave the mode on."""
        if self._mode is not None:
            self._mode.step_back()

    def _undo(self) -> None:
        if self._mode is None or not self._mode.undo():
            self._gate.require(Right.VOID, self.counter.undo)

    def _remove(self) -> None:
        if self._mode is None or not self._mode.remove():
            self._gate.require(Right.VOID, lambda: self.counter.remove(self._page.ticket.selected))

    def _begin(self, mode: PriceCheck | ArrangingDesk) -> None:
        """Begin a mode in place of another; beginning it twice leaves it."""
        before = self._mode
        self.leave_mode()
        if before is not mode:
            self._mode = mode
            mode.ended.connect(self._mode_ended)
            mode.begin()

    def _mode_ended(self) -> None:
        if self._mode is not None:
            self._mode.ended.disconnect(self._mode_ended)
            self._mode = None

    def _check_price(self) -> None:
        self._begin(self.price_check)

    def _open_parking(self) -> None:
        self.leave_mode()
        typed = self._page.search.typed.words
        self._page.search.clear()
        self.parking.open(typed)

    def _show_keys(self) -> None:
        from ui.sell.keys_sheet import KeysSheet

        sheet = KeysSheet(self._theme, self._wording)
        self._window.lay(sheet, sheet.close_key)

    def _ask_note(self, place: int) -> None:
        from ui.sell.note_sheet import NoteSheet

        if not self.counter.ticket.lines:
            self._refuse(EmptyTicket())
            return
        sheet = NoteSheet(self._theme, self._wording, self.counter.ticket, place)
        sheet.given.connect(self.counter.note)
        self._window.lay(sheet, sheet.text)

    def _favour(self, place: int) -> None:
        lines = self.counter.ticket.lines
        if 0 <= place < len(lines):
            self.favourites.add(lines[place].product_id, lines[place].name)

    def _edit(self, place: int) -> None:
        lines = self.counter.ticket.lines
        self.edit_requested.emit(lines[place].product_id if 0 <= place < len(lines) else "")

    def _listen(self) -> None:
        page = self._page
        selling = self._gate.if_selling
        page.ticket.note_requested.connect(lambda place: selling(lambda: self._ask_note(place)))
        page.ticket.favourite_requested.connect(lambda place: selling(lambda: self._favour(place)))
        page.ticket.edit_requested.connect(self._edit)
        page.undo_wanted.connect(self._undo)
        page.remove_wanted.connect(self._remove)
        page.back_wanted.connect(self._step_back)
        page.price_check_wanted.connect(self._check_price)
        page.parking_wanted.connect(lambda: selling(self._open_parking))
        page.keys_wanted.connect(self._show_keys)
        page.arranging_wanted.connect(lambda: selling(lambda: self._begin(self.favourites)))
        page.best_sold_wanted.connect(lambda: selling(lambda: self.favourites.add_best_sold()))
