"""The open ticket on the counter: scans and taps become lines, every change is kept, payments become sales.

No widget here. Looking up, keeping and selling are done on the shop thread, in the order asked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pos.domain import ticket as tickets
from pos.domain.barcode import ScaleLabel, article_number, read_scale_label
from pos.domain.catalogue import Product
from pos.domain.errors import EmptyTicket, NotAnAmount, ShopError
from pos.domain.identity import NewId
from pos.domain.payment import Payment
from pos.domain.quantity import Quantity, Unit
from pos.domain.ticket import Ticket
from pos.operations import parking, selling
from pos.operations.parking import Parking
from pos.operations.selling import Sold
from ui.background import Background
from ui.sell import lookup
from ui.sell.history import History
from ui.sell.lookup import Found

if TYPE_CHECKING:
    from pos.database.connection import Database
    from pos.domain.tax import TaxRate
    from pos.operations.collecting import Collected
    from pos.operations.training import Training


class _Step(Enum):
    """Where the ticket stands: open; to be sold or parked, earlier scans still to be answered; being written."""

    OPEN = auto()
    SETTLING = auto()
    WRITING = auto()


@dataclass(frozen=True, slots=True)
class Wish:
    """Something to put on the ticket, with the quantity asked for beforehand."""

    found: Found
    quantity: Quantity | None = None


@dataclass(frozen=True, slots=True)
class UnknownCode:
    """A code no product carries, and how many were asked for."""

    code: str
    quantity: Quantity | None = None

    @property
    def label(self) -> ScaleLabel | None:
        """What it says if it is a label of the counter's scale."""
        return read_scale_label(self.code)

    @property
    def to_keep(self) -> str:
        """The code a new article is kept under: a label's without its weight or price."""
        return self.code if self.label is None else self.label.base_code


