"""What the inspector's window asks for: questions on one thread, long work on another, and the journal's own writes.

Both threads only read. What is written, the note of an archive taken out, is written by the shop's thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pos.domain.errors import Cancelled, ShopError
from pos.domain.staff import Right
from pos.fiscal.verify import Head, Report
from pos.operations import archiving, inspecting, verifying
from pos.operations.allowing import check_allowed
from pos.operations.archiving import Archived, Gathered, Packed
from pos.receipts import html
from pos.wording import Wording
from ui import shop_file
from ui.background import Background

if TYPE_CHECKING:
    from pos.database.connection import Database
    from pos.database.journal.heads import Heads


class InspectionWork(QObject):
    """Takes wishes and answers in signals; lives until `close()`."""

    looked = Signal(object)
    paper_made = Signal(int, str)
    facts_read = Signal(object)
    settings_read = Signal(object)
    staff_read = Signal(object)
    verified = Signal(object, int)
    """A report, and with how many ends of the journal that this machine remembers the file was compared."""
    verify_stopped = Signal(object)
    verify_progressed = Signal(int, int)
    archived = Signal(object)
    archive_stopped = Signal(object)
    archive_progressed = Signal(int)
    refused = Signal(object)
    crashed = Signal(object)

    def __init__(
        self,
        shop_path: Path,
        background: Background,
        *,
        clock: Callable[[], datetime],
        wording: Wording,
        anchors: Heads | None = None,
    ) -> None:
        super().__init__()
        self._anchors = anchors
        self._background, self._clock, self._wording = background, clock, wording
        self.reading = Background(lambda: shop_file.read(shop_path), name="inspection")
        self._long = Background(lambda: shop_file.read(shop_path), name="verification")
        self._stop_verifying, self._stop_archiving = threading.Event(), threading.Event()
        for thread in (self.reading, self._long):
            thread.refused.connect(self.refused)
            thread.crashed.connect(self.crashed)
            thread.start()

    @property
    def pending(self) -> int:
        """How many pieces of work still wait for their answer."""
        return self.reading.pending + self._long.pending

    def look(self, seq: int) -> None:
        """Look at one record."""
        self.reading.run(lambda db: inspecting.look(db, seq), self.looked.emit, owner=self)

    def make_paper(self, seq: int) -> None:
        """Make the paper of a record, to be looked at."""

        def work(db: Database) -> str:
            paper = inspecting.paper_of(db, seq, self._wording)
            return "" if paper is None else html.render(paper)

        self.reading.run(work, lambda page: self.paper_made.emit(seq, page), owner=self)

    def read_facts(self) -> None:
        """Read what stands beside the records."""
        self.reading.run(inspecting.till_facts, self.facts_read.emit, owner=self)
        self.reading.run(inspecting.settings_facts, self.settings_read.emit, owner=self)
        self.reading.run(inspecting.staff_facts, self.staff_read.emit, owner=self)

    def verify(self, full: bool, heads: tuple[Head, ...]) -> None:  # noqa: FBT001 - a Qt signal's arguments
        """Verify the shop's file, and hold it against what this machine remembers of its ends."""
        stop = self._stop_verifying = threading.Event()

        def told(done: int, of: int) -> None:
            _unless(stop)
            self.verify_progressed.emit(done, of)

        def work(db: Database) -> tuple[Report, int]:
            known = () if self._anchors is None else verifying.anchored(db, self._anchors)
            return verifying.verify(db, full=full, heads=(*heads, *known), progress=told), len(known)

        self._long.run(
            work,
            lambda done: self.verified.emit(*done),
            self.verify_stopped.emit,
            owner=self,
        )

    def stop_verifying(self) -> None:
        """Stop at the next page of records."""
        self._stop_verifying.set()

    def archive(self, folder: Path, first: date, last: date) -> None:
        """Make an archive and note in the journal who took it out."""
        stop = self._stop_archiving = threading.Event()

        def told(done: int) -> None:
            _unless(stop)
            self.archive_progressed.emit(done)

        self._background.run(
            lambda db: check_allowed(db, Right.EXPORT),
            lambda _: self._long.run(
                lambda db: archiving.gather(db, folder, first, last, progress=told),
                lambda gathered: self._seal(gathered, told),
                self.archive_stopped.emit,
                owner=self,
            ),
            self.archive_stopped.emit,
            owner=self,
        )

    def stop_archiving(self) -> None:
        """Stop at the next step; nothing is left in the folder."""
        self._stop_archiving.set()

    def close(self) -> None:
        """Stop what is under way and end both threads."""
        self.stop_verifying()
        self.stop_archiving()
        self.reading.stop()
        self._long.stop()

    def _seal(self, gathered: Gathered, told: Callable[[int], None]) -> None:
        self._background.run(
            lambda db: archiving.seal(db, gathered, now=self._clock()),
            lambda sealed: self._pack(sealed, told),
            lambda problem: self._give_up(gathered, problem),
            owner=self,
        )

    def _pack(self, sealed: Gathered, told: Callable[[int], None]) -> None:
        def work(_db: Database) -> Packed:
            with archiving.cleared(sealed):
                return archiving.pack(sealed, progress=told)

        self._long.run(work, self._note, self.archive_stopped.emit, owner=self)

    def _note(self, packed: Packed) -> None:
        def work(db: Database) -> Archived:
            return archiving.note(db, packed, now=self._clock(), for_tax_office=True)

        self._background.run(work, self.archived.emit, self.archive_stopped.emit, owner=self)

    def _give_up(self, gathered: Gathered, problem: ShopError) -> None:
        def clear(_db: Database) -> None:
            with archiving.cleared(gathered):
                pass

        self._long.run(clear, lambda _: self.archive_stopped.emit(problem), owner=self)


def _unless(stop: threading.Event) -> None:
    if stop.is_set():
        raise Cancelled
