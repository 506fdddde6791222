"""Receipts on their way to paper: queued in the shop's file, printed by a thread of the printer's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pos.domain.identity import NewId
from pos.domain.sale import Sale
from pos.wording import Wording
from ui.background import Background
from ui.theme import Theme

if TYPE_CHECKING:
    from pos.database.connection import Database
    from pos.database.print_jobs import PrintJob
    from pos.operations.changes import Changes
    from ui.main_window import MainWindow
    from ui.papers.papers_sheet import PapersSheet
    from ui.printer_thread import PrinterThread


class ReceiptPrinting(QObject):
    """The till's receipt printer; without a setting there is none."""

    reported = Signal(object)
    """How the printer is doing; emitted on its thread."""

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
        self._thread: PrinterThread | None = None

    @property
    def is_there(self) -> bool:
        """Whether the till has a printer."""
        return bool(self._setting)

    def start(self, shop_path: Path) -> None:
        """Begin to print what waits."""
        if not self._setting:
            return
        from pos.devices.printer import printer_from
        from pos.operations.printing import RECEIPT_PRINTER
        from ui.printer_thread import PrinterThread

        self._thread = PrinterThread(
            shop_path,
            printer_name=RECEIPT_PRINTER,
            make_printer=lambda: printer_from(self._setting, papers=self._papers),
            report=self.reported.emit,
        )
        self._thread.start()

    def warm_up(self) -> None:
        """Load what writes receipts for printers, for a thread that has the time: it takes a tenth of a second."""
        if self._setting:
            from pos.receipts import escpos

            escpos.load()

    def print(self, sale: Sale) -> None:
        """Print the receipt of a sale, as soon as the printer can."""
        from pos.operations.printing import queue_receipt

        self._queue(sale, queue_receipt)

    def print_gift(self, sale: Sale) -> None:
        """Print the paper that goes with a present."""
        from pos.operations.printing import queue_gift

        self._queue(sale, queue_gift)

    def _queue(self, sale: Sale, queue: Callable[..., Changes]) -> None:
        from pos.domain.printer import parse_printer

        profile = parse_printer(self._setting).profile
        self._background.run(
            lambda db: queue(
                db, sale.id, profile=profile, now=self._clock(), new_id=self._new_id, wording=self._wording
            ),
            lambda _: self._wake(),
            owner=self,
        )

    def open_papers(self, window: MainWindow, theme: Theme) -> None:
        """Show the papers that are not settled, if there is any."""
        self._background.run(_open_jobs, lambda jobs: self._show_papers(jobs, window, theme), owner=self)

    def _show_papers(self, jobs: Sequence[PrintJob], window: MainWindow, theme: Theme) -> None:
        from pos.operations.printing import came_out, drop_job
        from ui.papers.papers_sheet import PapersSheet

        if not jobs or isinstance(window.sheet, PapersSheet):
            return
        sheet = PapersSheet(theme, self._wording)
        sheet.came_out.connect(lambda job: self._settle(sheet, partial(came_out, job_id=job)))
        sheet.drop_requested.connect(lambda job: self._settle(sheet, partial(drop_job, job_id=job)))
        sheet.again_requested.connect(lambda job: self._settle(sheet, partial(self._print_again, job_id=job)))
        window.lay(sheet, sheet.back_key)
        sheet.show_jobs(jobs)

    def _print_again(self, db: Database, *, job_id: str) -> Changes:
        from pos.domain.printer import parse_printer
        from pos.operations.printing import print_again

        return print_again(
            db,
            job_id,
            profile=parse_printer(self._setting).profile,
            now=self._clock(),
            new_id=self._new_id,
            wording=self._wording,
        )

    def _settle(self, sheet: PapersSheet, work: Callable[[Database], Changes]) -> None:
        self._background.run(work, lambda _: self._wake(), owner=self)
        self._background.run(_open_jobs, sheet.show_jobs, owner=sheet)

    def stop(self) -> None:
        """End the printer's thread; what waits is printed at the next start."""
        if self._thread is not None:
            self._thread.stop()

    def _wake(self) -> None:
        if self._thread is not None:
            self._thread.wake()


def _open_jobs(db: Database) -> list[PrintJob]:
    from pos.operations.printing import open_jobs

    return open_jobs(db)
