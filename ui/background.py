"""Work on the shop's file, off the GUI thread: done in the order asked, answered in the order asked.

The shop thread owns the till's connection; a second `Background` with a read-only connection serves search
and lists. Work takes a Database and returns values; it never sees a widget.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

from pos.domain.errors import ShopError

if TYPE_CHECKING:
    from pos.database.connection import Database

IDLE_S: Final = 2.0
"""After this long without work the thread carries the write-ahead log into the file."""

T = TypeVar("T")
OpenDatabase = Callable[[], AbstractContextManager["Database"]]
Answer = Callable[[], None]


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[Database], Any]
    then: Callable[[Any], None] | None
    otherwise: Callable[[ShopError], None] | None
    owner: QObject | None


_OPEN_AGAIN: Final = _Job(lambda _: None, None, None, None)


class Background(QObject):
    """One thread with one connection; lives on the GUI thread, where its answers arrive.

    Errors of ours that a piece of work has no words for go to `refused`, everything else to `crashed`.
    """

    refused = Signal(object)
    crashed = Signal(object)
    _answered = Signal(object)

    def __init__(self, open_database: OpenDatabase, *, name: str, checkpoints: bool = False) -> None:
        super().__init__()
        self._open_database = open_database
        self._checkpoints = checkpoints
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._pending = 0
        self._stopping = False
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._live, name=name, daemon=True)

    @property
    def pending(self) -> int:
        """How many pieces of work still wait for their answer."""
        return self._pending

    def start(self) -> None:
        """Open the file and begin; a file that cannot be opened answers every piece of work with that error."""
        self._thread.start()

    def run(
        self,
        work: Callable[[Database], T],
        then: Callable[[T], None] | None = None,
        otherwise: Callable[[ShopError], None] | None = None,
        *,
        owner: QObject | None = None,
    ) -> None:
        """Do work on the thread; its value goes to `then`, an error of ours to `otherwise`, on the GUI thread.

        Args:
            work: gets the database; returns values.
            then: takes what work returned.
            otherwise: takes the ShopError work raised; without it the error is shown as a notice.
            owner: when it has died by then, the answer is dropped.
        """
        if self._stopping:
            return
        self._pending += 1
        self._jobs.put(_Job(work, then, otherwise, owner))

    def open_again(self) -> None:
        """Try once more to open a file that could not be opened."""
        self._jobs.put(_OPEN_AGAIN)

    def stop(self) -> None:
        """Finish what was asked, close the file and end the thread; answers still on their way are dropped."""
        if self._stopping:
            return
        self._stopping = True
        self._jobs.put(None)
        if self._thread.is_alive():
            self._thread.join()
        self._pending = 0

    def _live(self) -> None:
        try:
            while self._open_and_serve():
                pass
        except BaseException as bug:  # the outermost frame of a thread: whatever comes out goes to crash.py
            self._answer(partial(self.crashed.emit, bug))

    def _open_and_serve(self) -> bool:
        """Live with the file until told to stop; whether to open it once more."""
        try:
            with self._open_database() as db:
                self._serve(db)
                return False
        except ShopError as problem:
            return self._refuse_all(problem)

    def _serve(self, db: Database) -> None:
        rested = True
        while True:
            try:
                job = self._jobs.get(timeout=None if rested else IDLE_S)
            except queue.Empty:
                rested = True
                self._rest(db)
                continue
            if job is None:
                return
            if job is _OPEN_AGAIN:
                continue
            rested = not self._checkpoints
            self._do(job, db)

    def _rest(self, db: Database) -> None:
        try:
            db.checkpoint()
        except ShopError as problem:
            self._answer(partial(self.refused.emit, problem))

    def _do(self, job: _Job, db: Database) -> None:
        try:
            value = job.work(db)
        except ShopError as problem:
            self._answer(partial(self._settle, job, job.otherwise or self.refused.emit, problem))
        except Exception as bug:  # a bug in a piece of work must not end the thread
            self._answer(partial(self._settle, job, self.crashed.emit, bug))
        else:
            self._answer(partial(self._settle, job, job.then, value))

    def _refuse_all(self, problem: ShopError) -> bool:
        """Answer everything with the error that kept the file shut; whether to open it once more."""
        while (job := self._jobs.get()) is not None:
            if job is _OPEN_AGAIN:
                return True
            self._answer(partial(self._settle, job, job.otherwise or self.refused.emit, problem))
        return False

    def _answer(self, answer: Answer) -> None:
        if not self._stopping:
            self._answered.emit(answer)

    def _settle(self, job: _Job, take: Callable[[Any], None] | None, value: Any) -> None:
        self._pending -= 1
        if take is not None and (job.owner is None or isValid(job.owner)):
            take(value)

    def _deliver(self, answer: Answer) -> None:
        if not self._stopping:
            answer()
