"""The thread of one printer: prints what waits, in order, and leaves the queue alone while the printer is away.

No Qt: it reports by a callback, from its own thread; the window brings the news over.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pos.database.connection import Database, connect
from pos.database.print_jobs import JobState
from pos.devices.printer import MakePrinter, Printer
from pos.domain.errors import ShopError
from pos.operations.printing import LONGEST_WAIT_S, find_interrupted, open_jobs, print_next

STOPS_WITHIN_S = 2.0


@dataclass(frozen=True, slots=True)
class PrinterState:
    """How a printer is doing.

    waiting counts the papers still to come, unknown those a person must look for; trouble is why the last try failed.
    """

    waiting: int = 0
    trouble: ShopError | None = None
    unknown: int = 0


Report = Callable[[PrinterState], None]


class PrinterThread(threading.Thread):
    """Prints the waiting jobs of one printer until it is stopped.

    Args:
        shop_path: the shop's file, of which it opens a connection of its own.
        printer_name: the name its jobs are kept under.
        make_printer: called on this thread, so that nothing of it costs the first screen.
        report: called from this thread at the start and whenever the state has changed.
    """

    def __init__(self, shop_path: Path, *, printer_name: str, make_printer: MakePrinter, report: Report) -> None:
        super().__init__(name=f"printer {printer_name}", daemon=True)
        self._shop_path = shop_path
        self._printer_name = printer_name
        self._make_printer = make_printer
        self._report = report
        self._reported: PrinterState | None = None
        self._woken = threading.Event()
        self._stopping = threading.Event()

    def wake(self) -> None:
        """There is something new to print, or the printer may be back: look now."""
        self._woken.set()

    def stop(self) -> bool:
        """End the thread, whatever the printer does; False when it did not end within STOPS_WITHIN_S.

        A job of which nothing was sent waits for the next start; one of which something was is unknown.
        """
        self._stopping.set()
        self._woken.set()
        if self.is_alive():
            self.join(STOPS_WITHIN_S)
        return not self.is_alive()

    def run(self) -> None:
        """Print until stopped; what makes the file or the printer's setting unusable is reported and tried again."""
        while not self._stopping.is_set():
            try:
                self._serve()
            except ShopError as trouble:
                waiting = self._reported or PrinterState()
                self._say(PrinterState(waiting.waiting, trouble, waiting.unknown))
                self._wait(LONGEST_WAIT_S)

    def _serve(self) -> None:
        with contextlib.closing(connect(self._shop_path)) as db:
            find_interrupted(db, self._printer_name)
            self._say(_state(db, self._printer_name, None))
            printer = self._make_printer()
            while not self._stopping.is_set():
                self._wait(self._print_waiting(db, printer))

    def _print_waiting(self, db: Database, printer: Printer) -> float | None:
        """Print what waits; gives the seconds until the next try, None when there is nothing to try."""
        send = partial(printer.send, give_up=self._stopping.is_set)
        trouble: ShopError | None = None
        while not self._stopping.is_set():
            result = print_next(db, self._printer_name, send)
            if result is None:
                self._say(_state(db, self._printer_name, trouble))
                return None
            trouble = result.trouble
            self._say(_state(db, self._printer_name, trouble))
            if result.wait_s:
                return result.wait_s
        return None

    def _wait(self, seconds: float | None) -> None:
        self._woken.wait(seconds)
        self._woken.clear()

    def _say(self, state: PrinterState) -> None:
        if state != self._reported:
            self._reported = state
            self._report(state)


def _state(db: Database, printer_name: str, trouble: ShopError | None) -> PrinterState:
    jobs = open_jobs(db, printer_name)
    unknown = sum(job.state is JobState.UNKNOWN for job in jobs)
    return PrinterState(len(jobs) - unknown, trouble, unknown)
