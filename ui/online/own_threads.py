"""Work that waits for the network, each piece on a short-lived thread with a connection of its own.

A thread is never waited for: what it finds out after the till has closed is dropped.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from pos.database.connection import Database, connect
from pos.domain.errors import ShopError

T = TypeVar("T")
Answer = Callable[[], object]


class OwnThreads(QObject):
    """Takes work on the GUI thread and answers there; errors of ours that nobody takes go to `refused`."""

    refused = Signal(object)
    crashed = Signal(object)
    _answered = Signal(object)

    def __init__(self, shop_path: Path) -> None:
        super().__init__()
        self._path = shop_path
        self._closed = False
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def close(self) -> None:
        """What is answered from now on is dropped."""
        self._closed = True

    def _run(
        self,
        work: Callable[[Database], T],
        then: Callable[[T], object],
        otherwise: Callable[[ShopError], object] | None = None,
    ) -> None:
        threading.Thread(
            target=self._do, args=(work, then, otherwise or self.refused.emit), name="online", daemon=True
        ).start()

    def _do(
        self,
        work: Callable[[Database], Any],
        then: Callable[[Any], object],
        otherwise: Callable[[ShopError], object],
    ) -> None:
        try:
            with contextlib.closing(connect(self._path)) as db:
                value = work(db)
        except ShopError as problem:
            self._answer(partial(otherwise, problem))
        except Exception as bug:  # the outermost frame of a thread: whatever comes out goes to crash.py
            self._answer(partial(self.crashed.emit, bug))
        else:
            self._answer(partial(then, value))

    def _answer(self, answer: Answer) -> None:
        if not self._closed:
            self._answered.emit(answer)

    def _deliver(self, answer: Answer) -> None:
        if not self._closed:
            answer()
