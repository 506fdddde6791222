"""Asking the town and having something put aside there, each on a thread of its own: typing never waits for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from pos.domain.errors import ShopError
from ui import machine
from ui.online.own_threads import OwnThreads
from ui.online.stop import Stop

if TYPE_CHECKING:
    from pos.database.connection import Database
    from pos.keystore import KeyStore
    from sync.order_protocol import NeighbourHold, NeighbourReply, TownRow


@dataclass(frozen=True, slots=True)
class Question:
    """What the town is asked for: words, and the barcode where one is known."""

    words: str
    code: str = ""


class TownWork(OwnThreads):
    """Takes wishes on the GUI thread and answers there in signals; a new question breaks the one before off."""

    found = Signal(object)
    """The rows of the last question."""
    not_found = Signal(object)
    """The ShopError that says why the last question has no answer."""
    put_aside = Signal(object, object)
    """What was asked for, and the other shop's answer."""
    hold_refused = Signal(object, object)
    """What was asked for, and the ShopError that says why it was not put aside, or why nobody knows."""

    def __init__(self, shop_path: Path, keys: KeyStore, language: str) -> None:
        super().__init__(shop_path)
        self._keys, self._language = keys, language
        self._stop = Stop()

    def ask(self, question: Question) -> None:
        """Ask who has something."""
        self.stop_asking()
        stop = self._stop = Stop()

        def work(db: Database) -> tuple[TownRow, ...]:
            from sync.connectors import connector_opener
            from sync.neighbours import who_has

            return who_has(
                db,
                question.words,
                question.code,
                language=self._language,
                keys=self._keys,
                open_connector=stop.watching(connector_opener()),
            )

        def answer(rows: tuple[TownRow, ...]) -> None:
            if not stop.asked:
                self.found.emit(rows)

        def refuse(problem: ShopError) -> None:
            if not stop.asked:
                self.not_found.emit(problem)

        self._run(work, answer, refuse)

    def stop_asking(self) -> None:
        """Break the question under way off; it gets no answer any more."""
        self._stop.ask()

    def hold(self, hold: NeighbourHold) -> None:
        """Have something put aside; it goes on when the sheet is closed meanwhile, and is told all the same."""

        def work(db: Database) -> NeighbourReply:
            from sync.connectors import connector_opener
            from sync.neighbours import put_aside

            return put_aside(db, hold, keys=self._keys, now=machine.now(), open_connector=connector_opener())

        self._run(
            work,
            lambda reply: self.put_aside.emit(hold, reply),
            lambda problem: self.hold_refused.emit(hold, problem),
        )

    def close(self) -> None:
        """Break the question under way off; what is answered from now on is dropped."""
        super().close()
        self.stop_asking()
