"""A cashier at a real till: real keys into the real window, a real file behind it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from pos.database.connection import Database, connect_reader
from pos.domain.ticket import Ticket
from ui.app import Till
from ui.commands.demo.scanner import burst
from ui.sell.payment_sheet import PaymentSheet
from ui.sell.scan_decoder import END_GRACE_MS
from ui.sounds import Sound
from ui.widgets.sheet import Sheet

T = TypeVar("T")
_ENDS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, "\r", "\n", "\t"}


class Cashier:
    """Presses keys and looks at the screen; never reaches into what the till does.

    A person's pause between two keys is told to what hears them (`judge`) and not waited for; that it also finds out
    by itself how long nothing came is shown in `test_scanning.py`, by pauses that are waited for.
    """

    def __init__(self, qtbot: QtBot, till: Till, sounds: list[Sound]) -> None:
        self.qtbot = qtbot
        self.till = till
        self.window = till.window
        self.sounds = sounds
        self._scanned_s = 0.0

    @property
    def beeps(self) -> int:
        """How often the till has refused aloud."""
        return self.sounds.count(Sound.REFUSED)

    @property
    def ticket(self) -> Ticket:
        """What the till holds."""
        return self.till.desk.counter.ticket

    @property
    def lines(self) -> list[tuple[str, int]]:
        """Names and thousandths on the ticket."""
        return [(line.name, line.quantity.milli) for line in self.ticket.lines]

    def scan(self, code: str, *, end: Qt.Key | None = Qt.Key.Key_Return) -> None:
        """Let a scanner type a code as fast as it can."""
        ends = {None: "", Qt.Key.Key_Return: "\r", Qt.Key.Key_Tab: "\t"}
        burst(self.window.windowHandle(), code + ends[end])
        self._scanned_s = time.monotonic() + len(code) / 1000  # that long a scanner types
        self.settle()

    def write(self, text: str) -> None:
        """Type as a person does."""
        for sign in text:
            self._press(sign)
        self.settle()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key that writes nothing."""
        self._press(key, modifier)
        self.settle()

    def _press(self, key: Qt.Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key as a person presses it: with a pause before and after."""
        self.till.scans.judge()
        self.strike(key, modifier)
        self.till.scans.judge()

    def strike(self, key: Qt.Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key into the window, as the system hands it over, and on at once."""
        if key in _ENDS:  # no hand is there sooner after a code
            QTest.qWait(max(0, END_GRACE_MS + 10 - int(1000 * (time.monotonic() - self._scanned_s))))
        QTest.keyClick(self.window.windowHandle(), key, modifier)  # type: ignore[arg-type]

    def tap(self, widget: QWidget) -> None:
        """Tap a widget."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        self.settle()

    def tap_key(self, words: str, within: QWidget | None = None) -> None:
        """Tap the key that says this."""

        def there() -> list[QPushButton]:
            keys = (within or self.window).findChildren(QPushButton)
            return [key for key in keys if key.isVisible() and words in {key.text(), key.accessibleName()}]

        self.qtbot.waitUntil(lambda: bool(there()), timeout=2_000)
        self.tap(there()[0])

    def choose_tab(self, words: str) -> None:
        """Tap a tab over the articles."""
        tabs = self.window.sell.tabs
        place = next(place for place in range(tabs.count()) if tabs.tabText(place) == words)
        tabs.setCurrentIndex(place)
        QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(place).center())
        self.settle()

    def tap_tile(self, name: str) -> None:
        """Tap the tile of a product."""
        grid = self.window.sell.grid
        model = grid.model()

        def places() -> list[int]:
            return [row for row in range(model.rowCount()) if model.index(row, 0).data().startswith(name)]

        self.qtbot.waitUntil(lambda: bool(places()), timeout=2_000)
        place = places()[0]
        where = grid.visualRect(model.index(place, 0)).center()
        QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=where)
        self.settle()

    def choose_in_menu(self, words: str) -> None:
        """Choose an entry of the menu, wherever it stands in it."""
        self.qtbot.waitUntil(lambda: self.till.late.scanner is not None, timeout=10_000)
        self.tap(self.window.sell.more_key)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        entry = entry_of(menu, words)
        menu.close()
        self.window.activateWindow()
        entry.trigger()
        self.settle()

    def settle(self) -> None:
        """Wait until everything asked of the file was answered, twice over: an answer may ask again."""
        for _ in range(3):
            self.qtbot.waitUntil(
                lambda: not self.till.background.pending and not self.till.reading.pending, timeout=60_000
            )
            QApplication.processEvents()

    def sheet(self, kind: type[T]) -> T:
        """The sheet on top, of the kind that is expected."""
        top: Sheet | None = self.window.sheet
        assert isinstance(top, kind), top
        return top

    def payment(self) -> PaymentSheet:
        """The payment sheet."""
        return self.sheet(PaymentSheet)

    def focus(self) -> QWidget:
        """What has the keyboard."""
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget


def ask(path: Path, question: Callable[[Database], T]) -> T:
    """Look into a shop's file from a thread of our own: the GUI thread touches no database."""
    answers: list[T] = []

    def look() -> None:
        db = connect_reader(path)
        try:
            answers.append(question(db))
        finally:
            db.close()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    return answers[0]


def entry_of(menu: QMenu, words: str) -> QAction:
    """The entry that says this, in a menu or in one of its own."""
    [entry] = [action for action in menu.findChildren(QAction) if action.text().partition("\t")[0] == words]
    return entry


def names(lines: Sequence[tuple[str, int]]) -> list[str]:
    """Only the names."""
    return [name for name, _ in lines]
