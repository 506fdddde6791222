"""The program's own life: a till from its first window to its exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QApplication

from pos.domain.identity import NewId
from ui.app import Till, TillOptions


def run_till(
    options: TillOptions,
    *,
    clock: Callable[[], datetime],
    new_id: NewId,
    opened: Callable[[Till], None] | None = None,
) -> int:
    """Open a till and live until its window is closed; gives the program's exit code.

    Args:
        options: which shop, and how.
        clock: gives the moment in the shop's own time zone.
        new_id: gives fresh ids.
        opened: is told of the till before its window is shown.
    """
    application = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(application, QApplication):
        raise TypeError("a till needs a QApplication")
    application.setStyle("Fusion")
    application.setApplicationName("Comptoir")
    from ui.crash import CrashLog

    shop_till = Till(options, clock=clock, new_id=new_id)
    log = CrashLog(options.shop_path.parent / "logs", clock=clock, tell=shop_till.take_crash)
    log.install()
    if opened is not None:
        opened(shop_till)
    shop_till.open()
    code = application.exec()
    shop_till.close()
    return code
