"""Who gets a scan, whatever is open on the screen: it becomes a line, or is refused aloud."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from pos.domain.sale_code import sale_named
from ui.late_desks import takes_keys
from ui.sounds import Sound

if TYPE_CHECKING:
    from pos.wording import Wording
    from ui.late_desks import LateDesks
    from ui.main_window import MainWindow
    from ui.sell.desk import Desk
    from ui.sounds import Sounds


def hand_over(code: str, *, window: MainWindow, desk: Desk, late: LateDesks, sounds: Sounds, wording: Wording) -> None:
    """Give a code to the sheet on top, to who finds sales, or to the counter; another window in use refuses it."""
    active = QApplication.activeWindow()
    if active is not None and active is not window and takes_keys(active):
        _refuse(wording("Close the other window before scanning."), window, sounds)
        return
    if _close_popups():
        window.activateWindow()
    sheet = window.sheet
    if sheet is not None and sheet.take_scan(code):
        return  # it says itself what became of it
    if sheet is not None and (why := sheet.refuses_scans()):
        _refuse(why, window, sounds)
    elif not sale_named(code):
        if not late.find_reservation(code):
            desk.scan(code)
    elif not late.find_scanned(code):
        _refuse(wording("Finish this first, then scan the ticket again."), window, sounds)


def _refuse(why: str, window: MainWindow, sounds: Sounds) -> None:
    sounds.play(Sound.REFUSED)
    window.say(why)


def _close_popups() -> bool:
    """Close menus and lists that dropped down, which would hide what the scan did; whether there were any."""
    closed = False
    while (popup := QApplication.activePopupWidget()) is not None and popup.isVisible():
        popup.close()
        closed = True
    return closed
