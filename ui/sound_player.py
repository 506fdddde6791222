"""Plays sounds by a program of the machine, one at a time, on a thread of its own.

Qt's own player would bring a media library of fifty megabytes for three beeps.
"""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

import resources
from ui.sounds import Sound

LONGEST_S: Final = 2.0
"""A program that takes longer over a sound is ended: it waits for a loudspeaker that does not come."""

_PROGRAMS: Final[tuple[tuple[str, ...], ...]] = (("pw-play",), ("paplay",), ("aplay", "-q"), ("afplay",))


class SoundPlayer(QObject):
    """Takes sounds from the GUI thread, where it lives; without anything that plays them a refusal is Qt's own beep."""

    unheard = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.unheard.connect(_beep, Qt.ConnectionType.QueuedConnection)
        self._changed = threading.Condition()
        self._next: Sound | None = None
        self._order_waits = False
        self._playing: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._thread = threading.Thread(target=self._live, name="sounds", daemon=True)
        self._thread.start()

    def play(self, sound: Sound) -> None:
        """Play a sound after the present one; of those that wait only the last is kept, and a refusal before all.

        A reservation is heard after them: it takes no scan's sound away, and no scan takes its own.
        """
        with self._changed:
            if sound is Sound.ORDER:
                self._order_waits = True
            elif self._next is not Sound.REFUSED:
                self._next = sound
            self._changed.notify()

    def close(self) -> None:
        """Stop the sound and end the thread."""
        with self._changed:
            self._closed = True
            if self._playing is not None:
                self._playing.kill()
            self._changed.notify()
        self._thread.join(LONGEST_S)

    def _live(self) -> None:
        sound = self._wait_for_sound()
        programs = [program for program in _PROGRAMS if shutil.which(program[0])]
        while sound is not None:
            path = resources.path("sounds", f"{sound}.wav")
            heard = _play_on_windows(path) if sys.platform == "win32" else self._play_by_first(programs, path)
            if not heard and not self._closed:
                with contextlib.suppress(RuntimeError):  # the till was closed meanwhile
                    self.unheard.emit(sound)
            sound = self._wait_for_sound()

    def _wait_for_sound(self) -> Sound | None:
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._next is not None or self._order_waits)
            sound, self._next = self._next, None
            if sound is None:
                sound, self._order_waits = Sound.ORDER, False
            return None if self._closed else sound

    def _play_by_first(self, programs: list[tuple[str, ...]], path: Path) -> bool:
        """Play by the first program that can; one that failed is not asked again."""
        while programs:
            if self._play_by(programs[0], path):
                return True
            if self._closed:
                break
            del programs[0]
        return False

    def _play_by(self, program: tuple[str, ...], path: Path) -> bool:
        with self._changed:
            if self._closed:
                return False
            try:
                silent = subprocess.DEVNULL
                process = subprocess.Popen([*program, str(path)], stdin=silent, stdout=silent, stderr=silent)
            except OSError:
                return False
            self._playing = process
        try:
            return process.wait(LONGEST_S) == 0
        except subprocess.TimeoutExpired:
            return False
        finally:
            process.kill()
            process.wait()
            with self._changed:
                self._playing = None


def _play_on_windows(path: Path) -> bool:
    if sys.platform != "win32":
        return False
    import winsound

    try:
        winsound.PlaySound(str(path), winsound.SND_FILENAME | winsound.SND_NODEFAULT)
    except RuntimeError:
        return False
    return True


def _beep(sound: Sound) -> None:
    if sound is Sound.REFUSED:
        QApplication.beep()