class Counter(QObject):
    """Holds the ticket as a value; says what became of every wish."""

    ticket_changed = Signal(object)
    line_added = Signal(object)
    unknown = Signal(object)
    nothing_found = Signal(str)
    price_wanted = Signal(object)
    weight_wanted = Signal(object)
    refused = Signal(object)
    sale_begun = Signal()
    sold = Signal(object)
    parked = Signal(object)
    taken_back = Signal(object)
    changed_over = Signal(object)
    brought = Signal(object)

    def __init__(self, background: Background, *, clock: Callable[[], datetime], new_id: NewId) -> None:
        super().__init__()
        self._background = background
        self._clock = clock
        self._new_id = new_id
        self._ticket = Ticket(new_id())
        self._history = History()
        self._name = ""
        self._step = _Step.OPEN
        self._later: list[Wish] = []
        background.crashed.connect(self._open_again)

    @property
    def ticket(self) -> Ticket:
        """The ticket as it is now."""
        return self._ticket

    @property
    def name(self) -> str:
        """The name the ticket was parked under before it came back; empty for one that never was."""
        return self._name

    @property
    def is_selling(self) -> bool:
        """Whether the ticket is being written, sold or parked; nothing can change it then."""
        return self._step is _Step.WRITING

    @property
    def can_undo(self) -> bool:
        """Whether the last change can be taken back."""
        return bool(self._history.earlier) and not self.is_selling

    def resume(self, ticket: Ticket) -> None:
        """Go on with the ticket that was open when the till last stopped."""
        self._show_other(ticket)

    def scan(self, code: str, quantity: Quantity | None = None) -> None:
        """Put on the ticket what a code stands for."""
        self._background.run(
            lambda db: lookup.by_code(db, code),
            lambda found: self._take(found, UnknownCode(article_number(code), quantity)),
            self.refused.emit,
            owner=self,
        )

    def enter(self, words: str, quantity: Quantity | None = None) -> None:
        """Put on the ticket what was typed and closed with Enter: a code, or the first article found."""
        self._background.run(
            lambda db: lookup.by_typing(db, words),
            lambda found: self._take_typed(found, words, quantity),
            self.refused.emit,
            owner=self,
        )

    def tap(self, product: Product, quantity: Quantity | None = None) -> None:
        """Put a product on the ticket that was chosen by hand."""
        self.put(Wish(Found(product), quantity))

    def put(self, wish: Wish) -> None:
        """Put a product on the ticket, or ask for the price or weight it lacks."""
        found, product = wish.found, wish.found.product
        if self.is_selling:
            self._later.append(wish)
        elif product.price is None:
            self.price_wanted.emit(wish)
        elif product.unit is Unit.KILOGRAM and found.label is None and wish.quantity is None:
            self.weight_wanted.emit(wish)
        elif product.unit is Unit.PIECE and wish.quantity is not None and not wish.quantity.is_whole:
            self.refused.emit(NotAnAmount(wish.quantity))
        else:
            self._add(wish)

    def price(self, wish: Wish, product: Product) -> None:
        """Go on with a wish whose product has its price now."""
        self.put(Wish(Found(product, wish.found.code, wish.found.label), wish.quantity))

    def set_quantity(self, place: int, quantity: Quantity) -> None:
        """Change how much a line holds; zero takes it off."""
        line = self._ticket.lines[place]
        if line.unit is Unit.PIECE and not quantity.is_whole:
            self.refused.emit(NotAnAmount(quantity))
            return
        self._try(lambda: tickets.set_quantity(self._ticket, place, quantity))

    def reprice(self, product: Product) -> None:
        """Sell a product that is on the ticket at the price it has now."""
        changed = tickets.reprice(self._ticket, product)
        if changed != self._ticket:
            self._change(changed)

    def remove(self, place: int) -> None:
        """Take a line off."""
        if 0 <= place < len(self._ticket.lines):
            self._change(tickets.remove(self._ticket, place))

    def clear(self) -> None:
        """Take every line off; undo brings them back."""
        if self._ticket.lines:
            self._change(Ticket(self._ticket.id, self._ticket.currency))

    def note(self, place: int | None, note: str) -> None:
        """Write a note to a line, or to the whole ticket where place is None."""
        if place is None:
            self._change(tickets.note_ticket(self._ticket, note))
        elif 0 <= place < len(self._ticket.lines):
            self._change(tickets.note_line(self._ticket, place, note))

    def undo(self) -> None:
        """Take the last change back; where it was parking, the parked ticket comes back."""
        if not self.can_undo:
            return
        earlier, history = self._history.back(self._ticket)
        if earlier.id != self._ticket.id:
            self._take_parked(earlier.id, "", History(history.earlier))
        else:
            self._turn_to(earlier, history)

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        if self._history.undone and not self.is_selling:
            self._turn_to(*self._history.forth(self._ticket))

    def park(self, name: str) -> None:
        """Put the ticket aside under a name and begin the next; what was scanned before is on it."""
        if self._step is _Step.OPEN:
            self._settle(partial(self._park, name))

    def take_back(self, ticket_id: str, *, name: str) -> None:
        """Go on with a parked ticket; the one on the counter, if it has lines, is parked under this name."""
        self._take_parked(ticket_id, name, History())

    def change_over(self, work: Callable[[Database], Training]) -> None:
        """Let work on the file begin or end training: the ticket it gives stands on the counter next."""
        if self._step is _Step.OPEN:
            self._settle(lambda: self._change_over(work))

    def bring(self, work: Callable[[Database, Ticket], Collected]) -> None:
        """Let work on the file put a reservation's goods on the counter; it gets the ticket with all earlier scans."""
        if self._step is _Step.OPEN:
            self._settle(lambda: self._bring(work))

    def pay(self, payments: Sequence[Payment], *, rates: Sequence[TaxRate]) -> None:
        """Sell the ticket; a second press meanwhile, or afterwards, does nothing.

        What was scanned before the press is answered first, so that it is on the ticket that is paid.
        """
        if self._step is _Step.OPEN:
            self._settle(lambda: self._sell(tuple(payments), rates))

    def _settle(self, then: Callable[[], None]) -> None:
        """Let what was asked of the file before be answered first."""
        self._step = _Step.SETTLING
        self._background.run(lambda _db: None, lambda _: then(), self._not_done, owner=self)

    def _sell(self, payments: Sequence[Payment], rates: Sequence[TaxRate]) -> None:
        if not self._ticket.lines:
            self._not_done(EmptyTicket())
            return
        self._step = _Step.WRITING
        self.sale_begun.emit()
        self._background.run(
            partial(selling.sell, ticket=self._ticket, payments=payments, now=self._clock(), rates=rates),
            self._is_sold,
            self._not_done,
            owner=self,
        )

    def _is_sold(self, sold: Sold) -> None:
        if sold.sale.id != self._ticket.id:
            return  # said already
        self._ticket, self._name, self._history = Ticket(self._new_id(), self._ticket.currency), "", History()
        self.sold.emit(sold)
        self.ticket_changed.emit(self._ticket)
        self._open_again()

    def _park(self, name: str) -> None:
        self._step = _Step.WRITING
        self._background.run(
            partial(parking.park, ticket=self._ticket, name=name, now=self._clock()),
            self._is_parked,
            self._not_done,
            owner=self,
        )

    def _is_parked(self, done: Parking) -> None:
        history = self._history.changed(self._ticket)
        self._show_other(Ticket(self._new_id(), self._ticket.currency), history=history)
        self.parked.emit(done)
        self._open_again()

    def _take_parked(self, ticket_id: str, name: str, history: History) -> None:
        if self._step is _Step.OPEN:
            self._settle(lambda: self._exchange(ticket_id, name, history))

    def _exchange(self, ticket_id: str, name: str, history: History) -> None:
        self._step = _Step.WRITING
        self._background.run(
            partial(parking.take_back, ticket_id=ticket_id, leaving=self._ticket, name=name, now=self._clock()),
            lambda done: self._is_back(done, history),
            self._not_back,
            owner=self,
        )

    def _change_over(self, work: Callable[[Database], Training]) -> None:
        self._step = _Step.WRITING
        self._background.run(work, self._has_changed_over, self._not_done, owner=self)

    def _has_changed_over(self, done: Training) -> None:
        self._show_other(done.ticket)
        self.changed_over.emit(done)
        self._open_again()

    def _bring(self, work: Callable[[Database, Ticket], Collected]) -> None:
        self._step = _Step.WRITING
        leaving = self._ticket
        self._background.run(lambda db: work(db, leaving), self._has_brought, self._not_done, owner=self)

    def _has_brought(self, done: Collected) -> None:
        self._show_other(done.ticket)
        self.brought.emit(done)
        self._open_again()

    def _not_back(self, problem: ShopError) -> None:
        """A parked ticket that is gone cannot be brought back by undo either."""
        if self._history.earlier and self._history.earlier[-1].id != self._ticket.id:
            self._history = History()
            self.ticket_changed.emit(self._ticket)
        self._not_done(problem)

    def _is_back(self, done: Parking, history: History) -> None:
        self._show_other(done.ticket, name=done.name, history=history)
        self.taken_back.emit(done)
        self._open_again()

    def _show_other(self, ticket: Ticket, *, name: str = "", history: History | None = None) -> None:
        self._ticket, self._name, self._history = ticket, name, history or History()
        self.ticket_changed.emit(ticket)

    def _turn_to(self, ticket: Ticket, history: History) -> None:
        self._ticket, self._history = ticket, history
        self._keep()
        self.ticket_changed.emit(ticket)

    def _not_done(self, problem: ShopError) -> None:
        self.refused.emit(problem)
        self._open_again()

    def _open_again(self) -> None:
        """Take up what was wished while the ticket was being written: it is the next customer's."""
        self._step = _Step.OPEN
        later, self._later = self._later, []
        for wish in later:
            self.put(wish)

    def _take(self, found: Found | None, unknown: UnknownCode) -> None:
        if found is None:
            self.unknown.emit(unknown)
        else:
            self.put(Wish(found, unknown.quantity))

    def _take_typed(self, found: Found | None, words: str, quantity: Quantity | None) -> None:
        if found is None and not lookup.looks_like_code(words):
            self.nothing_found.emit(words)
        else:
            self._take(found, UnknownCode(words, quantity))

    def _add(self, wish: Wish) -> None:
        found = wish.found
        if found.label is not None:
            label = found.label
            changed = self._try(lambda: tickets.add_labelled(self._ticket, found.product, label, barcode=found.code))
        else:
            changed = self._try(lambda: tickets.add(self._ticket, found.product, wish.quantity, barcode=found.code))
        if changed:
            self.line_added.emit(wish)

    def _try(self, change: Callable[[], Ticket]) -> bool:
        try:
            changed = change()
        except ShopError as problem:
            self.refused.emit(problem)
            return False
        return self._change(changed)

    def _change(self, changed: Ticket) -> bool:
        if self.is_selling:
            return False
        self._turn_to(changed, self._history.changed(self._ticket))
        return True

    def _keep(self) -> None:
        self._background.run(
            partial(selling.keep_ticket, ticket=self._ticket, now=self._clock()),
            otherwise=self.refused.emit,
            owner=self,
        )
