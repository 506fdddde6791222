"""The two programs whose start is measured: the till itself, and a bare window; each says when it was painted.

    python -m tests.bench.first_paint till SHOP
    python -m tests.bench.first_paint bare

The one line said is JSON: the moment on the machine's monotonic clock, the memory held, the modules loaded.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.app import Till

SIZE = (1366, 768)


def show_till(shop: str) -> None:
    """Run the program `comptoir` as a person does, and stop it as soon as a sale can begin."""
    from ui.__main__ import main
    from ui.commands import till as command

    prepare = command.close_on_signals

    def watch(till: Till) -> None:
        till.ready.connect(say_painted)
        prepare(till)

    command.close_on_signals = watch
    sys.exit(main(["--shop", shop]))


def show_bare_window() -> None:
    """The least there is: a window of the same size with one word in it."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QLabel

    application = QApplication(sys.argv[:1])
    window = QLabel("Comptoir")
    window.resize(*SIZE)
    window.show()
    window.repaint()
    QTimer.singleShot(0, say_painted)
    application.exec()


def say_painted() -> None:
    """Say that the window is there, and end at once."""
    painted_ns = time.monotonic_ns()
    try:
        # A copy: other threads may be importing.
        painted = {"painted_ns": painted_ns, "memory_bytes": _memory_bytes(), "modules": sorted(sys.modules.copy())}
        os.write(1, json.dumps(painted).encode() + b"\n")
    finally:
        os._exit(0)


def _memory_bytes() -> int:
    """What the process holds in memory (Linux's resident set)."""
    with open("/proc/self/statm", encoding="ascii") as figures:  # noqa: PTH123 no import before the figure is taken
        return int(figures.read().split()[1]) * os.sysconf("SC_PAGESIZE")


if __name__ == "__main__":
    if sys.argv[1] == "till":
        show_till(sys.argv[2])
    else:
        show_bare_window()
