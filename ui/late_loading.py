"""Loads behind the first screen what it did without: on a thread what knows nothing of Qt, the rest between events.

PySide makes its classes, enums and signatures at the first need, in tables that it does not lock: two threads that
need new ones at once end the process (its own source says so, and locks them only where Python has no lock of its
own). So no thread but this one may load a module that names Qt; here a step is short enough for a key to wait.
"""

from __future__ import annotations

import contextlib
import importlib
import threading
from collections.abc import Iterator
from types import ModuleType
from typing import Final

from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from ui.late_parts import ICON_MODULES, LATE_MODULES, PLAIN_MODULES

REST_MS: Final = 3
"""After each step, for what comes in and for the other threads."""
_CLASSES_AT_ONCE: Final = 25


class LateLoading(QObject):
    """Loads everything once, and says so."""

    loaded = Signal()
    _plain_loaded = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps = steps()
        self._timer = QTimer(self)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self._step)
        self._stopped = False
        self._plain_loaded.connect(self._begin_steps, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Begin with what needs no Qt, on a thread, so that neither a scan nor a key waits for it."""
        threading.Thread(target=self._load_plain, name="late parts", daemon=True).start()

    def stop(self) -> None:
        """The till is closed: what was not loaded is not needed."""
        self._stopped = True
        self._timer.stop()

    def _load_plain(self) -> None:
        for module in PLAIN_MODULES:
            importlib.import_module(module)
        with contextlib.suppress(RuntimeError):  # the till was closed meanwhile
            self._plain_loaded.emit()

    def _begin_steps(self) -> None:
        if not self._stopped:
            self._timer.start()

    def _step(self) -> None:
        if next(self._steps, None) is None:
            self._timer.stop()
            self.loaded.emit()


def steps() -> Iterator[str]:
    """Load what names Qt, a little at each step, and say what was loaded."""
    for name in LATE_MODULES:
        importlib.import_module(name)
        yield name
    for module in (QtCore, QtGui, QtWidgets):
        yield from _make_classes(module)
    for name in ICON_MODULES:
        importlib.import_module(name)
        yield name


def _make_classes(module: ModuleType) -> Iterator[str]:
    """Have PySide make the classes of one of its modules, which qtpy names all at once and would make in one go."""
    waiting = [name for name in dir(module) if name not in vars(module)]
    for start in range(0, len(waiting), _CLASSES_AT_ONCE):
        for name in waiting[start : start + _CLASSES_AT_ONCE]:
            getattr(module, name)
        yield f"{module.__name__}.{waiting[start]}"
