"""A serial line on this machine: a pseudo-terminal under a name of its own, that can be unplugged and plugged in."""

from __future__ import annotations

import contextlib
import os
import threading
import tty
from pathlib import Path

from tests.vfd_screen import VfdScreen


class SerialLine:
    """A port, and a display behind it that reads all it is sent while it is plugged in."""

    def __init__(self, port: Path) -> None:
        self.port = port
        self.screen = VfdScreen()
        self._far = self._near = -1
        self._reader = threading.Thread()

    def plug_in(self, *, reads: bool = True) -> None:
        """Put the port there; a display that does not read is one whose line is stuck."""
        self._far, self._near = os.openpty()
        tty.setraw(self._near)
        self.port.symlink_to(os.ttyname(self._near))
        self.screen = VfdScreen()
        if reads:
            self._reader = threading.Thread(target=self._read, args=(self._far, self.screen), daemon=True)
            self._reader.start()

    def unplug(self) -> None:
        """Take the port away, with whatever was on its way."""
        if self._far < 0:
            return
        self.port.unlink()
        for end in (self._near, self._far):
            os.close(end)
        self._far = self._near = -1
        if self._reader.is_alive():
            self._reader.join(5)

    @staticmethod
    def _read(far: int, screen: VfdScreen) -> None:
        with contextlib.suppress(OSError):
            while data := os.read(far, 256):
                screen.take(data)
