"""Poses of the menu and of the menus in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.more_menu import EntryMenu, MoreMenu

if TYPE_CHECKING:
    from tests.screens import Sitting


def menu(sitting: Sitting) -> MoreMenu:
    """What stands behind the key of the sell screen."""
    sitting.settle(lambda: sitting.till.late.scanner is not None)
    sitting.till.window.sell.more_requested.emit()
    opened = QApplication.activePopupWidget()
    assert isinstance(opened, MoreMenu)
    return opened


def part(place: int) -> Callable[[Sitting], EntryMenu]:
    """One of the menus in it, opened by its arrow key."""

    def open_part(sitting: Sitting) -> EntryMenu:
        whole = menu(sitting)
        entry = [action for action in whole.actions() if action.menu() is not None][place]
        whole.setActiveAction(entry)
        QTest.keyClick(whole, Qt.Key.Key_Right)
        opened = QApplication.activePopupWidget()
        assert isinstance(opened, EntryMenu)
        assert opened is not whole
        return opened

    return open_part
