"""A printer on the network that takes bytes as they are (port 9100)."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import selectors
import socket
import sys
import threading
import time
from typing import Any

from pos.devices.delivering import hand_over, told
from pos.devices.waiting import SLICE_S, GiveUp, never
from pos.domain.errors import DeviceError, PrinterOffline, PrintUnknown
from pos.domain.printer import RAW_PORT

_READ_BYTES = 4096
_Address = tuple[Any, ...]


class NetworkPrinter:
    """Connects for every job, hands the bytes over and watches whether the printer took them.

    Args:
        host: a name or an address.
        port: 9100 unless told.
        answers: whether it is asked how it is; some printers say that they have no paper whenever they are asked.
        connect_s: how long a printer may take to answer.
        patience_s: how long it may take not one byte more.
        closing_s: how long to watch, after the last byte, for the printer to close or break the connection.
    """

    def __init__(
        self,
        host: str,
        port: int = RAW_PORT,
        *,
        answers: bool = True,
        connect_s: float = 3.0,
        patience_s: float = 15.0,
        closing_s: float = 1.0,
    ) -> None:
        self.host = host
        self.port = port
        self.answers = answers
        self.connect_s = connect_s
        self.patience_s = patience_s
        self.closing_s = closing_s

    @property
    def name(self) -> str:
        """How it is called in messages."""
        return f"{self.host}:{self.port}"

    def send(self, data: bytes, give_up: GiveUp = never) -> DeviceError | None:
        """Hand all bytes over; see `pos.devices.printer.Printer.send`."""
        with contextlib.closing(self._connected(give_up)) as wire:
            line = _Wire(wire, answers=self.answers)
            warning = hand_over(line, data, name=self.name, patience_s=self.patience_s, give_up=give_up)
            try:
                self._see_it_taken(wire, give_up)
            except OSError as problem:
                raise PrintUnknown(self.name, told(problem)) from problem
            return warning

    def _connected(self, give_up: GiveUp) -> socket.socket:
        problem = OSError("no address")
        for family, address in _addresses(self.host, self.port, self.connect_s, give_up):
            wire = socket.socket(family, socket.SOCK_STREAM)
            try:
                self._connect(wire, address, give_up)
            except OSError as refused:
                wire.close()
                problem = refused
            else:
                return wire
        raise PrinterOffline(self.name, told(problem)) from problem

    def _connect(self, wire: socket.socket, address: _Address, give_up: GiveUp) -> None:
        wire.setblocking(False)
        with contextlib.suppress(BlockingIOError):
            wire.connect(address)
        if not _ready(wire, selectors.EVENT_WRITE, self.connect_s, give_up):
            raise TimeoutError("does not answer")
        _raise_what_happened_to(wire)

    def _see_it_taken(self, wire: socket.socket, give_up: GiveUp) -> None:
        """Say that this was all, and watch: a printer that breaks the connection now has not printed everything.

        Many printers close in answer, some never do; those have taken the bytes when their side of the network
        acknowledged them (which only Linux tells us). What a printer says meanwhile is read and dropped: left
        unread, it would make our closing a reset, and a printer may drop what it has not printed yet.
        """
        wire.shutdown(socket.SHUT_WR)
        closing = time.monotonic() + self.closing_s
        while (left := closing - time.monotonic()) > 0:
            if not _ready(wire, selectors.EVENT_READ, left, give_up) or not wire.recv(_READ_BYTES):
                break
        patience = time.monotonic() + self.patience_s
        while _unacknowledged(wire):
            if give_up() or time.monotonic() > patience:
                raise TimeoutError("did not acknowledge what was sent")
            time.sleep(SLICE_S)
            _raise_what_happened_to(wire)
        _raise_what_happened_to(wire)


class _Wire:
    """A connection as a line to a printer."""

    def __init__(self, wire: socket.socket, *, answers: bool) -> None:
        self._wire = wire
        self.answers = answers

    def write(self, data: bytes, limit_s: float) -> int:
        """See `pos.devices.delivering.Line`."""
        return self._wire.send(data) if _ready(self._wire, selectors.EVENT_WRITE, limit_s, never) else 0

    def read(self, limit_s: float) -> bytes:
        """See `pos.devices.delivering.Line`."""
        if not _ready(self._wire, selectors.EVENT_READ, limit_s, never):
            return b""
        said = self._wire.recv(_READ_BYTES)
        if not said:
            raise ConnectionError("closed by the printer")
        return said


def _ready(wire: socket.socket, event: int, limit_s: float, give_up: GiveUp) -> bool:
    """Wait until the socket can be written or read; False when the time is over or nobody wants to wait longer."""
    deadline = time.monotonic() + limit_s
    with selectors.DefaultSelector() as selector:
        selector.register(wire, event)
        while not give_up():
            left = deadline - time.monotonic()
            if selector.select(max(0.0, min(SLICE_S, left))):
                return True
            if left <= 0:
                return False
    return False


def _raise_what_happened_to(wire: socket.socket) -> None:
    code = wire.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
    if code:
        raise OSError(code, os.strerror(code))


def _unacknowledged(wire: socket.socket) -> int:
    """How many bytes the other side has not acknowledged; 0 where the system does not tell."""
    if sys.platform != "linux":
        return 0
    import fcntl
    import termios

    answer = fcntl.ioctl(wire.fileno(), termios.TIOCOUTQ, bytes(4))
    return int.from_bytes(answer, sys.byteorder)


def _addresses(host: str, port: int, limit_s: float, give_up: GiveUp) -> list[tuple[socket.AddressFamily, _Address]]:
    """Where a host is found; a name is looked up on a thread of its own, because nothing else ends a look-up."""
    with contextlib.suppress(ValueError):
        number = ipaddress.ip_address(host)
        return [(socket.AF_INET6 if number.version == 6 else socket.AF_INET, (host, port))]
    found: list[tuple[socket.AddressFamily, _Address]] = []
    answered = threading.Event()

    def look_up() -> None:
        with contextlib.suppress(OSError):
            infos = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend((family, address) for family, _, _, _, address in infos)
        answered.set()

    threading.Thread(target=look_up, name=f"look up {host}", daemon=True).start()
    deadline = time.monotonic() + limit_s
    while not answered.wait(SLICE_S) and not give_up() and time.monotonic() < deadline:
        pass
    return found if answered.is_set() else []
