"""Hears every key of the program once, at the window that has the focus, and picks the scanner's out.

Key events reach a window (QWindow) exactly once, before any widget; widgets and their parents may each see
them again, which is why nothing below listens for scans. Keys that turn out to be typed are given back to
the window in order, as if they came now.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from shiboken6 import isValid

from ui.sell.scan_decoder import ENDS, EVDEV_OFFSET, GAP_MS, Decoder, Key, Verdict, give_back, press, wait

_NO_SCANNER: Final = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)
_SHIFTS: Final = frozenset(
    {Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_AltGr, Qt.Key.Key_NumLock, Qt.Key.Key_Mode_switch}
)
Clock = Callable[[], int]
"""Milliseconds that only go forward."""


class ScanInput(QObject):
    """Says each code as it is complete; everything else reaches the widgets as always."""

    scanned = Signal(str)

    def __init__(self, clock_ms: Clock) -> None:
        super().__init__()
        self._clock_ms = clock_ms
        self._decoder = Decoder()
        self._events: dict[Key, QKeyEvent] = {}
        self._window: QWindow | None = None
        self._giving_back = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._let_earlier_keys_in)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self.listen_to)
            self.listen_to(QGuiApplication.focusWindow())

    def stop(self) -> None:
        """Hear nothing any more."""
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.disconnect(self.listen_to)
        if self._window is not None and isValid(self._window):
            self._window.removeEventFilter(self)
        self._window = None
        self._timer.stop()

    def listen_to(self, window: QWindow | None) -> None:
        """Hear the keys of this window and of no other."""
        if window is None or window is self._window:
            return
        self._settle(give_back(self._decoder))
        if self._window is not None and isValid(self._window):
            self._window.removeEventFilter(self)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        """Hold back what may be a scanner's."""
        if event.type() is not QEvent.Type.KeyPress or self._giving_back or not isinstance(event, QKeyEvent):
            return False
        if event.key() in _SHIFTS:
            return False
        text = event.text()
        writes = len(text) == 1 and (text.isprintable() or text in ENDS)
        if not writes or event.isAutoRepeat() or event.modifiers() & _NO_SCANNER:
            self._settle(give_back(self._decoder))
            return False
        key = Key(
            text=text,
            at_ms=int(event.timestamp()) or self._clock_ms(),
            scan_code=_kernel_code(event.nativeScanCode()),
            shift=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier),
        )
        verdict = press(self._decoder, key)
        if verdict.keep_back:
            self._events[key] = _copy(event)
        self._settle(verdict)
        return verdict.keep_back

    def _settle(self, verdict: Verdict) -> None:
        self._decoder = verdict.decoder
        typed = [self._events[key] for key in verdict.typed if key in self._events]
        self._events = {key: event for key, event in self._events.items() if key in verdict.decoder.held}
        if verdict.decoder.held:
            self._timer.start(GAP_MS + 5)
        else:
            self._timer.stop()
        self._give_back(typed)
        if verdict.code:
            self.scanned.emit(verdict.code)

    def _give_back(self, events: list[QKeyEvent]) -> None:
        # The object that stands for the window may be forgotten while the window lives on: it is asked for again.
        known = self._window is not None and isValid(self._window)
        window = self._window if known else QGuiApplication.focusWindow()
        self._giving_back = True
        try:
            for event in events:
                if window is not None:
                    QCoreApplication.sendEvent(window, event)
        finally:
            self._giving_back = False

    def _let_earlier_keys_in(self) -> None:
        """After a busy moment keys may still wait in the queue: they are heard before the held ones are judged."""
        QTimer.singleShot(0, self, self._judge)

    def _judge(self) -> None:
        held = self._decoder.held
        if held and not self._timer.isActive():
            # Nothing has come for longer than the gap, whatever clock stamped the keys.
            self._settle(wait(self._decoder, held[-1].at_ms + GAP_MS + 1))


def _kernel_code(native: int) -> int:
    """The kernel's number of a key; 0 where the system gives none (tests, macOS, remote desktops)."""
    if native <= 0 or sys.platform == "darwin":
        return 0
    return native if sys.platform == "win32" else native - EVDEV_OFFSET


def _copy(event: QKeyEvent) -> QKeyEvent:
    return QKeyEvent(
        event.type(),
        event.key(),
        event.modifiers(),
        event.nativeScanCode(),
        event.nativeVirtualKey(),
        event.nativeModifiers(),
        event.text(),
    )
