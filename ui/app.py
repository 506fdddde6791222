"""Puts the till together: the shop's file on its thread, the window, the printer, the shop window online.

The only place that starts threads. The clock, chance, language and folders come in from outside.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from pos.database import products
from pos.database.journal.heads import Heads
from pos.domain.errors import ShopError
from pos.domain.identity import NewId
from pos.domain.staff import Right
from pos.exchange.tax_rates import french_rates
from pos.operations.selling import Sold
from pos.wording import Language, Wording
from ui import kept_look, quick_start, shop_file
from ui.background import Background
from ui.late_desks import LateDesks
from ui.late_loading import LateLoading
from ui.late_online import LateOnline
from ui.late_parts import Parts
from ui.main_window import MainWindow
from ui.messages import explain
from ui.receipt_printing import ReceiptPrinting
from ui.sell.category_bar import Tab
from ui.sell.desk import Desk
from ui.sell.scan_input import ScanInput
from ui.sell.scan_routing import hand_over
from ui.shop_file import FirstLook, first_look
from ui.sounds import PlaySound, Sounds
from ui.theme import Scheme, Theme

if TYPE_CHECKING:
    from pos.database.connection import Database
    from pos.keystore import KeyStore
    from ui.imports.importing_desk import ImportingDesk
    from ui.more_menu import MoreMenu

CLOCK_MS: Final = 1_000


@dataclass(frozen=True, slots=True)
class TillOptions:
    """How a till is opened.

    theme and text_percent are the look kept for this shop unless they are named; printer_setting is one of
    `pos.domain.printer`, empty without a printer; keys is where the till's keys lie, None for a till that never goes
    online and keeps its own beside the shop's file; papers is the folder of a pretend printer; state is the folder of
    the anchors, None for a till that keeps none.
    """

    shop_path: Path
    language: Language = "fr"
    theme: Scheme | None = None
    text_percent: int | None = None
    printer_setting: str = ""
    papers: Path | None = None
    keys: KeyStore | None = None
    state: Path | None = None
    full_screen: bool = False


class Till(QObject):
    """A till on a shop's file: `open()` shows its window, `close()` ends its threads."""

    ready = Signal()
    """The first screen is painted and a sale can begin."""
    sold = Signal(object)
    window_reported = Signal(object)
    witness_contradicted = Signal(object)
    """The witness outside the shop keeps an end of the chain that this file never came to."""
    late_parts_loaded = Signal()
    crash_noted = Signal(object)
    heads_failed = Signal(object)

    def __init__(
        self,
        options: TillOptions,
        *,
        clock: Callable[[], datetime],
        new_id: NewId,
        sound: PlaySound | None = None,
    ) -> None:
        """Begin to open the file at once, on its own thread, while the window is being built.

        Args:
            options: which shop, and how.
            clock: gives the moment in the shop's own time zone.
            new_id: names tickets, products and jobs; called on several threads.
            sound: plays a sound; None for the machine's own loudspeaker.
        """
        super().__init__()
        self.options = options
        self._clock, self._new_id = clock, new_id
        self.wording = Wording(options.language)
        path = options.shop_path
        heads = Heads(options.state, failed=self.heads_failed.emit) if options.state is not None else None
        self.background = Background(
            lambda: shop_file.held(path, now=clock(), new_id=new_id, keys=options.keys, heads=heads),
            name="shop",
            checkpoints=True,
        )
        self.reading = Background(lambda: shop_file.read(path), name="reading")
        self.background.start()
        self._look()
        scheme, text_percent = kept_look.read(path)
        self.theme = Theme(options.theme or scheme, options.text_percent or text_percent)
        self.theme.dress()
        self.window = MainWindow(self.theme, self.wording)
        self.sounds = Sounds(sound)
        self.desk = Desk(
            self.window,
            self.background,
            theme=self.theme,
            wording=self.wording,
            clock=clock,
            new_id=new_id,
            sound=self.sounds.play,
        )
        self.scans = ScanInput(lambda: time.monotonic_ns() // 1_000_000)
        self.printing = ReceiptPrinting(
            self.background,
            setting=options.printer_setting,
            papers=options.papers,
            clock=clock,
            new_id=new_id,
            wording=self.wording,
        )
        self.desk.can_print = self.printing.is_there
        self._parts = Parts(
            shop_path=path,
            window=self.window,
            background=self.background,
            reading=self.reading,
            desk=self.desk,
            printing=self.printing,
            scans=self.scans,
            sounds=self.sounds,
            theme=self.theme,
            wording=self.wording,
            clock=clock,
            new_id=new_id,
            keys=options.keys,
            heads=heads,
        )
        self.late, self.late_online = LateDesks(self._parts), LateOnline(self._parts)
        self._loading = LateLoading(self)
        self._imports: ImportingDesk | None = None
        self._is_open = False
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
        self._say_ready()

    def close(self) -> None:
        """Put the window away, let everything under way come to its end, and let the file go."""
        if self._closed:
            return
        self._closed = True
        self._clock_timer.stop()
        self._loading.stop()
        self.scans.stop()
        self.sounds.close()
        self.window.hide()
        self.late_online.close()
        if self._imports is not None:
            self._imports.close()
        self.late.close()
        self.printing.stop()
        self.late_online.stop()
        self.reading.stop()
        self.background.stop()
        self.window.deleteLater()

    def wake_sync(self) -> None:
        """Something changed that the shop window online should know."""
        self.late_online.wake()

    def take_crash(self, log: Path | None) -> None:
        """A bug was written down, on whatever thread: say so calmly; the ticket is kept."""
        self.crash_noted.emit(log)

    def _look(self) -> None:
        self.background.run(lambda db: first_look(db, new_id=self._new_id), self._begin, self._cannot_open, owner=self)

    def _begin(self, opened: FirstLook) -> None:
        self.reading.start()
        self.window.show_selling()
        self.window.name_shop(opened.shop.name)
        self.late.shop_name = opened.shop.name
        if opened.asks_who:
            self.desk.gate.shut()
        self.window.sell.read_through(self.reading)
        begin_with = Tab.FAVOURITES if opened.has_favourites else None
        self.window.sell.show_categories(opened.categories, opened.first_page, begin_with=begin_with)
        self.desk.open(
            opened.ticket,
            opened.number,
            shop=opened.shop,
            categories=opened.categories,
            rates=french_rates(),
        )
        if opened.in_training:
            self.late.training.resume()
        self._is_open = True
        self._say_ready()

    def _say_ready(self) -> None:
        """The shop is open and its window shown: paint it now, and load the rest afterwards."""
        if self._is_open and self.window.isVisible():
            self.window.repaint()
            self.ready.emit()
            QTimer.singleShot(0, self, self._finish)

    def _finish(self) -> None:
        """What the first screen can do without: the printer, the shop window online, icons, the sheets."""
        quick_start.done()
        self.late.begin()
        self.theme.follow_system()
        self.theme.chosen.connect(self._keep_look)
        self.printing.start(self.options.shop_path)
        self.late_online.start(report=self.window_reported.emit, contradicted=self.witness_contradicted.emit)
        self.reading.run(_has_cut_off_imports, self._resume_imports, owner=self)
        self._loading.start()

    def _use_late_parts(self) -> None:
        if self._closed:
            return
        self.window.icons.load()
        self.window.sell.tabs.finish()
        self.desk.beside.use_late_parts()
        self.late.use_late_parts()
        self.late_parts_loaded.emit()

    def _open_imports(self) -> None:
        self.desk.gate.require(Right.IMPORT, lambda: self.imports.open())

    def _cannot_open(self, problem: ShopError) -> None:
        quick_start.done()
        self.window.show_trouble(explain(problem, self.wording))

    def _try_again(self) -> None:
        self.background.open_again()
        self._look()

    def _scanned(self, code: str) -> None:
        hand_over(code, window=self.window, desk=self.desk, late=self.late, sounds=self.sounds, wording=self.wording)

    def _sold(self, sold: Sold) -> None:
        if not sold.is_training:
            self.wake_sync()
        if not sold.again and not sold.is_training:
            self.printing.take_sale(sold.sale)
        self.window.sell.model.refresh(line.product_id for line in sold.sale.lines)
        self.sold.emit(sold)

    @property
    def imports(self) -> ImportingDesk:
        """Where lists are brought in; made at the first wish."""
        if self._imports is None:
            from ui.imports.importing_desk import ImportingDesk

            self._imports = ImportingDesk(
                self.options.shop_path,
                self.background,
                theme=self.theme,
                wording=self.wording,
                clock=self._clock,
                new_id=self._new_id,
                rates=french_rates(),
            )
            self._imports.changed.connect(self._shelves_changed)
            self._imports.said.connect(self.window.say)
            self._imports.crashed.connect(_raise)
        return self._imports

    def _lock_imports(self) -> None:
        if self._imports is not None:
            self._imports.lock()

    def _printer_changed(self) -> None:
        self.desk.can_print = self.printing.is_there

    def _resume_imports(self, cut_off: object) -> None:
        if cut_off:
            self.imports.resume()

    def _shelves_changed(self) -> None:
        """Categories may be others as well as products."""
        self.reading.run(products.categories, self.desk.show_categories, owner=self)
        self.wake_sync()

    def _open_menu(self) -> None:
        if self._menu is None:
            from ui.late_menu import more_menu

            self._menu = more_menu(
                self.late,
                self._parts,
                open_imports=self._open_imports,
                open_online=self.late_online.open if self.late_online.desk is not None else None,
            )
        self._menu.open_below(self.window.sell.more_key)

    def _show_crash(self, log: Path | None) -> None:
        from ui.crash_sheet import CrashSheet

        if not self._closed and not isinstance(self.window.sheet, CrashSheet):
            sheet = CrashSheet(self.theme, self.wording, log)
            self.window.lay(sheet, sheet.go_on_key)

    def _tick(self) -> None:
        self.window.sell.status.show_time(self._clock())

    def _keep_look(self) -> None:
        path, scheme, text_percent = self.options.shop_path, self.theme.scheme, self.theme.text_percent
        self.background.run(lambda _: kept_look.write(path, scheme, text_percent))

    def _refused(self, problem: ShopError) -> None:
        self.window.say(explain(problem, self.wording).in_short)

    def _listen(self) -> None:
        queued = Qt.ConnectionType.QueuedConnection
        status = self.window.sell.status
        self.crash_noted.connect(self._show_crash, queued)
        self._loading.loaded.connect(self._use_late_parts)
        self.window_reported.connect(status.show_window, queued)
        self.window_reported.connect(self.late_online.take, queued)
        self.window_reported.connect(self.late.hear_window, queued)
        self.witness_contradicted.connect(self.late.hear_witness, queued)
        self.printing.reported.connect(status.show_printer, queued)
        self.printing.changed.connect(self._printer_changed)
        self.printing.drawer_refused.connect(self._refused)
        status.papers_requested.connect(lambda: self.printing.open_papers(self.window, self.theme, self.desk.gate))
        status.window_requested.connect(self.late_online.open)
        self.late_online.articles_wanted.connect(self.late.list_articles)
        self.window.sell.import_wanted.connect(self._open_imports)
        self.scans.scanned.connect(self._scanned)
        self.window.scan_answered.connect(self.sounds.answer)
        self.desk.sold.connect(self._sold)
        self.desk.print_requested.connect(self.printing.print)
        self.desk.products_changed.connect(self.wake_sync)
        self.desk.shelves_changed.connect(self._shelves_changed)
        self.late.online_changed.connect(self.wake_sync)
        self.heads_failed.connect(self.late.say_heads_failed, queued)
        self.late.shelves_changed.connect(self._shelves_changed)
        self.late.person_changed.connect(self._lock_imports)
        for desks in (self.late, self.late_online):
            desks.crashed.connect(_raise)
        self.window.closing.connect(self.close)
        self.window.again_requested.connect(self._try_again)
        self.window.sell.more_requested.connect(self._open_menu)
        for background in (self.background, self.reading):
            background.refused.connect(self._refused)
            background.crashed.connect(_raise)


def _has_cut_off_imports(db: Database) -> bool:
    from pos.database import imports

    return bool(imports.unfinished(db))


def _raise(bug: BaseException) -> None:
    raise bug
