"""A printer on the loopback interface that behaves, or misbehaves, as told: real sockets, a real port."""

from __future__ import annotations

import contextlib
import re
import socket
import struct
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

_STOP_S = 5.0
_QUESTION = re.compile(rb"\x10\x04([\x01-\x04])")


class Behaviour(Enum):
    """What the printer does with a connection."""

    TAKES_ALL = auto()
    """Reads to the end, then closes, as most printers do."""
    KEEPS_OPEN = auto()
    """Reads to the end, says something of its own and never closes, as some do."""
    BREAKS = auto()
    """Reads a little and resets the connection."""
    HANGS = auto()
    """Accepts and never reads a byte."""


@dataclass(frozen=True)
class Says:
    """What the printer answers to DLE EOT 1 to 4, byte by byte as in the printers' own manual."""

    ready: int = 0x12
    stopped: int = 0x12
    error: int = 0x12
    roll: int = 0x12

    def to(self, question: int) -> bytes:
        return bytes(((self.ready, self.stopped, self.error, self.roll)[question - 1],))


FINE = Says()
NO_PAPER = Says(ready=0x1A, stopped=0x32, roll=0x7E)
NEARLY_NO_PAPER = Says(roll=0x1E)
OPEN_COVER = Says(ready=0x1A, stopped=0x16)
STUCK_KNIFE = Says(ready=0x1A, stopped=0x52, error=0x1A)
PAUSED = Says(ready=0x1A)


class LoopbackPrinter:
    """Listens until closed; `jobs` are the bytes of every connection that brought more than questions.

    says is what it answers when it is asked how it is, None while it never answers; a printer with `roll_bytes` says
    that its paper is out after so many bytes of a job, and takes the rest as printers do, into its memory.
    """

    def __init__(
        self,
        behaviour: Behaviour = Behaviour.TAKES_ALL,
        *,
        port: int = 0,
        breaks_after: int = 64,
        says: Says | None = None,
        roll_bytes: int = 0,
    ) -> None:
        self.behaviour = behaviour
        self.says = says
        self.roll_bytes = roll_bytes
        self.asked = 0
        self.breaks_after = breaks_after
        self.jobs: list[bytes] = []
        self._open: list[socket.socket] = []
        self._arrived = threading.Condition()
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if behaviour is Behaviour.HANGS:
            self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self._listener.bind(("127.0.0.1", port))
        self._listener.listen()
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def __enter__(self) -> LoopbackPrinter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop listening and let every connection go."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()
        self._thread.join(_STOP_S)

    def wait_for(self, count: int, *, seconds: float = 10.0) -> list[bytes]:
        """The jobs, as soon as there are so many of them."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.jobs) >= count, seconds), f"{len(self.jobs)} of {count} jobs"
            return list(self.jobs)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._open.append(connection)
            if self.behaviour is not Behaviour.HANGS:
                with contextlib.suppress(OSError):
                    self._take(connection)

    def _take(self, connection: socket.socket) -> None:
        taken = b""
        while part := connection.recv(4096 if self.behaviour is not Behaviour.BREAKS else self.breaks_after):
            taken += _QUESTION.sub(b"", part)
            if self.roll_bytes and len(taken) > self.roll_bytes:
                self.says = NO_PAPER
            self._answer(connection, part)
            if self.behaviour is Behaviour.BREAKS and taken:
                _close_by_reset(connection)
                break
        if self.behaviour is Behaviour.KEEPS_OPEN:
            connection.sendall(b"\x14\x00\x00\x0f")
        else:
            connection.close()
        with self._arrived:
            if taken:
                self.jobs.append(taken)
            self._arrived.notify_all()

    def _answer(self, connection: socket.socket, part: bytes) -> None:
        for question in _QUESTION.finditer(part):
            self.asked += 1
            if self.says is not None:
                connection.sendall(self.says.to(question[1][0]))


def closed_port() -> int:
    """A port of the loopback interface where nobody listens."""
    with socket.socket() as briefly:
        briefly.bind(("127.0.0.1", 0))
        port: int = briefly.getsockname()[1]
    return port


@contextlib.contextmanager
def unanswering_port() -> Iterator[int]:
    """A port whose queue of callers is full, so that a new one is never answered, as when a cable is out."""
    with socket.socket() as listener, contextlib.ExitStack() as callers:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        port: int = listener.getsockname()[1]
        for _ in range(4):
            caller = callers.enter_context(socket.socket())
            caller.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                caller.connect(("127.0.0.1", port))
        time.sleep(0.1)
        yield port


def _close_by_reset(connection: socket.socket) -> None:
    """Make the close that follows a reset, which drops what was not read."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
