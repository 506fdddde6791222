"""Desks that the first screen does without: each is made at the first wish, or once the first screen stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from pos.domain.staff import Right
from ui import late_making as making
from ui.late_parts import Parts

if TYPE_CHECKING:
    from pos.database.connection import Database
    from pos.domain.customer_display import DisplaySetting
    from pos.domain.shop import ShopIdentity
    from pos.domain.ticket import Ticket
    from sync.state import WindowState
    from sync.witnessing import Contradiction
    from ui.articles.article_desk import ArticleDesk
    from ui.backups.backups_desk import BackupsDesk
    from ui.closing.closing_desk import ClosingDesk
    from ui.customer_display.customer_desk import CustomerDesk
    from ui.demand.demand_desk import DemandDesk
    from ui.inspector.inspector_desk import InspectorDesk
    from ui.integrity.integrity_desk import IntegrityDesk
    from ui.keyboard.keyboard_desk import KeyboardDesk
    from ui.most_sold import MostSold
    from ui.orders.orders_desk import OrdersDesk
    from ui.printers.printers_desk import PrintersDesk
    from ui.questions.questions_desk import QuestionsDesk
    from ui.sales.sales_desk import SalesDesk
    from ui.scanner.scanner_desk import ScannerDesk
    from ui.sell.notes_desk import NotesDesk
    from ui.shop.shop_desk import ShopDesk
    from ui.staff.staff_desk import StaffDesk
    from ui.training.training_desk import TrainingDesk
    from ui.window.window_desk import WindowDesk


class LateDesks(QObject):
    """Holds the desks once they were made."""

    online_changed = Signal()
    """The shop window online has something to learn."""
    shelves_changed = Signal()
    """A category came or went, or articles are others."""
    person_changed = Signal()
    """Somebody else is at the till, or nobody: windows beside it are not theirs."""
    crashed = Signal(object)

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._parts = parts
        self._sales: SalesDesk | None = None
        self._customer: CustomerDesk | None = None
        self._articles: ArticleDesk | None = None
        self._printers: PrintersDesk | None = None
        self._staff: StaffDesk | None = None
        self._closing: ClosingDesk | None = None
        self._notes: NotesDesk | None = None
        self._shop: ShopDesk | None = None
        self._training: TrainingDesk | None = None
        self._inspector: InspectorDesk | None = None
        self._orders: OrdersDesk | None = None
        self._questions: QuestionsDesk | None = None
        self._window_state: WindowState | None = None
        self._demand: DemandDesk | None = None
        self._contents: WindowDesk | None = None
        self.keyboard: KeyboardDesk | None = None
        self.scanner: ScannerDesk | None = None
        self.most_sold: MostSold | None = None
        self.backups: BackupsDesk | None = None
        self.integrity: IntegrityDesk | None = None
        self.shop_name = ""
        parts.window.sell.find_sale_wanted.connect(lambda: self.sales.open())
        parts.window.sell.demand_wanted.connect(self.ask_town)
        parts.window.sell.closing_wanted.connect(lambda: self.closing.open())
        parts.window.sell.orders_wanted.connect(lambda: self.orders.open())
        parts.window.sell.status.orders_requested.connect(lambda: self.orders.open())
        parts.window.sell.status.questions_requested.connect(lambda: self.questions.open())
        parts.desk.day_open.connect(lambda day: self.closing.ask(day))
        parts.desk.gift_requested.connect(parts.printing.print_gift)
        parts.desk.note_wanted.connect(self._make_note)
        parts.desk.beside.edit_requested.connect(self._edit_article)
        parts.window.sell.person_wanted.connect(lambda: self.staff.switch())
        parts.window.sell.status.person_requested.connect(lambda: self.staff.switch())
        parts.desk.gate.asked.connect(lambda right, then: self.staff.ask_second(right, then))

    @property
    def sales(self) -> SalesDesk:
        """Where a sale is found again."""
        if self._sales is None:
            self._sales = making.sales_desk(self._parts)
        return self._sales

    @property
    def customer(self) -> CustomerDesk:
        """What the customer sees."""
        if self._customer is None:
            self._customer = making.customer_desk(self._parts, self.shop_name)
            self._customer.opened.connect(self.training.cover)
            self.training.changed.connect(self._customer.show_training)
            self._customer.show_training(self.training.is_on)
        return self._customer

    @property
    def articles(self) -> ArticleDesk:
        """Where article cards are opened."""
        if self._articles is None:
            self._articles = making.article_desk(self._parts)
            self._articles.changed.connect(self.online_changed)
            self._articles.shelves_changed.connect(self.shelves_changed)
        return self._articles

    @property
    def printers(self) -> PrintersDesk:
        """Where the printer is set up."""
        if self._printers is None:
            self._printers = making.printers_desk(self._parts)
            self._printers.crashed.connect(self.crashed)
        return self._printers

    @property
    def training(self) -> TrainingDesk:
        """Where training begins and ends."""
        if self._training is None:
            self._training = making.training_desk(self._parts)
        return self._training

    @property
    def inspector(self) -> InspectorDesk:
        """Where everything that was recorded is looked at."""
        if self._inspector is None:
            self._inspector = making.inspector_desk(self._parts)
            self._inspector.opened.connect(self.training.cover)
            self._inspector.inspector_left.connect(self.staff.sign_out)
            self._inspector.crashed.connect(self.crashed)
        return self._inspector

    @property
    def staff(self) -> StaffDesk:
        """Who is at the till, and who works here."""
        if self._staff is None:
            self._staff = making.staff_desk(self._parts)
            self._parts.desk.sold.connect(self._staff.note_sale)
            self._staff.signed_in.connect(lambda _: self._lock())
            self._staff.signed_out.connect(self._lock)
            self._staff.inspector_signed_in.connect(lambda person: self.inspector.open(person))
        return self._staff

    @property
    def closing(self) -> ClosingDesk:
        """Where the day is closed."""
        if self._closing is None:
            self._closing = making.closing_desk(self._parts)
        return self._closing

    @property
    def demand(self) -> DemandDesk:
        """Where what was asked for in vain is noted, and the town asked."""
        if self._demand is None:
            self._demand = making.demand_desk(self._parts)
            self._demand.crashed.connect(self.crashed)
        return self._demand

    @property
    def shop(self) -> ShopDesk:
        """Where the shop says who it is."""
        if self._shop is None:
            self._shop = making.shop_desk(self._parts)
            self._shop.changed.connect(self._name_shop)
        return self._shop

    @property
    def orders(self) -> OrdersDesk:
        """Where reservations are prepared."""
        if self._orders is None:
            self._orders = making.orders_desk(self._parts)
            self._orders.changed.connect(self.online_changed)
        return self._orders

    @property
    def contents(self) -> WindowDesk:
        """What the shop's window says beside its stock."""
        if self._contents is None:
            self._contents = making.window_desk(self._parts)
            self._contents.changed.connect(self.online_changed)
        return self._contents

    @property
    def questions(self) -> QuestionsDesk:
        """Where shoppers' questions are answered."""
        if self._questions is None:
            self._questions = making.questions_desk(self._parts)
            self._questions.changed.connect(self.online_changed)
        return self._questions

    def begin(self) -> None:
        """The shop is open and painted: look at its records before any sale, ask who is there, show the customer's."""
        from ui.integrity.integrity_desk import IntegrityDesk

        self.integrity = IntegrityDesk(self._parts)
        self.integrity.approve = self._parts.desk.gate.require
        self.integrity.went_on.connect(self.online_changed)
        self.integrity.begin()
        if self._parts.desk.gate.is_shut:
            self.staff.begin()
        self._parts.reading.run(_wanted_display, self._show_customer, owner=self)

    def use_late_parts(self) -> None:
        """Everything is loaded: what listens by itself begins now."""
        from pos.operations.demanding import forget_old
        from ui.keyboard.keyboard_desk import KeyboardDesk
        from ui.most_sold import MostSold
        from ui.scanner.scanner_desk import ScannerDesk

        parts = self._parts
        self.backups = making.backups_desk(parts)
        self.backups.crashed.connect(self.crashed)
        self.keyboard = KeyboardDesk(parts.background, parts.reading, theme=parts.theme, wording=parts.wording)
        self.scanner = ScannerDesk(
            parts.window, parts.background, parts.scans, parts.sounds, theme=parts.theme, wording=parts.wording
        )
        self.most_sold = MostSold(parts.background, parts.reading, clock=parts.clock)
        parts.background.run(lambda db: forget_old(db, now=parts.clock()), owner=self)
        parts.desk.sold.connect(self.most_sold.note_sale)
        self.training.listen()
        self.closing.begin()
        self.contents.begin()
        if self._window_state is not None:
            self.hear_window(self._window_state)

    def ask_town(self) -> None:
        """Note what was asked for in vain, and look who has it."""
        self._parts.desk.gate.if_selling(lambda: self.demand.open())

    def list_asked_for(self) -> None:
        """Show everything that was asked for in vain."""
        self._parts.desk.gate.if_selling(lambda: self.demand.asked.open())

    def list_articles(self) -> None:
        """Show all articles, to who may change them."""
        self._edit_article("")

    def inspect(self) -> None:
        """Show the inspector's window to who is at the till."""
        self.inspector.open(self._parts.desk.gate.person)

    def hear_window(self, state: WindowState) -> None:
        """The sync thread told how the window stands: reservations may have come, once there is who prepares them."""
        self._window_state = state
        if self.integrity is not None:
            self.integrity.hear_window(state)
        if self.most_sold is not None and (state.linked or self._orders is not None):
            self.orders.hear(state)
        if self.most_sold is not None and (state.questions_open or self._questions is not None):
            self.questions.hear(state)

    def hear_witness(self, found: Contradiction) -> None:
        """The witness remembers more than the file: write it down, and say so when it is news."""
        from pos.operations.witnessing import note_rollback

        parts = self._parts
        said = parts.wording(
            "The shared catalogue remembers sales this file does not hold: an old copy was put back. Nothing more is "
            "sent to the window."
        )
        parts.background.run(
            lambda db: note_rollback(db, found.kept, now=parts.clock()),
            lambda is_news: parts.window.say(said) if is_news else None,
            owner=self,
        )

    def find_scanned(self, code: str) -> bool:
        """A ticket's own code came from the scanner: show that sale; False while something else is being done."""
        self._parts.desk.serve_next()
        if self._parts.window.sheet is not None:
            return False
        self.sales.open_with_code(code)
        return True

    def find_reservation(self, code: str) -> bool:
        """The number of a reservation that waits came from the scanner: show it; False while something else is done."""
        if self._orders is None or not self._orders.knows(code):
            return False
        self._parts.desk.serve_next()
        if self._parts.window.sheet is not None:
            return False
        self._orders.open_numbered(code)
        return True

    def say_heads_failed(self, _problem: OSError) -> None:
        """The anchors cannot be written; selling goes on without them."""
        if self.integrity is not None:
            self.integrity.say_heads_failed()

    def close(self) -> None:
        """Put away what stands, and let threads come to their end."""
        late = (self.backups, self.integrity, self._staff, self._closing, self._training, self._inspector, self._demand)
        for desk in (self.keyboard, self._customer, self._printers, self._contents, *late):
            if desk is not None:
                desk.close()

    def _lock(self) -> None:
        """Put away the windows somebody else opened."""
        if self._inspector is not None:
            self._inspector.lock()
        self.person_changed.emit()

    def _make_note(self, ticket: Ticket, then: Callable[[], object]) -> None:
        if self._notes is None:
            self._notes = making.notes_desk(self._parts)
        self._notes.make(ticket, then)

    def _name_shop(self, shop: ShopIdentity) -> None:
        """The shop is called so from now on, wherever its name stands."""
        self.shop_name = shop.name
        self._parts.window.name_shop(shop.name)
        self._parts.desk.name_shop(shop)
        if self._customer is not None:
            self._customer.name_shop(shop.name)

    def _edit_article(self, product_id: str) -> None:
        self._parts.desk.gate.require(
            Right.EDIT_ARTICLES,
            (lambda: self.articles.open(product_id)) if product_id else (lambda: self.articles.open_list()),
        )

    def _show_customer(self, wanted: DisplaySetting) -> None:
        if wanted.window or wanted.serial:
            self.customer.begin(wanted)


def takes_keys(window: QWidget) -> bool:
    """Whether a window of ours is one to type in; the customer's is not, even where the system made it active."""
    return not window.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus


def _wanted_display(db: Database) -> DisplaySetting:
    from pos.database import settings

    return settings.customer_display(db)
