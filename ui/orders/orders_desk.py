"""Joins the preparation list, the news of reservations and the counter with the shop's file and the printer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pos.database import online_orders
from pos.domain.errors import ShopError
from pos.domain.online_order import Deed, OnlineOrder, OrderState
from pos.domain.quantity import Quantity
from pos.operations import ordering
from pos.operations.collecting import Collected, collect_here
from ui.messages import explain
from ui.orders.news import News
from ui.orders.order_view import OrderView, look
from ui.orders.orders_sheet import OrdersSheet
from ui.orders.promised_hint import PromisedHint

if TYPE_CHECKING:
    from pos.database.connection import Database
    from sync.state import WindowState
    from ui.late_parts import Parts

Meant = Mapping[int, Quantity] | None
"""How much of each line, by its number; None for all that is held."""


class OrdersDesk(QObject):
    """Opens the sheet, keeps it and the news true, and does what is asked for on it."""

    changed = Signal()
    """The shop window online has something to learn."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._parts, self._window, self._wording = parts, parts.window, parts.wording
        self._view = OrderView()
        self._sheet: OrdersSheet | None = None
        self._opening = False
        self._wanted: OnlineOrder | None = None
        self.news = News(parts.window, parts.sounds, theme=parts.theme, wording=parts.wording)
        self.news.wanted.connect(self.open)
        self.hint = PromisedHint(parts.desk.counter, parts.reading, parts.window.sell.ticket, wording=parts.wording)
        parts.desk.counter.brought.connect(self._brought)
        parts.desk.sold.connect(lambda _: self._look_again())

    @property
    def sheet(self) -> OrdersSheet | None:
        """The sheet while it is open."""
        return self._sheet

    def hear(self, state: WindowState) -> None:
        """The sync thread told how the window stands: look what came, if there is or was anything."""
        self.hint.listens = state.linked
        if state.orders_open or state.orders_unseen or self._view != OrderView() or self._sheet is not None:
            self._look_again()

    def open(self) -> None:
        """Lay the sheet over the screen as soon as the file has answered, where who is at the till sells."""
        self._parts.desk.gate.if_selling(self._open)

    def knows(self, number: str) -> bool:
        """Whether a scanned code is the number of a reservation that waits; figures alone are an article's."""
        order = None if number.isdigit() else self._view.numbered(number)
        return order is not None and order.state.is_open

    def open_numbered(self, number: str) -> None:
        """The number of a reservation was scanned at the counter."""
        self._wanted = self._view.numbered(number)
        self.open()

    def _open(self) -> None:
        if self._sheet is None and not self._opening:
            self._opening = True
            self._ask(self._lay, self._cannot_open)

    def _lay(self, view: OrderView) -> None:
        self._opening = False
        parts = self._parts
        parts.desk.serve_next()
        sheet = OrdersSheet(parts.theme, parts.wording, clock=parts.clock, can_print=parts.printing.is_there)
        sheet.deed_requested.connect(self._do)
        sheet.collect_requested.connect(self._collect)
        sheet.slip_requested.connect(self._print_slip)
        sheet.closed.connect(self._closed)
        self._sheet = sheet
        self._show(view)
        self._window.lay(sheet, sheet.first)
        if self._wanted is not None:
            sheet.go_to(self._wanted)
        self._wanted = None
        self._note_seen()

    def _cannot_open(self, problem: ShopError) -> None:
        self._opening = False
        self._refuse(problem)

    def _note_seen(self) -> None:
        """Somebody looks: the news is none any more."""
        self._parts.background.run(online_orders.mark_seen, lambda _: self._look_again(), owner=self)

    def _look_again(self) -> None:
        self._ask(self._show)

    def _ask(self, then: Callable[[OrderView], None], otherwise: Callable[[ShopError], None] | None = None) -> None:
        self._parts.reading.run(partial(look, now=self._parts.clock()), then, otherwise, owner=self)

    def _show(self, view: OrderView) -> None:
        self._view = view
        self.news.show(view)
        if self._sheet is not None:
            self._sheet.show_view(view)

    def _closed(self) -> None:
        self._sheet = None
        if self._view.unseen or self._view.ended_unseen:
            self._note_seen()  # they came while the list lay open

    def _do(self, order: OnlineOrder, deed: Deed, meant: Meant, reason: str) -> None:
        """Do a deed at once: what the far end was told cannot be taken back, so the sheet asks before, not after."""
        parts = self._parts
        work = partial(
            ordering.do,
            target=order.target,
            order_id=order.id,
            deed=deed,
            now=parts.clock(),
            new_id=parts.new_id,
            quantities=meant,
            reason=reason,
        )
        parts.background.run(work, self._done, self._not_done, owner=self)

    def _done(self, order: OnlineOrder) -> None:
        said = {
            OrderState.HELD: self._wording("{number} is accepted."),
            OrderState.CONFIRMED: self._wording("{number} is put aside."),
            OrderState.FULFILLED: self._wording("{number} is collected."),
            OrderState.REJECTED: self._wording("{number} is refused."),
        }.get(order.state, self._wording("{number} is let go: its goods can be sold."))
        self._settled(said.format(number=order.number))

    def _settled(self, said: str) -> None:
        self._window.say(said)
        if self._sheet is not None:
            self._sheet.go_on()
        self._look_again()
        self.changed.emit()

    def _collect(self, order: OnlineOrder, meant: Meant) -> None:
        """The customer is here: what is paid online leaves at once, the rest goes on the ticket."""
        if order.is_paid:
            self._hand_over(order, meant)
        else:
            self._put_on_ticket(order, meant)

    def _hand_over(self, order: OnlineOrder, meant: Meant) -> None:
        parts = self._parts

        def hand_over(db: Database) -> None:
            ordering.collect_paid(db, order.target, order.id, now=parts.clock(), new_id=parts.new_id, quantities=meant)

        parts.background.run(hand_over, lambda _: self._handed_over(order), self._not_done, owner=self)

    def _handed_over(self, order: OnlineOrder) -> None:
        self._window.sell.model.refresh(line.product_id for line in order.lines)
        self._settled(self._wording("{number} is collected.").format(number=order.number))

    def _put_on_ticket(self, order: OnlineOrder, meant: Meant) -> None:
        parts = self._parts
        parts.desk.beside.leave_mode()
        name, now = parts.desk.counter.name or parts.wording.time(parts.clock()), parts.clock()
        parts.desk.counter.bring(
            lambda db, leaving: collect_here(
                db,
                order.target,
                order.id,
                leaving=leaving,
                park_as=name,
                fresh_id=parts.new_id(),
                quantities=meant,
                now=now,
            )
        )

    def _brought(self, collected: Collected) -> None:
        """Its goods are on the counter: the sheet makes room for them."""
        if self._sheet is not None:
            self._sheet.put_away()
        wording = self._wording
        said = wording("{number} is on the ticket.").format(number=collected.order.number)
        if collected.parked:
            parked = wording("The other ticket is parked: {name}").format(name=collected.parked)
            said = f"{said} {parked}"
            self._window.sell.foot.show_parked(collected.count)
        self._window.say(said)
        self._look_again()

    def _print_slip(self, order: OnlineOrder) -> None:
        from pos.operations.parcel_papers import queue_slip

        self._parts.printing.queue(partial(queue_slip, target=order.target, order_id=order.id))
        self._window.say(self._wording("The slip is on its way to the printer."))

    def _not_done(self, problem: ShopError) -> None:
        """It may have become another meanwhile: show it as it is."""
        self._refuse(problem)
        self._look_again()

    def _refuse(self, problem: ShopError) -> None:
        self._window.say(explain(problem, self._wording).in_short)
