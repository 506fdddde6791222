"""The program whose scans are measured: a running till, and a bare table beside it.

    python -m tests.bench.painting SHOP ROUNDS SCANS

The one line said is JSON: seconds to the painted line on both sides, by size of the ticket, and megabytes grown.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QSize
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from tests import builders
from tests.bench.rows import Turns, in_turns
from tests.bench.scanning import SIZES
from tests.bench.shops import code_of
from ui.app import Till, TillOptions

FIRST_FREE = 210
"""Articles from here on are on no measured ticket yet."""
A_TICKET = 40
WARM_ROUNDS = 10


class Painted(QObject):
    """Notes that a widget was painted."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.seen = False
        widget.installEventFilter(self)

    def eventFilter(self, _widget: QObject, event: QEvent) -> bool:
        """Look and let pass."""
        self.seen = self.seen or event.type() is QEvent.Type.Paint
        return False


class OurSide:
    """The till with a ticket of so many lines; each scan is of an article that is not on it, and taken back."""

    def __init__(self, till: Till, size: int) -> None:
        self._till, self._size, self._code = till, size, FIRST_FREE
        self._painted = Painted(till.window.sell.ticket.list.viewport())
        while len(till.desk.counter.ticket.lines) < size:
            till.desk.scan(code_of(len(till.desk.counter.ticket.lines)))
            settle(till)

    def __call__(self) -> float:
        """Scan, and give the seconds it took."""
        till, counter = self._till, self._till.desk.counter
        self._code = self._code + 1 if self._code < FIRST_FREE + 80 else FIRST_FREE
        code = code_of(self._code)
        self._painted.seen = False
        began = perf_counter()
        till.scans.scanned.emit(code)
        while len(counter.ticket.lines) == self._size or not self._painted.seen:
            wait_for_events()
        took = perf_counter() - began
        settle(till)
        counter.undo()
        settle(till)
        return took


class BareSide:
    """A table of the same size and length; each row is added, and taken away again."""

    def __init__(self, size: int, room: QSize) -> None:
        self._size = size
        self._model = QStandardItemModel(0, 3)
        self._view = QTableView()
        self._view.setModel(self._model)
        self._view.resize(room)
        self._view.verticalHeader().setDefaultSectionSize(54)
        for _ in range(size):
            self._add()
        self._painted = Painted(self._view.viewport())
        self._view.show()
        QApplication.processEvents()

    def __call__(self) -> float:
        """Paint one row more, and give the seconds it took."""
        self._painted.seen = False
        began = perf_counter()
        self._add()
        self._view.setCurrentIndex(self._model.index(self._size, 0))
        self._view.scrollToBottom()
        while not self._painted.seen:
            wait_for_events()
        took = perf_counter() - began
        self._model.removeRow(self._size)
        QApplication.processEvents()
        return took

    def close(self) -> None:
        """Put the table away."""
        self._view.hide()
        self._view.deleteLater()

    def _add(self) -> None:
        self._model.appendRow([QStandardItem(words) for words in ("Confiture n° 17", "2 × 3,50 €", "7,00 €")])


def wait_for_events() -> None:
    """Sleep until there is something to do, and do it."""
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def settle(till: Till) -> None:
    """Wait until the file has answered everything."""
    while till.background.pending or till.reading.pending:
        wait_for_events()
    QApplication.processEvents()


@contextlib.contextmanager
def running_till(shop: Path) -> Iterator[Till]:
    """The till on a shop's file, everything loaded."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    QApplication.setStyle("Fusion")
    options = TillOptions(shop, language="fr", theme="light")
    till = Till(options, clock=lambda: builders.NOON, new_id=builders.ids(4), sound=lambda _: None)
    loaded: list[bool] = []
    till.late_parts_loaded.connect(lambda: loaded.append(True))
    till.open()
    while not loaded:
        wait_for_events()
    settle(till)
    try:
        yield till
    finally:
        till.close()
        del application


def painted_in_turns(till: Till, size: int, rounds: int) -> Turns:
    """Both sides paint a line more, in turns."""
    bare = BareSide(size, till.window.sell.ticket.list.size())
    till.window.activateWindow()  # a scan is the till's only while no other window has the keyboard
    ours = OurSide(till, size)
    turns = in_turns(ours, bare, rounds=rounds + WARM_ROUNDS)
    bare.close()
    return Turns(turns.ours[WARM_ROUNDS:], turns.limit[WARM_ROUNDS:])


def grown_mb(till: Till, warm: int, scans: int) -> float:
    """How much more memory is held after so many scans than after the first ones."""
    till.desk.counter.clear()
    before = 0
    for count in range(scans + warm):
        if count == warm:
            before = _memory_bytes()
        if count % A_TICKET == 0:
            till.desk.counter.clear()
        till.scans.scanned.emit(code_of(count % A_TICKET))
        settle(till)
    return (_memory_bytes() - before) / 1e6


def _memory_bytes() -> int:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


def main(shop: Path, rounds: int, scans: int) -> dict[str, Any]:
    """Measure everything."""
    warm = max(scans // 5, 50)
    with running_till(shop) as till:
        turns = {size: painted_in_turns(till, size, rounds) for size in SIZES}
        painted = {size: {"ours": one.ours, "limit": one.limit} for size, one in turns.items()}
        return {"painted": painted, "warm": warm, "grown_mb": grown_mb(till, warm, scans)}


if __name__ == "__main__":
    json.dump(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])), sys.stdout)
