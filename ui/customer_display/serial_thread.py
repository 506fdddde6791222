"""The thread of a small display: shows the latest picture and nothing older, and waits for a display that is away.

No Qt: it reports by a callback, from its own thread; the window brings the news over.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from typing import Final

from pos.devices.customer_display import SerialDisplay
from pos.domain.errors import DisplayAway
from pos.receipts.vfd import BEGIN

STOPS_WITHIN_S: Final = 2.0
AGAIN_S: Final = 2.0
"""How long a display that is away is left alone, and how often one that is there gets its picture once more: only
writing shows whether it still is."""

Report = Callable[[DisplayAway | None], None]


class SerialThread(threading.Thread):
    """Keeps one display at the latest picture until it is stopped.

    Args:
        port: the serial port, as the system names it.
        baud: its speed.
        report: called from this thread with None when the display took a picture, or with why it did not, each time
            this has changed.
        again_s: how long to wait before a picture is written once more.
    """

    def __init__(self, port: str, baud: int, *, report: Report, again_s: float = AGAIN_S) -> None:
        super().__init__(name=f"display {port}", daemon=True)
        self._port, self._baud, self._report, self._again_s = port, baud, report, again_s
        self._news = threading.Event()
        self._stopping = threading.Event()
        self._picture = b""
        self._reported: str | None = None

    def show(self, picture: bytes) -> None:
        """Show this from now on; an earlier picture that was not written yet never will be."""
        self._picture = picture
        self._news.set()

    @property
    def line(self) -> tuple[str, int]:
        """The port and its speed."""
        return self._port, self._baud

    def tell_again(self) -> None:
        """Report what becomes of the next picture, even where nothing has changed."""
        self._reported = None
        self._news.set()

    def leave(self) -> None:
        """End soon; nobody waits for it."""
        self._stopping.set()
        self._news.set()

    def stop(self) -> None:
        """End the thread, whatever the display does."""
        self.leave()
        if self.is_alive():
            self.join(STOPS_WITHIN_S)

    def run(self) -> None:
        """Show pictures until stopped; a display that went away is looked for again and again."""
        while not self._stopping.is_set():
            try:
                with closing(SerialDisplay(self._port, self._baud)) as display:
                    self._serve(display)
            except DisplayAway as trouble:
                self._say(trouble)
                self._stopping.wait(self._again_s)

    def _serve(self, display: SerialDisplay) -> None:
        display.write(BEGIN)
        while not self._stopping.is_set():
            self._news.clear()
            display.write(self._picture)
            self._say(None)
            self._news.wait(self._again_s)

    def _say(self, trouble: DisplayAway | None) -> None:
        said = "" if trouble is None else type(trouble).__name__
        if said != self._reported:
            self._reported = said
            self._report(trouble)
