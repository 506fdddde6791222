"""Joins the printer's sheet with those who do the work: the shop's file, the printer's thread, the machine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from pos.database import settings
from pos.database.connection import Database
from pos.devices.finding import FoundPrinter, find_printers
from pos.devices.kinds import printer_kinds
from pos.domain.errors import ShopError
from pos.domain.printer import PrinterProfile, ReceiptPrinter, parse_printer
from pos.domain.staff import Right
from pos.operations.equipping import keep_logo, keep_printer, logo_for, read_picture, receipt_printer
from pos.receipts.document import Picture
from pos.receipts.trial import print_trial, probe
from pos.wording import Wording
from ui import shop_file
from ui.background import Background
from ui.main_window import MainWindow
from ui.messages import explain
from ui.printers.printer_sheet import PrinterSheet
from ui.receipt_printing import ReceiptPrinting
from ui.staff.gate import Require, at_once
from ui.theme import Theme

AskPicture = Callable[[QWidget, str, str], Path | None]


@dataclass(frozen=True, slots=True)
class Equipment:
    """What the file says of the printer, and its logo in the dots of its paper."""

    printer: ReceiptPrinter
    logo: Picture | None = None


def ask_picture(over: QWidget, title: str, kinds: str) -> Path | None:
    """Let a person choose a picture, by the system's own dialog."""
    chosen, _ = QFileDialog.getOpenFileName(over, title, "", kinds)
    return Path(chosen) if chosen else None


