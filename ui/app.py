"""Puts the till together: the shop's file on its thread, the window, the printer, the shop window online.

The only place that starts threads. The clock, chance, language and folders come in from outside.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication

from pos.database import lock, products, settings, till
from pos.database.connection import Database, connect_reader
from pos.domain.catalogue import Category, StockedProduct
from pos.domain.errors import ShopError
from pos.domain.identity import NewId
from pos.domain.sale import Sale
from pos.domain.shop import ShopIdentity
from pos.domain.ticket import Ticket
from pos.exchange.tax_rates import french_rates
from pos.operations.opening import open_shop
from pos.operations.selling import Sold, resume_ticket
from pos.wording import Language, Wording
from ui import quick_start
from ui.background import Background
from ui.main_window import MainWindow
from ui.messages import explain
from ui.sell.desk import LATE_PARTS, Desk
from ui.sell.product_model import PAGE
from ui.sell.scan_input import ScanInput
from ui.theme import Scheme, Theme

if TYPE_CHECKING:
    from sync.keys import KeyStore
    from sync.worker import SyncWorker
    from ui.more_menu import MoreMenu
    from ui.printer_thread import PrinterThread

CLOCK_MS: Final = 1_000


@dataclass(frozen=True, slots=True)
class TillOptions:
    """How a till is opened.

    printer_setting is one of `pos.domain.printer`, empty without a printer; keys is where the key of the online
    shop lies, None for a till that never goes online; papers is the folder of a pretend printer.
    """

    shop_path: Path
    language: Language = "fr"
    theme: Scheme = "system"
    text_percent: int = 100
    printer_setting: str = ""
    papers: Path | None = None
    keys: KeyStore | None = None
    full_screen: bool = False


@dataclass(frozen=True, slots=True)
class _Opened:
    """What the first screen needs from the file."""

    ticket: Ticket
    number: int
    shop: ShopIdentity
    categories: tuple[Category, ...]
    first_page: list[StockedProduct]


class Till(QObject):
    """A till on a shop's file: `open()` shows its window, `close()` ends its threads."""

    ready = Signal()
    """The first screen is painted and a sale can begin."""
    sold = Signal(object)
    window_reported = Signal(object)
    late_parts_loaded = Signal()
    printer_reported = Signal(object)

    def __init__(
        self,
        options: TillOptions,
        *,
        clock: Callable[[], datetime],
        new_id: NewId,
        beep: Callable[[], None] = QApplication.beep,
    ) -> None:
        """Begin to open the file at once, on its own thread, while the window is being built.

        Args:
            options: which shop, and how.
            clock: gives the moment in the shop's own time zone.
            new_id: names tickets, products and jobs; called on several threads.
            beep: the sound of a refusal.
        """
        super().__init__()
        self.options = options
        self._clock, self._new_id = clock, new_id
        self.wording = Wording(options.language)
        self.background = Background(self._hold_shop, name="shop", checkpoints=True)
        self.reading = Background(self._hold_reader, name="reading")
        self.background.start()
        self.background.run(self._look, self._begin, self._cannot_open, owner=self)
        self.theme = Theme(options.theme, options.text_percent)
        self.theme.dress()
        self.window = MainWindow(self.theme, self.wording)
        self.desk = Desk(
            self.window,
            self.background,
            theme=self.theme,
            wording=self.wording,
            clock=clock,
            new_id=new_id,
            beep=beep,
        )
        self.scans = ScanInput(lambda: time.monotonic_ns() // 1_000_000)
        self._beep = beep
        self._printer: PrinterThread | None = None
        self._sync: SyncWorker | None = None
        self._closed = False
        self._menu: MoreMenu | None = None
        self._listen()
        self._clock_timer = QTimer(self)
        self._clock_timer.timeout.connect(self._tick)

    def open(self) -> None:
        """Show the window; the shop's products follow as soon as its file is open."""
        self._tick()
        self._clock_timer.start(CLOCK_MS)
        if self.options.full_screen:
            self.window.showFullScreen()
        else:
            self.window.show()
        self.window.activateWindow()
        self.window.sell.go_to_search()

    def close(self) -> None:
        """Put the window away, let everything under way come to its end, and let the file go."""
        if self._closed:
            return
        self._closed = True
        self._clock_timer.stop()
        self.scans.stop()
        self.window.hide()
        for thread in (self._printer, self._sync):
            if thread is not None:
                thread.stop()
        self.reading.stop()
        self.background.stop()
        self.window.deleteLater()

    def wake_sync(self) -> None:
        """Something changed that the shop window online should know."""
        if self._sync is not None:
            self._sync.wake()

    def take_crash(self, log: Path | None) -> None:
        """A bug was written down: say so calmly; the ticket is kept."""
        wording = self.wording
        sentence = wording("Something went wrong in the program; the ticket is kept and you can go on.")
        if log is not None:
            sentence += " " + wording("Details are in {file}.").format(file=log.name)
        self.window.say(sentence)

    @contextlib.contextmanager
    def _hold_shop(self) -> Iterator[Database]:
        path = self.options.shop_path
        held = lock.hold(path)
        try:
            with contextlib.closing(open_shop(path, now=self._clock(), new_id=self._new_id)) as db:
                yield db
        finally:
            held.release()

    @contextlib.contextmanager
    def _hold_reader(self) -> Iterator[Database]:
        with contextlib.closing(connect_reader(self.options.shop_path)) as db:
            yield db

    def _look(self, db: Database) -> _Opened:
        categories = products.categories(db)
        first = categories[0].id if categories else None
        return _Opened(
            ticket=resume_ticket(db, new_id=self._new_id),
            number=till.last_number(db) + 1,
            shop=settings.shop_identity(db),
            categories=categories,
            first_page=products.in_category(db, first, limit=PAGE) if first else products.by_name(db, limit=PAGE),
        )

    def _begin(self, opened: _Opened) -> None:
        self.reading.start()
        self.window.show_selling()
        self.window.name_shop(opened.shop.name)
        self.window.sell.read_through(self.reading)
        self.window.sell.show_categories(opened.categories, opened.first_page)
        self.desk.open(
            opened.ticket,
            opened.number,
            shop=opened.shop,
            categories=opened.categories,
            rates=french_rates(),
        )
        self.window.repaint()
        self.ready.emit()
        QTimer.singleShot(0, self, self._finish)

    def _finish(self) -> None:
        """What the first screen can do without: the printer, the shop window online, icons, the sheets."""
        quick_start.done()
        self._start_printer()
        self._start_sync()
        threading.Thread(target=self._load_late_parts, name="late parts", daemon=True).start()

    def _load_late_parts(self) -> None:
        """Load modules on a thread of their own, so that neither a scan nor a key waits for them."""
        for module in (*LATE_PARTS, "qtawesome"):
            importlib.import_module(module)
        with contextlib.suppress(RuntimeError):  # the till was closed meanwhile
            self.late_parts_loaded.emit()

    def _give_icons(self) -> None:
        if not self._closed:
            self.window.icons.load()

    def _start_printer(self) -> None:
        setting = self.options.printer_setting
        if not setting:
            return
        from pos.devices.printer import printer_from
        from pos.operations.printing import RECEIPT_PRINTER
        from ui.printer_thread import PrinterThread

        self._printer = PrinterThread(
            self.options.shop_path,
            printer_name=RECEIPT_PRINTER,
            make_printer=lambda: printer_from(setting, papers=self.options.papers),
            report=self.printer_reported.emit,
        )
        self._printer.start()
        self.desk.can_print = True

    def _start_sync(self) -> None:
        if self.options.keys is None:
            return
        from sync.worker import SyncWorker

        self._sync = SyncWorker(
            self.options.shop_path,
            clock=self._clock,
            new_id=self._new_id,
            keys=self.options.keys,
            report=self.window_reported.emit,
        )
        self._sync.start()

    def _cannot_open(self, problem: ShopError) -> None:
        quick_start.done()
        self.window.show_trouble(explain(problem, self.wording))

    def _try_again(self) -> None:
        self.background.open_again()
        self.background.run(self._look, self._begin, self._cannot_open, owner=self)

    def _scanned(self, code: str) -> None:
        """A code from the scanner: for the counter, unless another window of ours has the keyboard."""
        active = QApplication.activeWindow()
        if active is None or active is self.window:
            self.desk.scan(code)
        else:
            self._beep()
            self.window.say(self.wording("Close the other window before scanning."))

    def _sold(self, sold: Sold) -> None:
        self.wake_sync()
        self.window.sell.model.refresh()
        self.sold.emit(sold)

    def _print(self, sale: Sale) -> None:
        from pos.domain.printer import parse_printer
        from pos.operations.printing import queue_receipt

        profile = parse_printer(self.options.printer_setting).profile
        self.background.run(
            lambda db: queue_receipt(
                db, sale.id, profile=profile, now=self._clock(), new_id=self._new_id, wording=self.wording
            ),
            lambda _: self._printer.wake() if self._printer is not None else None,
            owner=self,
        )

    def _products_changed(self) -> None:
        self.window.sell.model.refresh()
        self.wake_sync()

    def _open_menu(self) -> None:
        if self._menu is None:
            from ui.more_menu import MoreMenu

            self._menu = MoreMenu(self.theme, self.wording, leave=self.window.close)
        self._menu.open_below(self.window.sell.more_key)

    def _tick(self) -> None:
        self.window.sell.status.show_time(self._clock())

    def _refused(self, problem: ShopError) -> None:
        self.window.say(explain(problem, self.wording).in_short)

    def _listen(self) -> None:
        queued = Qt.ConnectionType.QueuedConnection
        status = self.window.sell.status
        self.late_parts_loaded.connect(self._give_icons, queued)
        self.window_reported.connect(status.show_window, queued)
        self.printer_reported.connect(status.show_printer, queued)
        self.scans.scanned.connect(self._scanned)
        self.desk.sold.connect(self._sold)
        self.desk.print_requested.connect(self._print)
        self.desk.products_changed.connect(self._products_changed)
        self.window.closing.connect(self.close)
        self.window.again_requested.connect(self._try_again)
        self.window.sell.more_requested.connect(self._open_menu)
        for background in (self.background, self.reading):
            background.refused.connect(self._refused)
            background.crashed.connect(_raise)


def run_till(
    options: TillOptions,
    *,
    clock: Callable[[], datetime],
    new_id: NewId,
    opened: Callable[[Till], None] | None = None,
) -> int:
    """Open a till and live until its window is closed; gives the program's exit code.

    Args:
        options: which shop, and how.
        clock: gives the moment in the shop's own time zone.
        new_id: gives fresh ids.
        opened: is told of the till before its window is shown.
    """
    application = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(application, QApplication):
        raise TypeError("a till needs a QApplication")
    application.setStyle("Fusion")
    application.setApplicationName("Comptoir")
    from ui.crash import CrashLog

    shop_till = Till(options, clock=clock, new_id=new_id)
    log = CrashLog(options.shop_path.parent / "logs", clock=clock, tell=shop_till.take_crash)
    log.install()
    if opened is not None:
        opened(shop_till)
    shop_till.open()
    code = application.exec()
    shop_till.close()
    return code


def _raise(bug: BaseException) -> None:
    raise bug
