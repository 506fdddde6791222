"""The cashier's desk: what is wanted on the sell screen is done on the counter, and what the counter says is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pos.domain.catalogue import Category, Product
from pos.domain.errors import DayNotClosed, EmptyTicket, NoteMissing, ShopError
from pos.domain.identity import NewId
from pos.domain.money import Money
from pos.domain.payment import Means, Payment
from pos.domain.quantity import Quantity, pieces
from pos.domain.service_note import services_on
from pos.domain.shop import ShopIdentity
from pos.domain.staff import Right
from pos.domain.tax import TaxRate
from pos.domain.ticket import Ticket
from pos.operations.cataloguing import price_product
from pos.operations.selling import Sold
from pos.wording import Wording
from ui.background import Background
from ui.main_window import MainWindow
from ui.messages import explain
from ui.sell import multiplier
from ui.sell.beside import Beside
from ui.sell.counter import Counter, UnknownCode, Wish
from ui.sell.multiplier import Typed
from ui.sell.new_articles import NewArticles
from ui.sell.undo_offer import UndoOffer
from ui.sounds import PlaySound, Sound
from ui.staff.gate import Gate
from ui.theme import Theme
from ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from ui.sell.payment_sheet import PaymentSheet
    from ui.sell.sold_sheet import SoldSheet


class Desk(QObject):
    """Joins the sell page, its sheets and the counter; says when something was sold, to be printed, or changed."""

    sold = Signal(object)
    print_requested = Signal(object)
    gift_requested = Signal(object)
    note_wanted = Signal(object, object)
    """A ticket with services, and what to do once its note is made, if one is due."""
    products_changed = Signal()
    shelves_changed = Signal()
    day_open = Signal(object)
    """Selling waits for the closing of an earlier day, this one."""

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        *,
        theme: Theme,
        wording: Wording,
        clock: Callable[[], datetime],
        new_id: NewId,
        sound: PlaySound,
    ) -> None:
        super().__init__()
        self._window, self._page = window, window.sell
        self._background = background
        self._theme, self._wording = theme, wording
        self._clock, self._sound = clock, sound
        self._rates: Sequence[TaxRate] = ()
        self._shop = ShopIdentity()
        self._payment: PaymentSheet | None = None
        self._sold_sheet: SoldSheet | None = None
        self._asking: set[str] = set()
        self.can_print = False
        self.counter = Counter(background, clock=clock, new_id=new_id)
        self.gate = Gate()
        self.gate.refused.connect(self._refuse)
        self.beside = Beside(
            window,
            background,
            self.counter,
            theme=theme,
            wording=wording,
            clock=clock,
            beep=self._beep,
            refuse=self._refuse,
            gate=self.gate,
        )
        self._new_articles = NewArticles(
            window,
            background,
            self.counter,
            self.gate,
            theme=theme,
            wording=wording,
            clock=clock,
            new_id=new_id,
        )
        self._offer = UndoOffer(window, self.counter, wording)
        self._listen_to_counter()
        self._listen_to_page()

    def open(
        self,
        ticket: Ticket,
        number: int,
        *,
        shop: ShopIdentity,
        categories: Sequence[Category],
        rates: Sequence[TaxRate],
    ) -> None:
        """Begin selling, with the ticket that was open when the till last stopped."""
        self._shop, self._rates = shop, rates
        self._new_articles.rates, self._new_articles.categories = rates, tuple(categories)
        self._page.ticket.show_number(number)
        self.counter.resume(ticket)
        if ticket.lines:
            self._window.say(self._wording("The ticket that was open is back."))

    def name_shop(self, shop: ShopIdentity) -> None:
        """The shop is called so from now on."""
        self._shop = shop

    def show_categories(self, categories: Sequence[Category]) -> None:
        """The categories are these now, and their products may be others."""
        self._new_articles.categories = tuple(categories)
        self._page.show_categories(categories)

    def scan(self, code: str) -> None:
        """A scanner read a code, whatever has the focus."""
        self.serve_next()
        hurried = multiplier.read(code)  # `3*` typed so shortly before that it seemed the scanner's
        quantity = self._page.take_multiplier() or hurried.quantity
        alone = hurried.words if hurried.quantity else code
        if not self.beside.scan(alone, quantity) and self.gate.lets_sell():
            self.counter.scan(alone, quantity)

    def serve_next(self) -> None:
        """The last customer has gone: their change and receipt need not be shown any more."""
        if self._sold_sheet is not None:
            self._sold_sheet.put_away()

    def pay(self, means: Means | None) -> None:
        """Lay the payment sheet over the screen, after the note for services where one is due."""
        self.beside.leave_mode()
        ticket = self.counter.ticket
        if self._payment is not None or self.counter.is_selling or not self.gate.lets_sell():
            return
        if not ticket.lines:
            self._refuse(EmptyTicket())
        elif services_on(ticket):
            self.note_wanted.emit(ticket, partial(self._lay_payment, means))
        else:
            self._lay_payment(means)

    def _lay_payment(self, means: Means | None) -> None:
        from ui.sell.payment_sheet import PaymentSheet

        if self._payment is not None or self.counter.is_selling:
            return
        sheet = PaymentSheet(self._theme, self._wording, self.counter.ticket.total, means or Means.CASH)
        sheet.paid.connect(self._take_payments)
        sheet.closed.connect(self._payment_closed)
        self._payment = sheet
        self._window.lay(sheet, sheet.figure)

    def go_on_paying(self) -> None:
        """What hindered a payment is out of the way: make it again as it was."""
        if self._payment is not None:
            self._payment.confirm_again()

    def _take_payments(self, payments: Sequence[Payment]) -> None:
        self.counter.pay(payments, rates=self._rates)

    def _payment_closed(self) -> None:
        self._payment = None

    def _show_ticket(self, ticket: Ticket) -> None:
        self._page.show_ticket(ticket, can_undo=self.counter.can_undo)
        if self._payment is not None:
            self._payment.show_due(ticket.total)

    def _added(self, wish: Wish) -> None:
        """Say what came onto the ticket where it cannot be seen: by a sound for a code, in words over a sheet."""
        if wish.found.code:
            self._sound(Sound.ACCEPTED)
        said = self._wording("Added: {name}").format(name=wish.found.product.name)
        if self._payment is not None:
            self._payment.say(said)
        elif self._window.sheet is not None:
            self._window.say(said)

    def _is_sold(self, sold: Sold) -> None:
        if self._payment is not None:
            self._payment.put_away()
        self._sound(Sound.SOLD)
        self._page.ticket.show_number(sold.sale.number + 1)
        self._page.ticket.empty.remember(sold.sale)
        self._show_receipt(sold)
        self.beside.note_same_basket(sold.sale)
        self.sold.emit(sold)

    def _show_receipt(self, sold: Sold) -> None:
        """Show it, and have it printed where the law does not wait to be asked."""
        from ui.sell.sold_showing import sold_sheet

        sheet = sold_sheet(sold, self._shop, self._theme, self._wording, can_print=self.can_print)
        sheet.print_requested.connect(self.print_requested)
        sheet.gift_requested.connect(self.gift_requested)
        sheet.closed.connect(self._sold_closed)
        self._sold_sheet = sheet
        self._window.lay(sheet, sheet.next_key)
        if sheet.prints_by_itself:
            self.print_requested.emit(sold.sale)

    def _sold_closed(self) -> None:
        self._sold_sheet = None

    def _ask_unknown(self, unknown: UnknownCode) -> None:
        self._sound(Sound.REFUSED)
        self._page.unknown.ask(unknown)
        if self._window.sheet is not None:
            self._window.say(self._wording("No article carries the code {code}.").format(code=unknown.code))

    def _ask_price(self, wish: Wish) -> None:
        self._sound(Sound.REFUSED)
        self.gate.require(Right.EDIT_ARTICLES, lambda: self._lay_price(wish))

    def _lay_price(self, wish: Wish) -> None:
        from ui.sell.price_sheet import PriceSheet

        if self._asks_about(wish.found.product):
            return
        sheet = PriceSheet(self._theme, self._wording, wish.found.product)
        sheet.given.connect(partial(self._price, wish))
        self._window.lay(self._about(sheet, wish.found.product), sheet.figure)

    def _price(self, wish: Wish, price: Money, shown_online: bool) -> None:  # noqa: FBT001 - a Qt signal's arguments
        self._background.run(
            lambda db: price_product(db, wish.found.product.id, price, shown_online=shown_online, now=self._clock()),
            lambda product: self._priced(wish, product),
            self._refuse,
            owner=self,
        )

    def _priced(self, wish: Wish, product: Product) -> None:
        self._page.model.refresh([product.id])
        self.products_changed.emit()
        self.counter.price(wish, product)

    def _ask_weight(self, wish: Wish) -> None:
        from ui.sell.quantity_sheet import QuantitySheet

        product = wish.found.product
        self._sound(Sound.REFUSED)
        if product.price is None or self._asks_about(product):
            return
        sheet = QuantitySheet(
            self._theme, self._wording, name=product.name, unit=product.unit, unit_price=product.price
        )
        sheet.given.connect(lambda weight: self.counter.put(Wish(wish.found, weight)))
        self._window.lay(self._about(sheet, product), sheet.figure)

    def _ask_quantity(self, place: int) -> None:
        from ui.sell.quantity_sheet import QuantitySheet

        lines = self.counter.ticket.lines
        if not 0 <= place < len(lines) or not self.gate.lets_sell():
            return
        line = lines[place]
        sheet = QuantitySheet(
            self._theme,
            self._wording,
            name=line.name,
            unit=line.unit,
            unit_price=line.unit_price,
            may_be_zero=True,
        )
        sheet.given.connect(partial(self._set_quantity, place))
        self._window.lay(sheet, sheet.figure)

    def _about(self, sheet: Sheet, product: Product) -> Sheet:
        """Note what a sheet asks about, so that a second scan does not ask again."""
        self._asking.add(product.id)
        sheet.closed.connect(partial(self._asking.discard, product.id))
        return sheet

    def _asks_about(self, product: Product) -> bool:
        return product.id in self._asking

    def _step(self, steps: int, place: int) -> None:
        lines = self.counter.ticket.lines
        if 0 <= place < len(lines) and self.gate.lets_sell():
            self._set_quantity(place, _next(lines[place].quantity, steps))

    def _set_quantity(self, place: int, quantity: Quantity) -> None:
        put = partial(self._put_quantity, place, quantity)
        if quantity < self.counter.ticket.lines[place].quantity:
            self.gate.require(Right.VOID, put)
        else:
            put()

    def _put_quantity(self, place: int, quantity: Quantity) -> None:
        name = self.counter.ticket.lines[place].name
        self.counter.set_quantity(place, quantity)
        if not quantity:
            said = self._wording("Taken off: {name}").format(name=name)
            self._window.say(said, action=self._wording("Undo"), do=self.counter.undo)

    def _clear(self) -> None:
        self.gate.require(Right.VOID, self._empty)

    def _empty(self) -> None:
        if self.counter.ticket.lines:
            self.counter.clear()
            self._offer.make(self._wording("The ticket is empty."))

    def _nothing_found(self, words: str) -> None:
        self._sound(Sound.REFUSED)
        self._page.bring_back_entered()
        self._window.say(self._wording("Nothing found for “{words}”.").format(words=words))

    def _beep(self) -> None:
        self._sound(Sound.REFUSED)

    def _refuse(self, problem: ShopError) -> None:
        self._sound(Sound.REFUSED)
        if isinstance(problem, DayNotClosed):
            self.day_open.emit(problem.day)
        if isinstance(problem, NoteMissing):  # the ticket became another while it was being paid
            self.note_wanted.emit(self.counter.ticket, lambda: None)
        if self._payment is not None:
            self._payment.refuse(problem)
            return
        self._window.say(explain(problem, self._wording).in_short)

    def _enter(self, typed: Typed) -> None:
        if not self.beside.enter(typed) and self.gate.lets_sell():
            self.counter.enter(typed.words, typed.quantity)

    def _tap(self, product: Product, quantity: Quantity | None) -> None:
        if not self.beside.tap(product, quantity) and self.gate.lets_sell():
            self.counter.tap(product, quantity)

    def _listen_to_counter(self) -> None:
        counter = self.counter
        counter.ticket_changed.connect(self._show_ticket)
        counter.line_added.connect(self._added)
        counter.unknown.connect(self._ask_unknown)
        counter.nothing_found.connect(self._nothing_found)
        counter.price_wanted.connect(self._ask_price)
        counter.weight_wanted.connect(self._ask_weight)
        counter.refused.connect(self._refuse)
        counter.sold.connect(self._is_sold)

    def _listen_to_page(self) -> None:
        page, counter = self._page, self.counter
        page.product_chosen.connect(self._tap)
        page.entered.connect(self._enter)
        page.ticket.undo_requested.connect(lambda: self.gate.require(Right.VOID, counter.undo))
        page.ticket.redo_requested.connect(lambda: self.gate.if_selling(counter.redo))
        page.means_wanted.connect(self.pay)
        page.unknown.create_requested.connect(self._new_articles.create)
        page.ticket.remove_requested.connect(lambda place: self.gate.require(Right.VOID, lambda: counter.remove(place)))
        page.ticket.more_requested.connect(partial(self._step, 1))
        page.ticket.less_requested.connect(partial(self._step, -1))
        page.ticket.quantity_requested.connect(self._ask_quantity)
        page.ticket.clear_requested.connect(self._clear)
        page.create_wanted.connect(self._new_articles.create_named)
        self._new_articles.products_changed.connect(self.products_changed)
        self._new_articles.shelves_changed.connect(self.shelves_changed)


def _next(quantity: Quantity, steps: int) -> Quantity:
    """One piece more or less; never below zero, which takes the line off."""
    return max(quantity + pieces(steps), Quantity(0))
