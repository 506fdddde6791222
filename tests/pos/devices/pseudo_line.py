"""A printer at the far end of a pseudo-terminal: what is opened is a real line of the system."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import threading
import time
import tty
from collections.abc import Iterator

from tests.loopback_printer import Says

_QUESTION = re.compile(rb"\x10\x04([\x01-\x04])")


class PseudoLine:
    """Reads what comes and answers as told; `path` is the end a till opens."""

    def __init__(self, says: Says | None, *, deaf: bool = False) -> None:
        self.says, self.deaf = says, deaf
        self._far, self._near = pty.openpty()
        tty.setraw(self._near)
        self.path = os.ttyname(self._near)
        self._taken = b""
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._live, daemon=True)
        os.set_blocking(self._far, False)
        self._thread.start()

    @property
    def taken(self) -> bytes:
        """The bytes of jobs, without questions."""
        return _QUESTION.sub(b"", self._taken)

    def wait_for(self, data: bytes, *, seconds: float = 5.0) -> None:
        deadline = time.monotonic() + seconds
        while self.taken != data:
            assert time.monotonic() < deadline, self.taken
            time.sleep(0.01)

    def close(self) -> None:
        self._stopping.set()
        self._thread.join()
        os.close(self._far)
        os.close(self._near)

    def _live(self) -> None:
        while not self._stopping.is_set():
            part = b""
            if not self.deaf:
                with contextlib.suppress(BlockingIOError):
                    part = os.read(self._far, 4096)
            if not part:
                time.sleep(0.005)
                continue
            for question in _QUESTION.finditer(part):
                if self.says is not None:
                    os.write(self._far, self.says.to(question[1][0]))
            self._taken += part


@contextlib.contextmanager
def pseudo_line(says: Says | None = None, *, deaf: bool = False) -> Iterator[PseudoLine]:
    line = PseudoLine(says, deaf=deaf)
    try:
        yield line
    finally:
        line.close()
