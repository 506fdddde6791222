"""Joins Ctrl+M, its sheet, the shop's file, the town and the printer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pos.database import online_links, products
from pos.database.journal import training
from pos.domain.catalogue import StockedProduct
from pos.domain.demand import Demand, DemandAnswer, PutAside
from pos.domain.errors import ShopError
from pos.domain.identity import NewId, to_ms
from pos.domain.quantity import Quantity, Unit
from pos.operations import demanding
from pos.wording import Wording
from ui.background import Background
from ui.demand.asked_desk import AskedDesk
from ui.demand.demand_sheet import DemandSheet
from ui.demand.held_page import held_in_words
from ui.demand.town_words import no_answer, not_put_aside
from ui.demand.town_work import Question, TownWork
from ui.main_window import MainWindow
from ui.messages import explain
from ui.receipt_printing import ReceiptPrinting
from ui.sell.desk import Desk
from ui.theme import Theme

if TYPE_CHECKING:
    from pos.database.connection import Database
    from pos.keystore import KeyStore
    from sync.order_protocol import NeighbourHold, NeighbourReply, TownRow


@dataclass(frozen=True, slots=True)
class DemandParts:
    """What of the till asking the town takes."""

    window: MainWindow
    background: Background
    reading: Background
    desk: Desk
    printing: ReceiptPrinting
    shop_path: Path
    keys: KeyStore | None
    theme: Theme
    wording: Wording
    clock: Callable[[], datetime]
    new_id: NewId


@dataclass(frozen=True, slots=True)
class _Look:
    """What the shop's file knows of what was asked for; code is a barcode of it, if it has one."""

    is_joined: bool
    meant: StockedProduct | None
    code: str


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is held elsewhere, and what it was asked for by; the words are noted when it is put aside."""

    row: TownRow
    words: str
    product_id: str


class DemandDesk(QObject):
    """Opens the sheet at once, whatever the file and the network do, and says what became of every wish."""

    crashed = Signal(object)

    def __init__(self, parts: DemandParts) -> None:
        super().__init__()
        self._parts = parts
        self._sheet: DemandSheet | None = None
        self._chosen = ("", "")
        self._wishes: dict[tuple[str, str, int, str], NeighbourHold] = {}
        self._held: dict[str, _Wish] = {}
        self.asked = AskedDesk(
            parts.window,
            parts.background,
            parts.reading,
            theme=parts.theme,
            wording=parts.wording,
            clock=parts.clock,
        )
        self.town: TownWork | None = None
        if parts.keys is not None:
            self.town = TownWork(parts.shop_path, parts.keys, parts.wording.language)
            self._listen_to_town(self.town)

    @property
    def sheet(self) -> DemandSheet | None:
        """The sheet while it is open."""
        return self._sheet

    def open(self) -> None:
        """Lay the sheet over the screen with what was asked for already in it; the rest follows when it is known."""
        if self._sheet is not None:
            return
        words, product_id = self._proposed()
        self._chosen = (words, product_id)
        sheet = DemandSheet(self._parts.theme, self._parts.wording, words)
        sheet.ask_page.note_requested.connect(self._note)
        sheet.ask_page.asked.connect(self._look)
        sheet.ask_page.list_requested.connect(self._show_list)
        sheet.scanned.connect(self._scanned)
        sheet.hold_requested.connect(self._hold)
        sheet.closed.connect(self._closed)
        self._sheet = sheet
        self._parts.window.lay(sheet, sheet.first)
        self._look(words)

    def close(self) -> None:
        """Nothing is shown any more."""
        if self.town is not None:
            self.town.close()

    def _proposed(self) -> tuple[str, str]:
        """What was most likely asked for, and the article's id where it is the chosen line's."""
        page, counter = self._parts.window.sell, self._parts.desk.counter
        typed = page.search.typed.words or page.unknown.code
        place, lines = page.ticket.selected, counter.ticket.lines
        if typed or not 0 <= place < len(lines):
            return typed, ""
        return lines[place].name, lines[place].product_id

    def _product_of(self, words: str) -> str:
        """The article that was chosen, as long as nobody wrote something else over it."""
        chosen, product_id = self._chosen
        return product_id if words.strip() == chosen else ""

    def _look(self, words: str) -> None:
        product_id = self._product_of(words)
        self._parts.reading.run(
            partial(_look, words=words, product_id=product_id),
            partial(self._show, words),
            self._say,
            owner=self,
        )

    def _show(self, words: str, look: _Look) -> None:
        """Say what this shop has, and ask the others, unless something else was typed meanwhile."""
        if self._sheet is None or self._sheet.ask_page.words.text() != words:
            return
        page = self._sheet.ask_page
        page.show_here(look.meant)
        if self.town is None or not look.is_joined:
            return
        page.town.show()
        if words.strip():
            page.town.ask()
            self.town.ask(Question(words.strip(), look.code))
        else:
            self.town.stop_asking()
            page.town.show_nothing("")

    def _note(self, words: str) -> None:
        """Keep it and let the queue go on; the search box is empty at once, so that a second Enter sells nothing."""
        if self._sheet is None:
            return
        self._parts.window.sell.search.clear()
        self._sheet.put_away()
        self._keep(words, self._product_of(words), DemandAnswer.NOTED, self._noted)

    def _keep(self, words: str, product_id: str, answer: DemandAnswer, then: Callable[[Demand | None], None]) -> None:
        parts, person = self._parts, self._parts.desk.gate.person
        demand = Demand(
            parts.new_id(), to_ms(parts.clock()), words, product_id, answer, "" if person is None else person.id
        )
        parts.background.run(partial(demanding.note, demand=demand), then, self._say, owner=self)

    def _noted(self, kept: Demand | None) -> None:
        wording, window = self._parts.wording, self._parts.window
        if kept is None:
            window.say(wording("Training: nothing was noted."))
            return
        if window.sell.unknown.code == kept.words:
            window.sell.unknown.settle()
        said = wording("Noted as asked for: {words}").format(words=kept.words)
        window.say(said, action=wording("Undo"), do=lambda: self._take_back(kept))

    def _take_back(self, kept: Demand) -> None:
        self._parts.background.run(
            partial(demanding.settle, demand_ids=(kept.id,)),
            lambda _: self._parts.window.say(self._parts.wording("Not noted after all.")),
            self._say,
            owner=self,
        )

    def _scanned(self, code: str) -> None:
        self._parts.reading.run(
            lambda db: products.with_barcode(db, code),
            lambda product: self._fill(code, ("", "") if product is None else (product.name, product.id)),
            self._say,
            owner=self,
        )

    def _fill(self, code: str, chosen: tuple[str, str]) -> None:
        if self._sheet is not None:
            self._chosen = chosen
            self._sheet.answer_scan(taken=True)
            self._sheet.ask_page.fill(chosen[0] or code)

    def _hold(self, row: TownRow, quantity_milli: int, customer: str) -> None:
        """Ask the other shop; the same wish has the same key, however often it is asked."""
        from sync.order_protocol import NeighbourHold

        if self._sheet is None or self.town is None:
            return
        words = self._sheet.ask_page.words.text().strip()
        wish = (row.shop, row.product, quantity_milli, customer)
        if wish not in self._wishes:
            key = self._parts.new_id()
            self._wishes[wish] = NeighbourHold(key, row.shop, row.product, quantity_milli, customer)
            self._held[key] = _Wish(row, words or row.name, self._product_of(words))
        hold = self._wishes[wish]
        self._parts.reading.run(training.is_on, partial(self._hold_for_real, hold), self._say, owner=self)

    def _hold_for_real(self, hold: NeighbourHold, in_training: bool) -> None:  # noqa: FBT001 - a background's answer
        """Another shop is never asked in training: it would put something aside for nobody."""
        if in_training and self._sheet is not None:
            self._sheet.put_away()
            self._parts.window.say(self._parts.wording("Training: no other shop is asked."))
        elif self.town is not None:
            self.town.hold(hold)

    def _put_aside(self, hold: NeighbourHold, reply: NeighbourReply) -> None:
        """The other shop answered: note it, print the slip, and show the number wherever the cashier is by now."""
        parts, wish = self._parts, self._held[hold.key]
        aside = put_aside_of(reply, wish.row, parts.clock())
        self._keep(wish.words, wish.product_id, DemandAnswer.ELSEWHERE, lambda _: None)
        if parts.printing.is_there:
            parts.printing.queue(partial(demanding.queue_slip, aside=aside))
        if self._sheet is not None and self._sheet.hold_page is not None and self._sheet.held_page is None:
            self._sheet.show_held(aside, prints=parts.printing.is_there)
        else:
            parts.window.say(f"{aside.number}: {held_in_words(aside, parts.wording)}")

    def _hold_refused(self, hold: NeighbourHold, problem: ShopError) -> None:
        wording, row = self._parts.wording, self._held[hold.key].row
        if self._sheet is None or not self._sheet.refuse_hold((row.shop, row.product), problem):
            self._parts.window.say(not_put_aside(problem, row, wording))

    def _town_found(self, rows: tuple[TownRow, ...]) -> None:
        if self._sheet is not None:
            self._sheet.ask_page.town.show_rows(rows)

    def _town_silent(self, problem: ShopError) -> None:
        if self._sheet is not None:
            self._sheet.ask_page.town.show_nothing(no_answer(problem, self._parts.wording))

    def _show_list(self) -> None:
        if self._sheet is not None:
            self._sheet.put_away()
        self.asked.open()

    def _closed(self) -> None:
        """The next sheet is another customer's: a wish that was answered is not asked again by its key."""
        self._sheet = None
        self._wishes = {}
        if self.town is not None:
            self.town.stop_asking()

    def _say(self, problem: ShopError) -> None:
        self._parts.window.say(explain(problem, self._parts.wording).in_short)

    def _listen_to_town(self, town: TownWork) -> None:
        town.found.connect(self._town_found)
        town.not_found.connect(self._town_silent)
        town.put_aside.connect(self._put_aside)
        town.hold_refused.connect(self._hold_refused)
        town.refused.connect(self._say)
        town.crashed.connect(self.crashed)


def put_aside_of(reply: NeighbourReply, row: TownRow, now: datetime) -> PutAside:
    """The other shop's answer as the slip tells it, in this shop's time zone."""
    order = reply.order
    until = None if order.expires_ms is None else datetime.fromtimestamp(order.expires_ms / 1000, now.tzinfo)
    return PutAside(
        shop_name=reply.shop_name,
        address=reply.address,
        phone=row.phone,
        article=order.lines[0].name,
        quantity=Quantity(order.lines[0].asked_milli),
        unit=Unit(order.lines[0].unit),
        number=order.number,
        page=reply.url,
        customer=order.customer,
        until=until,
        must_confirm=order.state == "requested",
    )


def _look(db: Database, words: str, product_id: str) -> _Look:
    meant = products.stocked(db, product_id) if product_id else demanding.article_meant(db, words)
    codes = () if meant is None else products.barcodes_of(db, meant.product.id)
    return _Look(online_links.get(db) is not None, meant, codes[0] if codes else "")
