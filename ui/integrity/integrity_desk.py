"""Looks at the till's records before anything is sold, and says what was found until a person has decided."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from pos.domain.errors import SellingHeld, ShopError, SigningKeyMissing
from pos.domain.hold import Hold, HoldReason
from pos.domain.staff import Right
from ui.integrity.long_check import LongCheck

if TYPE_CHECKING:
    from pos.database.connection import Database
    from pos.database.journal.heads import Heads
    from pos.domain.identity import NewId
    from pos.domain.ticket import Ticket
    from pos.fiscal.chain import Broken
    from pos.keystore import KeyStore
    from pos.operations.beginning import Beginning
    from sync.errors import SyncError
    from sync.state import WindowState
    from ui.integrity.held_sheet import HeldSheet
    from ui.late_parts import Parts

AGAIN_MS: Final = 20_000
"""How long after a start that could not be noted (a full disk) it is tried again."""
_EPOCH_BEGINS: Final = datetime(1970, 1, 1, tzinfo=UTC)

Approve = Callable[[Right, Callable[[], None]], None]
"""Lets something be done by somebody who has the right to it: at once, after a sign-in, or not at all."""


def at_once(_right: Right, then: Callable[[], None]) -> None:
    """Ask nobody: in a shop of one person, whoever is at the till decides."""
    then()


@dataclass(frozen=True, slots=True)
class WentOn:
    """The till goes on in a new series: what was found after it, the ticket that is open, its number."""

    beginning: Beginning
    ticket: Ticket
    number: int


class IntegrityDesk(QObject):
    """Begins and ends a run of the till; shows what holds selling, and the long check behind everything else."""

    went_on = Signal()
    """The till goes on in a new series: the window online may be told so."""

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self._parts, self._window, self._wording = parts, parts.window, parts.wording
        self._hold: Hold | None = None
        self._is_attested = True
        self._is_doubted = False
        self._has_begun = False
        self._sheet: HeldSheet | None = None
        self.approve: Approve = at_once
        self.long_check = LongCheck(parts.reading, heads=parts.heads)
        self.long_check.found.connect(self._found_broken)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(self.begin)
        parts.desk.counter.refused.connect(self._refused)
        parts.window.sell.status.records_requested.connect(self._explain)

    def begin(self) -> None:
        """Look at the end of the chain and at the anchors; asked of the file before any sale can be."""
        work = partial(_begin, now=self._parts.clock(), heads=self._parts.heads)
        self._parts.background.run(work, self._begun, self._not_begun, owner=self)

    def close(self) -> None:
        """Note that the till is closed as it should be."""
        self._again.stop()
        self.long_check.stop()
        if self._has_begun:
            self._parts.background.run(partial(_end, now=self._parts.clock()))

    def say_heads_failed(self) -> None:
        """The anchors cannot be written."""
        said = self._wording("The till’s anchors cannot be written on this machine; selling goes on without them.")
        self._window.say(said)

    def hear_window(self, state: WindowState) -> None:
        """The sync thread told how the window stands: a file that the catalogue contradicts waits for a person."""
        is_doubted = state.trouble is not None and _is_contradiction(state.trouble)
        if is_doubted != self._is_doubted:
            self._is_doubted = is_doubted
            self._show_state()

    def _begun(self, found: Beginning) -> None:
        self._has_begun = True
        self._take(found)
        if found.hold is None:
            self._say_what_else(found)
        if found.hold is None or found.hold.reason is not HoldReason.KEY:
            self.long_check.begin()

    def _not_begun(self, problem: ShopError) -> None:
        """A disk that is full or busy now may not be so later; until then the sales fail as well."""
        self._parts.background.refused.emit(problem)
        self._again.start(AGAIN_MS)

    def _take(self, found: Beginning) -> None:
        self._hold, self._is_attested = found.hold, found.software.is_attested
        self._show_state()
        if self._hold is not None:
            self._show()

    def _show_state(self) -> None:
        self._window.sell.status.show_records(
            held=self._hold is not None, attested=self._is_attested, doubted=self._is_doubted
        )

    def _say_what_else(self, found: Beginning) -> None:
        """What is worth a word while selling goes on."""
        if found.last_at_ms is not None:
            from ui.integrity.clock_sheet import ClockSheet

            parts = self._parts
            sheet = ClockSheet(parts.theme, self._wording, now=parts.clock(), last=self._when(found.last_at_ms))
            self._window.lay(sheet, sheet.go_on_key)
        elif found.is_new_here:
            self._window.say(self._wording("This till has worked on another machine or for another user before."))

    def _show(self) -> None:
        """Lay the sheet over the screen, unless it lies there."""
        from ui.integrity.held_sheet import HeldSheet
        from ui.integrity.hold_words import explain_doubt, explain_hold

        hold, wording, shop_path = self._hold, self._wording, self._parts.shop_path
        if self._sheet is not None or (hold is None and not self._is_doubted):
            return
        words = (
            explain_doubt(wording, shop_path=shop_path)
            if hold is None
            else explain_hold(hold, wording, shop_path=shop_path, when=self._when)
        )
        sheet = HeldSheet(self._parts.theme, wording, words, selling_goes_on=hold is None)
        sheet.leave_requested.connect(self._window.close)
        sheet.go_on_requested.connect(lambda: self.approve(Right.BACK_UP, self._go_on))
        sheet.closed.connect(self._sheet_closed)
        self._sheet = sheet
        self._window.lay(sheet, sheet.leave_key)

    def _sheet_closed(self) -> None:
        self._sheet = None

    def _go_on(self) -> None:
        parts = self._parts
        work = partial(_go_on, keys=parts.keys, heads=parts.heads, now=parts.clock(), new_id=parts.new_id)
        parts.background.run(work, self._went_on, self._not_done, owner=self)

    def _not_done(self, problem: ShopError) -> None:
        if self._sheet is not None:
            self._sheet.refuse(problem)

    def _went_on(self, went_on: WentOn) -> None:
        if self._sheet is not None:
            self._sheet.put_away()
        self._has_begun, self._is_doubted = True, False
        self._parts.desk.counter.resume(went_on.ticket)
        self._window.sell.ticket.show_number(went_on.number)
        self._take(went_on.beginning)
        self.long_check.begin()
        self._window.say(self._wording("The till goes on in a new series; it is recorded."))
        self.went_on.emit()

    def _found_broken(self, broken: Sequence[Broken]) -> None:
        work = partial(_note_broken, broken=broken, now=self._parts.clock())
        self._parts.background.run(work, self._held_later, owner=self)

    def _held_later(self, hold: Hold | None) -> None:
        self._hold = hold
        self._show_state()
        self._show()

    def _refused(self, problem: ShopError) -> None:
        """A sale was refused for what was found: say it again, at length."""
        if isinstance(problem, SellingHeld):
            self._hold = problem.hold
        elif isinstance(problem, SigningKeyMissing):
            self._hold = Hold(HoldReason.KEY)
        else:
            return
        self._show_state()
        self._show()

    def _explain(self) -> None:
        """The state in the status line was tapped."""
        if self._hold is not None or self._is_doubted:
            self._show()
            return
        said = self._wording(
            "Files of the program that make tickets and records differ from the published ones. Tickets say so. Have "
            "Comptoir installed again from its publisher."
        )
        self._window.say(said)

    def _when(self, at_ms: int) -> datetime:
        return (_EPOCH_BEGINS + timedelta(milliseconds=at_ms)).astimezone(self._parts.clock().tzinfo)


def _is_contradiction(trouble: SyncError) -> bool:
    from sync.errors import Distrust, Suspended

    return isinstance(trouble, Suspended) and trouble.reason is Distrust.CONTRADICTED


def _begin(db: Database, *, now: datetime, heads: Heads | None) -> Beginning:
    from pos.exchange.tax_rates import french_rates
    from pos.operations.beginning import begin_work
    from pos.operations.noting import note_vat_table

    begun = begin_work(db, now=now, heads=heads)
    if db.author is not None:
        note_vat_table(db, french_rates(), now)
    return begun


def _end(db: Database, *, now: datetime) -> None:
    from pos.operations.beginning import end_work

    end_work(db, now=now)


def _go_on(db: Database, *, keys: KeyStore | None, heads: Heads | None, now: datetime, new_id: NewId) -> WentOn:
    from pos.database import till
    from pos.keystore import FileKeyStore, key_file
    from pos.operations.beginning import go_on
    from pos.operations.selling import resume_ticket

    store = keys or FileKeyStore(key_file(db.path))
    beginning = go_on(db, keys=store, heads=heads, now=now, new_id=new_id)
    return WentOn(beginning, resume_ticket(db, new_id=new_id), till.last_number(db) + 1)


def _note_broken(db: Database, *, broken: Sequence[Broken], now: datetime) -> Hold | None:
    from pos.operations.beginning import note_broken

    return note_broken(db, broken, now=now)
