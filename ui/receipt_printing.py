"""Receipts on their way to paper: queued in the shop's file, printed by a thread of the printer's own."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from pos.domain.errors import DrawerNotOpened, PrinterOffline, PrinterSettingWrong, ShopError
from pos.domain.identity import NewId
from pos.domain.payment import Means
from pos.domain.sale import Sale
from pos.domain.staff import Right
from pos.wording import Wording
from ui.background import Background
from ui.theme import Theme

if TYPE_CHECKING:
    from pos.database.connection import Database
    from pos.database.print_jobs import PrintJob
    from pos.devices.printer import Printer
    from pos.domain.printer import PrinterProfile, ReceiptPrinter
    from pos.domain.tax import TaxRate
    from pos.domain.ticket import Ticket
    from pos.operations.changes import Changes
    from ui.main_window import MainWindow
    from ui.papers.papers_sheet import PapersSheet
    from ui.printer_thread import PrinterState, PrinterThread
    from ui.staff.gate import Gate

Done = Callable[[ShopError | None], None]


class ReceiptPrinting(QObject):
    """The till's receipt printer: the one named at the start, else the one the shop chose; or none."""

    reported = Signal(object)
    """How the printer is doing; emitted on its thread."""
    changed = Signal()
    """Another printer, or the same with another profile, is used from now on."""
    drawer_refused = Signal(object)
    """The drawer did not open: the ShopError that says why."""
    _answered = Signal(object)

    def __init__(
        self,
        background: Background,
        *,
        setting: str,
        papers: Path | None,
        clock: Callable[[], datetime],
        new_id: NewId,
        wording: Wording,
    ) -> None:
        super().__init__()
        self._background = background
        self._setting, self._papers = setting, papers
        self._clock, self._new_id, self._wording = clock, new_id, wording
        self._shop_path: Path | None = None
        self._chosen: ReceiptPrinter | None = None
        self._thread: PrinterThread | None = None
        self._last_thread: PrinterThread | None = None
        self._in_trouble = False
        self._answered.connect(lambda answer: answer(), Qt.ConnectionType.QueuedConnection)
        self.reported.connect(self._note_trouble)

    @property
    def is_there(self) -> bool:
        """Whether the till has a printer."""
        return bool(self._address)

    @property
    def is_named_at_the_start(self) -> bool:
        """Whether the printer was named on the command line, which goes before the shop's choice."""
        return bool(self._setting)

    @property
    def profile(self) -> PrinterProfile:
        """What papers are made for; a setting that leads nowhere is reported by the printer's thread, not here."""
        from pos.domain.printer import PrinterProfile, parse_printer

        if self._setting:
            with contextlib.suppress(PrinterSettingWrong):
                return parse_printer(self._setting).profile
        return self._chosen.profile if self._chosen is not None else PrinterProfile()

    def start(self, shop_path: Path) -> None:
        """Begin to print what waits, on the printer the shop chose unless one was named at the start."""
        self._shop_path = shop_path
        if self._setting:
            self._start_thread()
        self._background.run(_chosen_printer, self.use, owner=self)

    def use(self, chosen: ReceiptPrinter) -> None:
        """Print on this printer from now on; the thread of another one ends by itself."""
        before, self._chosen = self._chosen, chosen
        if not self._setting and (before is None or before.address != chosen.address):
            self._start_thread()
        self.changed.emit()

    def print(self, sale: Sale) -> None:
        """Print the receipt of a sale, as soon as the printer can."""
        from pos.operations.printing import queue_receipt

        self._queue(sale, queue_receipt)

    def print_gift(self, sale: Sale) -> None:
        """Print the paper that goes with a present."""
        from pos.operations.printing import queue_gift

        self._queue(sale, queue_gift)

    def print_note(
        self,
        ticket: Ticket,
        rates: Sequence[TaxRate],
        then: Callable[[Changes], object],
        otherwise: Callable[[ShopError], None],
    ) -> None:
        """Make and print the note of a ticket that is to be paid; `then` hears when it is kept."""
        from pos.operations.printing import queue_note

        profile = self.profile

        def kept(done: Changes) -> None:
            self._wake()
            then(done)

        self._background.run(
            lambda db: queue_note(
                db,
                ticket,
                rates=rates,
                profile=profile,
                now=self._clock(),
                new_id=self._new_id,
                wording=self._wording,
            ),
            kept,
            otherwise,
            owner=self,
        )

    def queue(self, make: Callable[..., Changes]) -> None:
        """Let a paper wait for the printer; `make` gets the shop's file and, by name, what a paper is made for."""
        profile = self.profile
        self._background.run(
            lambda db: make(db, profile=profile, now=self._clock(), new_id=self._new_id, wording=self._wording),
            lambda _: self._wake(),
            owner=self,
        )

    def _queue(self, sale: Sale, queue: Callable[..., Changes]) -> None:
        self.queue(lambda db, **made: queue(db, sale.id, **made))

    def take_sale(self, sale: Sale) -> None:
        """A sale is kept: open the drawer when cash goes in or out of it, and there is one."""
        if self.is_there and self.profile.drawer and any(one.means is Means.CASH for one in sale.payments):
            self.open_drawer(self._tell_drawer)

    def open_drawer(self, done: Done) -> None:
        """Open the drawer now or not at all; `done` hears what hindered it, or None.

        A pulse is kept nowhere: after a power cut, or when the printer is back, no drawer opens by itself.
        """
        from pos.receipts.escpos import drawer_pulse

        def tell(trouble: ShopError | None) -> None:
            done(None if trouble is None else DrawerNotOpened("drawer", str(trouble)))

        self.send_now(drawer_pulse(self.profile.drawer), tell)

    def try_drawer(self, done: Done) -> None:
        """Open the drawer without a sale: only once the log has it, so that nobody opens it unseen."""
        from pos.operations.noting import note_drawer

        self._background.run(
            lambda db: note_drawer(db, now=self._clock()), lambda _: self.open_drawer(done), done, owner=self
        )

    def send_now(self, data: bytes, done: Done) -> None:
        """Send bytes to the printer now or not at all; `done` hears what hindered it, or None, on the GUI thread."""
        if self._thread is None or not data:
            done(PrinterOffline("receipt"))
            return
        self._thread.run_errand(data, lambda trouble: self._answered.emit(partial(done, trouble)))

    def open_papers(self, window: MainWindow, theme: Theme, gate: Gate) -> None:
        """Show the papers that are not settled, if there is any; who sells settles them, who may prints them again."""
        self._background.run(_open_jobs, lambda jobs: self._show_papers(jobs, window, theme, gate), owner=self)

    def _show_papers(self, jobs: Sequence[PrintJob], window: MainWindow, theme: Theme, gate: Gate) -> None:
        from pos.operations.printing import came_out, drop_job
        from ui.papers.papers_sheet import PapersSheet

        if not jobs or isinstance(window.sheet, PapersSheet):
            return
        sheet = PapersSheet(theme, self._wording)

        def settle(work: Callable[..., Changes], job_id: str) -> None:
            self._settle(sheet, partial(work, job_id=job_id))

        sheet.came_out.connect(lambda job: gate.if_selling(lambda: settle(came_out, job)))
        sheet.drop_requested.connect(lambda job: gate.if_selling(lambda: settle(drop_job, job)))
        sheet.again_requested.connect(lambda job: gate.require(Right.REPRINT, lambda: settle(self._print_again, job)))
        window.lay(sheet, sheet.back_key)
        sheet.show_jobs(jobs)

    def _print_again(self, db: Database, *, job_id: str) -> Changes:
        from pos.operations.printing import print_again

        return print_again(
            db,
            job_id,
            profile=self.profile,
            now=self._clock(),
            new_id=self._new_id,
            wording=self._wording,
        )

    def _settle(self, sheet: PapersSheet, work: Callable[[Database], Changes]) -> None:
        self._background.run(work, lambda _: self._wake(), owner=self)
        self._background.run(_open_jobs, sheet.show_jobs, owner=sheet)

    def stop(self) -> None:
        """End the printer's thread; what waits is printed at the next start."""
        for thread in (self._thread, self._last_thread):
            if thread is not None:
                thread.stop()

    @property
    def _address(self) -> str:
        return self._setting or (self._chosen.address if self._chosen is not None else "")

    def _start_thread(self) -> None:
        """A thread for the printer that is used now, which begins when the one before it has ended."""
        from pos.operations.printing import RECEIPT_PRINTER
        from ui.printer_thread import PrinterState, PrinterThread

        before, address = self._thread or self._last_thread, self._address
        self._thread, self._last_thread = None, before
        if before is not None:
            before.ask_to_stop()
        self.reported.emit(PrinterState() if address else None)
        if not address or self._shop_path is None:
            return
        self._thread = PrinterThread(
            self._shop_path,
            printer_name=RECEIPT_PRINTER,
            make_printer=partial(_made_ready, address, self._papers, self._shop_path, self.profile),
            report=self.reported.emit,
            after=before,
        )
        self._thread.start()

    def _note_trouble(self, state: PrinterState | None) -> None:
        """Tell the log of papers that cannot be printed, once until nothing waits any more."""
        from pos.operations.noting import note_printer_trouble
        from pos.operations.printing import RECEIPT_PRINTER

        trouble = None if state is None else state.trouble
        if state is None or (trouble is None and not state.waiting):
            self._in_trouble = False
        elif trouble is not None and not self._in_trouble and (state.waiting or state.unknown):
            self._in_trouble, kind = True, type(trouble).__name__
            self._background.run(
                lambda db: note_printer_trouble(db, RECEIPT_PRINTER, kind, now=self._clock()), owner=self
            )

    def _tell_drawer(self, trouble: ShopError | None) -> None:
        if trouble is not None:
            self.drawer_refused.emit(trouble)

    def _wake(self) -> None:
        if self._thread is not None:
            self._thread.wake()


def _open_jobs(db: Database) -> list[PrintJob]:
    from pos.operations.printing import open_jobs

    return open_jobs(db)


def _chosen_printer(db: Database) -> ReceiptPrinter:
    from pos.operations.equipping import receipt_printer

    return receipt_printer(db)


def _made_ready(address: str, papers: Path | None, shop_path: Path, profile: PrinterProfile) -> Printer:
    """On the printer's thread: the printer, and what its first paper would wait for, a third of a second in all."""
    from pos.database.connection import connect_reader
    from pos.devices.printer import printer_from
    from pos.operations.equipping import logo_for
    from pos.receipts import escpos

    printer = printer_from(address, papers=papers)
    escpos.load()
    with contextlib.closing(connect_reader(shop_path)) as db:
        logo_for(db, profile)
    return printer
