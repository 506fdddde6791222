"""A serial line on this machine: a pseudo-terminal under a name of its own, that can be unplugged and plugged in."""

from __future__ import annotations

import os
import select
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
        self._unplugged = threading.Event()

    def plug_in(self, *, reads: bool = True) -> None:
        """Put the port there; a display that does not read is one whose line is stuck."""
        self._far, self._near = os.openpty()
        tty.setraw(self._near)
        self.port.symlink_to(os.ttyname(self._near))
        self.screen = VfdScreen()
        self._unplugged.clear()
        if reads:
            self._reader = threading.Thread(target=self._read, args=(self._far, self.screen), daemon=True)
            self._reader.start()

    def unplug(self) -> None:
        """Take the port away, with whatever was on its way."""
        if self._far < 0:
            return
        self.port.unlink()
        self._unplugged.set()
        if self._reader.is_alive():
            self._reader.join(5)
        for end in (self._near, self._far):
            os.close(end)
        self._far = self._near = -1

    def _read(self, far: int, screen: VfdScreen) -> None:
        """Read in short looks: a read under way would keep the line open behind its end."""
        while not self._unplugged.is_set():
            if select.select([far], [], [], 0.01)[0]:
                screen.take(os.read(far, 256))
