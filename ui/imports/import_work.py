"""The work of importing, on a thread and a connection of its own: selling goes on meanwhile."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from pos.database import imports
from pos.database.connection import Database
from pos.database.imports import ImportRecord, ImportState
from pos.domain.errors import Cancelled, ShopError
from pos.domain.identity import NewId
from pos.exchange.product_lists.layout import Encoding, Proposal
from pos.exchange.product_lists.reading import inspect
from pos.operations.importing import (
    Imported,
    Listed,
    Staged,
    Undone,
    discard,
    publish,
    resume_imports,
    stage,
    undo_import,
    write_listed,
)
from pos.wording import Wording
from ui.background import Background, OpenDatabase

if TYPE_CHECKING:
    from pos.database.journal.author import Author

_RECENT = 20


class ImportWork(QObject):
    """Takes wishes on the GUI thread, does them one after another on its own, and answers in signals."""

    proposed = Signal(object)
    """A Proposal: how the file is written."""
    compared = Signal(object)
    """The Figures of what importing would do."""
    progressed = Signal(int, int)
    published = Signal(object)
    """An Imported."""
    undone = Signal(object)
    """An Undone."""
    saved = Signal(int)
    stopped = Signal()
    """The person's wish to stop was followed; nothing is kept."""
    refused = Signal(object)
    """A ShopError, for what was asked last."""
    latest_found = Signal(object)
    """The ImportRecord of the last import that can be undone, or None."""
    taken_back = Signal(object)
    """The ImportRecords of imports that were cut off and are taken back."""
    crashed = Signal(object)

    def __init__(
        self, open_database: OpenDatabase, *, clock: Callable[[], datetime], new_id: NewId, wording: Wording
    ) -> None:
        super().__init__()
        self._clock, self._new_id, self._wording = clock, new_id, wording
        self._stop = threading.Event()
        self._asked = 0
        self._staged = ""
        self._background = Background(open_database, name="import")
        self._background.refused.connect(self.refused)
        self._background.crashed.connect(self.crashed)
        self._background.start()

    def sign_as(self, author: Author) -> None:
        """Let what is imported from now on be noted in the log as this author's."""

        def work(db: Database) -> None:
            db.author = author

        self._background.run(work)

    def resume(self) -> None:
        """Take back what was cut off when the till last stopped; to be asked before anything else."""
        self._run(lambda db, _stop: resume_imports(db, now=self._clock()), self.taken_back.emit)

    def find_latest(self) -> None:
        """Find the last import that can be undone."""
        self._run(lambda db, _stop: _latest(db), self.latest_found.emit)

    def look(
        self, path: Path, *, encoding: Encoding | None = None, separator: str | None = None, sheet: str | None = None
    ) -> None:
        """Find out how a file is written; what a person says of it is believed."""
        self._run(
            lambda _db, _stop: inspect(path, encoding=encoding, separator=separator, sheet=sheet),
            self.proposed.emit,
            stop_others=True,
        )

    def compare(self, path: Path, proposal: Proposal) -> None:
        """Read the list and compare it with the shop, changing nothing; what was compared before is dropped."""

        def work(db: Database, stop: threading.Event) -> Staged:
            self._drop(db)
            staged = stage(
                db,
                path,
                proposal,
                now=self._clock(),
                new_id=self._new_id,
                progress=self.progressed.emit,
                cancelled=stop.is_set,
            )
            self._staged = staged.import_id
            return staged

        self._run(work, lambda staged: self.compared.emit(staged.figures), stop_others=True)

    def publish(self) -> None:
        """Bring what was compared into the shop."""

        def work(db: Database, stop: threading.Event) -> Imported:
            return publish(
                db,
                self._staged,
                now=self._clock(),
                new_id=self._new_id,
                progress=self.progressed.emit,
                cancelled=stop.is_set,
            )

        def done(imported: Imported) -> None:
            self._staged = ""
            self.published.emit(imported)

        self._run(work, done)

    def undo(self, import_id: str) -> None:
        """Take an import back."""

        def work(db: Database, _stop: threading.Event) -> Undone:
            return undo_import(db, import_id, now=self._clock(), progress=self.progressed.emit)

        self._run(work, self.undone.emit)

    def save(self, import_id: str, which: Listed, path: Path) -> None:
        """Write refused or flagged rows to a file."""
        self._run(lambda db, _stop: write_listed(db, import_id, which, path, wording=self._wording), self.saved.emit)

    def cancel(self) -> None:
        """Stop what is under way."""
        self._stop.set()

    def forget(self) -> None:
        """Drop what was compared and not imported."""
        self._run(lambda db, _stop: self._drop(db), lambda _: None, stop_others=True)

    def close(self) -> None:
        """Stop what is under way, drop what was only compared, and end the thread."""
        self.forget()
        self._background.stop()

    def _run(
        self,
        work: Callable[[Database, threading.Event], object],
        then: Callable[..., object],
        *,
        stop_others: bool = False,
    ) -> None:
        """Queue work; the answer is dropped when something else was asked meanwhile that stops it."""
        if stop_others:
            self._stop.set()
            self._asked += 1
        stop, asked = threading.Event(), self._asked
        self._stop = stop

        def answer(value: object) -> None:
            if asked == self._asked:
                then(value)

        def refuse(problem: ShopError) -> None:
            if asked != self._asked:
                return
            if isinstance(problem, Cancelled):
                self._staged = ""
                self.stopped.emit()
            else:
                self.refused.emit(problem)

        self._background.run(lambda db: work(db, stop), answer, refuse, owner=self)

    def _drop(self, db: Database) -> None:
        """Runs on the import's thread, like everything that sets what is staged while work is under way."""
        if self._staged:
            record = imports.get(db, self._staged)
            if record is not None and record.state is ImportState.STAGING:
                discard(db, self._staged)
            self._staged = ""


def _latest(db: Database) -> ImportRecord | None:
    done = (record for record in imports.recent(db, limit=_RECENT) if record.state is ImportState.PUBLISHED)
    return next((record for record in done if record.added or record.changed), None)
