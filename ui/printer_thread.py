"""The thread of one printer: prints what waits, in order, and leaves the queue alone while the printer is away.

No Qt: it reports by a callback, from its own thread; the window brings the news over.
"""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pos.database.connection import Database, connect
from pos.database.print_jobs import JobState
from pos.devices.printer import MakePrinter, Printer
from pos.domain.errors import PrinterOffline, ShopError
from pos.operations.printing import LONGEST_WAIT_S, find_interrupted, open_jobs, print_next

STOPS_WITHIN_S = 2.0
ERRAND_WITHIN_S = 8.0
"""An errand that could not be run by then is given up: a drawer must not open when nobody expects it any more."""


@dataclass(frozen=True, slots=True)
class PrinterState:
    """How a printer is doing.

    waiting counts the papers still to come, unknown those a person must look for; trouble is why the last try failed,
    warning what a person should see to soon though it prints.
    """

    waiting: int = 0
    trouble: ShopError | None = None
    unknown: int = 0
    warning: ShopError | None = None


@dataclass(frozen=True, slots=True)
class _Errand:
    """Bytes that are sent at once or never, and are not kept: a drawer's pulse, a test paper."""

    data: bytes
    until: float
    done: Callable[[ShopError | None], None]


Report = Callable[[PrinterState], None]


class PrinterThread(threading.Thread):
    """Prints the waiting jobs of one printer until it is stopped.

    Args:
        shop_path: the shop's file, of which it opens a connection of its own.
        printer_name: the name its jobs are kept under.
        make_printer: called on this thread, so that nothing of it costs the first screen.
        report: called from this thread at the start and whenever the state has changed.
        after: the thread that had the printer before, told to stop already; this one begins when it has ended.
    """

    def __init__(
        self,
        shop_path: Path,
        *,
        printer_name: str,
        make_printer: MakePrinter,
        report: Report,
        after: PrinterThread | None = None,
    ) -> None:
        super().__init__(name=f"printer {printer_name}", daemon=True)
        self._shop_path = shop_path
        self._printer_name = printer_name
        self._make_printer = make_printer
        self._report = report
        self._after = after
        self._errands: queue.SimpleQueue[_Errand] = queue.SimpleQueue()
        self._reported: PrinterState | None = None
        self._warning: ShopError | None = None
        self._woken = threading.Event()
        self._stopping = threading.Event()

    def wake(self) -> None:
        """There is something new to print, or the printer may be back: look now."""
        self._woken.set()

    def run_errand(self, data: bytes, done: Callable[[ShopError | None], None]) -> None:
        """Send bytes before every paper that waits, within ERRAND_WITHIN_S or not at all.

        Args:
            data: what is sent; it is kept nowhere.
            done: called on this thread with what hindered it, or with None.
        """
        self._errands.put(_Errand(data, time.monotonic() + ERRAND_WITHIN_S, done))
        self._woken.set()

    def ask_to_stop(self) -> None:
        """Let the thread end as soon as it can, without waiting for it."""
        self._stopping.set()
        self._woken.set()

    def stop(self) -> bool:
        """End the thread, whatever the printer does; False when it did not end within STOPS_WITHIN_S.

        A job of which nothing was sent waits for the next start; one of which something was is unknown.
        """
        self.ask_to_stop()
        if self.is_alive():
            self.join(STOPS_WITHIN_S)
        return not self.is_alive()

    def run(self) -> None:
        """Print until stopped; what makes the file or the printer's setting unusable is reported and tried again."""
        if self._after is not None and self._after.is_alive():
            self._after.join()
        self._after = None
        while not self._stopping.is_set():
            try:
                self._serve()
            except ShopError as trouble:
                waiting = self._reported or PrinterState()
                self._say(PrinterState(waiting.waiting, trouble, waiting.unknown))
                self._refuse_errands(trouble)
                self._wait(LONGEST_WAIT_S)
        self._refuse_errands(PrinterOffline(self._printer_name))

    def _serve(self) -> None:
        with contextlib.closing(connect(self._shop_path)) as db:
            find_interrupted(db, self._printer_name)
            self._say(self._state(db, None))
            printer = self._make_printer()
            while not self._stopping.is_set():
                self._wait(self._print_waiting(db, printer))

    def _print_waiting(self, db: Database, printer: Printer) -> float | None:
        """Print what waits; gives the seconds until the next try, None when there is nothing to try."""
        send = partial(printer.send, give_up=self._stopping.is_set)
        trouble: ShopError | None = None
        while not self._stopping.is_set():
            self._run_errands(printer)
            result = print_next(db, self._printer_name, send)
            if result is None:
                self._say(self._state(db, trouble))
                return None
            trouble, self._warning = result.trouble, result.warning
            self._say(self._state(db, trouble))
            if result.wait_s:
                return result.wait_s
        return None

    def _run_errands(self, printer: Printer) -> None:
        """Run what was asked for meanwhile; what is too late is refused."""
        while (errand := self._next_errand()) is not None:
            try:
                if time.monotonic() > errand.until:
                    raise PrinterOffline(self._printer_name)
                self._warning = printer.send(errand.data, give_up=self._stopping.is_set)
            except ShopError as trouble:
                errand.done(trouble)
            else:
                errand.done(None)

    def _refuse_errands(self, trouble: ShopError) -> None:
        while (errand := self._next_errand()) is not None:
            errand.done(trouble)

    def _next_errand(self) -> _Errand | None:
        with contextlib.suppress(queue.Empty):
            return self._errands.get_nowait()
        return None

    def _wait(self, seconds: float | None) -> None:
        self._woken.wait(seconds)
        self._woken.clear()

    def _say(self, state: PrinterState) -> None:
        if state != self._reported and not self._stopping.is_set():
            self._reported = state
            self._report(state)

    def _state(self, db: Database, trouble: ShopError | None) -> PrinterState:
        jobs = open_jobs(db, self._printer_name)
        unknown = sum(job.state is JobState.UNKNOWN for job in jobs)
        return PrinterState(len(jobs) - unknown, trouble, unknown, self._warning)
