"""A cashier's hands on the real window: a scanner's burst, a person's typing, keys, and a look at the screen."""

from __future__ import annotations

import contextlib
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType, TracebackType
from typing import Final

from PySide6.QtCore import QCoreApplication, QEventLoop, Qt
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtTest import QTest

from pos.wording import Wording
from ui.app import Till
from ui.commands.demo.expecting import NotAsPromised
from ui.commands.demo.scanner import burst
from ui.sell.scan_decoder import END_GRACE_MS, GAP_MS

TYPING_GAP_MS: Final = GAP_MS + 25
"""Between two keys of a person: longer than any scanner takes."""
PRESSING_GAP_MS: Final = END_GRACE_MS + 50
"""Before a key of its own: a person looks first, and an Enter right after a scan is the scanner's."""
PATIENCE_S: Final = 10.0
_TURN_MS: Final = 10
_KEYS: Final = {"\r": Qt.Key.Key_Return, ",": Qt.Key.Key_Comma, ".": Qt.Key.Key_Period, "*": Qt.Key.Key_Asterisk}


class Hands:
    """Works a till as a person does; whatever goes wrong inside it is brought to light."""

    def __init__(self, till: Till, wording: Wording) -> None:
        self._till = till
        self._wording = wording
        self._bug: BaseException | None = None
        self._told_to_stop = False
        sys.excepthook = self._keep_bug

    @contextlib.contextmanager
    def heeding_the_wish_to_stop(self) -> Iterator[None]:
        """Take Ctrl+C and the system's wish to end between two turns: raised inside Qt's code they would crash it."""
        numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
        before = {number: signal.signal(number, self._heed) for number in numbers}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def scan(self, code: str) -> None:
        """Let a scanner read a code: its digits in one burst, closed with Enter."""
        burst(self._window(), code + "\r")

    def write(self, words: str) -> None:
        """Type words, key after key."""
        for sign in words:
            self.wait_ms(TYPING_GAP_MS)
            self._click(sign, delay_ms=0)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press one key, a moment after the last."""
        self.wait_ms(PRESSING_GAP_MS)
        QTest.keyClick(self._window(), key, modifier)

    def wait_until(self, done: Callable[[], bool], *, what: str, within_s: float = PATIENCE_S) -> None:
        """Let the till work until something is so.

        Raises:
            NotAsPromised: it is not so in time; `what` names it.
        """
        until = time.monotonic() + within_s
        while not done():
            self._turn()
            if time.monotonic() > until:
                raise NotAsPromised(self._wording("This did not happen in time: {what}.").format(what=what))
        self._turn()

    def wait_ms(self, count: int) -> None:
        """Let the till work for a while."""
        until = time.monotonic() + count / 1_000
        while time.monotonic() < until:
            self._turn()

    def picture(self, path: Path) -> Path:
        """Keep what the screen shows."""
        self.wait_ms(2 * TYPING_GAP_MS)
        path.parent.mkdir(parents=True, exist_ok=True)
        if not self._till.window.grab().save(str(path)):
            raise NotAsPromised(self._wording("The picture cannot be written: {file}").format(file=path))
        return path

    def _click(self, sign: str, *, delay_ms: int) -> None:
        code = _KEYS.get(sign) or Qt.Key(ord(sign.upper()))
        none = Qt.KeyboardModifier.NoModifier
        QTest.sendKeyEvent(QTest.KeyAction.Click, self._window(), code, sign, none, delay_ms)

    def _window(self) -> QWindow:
        window = QGuiApplication.focusWindow() or self._till.window.windowHandle()
        if window is None:
            raise NotAsPromised(self._wording("The till has no window."))
        return window

    def _turn(self) -> None:
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, _TURN_MS)
        if self._told_to_stop:
            raise KeyboardInterrupt
        if self._bug is not None:
            raise self._bug
        time.sleep(0.001)

    def _heed(self, _number: int, _frame: FrameType | None) -> None:
        self._told_to_stop = True

    def _keep_bug(self, _kind: type[BaseException], bug: BaseException, _where: TracebackType | None) -> None:
        self._bug = self._bug or bug