class PrintersDesk(QObject):
    """Opens the sheet, keeps every step that is taken on it, and tries the printer."""

    crashed = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        printing: ReceiptPrinting,
        *,
        shop_path: Path,
        theme: Theme,
        wording: Wording,
        ask_picture: AskPicture = ask_picture,
        find: Callable[[], list[FoundPrinter]] = find_printers,
        require: Require = at_once,
    ) -> None:
        """Nothing is shown yet.

        Args:
            window: where the sheet is laid.
            background: keeps what is chosen.
            printing: the printer in use.
            shop_path: the shop's file.
            theme: the look.
            wording: the language.
            ask_picture: lets a person choose a picture.
            find: asks the machine for its printers; called on a thread of its own.
            require: lets the drawer be opened by who may.
        """
        super().__init__()
        self._window, self._background, self._printing = window, background, printing
        self._theme, self._wording = theme, wording
        self._ask_picture, self._find, self._require = ask_picture, find, require
        self._printer = ReceiptPrinter()
        self._sheet: PrinterSheet | None = None
        self._opening = False
        self._keeping = 0
        self._machine = Background(lambda: shop_file.read(shop_path), name="machine")
        self._machine.crashed.connect(self.crashed)
        self._machine.start()

    @property
    def sheet(self) -> PrinterSheet | None:
        """The sheet while it is open."""
        return self._sheet

    @property
    def pending(self) -> int:
        """How many questions to the machine still wait for their answer."""
        return self._machine.pending

    def open(self) -> None:
        """Lay the sheet over the screen as soon as the file has said which printer is kept."""
        if self._sheet is None and not self._opening:
            self._opening = True
            self._background.run(_equipment, self._lay, self._cannot_open, owner=self)

    def close(self) -> None:
        """Ask the machine nothing more."""
        self._machine.stop()

    def _lay(self, equipment: Equipment) -> None:
        self._opening = False
        self._sheet = sheet = PrinterSheet(self._theme, self._wording, printer_kinds())
        self._listen(sheet)
        self._show(equipment)
        self._window.lay(sheet, sheet.page.begin())
        if self._printing.is_named_at_the_start:
            sheet.say(
                self._wording("This till was started with a printer of its own, which goes before the one chosen here.")
            )
        self._look_around()

    def _cannot_open(self, problem: ShopError) -> None:
        self._opening = False
        self._window.say(explain(problem, self._wording).in_short)

    def _look_around(self) -> None:
        if self._sheet is not None:
            self._sheet.where.show_looking()
            self._machine.run(lambda _: self._find(), self._sheet.where.show_found, owner=self._sheet)

    def _take_address(self, address: str) -> None:
        """Use what is at this address, with the paper it names; one that leads nowhere stays in its box."""
        profile = self._printer.profile
        try:
            if address and (told := parse_printer(address).profile) != PrinterProfile():
                profile = told
        except ShopError as problem:
            self._refuse(problem)
            return
        said = self._wording("This printer is used from now on.") if address else self._wording("No printer is used.")
        self._keep(replace(self._printer, address=address, profile=profile), said)

    def _take_profile(self, profile: PrinterProfile) -> None:
        self._keep(replace(self._printer, profile=profile), self._wording("Kept."))

    def _take_kind(self, profile: PrinterProfile) -> None:
        """A kind brings its paper, its letters and its cut; a drawer that hangs there stays."""
        self._take_profile(replace(profile, drawer=self._printer.profile.drawer))

    def _keep(self, printer: ReceiptPrinter, said: str) -> None:
        """Show it at once, so that a second tap builds on the first, and keep it."""
        self._show_printer(printer)
        self._change(lambda db: keep_printer(db, printer), said)

    def _change(self, work: Callable[[Database], ReceiptPrinter], said: str) -> None:
        def change(db: Database) -> Equipment:
            kept = work(db)
            return Equipment(kept, logo_for(db, kept.profile))

        self._keeping += 1
        self._background.run(change, lambda kept: self._kept(kept, said), self._not_kept, owner=self)

    def _kept(self, equipment: Equipment, said: str) -> None:
        self._keeping -= 1
        self._printing.use(equipment.printer)
        if not self._keeping:
            self._show(equipment)
            self._say(said)

    def _not_kept(self, problem: ShopError) -> None:
        self._keeping -= 1
        self._refuse(problem)
        self._background.run(_equipment, self._show, owner=self)

    def _show(self, equipment: Equipment) -> None:
        self._show_printer(equipment.printer)
        if self._sheet is not None:
            self._sheet.show_logo(equipment.logo)

    def _show_printer(self, printer: ReceiptPrinter) -> None:
        self._printer = printer
        if self._sheet is not None:
            self._sheet.show_printer(printer, can_try=self._printing.is_there)

    def _choose_logo(self) -> None:
        title = self._wording("Choose a picture…")
        path = self._ask_picture(self._window, title, self._wording("Pictures") + " (*.png *.jpg *.jpeg)")
        if path is not None:
            self._machine.run(lambda _: read_picture(path), self._keep_logo, self._refuse, owner=self)

    def _keep_logo(self, body: bytes) -> None:
        said = self._wording("The logo stands on every receipt from now on.") if body else self._wording("Kept.")
        self._change(lambda db: keep_logo(db, body), said)

    def _print_test(self) -> None:
        profile = self._printing.profile

        def work(db: Database) -> bytes:
            return print_trial(profile, settings.shop_identity(db), self._wording, logo=logo_for(db, profile))

        self._say(self._wording("Printing the test paper…"))
        self._background.run(work, self._send_test, self._refuse, owner=self)

    def _send_test(self, paper: bytes) -> None:
        said = self._wording("The printer took the test paper.")
        self._printing.send_now(paper, lambda trouble: self._answer(trouble, said))

    def _print_probe(self) -> None:
        profile = self._printing.profile
        self._say(self._wording("Printing the lines…"))
        self._background.run(lambda _: probe(profile, self._wording), self._send_probe, self._refuse, owner=self)

    def _send_probe(self, paper: bytes) -> None:
        said = self._wording(
            "Look at the paper, then tap the number of a line that reads right, the euro sign included."
        )
        self._printing.send_now(paper, lambda trouble: self._answer(trouble, said))

    def _try_drawer(self) -> None:
        self._say(self._wording("Opening the drawer…"))
        said = self._wording("The printer took the pulse: did the drawer open?")
        self._printing.open_drawer(lambda trouble: self._answer(trouble, said))

    def _answer(self, trouble: ShopError | None, said: str) -> None:
        if trouble is None:
            self._say(said)
        else:
            self._refuse(trouble)

    def _say(self, text: str) -> None:
        if self._sheet is not None:
            self._sheet.say(text, role="accent")

    def _refuse(self, problem: ShopError) -> None:
        message = explain(problem, self._wording)
        if self._sheet is not None:
            self._sheet.refuse(message)
        else:
            self._window.say(message.in_short)

    def _closed(self) -> None:
        self._sheet = None

    def _listen(self, sheet: PrinterSheet) -> None:
        sheet.closed.connect(self._closed)
        sheet.test_requested.connect(self._print_test)
        sheet.where.look_requested.connect(self._look_around)
        sheet.where.address_wanted.connect(self._take_address)
        sheet.where.kind_wanted.connect(self._take_kind)
        sheet.letters.probe_requested.connect(self._print_probe)
        sheet.drawer.pulse_requested.connect(lambda: self._require(Right.OPEN_DRAWER, self._try_drawer))
        sheet.logo.choose_requested.connect(self._choose_logo)
        sheet.logo.remove_requested.connect(lambda: self._keep_logo(b""))
        for page in (sheet.paper, sheet.letters, sheet.drawer):
            page.profile_wanted.connect(self._take_profile)


def _equipment(db: Database) -> Equipment:
    printer = receipt_printer(db)
    return Equipment(printer, logo_for(db, printer.profile))
