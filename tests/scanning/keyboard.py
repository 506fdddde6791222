"""Scanners and hands at a keyboard: real key events with times of their own, whatever the machine is doing."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

from ui.sell.scan_decoder import EVDEV_OFFSET

FRENCH: Final = dict(zip("1234567890", "&é\"'(-è_çà", strict=True))
FRENCH_LETTERS: Final = dict(zip("azqw", "qwaz", strict=True))
_ROWS: Final = ((2, "1234567890-="), (16, "qwertyuiop[]"), (30, "asdfghjkl"), (44, "zxcvbnm"))
_PLACES: Final = {sign: first + place for first, row in _ROWS for place, sign in enumerate(row)}
_KEYPAD: Final = dict(zip("0123456789", (82, 79, 80, 81, 75, 76, 77, 71, 72, 73), strict=True))
_ENDS: Final = {"\r": (Qt.Key.Key_Return, 28), "\n": (Qt.Key.Key_Enter, 96), "\t": (Qt.Key.Key_Tab, 15)}
_NONE = Qt.KeyboardModifier.NoModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


@dataclass(frozen=True, slots=True)
class Stroke:
    """A key as the system hands it over."""

    key: int
    text: str
    place: int = 0
    modifiers: Qt.KeyboardModifier = _NONE
    repeats: bool = False


Layout = Callable[[str], Stroke]


def same_layout(sign: str) -> Stroke:
    """Scanner and keyboard agree."""
    return _ending(sign) or _stroke(sign, sign, _SHIFT if sign.isupper() else _NONE)


def american_on_french(sign: str) -> Stroke:
    """A scanner that types for a US keyboard meets a French one; the places of its keys are known."""
    signs = FRENCH | FRENCH_LETTERS | {"]": "$", "-": ")"}
    there = signs.get(sign.lower(), sign.lower())
    upper = sign.isupper()
    return _ending(sign) or _stroke(sign, there.upper() if upper else there, _SHIFT if upper else _NONE)


def american_on_french_by_text(sign: str) -> Stroke:
    """The same, over a line that hides the places."""
    known = american_on_french(sign)
    return Stroke(known.key, known.text, 0, known.modifiers)


def french(sign: str) -> Stroke:
    """A scanner set up for a French keyboard holds Shift for its digits."""
    return _ending(sign) or _stroke(sign, sign, _SHIFT if sign.isdigit() or sign.isupper() else _NONE)


def keypad(sign: str) -> Stroke:
    """A scanner that types its digits on the keypad."""
    if sign.isdigit():
        return Stroke(ord(sign), sign, _KEYPAD[sign], Qt.KeyboardModifier.KeypadModifier)
    return same_layout(sign)


LAYOUTS: Final[tuple[Layout, ...]] = (same_layout, american_on_french, american_on_french_by_text, french, keypad)


@dataclass(slots=True)
class Keyboard:
    """Sends strokes to the window that has the focus; its clock goes on only by the keys."""

    now_ms: int = 1_000_000
    down: list[Stroke] = field(default_factory=list)

    def press(self, stroke: Stroke, *, after_ms: int = 0) -> None:
        """A key goes down."""
        self.now_ms += after_ms
        self.down.append(stroke)
        self._send(QEvent.Type.KeyPress, stroke)

    def repeat(self, stroke: Stroke, *, after_ms: int) -> None:
        """The system repeats a key that seems to be held."""
        self.now_ms += after_ms
        again = replace(stroke, repeats=True)
        for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress):
            self._send(kind, again)

    def let_go(self, count: int = 0) -> None:
        """The keys pressed first go up, all but the last so many."""
        gone, self.down = self.down[: len(self.down) - count], self.down[len(self.down) - count :]
        for stroke in gone:
            self._send(QEvent.Type.KeyRelease, stroke)

    def _send(self, kind: QEvent.Type, stroke: Stroke) -> None:
        window = _window_with_focus()
        if window is None:
            raise NoWindow("no window has the keyboard")
        native = stroke.place + EVDEV_OFFSET if stroke.place else 0
        event = QKeyEvent(kind, stroke.key, stroke.modifiers, native, 0, 0, stroke.text, stroke.repeats)
        event.setTimestamp(self.now_ms)
        QCoreApplication.sendEvent(window, event)


class NoWindow(LookupError):
    """No window has the keyboard: what was scanned before has closed the till."""


@dataclass(frozen=True, slots=True)
class Scanner:
    """One scanner: how it writes, how fast, what it sends before and after, and how many of its keys overlap."""

    layout: Layout
    gap_ms: int
    before: str
    end: str
    overlap: int
    stutters: bool

    @staticmethod
    def any(chance: random.Random, *, slowest_ms: int) -> Scanner:
        """Some scanner that a shop may own."""
        return Scanner(
            layout=chance.choice(LAYOUTS),
            gap_ms=chance.choice((0, 1, 2, 5, 12, 25, slowest_ms)),
            before=chance.choice(("", "", "", "]E0")),
            end=chance.choice(("\r", "\r", "\t", "\r\n", "\n", "")),
            overlap=chance.choice((0, 0, 1, 2)),
            stutters=chance.random() < 0.05,
        )

    def __str__(self) -> str:
        return f"{self.layout.__name__} {self.gap_ms} ms {self.before!r} {self.end!r} {self.overlap} {self.stutters}"

    def strokes(self, code: str) -> Iterator[Stroke]:
        """The keys of a code."""
        return (self.layout(sign) for sign in self.before + code + self.end)

    def gap(self, chance: random.Random) -> int:
        """The time to the next key."""
        return chance.randint(0, self.gap_ms)


def _window_with_focus() -> QWindow | None:
    """Where the system sends a key; it waits while the keyboard passes from one window to the next."""
    if QGuiApplication.focusWindow() is None:
        QGuiApplication.processEvents()
    return QGuiApplication.focusWindow()


def _ending(sign: str) -> Stroke | None:
    if sign not in _ENDS:
        return None
    key, place = _ENDS[sign]
    return Stroke(key, "\r" if sign == "\n" else sign, place)


def _stroke(sign: str, text: str, modifiers: Qt.KeyboardModifier) -> Stroke:
    return Stroke(ord(sign.upper()), text, _PLACES.get(sign.lower(), 0), modifiers)
