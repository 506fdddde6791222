"""Hears every key of the program once, at the window that has the focus, and picks the scanner's out.

Key events reach a window (QWindow) exactly once, before any widget; widgets and their parents may each see
them again, which is why nothing below listens for scans. While keys may be a scanner's, everything that comes
waits behind them in its order: what turns out to be typed is given back to the window it came to, as if it came
now, and of a code only the keys no scanner sends are.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from shiboken6 import isValid

from ui.sell.scan_decoder import CONTROLS, ENDS, EVDEV_OFFSET, Decoder, Key, Verdict, press, wait

_COMMANDS: Final = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)
_HELD_DOWN: Final = frozenset(
    {
        Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_AltGr, Qt.Key.Key_NumLock, Qt.Key.Key_Mode_switch,
        Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta,
    }
)  # fmt: skip
_GROUP_SEPARATOR_PLACE: Final = 27
"""Where a US keyboard has `]`, which with Ctrl is the sign between the parts of a GS1 code."""

Clock = Callable[[], int]
"""Milliseconds that only go forward."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A key event that waits for the verdict: where it came, whether a scanner may have sent it."""

    event: QKeyEvent
    window: QWindow
    is_sign: bool


class ScanInput(QObject):
    """Says each code as it is complete; everything else reaches the widgets as always."""

    scanned = Signal(str)

    def __init__(self, clock_ms: Clock) -> None:
        super().__init__()
        self._clock_ms = clock_ms
        self._decoder = Decoder()
        self._waiting: list[_Waiting] = []
        self._kept: set[int] = set()
        self._window: QWindow | None = None
        self._giving_back = False
        self._recorder: Callable[[Key], bool] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._let_earlier_keys_in)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusWindowChanged.connect(self.listen_to)
            self.listen_to(QGuiApplication.focusWindow())

    @property
    def gap_ms(self) -> int:
        """How far apart a scanner's keys may be."""
        return self._decoder.gap_ms

    def allow_gap(self, gap_ms: int) -> None:
        """From now on a scanner may be this slow."""
        self._decoder = replace(self._decoder, gap_ms=gap_ms)

    def record(self, recorder: Callable[[Key], bool] | None) -> None:
        """Show each key that writes to somebody first, who may keep it for himself; None ends that."""
        self._recorder = recorder

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
        """Hear the keys of this window and of no other; a code may begin in one window and end in the next."""
        if window is None or window is self._window:
            return
        if self._window is not None and isValid(self._window):
            self._window.removeEventFilter(self)
        self._window = window
        window.installEventFilter(self)

    def judge(self) -> None:
        """Nothing has come for longer than a scanner takes, whatever clock stamped the keys."""
        held = self._decoder.held
        if held:
            self._settle(wait(self._decoder, held[-1].at_ms + self._decoder.gap_ms + 1))

    def eventFilter(self, window: QObject, event: QEvent) -> bool:
        """Hold back what may be a scanner's."""
        kind = event.type()
        if kind is not QEvent.Type.KeyPress and kind is not QEvent.Type.KeyRelease:
            return False
        if not isinstance(event, QKeyEvent) or not isinstance(window, QWindow):
            return False
        self._window = window  # what PySide wrapped earlier may have been let go while the window lives
        if self._giving_back:
            self._giving_back = False  # this one alone: what it sets off may last, and be scanned into
            return False
        if event.key() in _HELD_DOWN:
            return False
        if kind is QEvent.Type.KeyRelease or event.isAutoRepeat():
            return self._follow(window, event)
        self._kept.discard(_key_of(event))
        return self._press(window, event)

    def _press(self, window: QWindow, event: QKeyEvent) -> bool:
        sign = self._sign(event)
        if not sign:
            if self._waiting:
                self._waiting.append(_Waiting(event.clone(), window, is_sign=False))
            return bool(self._waiting)
        key = Key(
            text=sign,
            at_ms=int(event.timestamp()) or self._clock_ms(),
            scan_code=_kernel_code(event.nativeScanCode()),
            shift=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier),
        )
        if self._recorder is not None and self._recorder(key):
            self._kept.add(_key_of(event))
            return True
        verdict = press(self._decoder, key)
        copy = _Waiting(event.clone(), window, is_sign=True) if verdict.decoder.held else None
        self._settle(verdict, copy)
        if verdict.keep_back and copy is None:
            self._kept.add(_key_of(event))
        return verdict.keep_back

    def _sign(self, event: QKeyEvent) -> str:
        """What the key writes into a code; empty for a key that no scanner sends."""
        text = event.text()
        if event.modifiers() & _COMMANDS:
            if not self._waiting:
                return ""
            if _kernel_code(event.nativeScanCode()) == _GROUP_SEPARATOR_PLACE:
                return "\x1d"
            return text if text in CONTROLS or text in ENDS else ""
        return text if len(text) == 1 and (text.isprintable() or text in ENDS) else ""

    def _follow(self, window: QWindow, event: QKeyEvent) -> bool:
        """A key goes up or repeats: it shares the fate of its press."""
        key = _key_of(event)
        if key in self._kept:
            if not event.isAutoRepeat():
                self._kept.discard(key)
            return True
        pressed = next((one for one in self._waiting if _key_of(one.event) == key), None)
        if pressed is None:
            return False
        if not event.isAutoRepeat():
            self._waiting.append(_Waiting(event.clone(), window, is_sign=pressed.is_sign))
        return True

    def _settle(self, verdict: Verdict, following: _Waiting | None = None) -> None:
        """Carry out a verdict on what waits; the key that brought it may wait next."""
        settled: list[_Waiting] = []
        if verdict.code or verdict.typed:
            settled, self._waiting = self._waiting, []
        self._decoder = verdict.decoder
        if following is not None:
            self._waiting.append(following)
        if verdict.decoder.held:
            self._timer.start(verdict.decoder.gap_ms + 5)
        else:
            self._timer.stop()
        if verdict.code:
            self._keep(settled)
            settled = [one for one in settled if not one.is_sign]
        for one in settled:
            self._give_back(one)
        if verdict.code:
            self.scanned.emit(verdict.code)

    def _keep(self, waiting: list[_Waiting]) -> None:
        """Note which keys of a code are still down."""
        for one in waiting:
            if one.is_sign:
                change = self._kept.add if one.event.type() is QEvent.Type.KeyPress else self._kept.discard
                change(_key_of(one.event))

    def _give_back(self, waiting: _Waiting) -> None:
        """Send an event on, to the window it came to, or to the present one if that is gone."""
        came_to = waiting.window
        window = came_to if isValid(came_to) and came_to.isVisible() else self._window
        if window is None or not isValid(window):
            # The object that stands for the window may be forgotten while the window lives on: it is asked for again.
            window = self._window = QGuiApplication.focusWindow()
        if window is None:
            return
        self._giving_back = window is self._window
        try:
            QCoreApplication.sendEvent(window, waiting.event)
        finally:
            self._giving_back = False

    def _let_earlier_keys_in(self) -> None:
        """After a busy moment keys may still wait in the queue: they are heard before the held ones are judged."""
        QTimer.singleShot(0, self, self._judge_unless_more_came)

    def _judge_unless_more_came(self) -> None:
        if not self._timer.isActive():
            self.judge()


def _key_of(event: QKeyEvent) -> int:
    """What tells one key from another while it goes down and up, whatever it writes."""
    return int(event.nativeScanCode()) << 32 | int(event.key())


def _kernel_code(native: int) -> int:
    """The kernel's number of a key; 0 where the system gives none (tests, macOS, remote desktops)."""
    if native <= 0 or sys.platform == "darwin":
        return 0
    return native if sys.platform == "win32" else native - EVDEV_OFFSET
