"""Joins F7, the sheet of parked tickets, the counter and the file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

from PySide6.QtCore import QObject

from pos.database import tickets
from pos.database.tickets import ParkedTicket
from pos.domain.errors import ShopError
from pos.operations import parking
from pos.operations.parking import Parking
from pos.wording import Wording
from ui.background import Background
from ui.main_window import MainWindow
from ui.messages import explain
from ui.sell.counter import Counter
from ui.sell.parked_sheet import ParkedSheet
from ui.sell.undo_offer import UndoOffer
from ui.theme import Theme

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class ParkingDesk(QObject):
    """Opens the sheet, does what is asked for on it, and keeps the count on the key true."""

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        counter: Counter,
        *,
        theme: Theme,
        wording: Wording,
        clock: Callable[[], datetime],
    ) -> None:
        super().__init__()
        self._window, self._background, self._counter = window, background, counter
        self._theme, self._wording, self._clock = theme, wording, clock
        self._sheet: ParkedSheet | None = None
        self._left = ""
        self._offer = UndoOffer(window, counter, wording)
        counter.parked.connect(self._parked)
        counter.taken_back.connect(self._taken_back)

    def count(self) -> None:
        """Say on the key how many tickets wait."""
        self._background.run(tickets.count_parked, self._window.sell.foot.show_parked, owner=self)

    def open(self, typed: str) -> None:
        """Show the sheet; what was typed in the search box is the proposed name of the ticket."""
        self._background.run(tickets.parked, lambda waiting: self._show(waiting, typed), owner=self)

    def _show(self, waiting: Sequence[ParkedTicket], typed: str) -> None:
        if self._sheet is not None:
            return
        has_lines = bool(self._counter.ticket.lines)
        if not has_lines and not waiting:
            self._window.say(self._wording("No ticket is parked, and there is nothing on this one."))
            return
        name = typed or self._counter.name or self._time()
        sheet = ParkedSheet(self._theme, self._wording, name=name if has_lines else None, when=self._moment)
        sheet.show_parked(waiting, self._clock())
        sheet.park_requested.connect(self._park)
        sheet.back_requested.connect(self._take_back)
        sheet.delete_requested.connect(self._delete)
        sheet.closed.connect(self._closed)
        self._sheet = sheet
        self._window.lay(sheet, sheet.first)

    def _park(self, name: str) -> None:
        self._put_away()
        self._counter.park(name or self._time())

    def _take_back(self, one: ParkedTicket) -> None:
        self._put_away()
        self._left = self._counter.name or self._time() if self._counter.ticket.lines else ""
        self._counter.take_back(one.ticket.id, name=self._left or self._time())

    def _delete(self, one: ParkedTicket) -> None:
        self._background.run(
            partial(parking.give_up, ticket_id=one.ticket.id, now=self._clock()),
            self._deleted,
            self._not_deleted,
            owner=self,
        )
        self._look_again()

    def _deleted(self, gone: ParkedTicket) -> None:
        wording = self._wording
        said = wording("{name} was deleted.").format(name=gone.name)
        self._window.say(said, action=wording("Undo"), do=lambda: self._put_back(gone))

    def _not_deleted(self, problem: ShopError) -> None:
        self._window.say(explain(problem, self._wording).in_short)

    def _put_back(self, gone: ParkedTicket) -> None:
        self._background.run(lambda db: parking.put_back(db, gone), owner=self)
        self._look_again()

    def _look_again(self) -> None:
        self.count()
        self._background.run(tickets.parked, self._list_again, owner=self)

    def _list_again(self, waiting: Sequence[ParkedTicket]) -> None:
        if self._sheet is not None:
            self._sheet.show_parked(waiting, self._clock())

    def _parked(self, done: Parking) -> None:
        wording = self._wording
        self._window.sell.foot.show_parked(done.count)
        self._offer.make(wording("Parked: {name}").format(name=done.name))

    def _taken_back(self, done: Parking) -> None:
        self._window.sell.foot.show_parked(done.count)
        if self._left:
            said = self._wording("The other ticket is parked: {name}").format(name=self._left)
            self._left = ""
            self._window.say(said)

    def _put_away(self) -> None:
        if self._sheet is not None:
            self._sheet.put_away()

    def _closed(self) -> None:
        self._sheet = None

    def _time(self) -> str:
        return self._wording.time(self._clock())

    def _moment(self, at_ms: int) -> datetime:
        return (_EPOCH + timedelta(milliseconds=at_ms)).astimezone(self._clock().tzinfo)
