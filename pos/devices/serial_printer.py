"""A printer on a serial line (RS-232, or USB that looks like it)."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from typing import Any

from pos.devices.delivering import hand_over, told, unopened
from pos.devices.waiting import SLICE_S, GiveUp, never
from pos.domain.errors import DeviceError, PrinterOffline, PrintUnknown
from pos.domain.printer import USUAL_BAUD, Flow

_READ_BYTES = 4096
_PAUSE_S = 0.02
_AT_ONCE = 512


class SerialPrinter:
    """Opens the line for every job, with eight bits, no parity and one stop bit, as receipt printers come.

    Args:
        port: /dev/ttyUSB0, COM3.
        baud: the speed set in the printer.
        flow: how the printer says that it is full.
        answers: whether it is asked how it is.
        patience_s: how long it may take not one byte more.
    """

    def __init__(
        self,
        port: str,
        *,
        baud: int = USUAL_BAUD,
        flow: Flow = Flow.NONE,
        answers: bool = True,
        patience_s: float = 15.0,
    ) -> None:
        self.port = port
        self.baud = baud
        self.flow = flow
        self.answers = answers
        self.patience_s = patience_s

    def send(self, data: bytes, give_up: GiveUp = never) -> DeviceError | None:
        """See `pos.devices.printer.Printer.send`."""
        with contextlib.closing(self._opened()) as port:
            line = _SerialLine(port, answers=self.answers)
            warning = hand_over(line, data, name=self.port, patience_s=self.patience_s, give_up=give_up)
            try:
                self._see_it_gone(port, give_up)
            except OSError as problem:
                raise PrintUnknown(self.port, told(problem)) from problem
            return warning

    def _opened(self) -> Any:
        import serial  # late: most shops have no serial printer

        try:
            return serial.Serial(
                self.port,
                self.baud,
                timeout=0,
                write_timeout=1,
                rtscts=self.flow is Flow.HARDWARE,
                xonxoff=self.flow is Flow.SOFTWARE,
                exclusive=None if sys.platform == "win32" else True,
            )
        except OSError as problem:
            raise unopened(self.port, problem) from problem
        except ValueError as problem:
            raise PrinterOffline(self.port, str(problem)) from problem

    def _see_it_gone(self, port: Any, give_up: GiveUp) -> None:
        """Wait until the last byte has left the machine."""
        deadline = time.monotonic() + self.patience_s
        while port.out_waiting:
            if give_up() or time.monotonic() > deadline:
                raise TimeoutError("takes no more bytes")
            time.sleep(SLICE_S)


class _SerialLine:
    """An open serial line as a line to a printer."""

    def __init__(self, port: Any, *, answers: bool) -> None:
        self._port = port
        self.answers = answers

    def write(self, data: bytes, limit_s: float) -> int:
        """See `pos.devices.delivering.Line`; a few bytes at a time, so that the line is never far ahead."""
        deadline = time.monotonic() + limit_s
        while True:
            with contextlib.suppress(BlockingIOError):
                if taken := self._write_now(data[:_AT_ONCE]):
                    return taken
            if time.monotonic() > deadline:
                return 0
            time.sleep(_PAUSE_S)

    def read(self, limit_s: float) -> bytes:
        """See `pos.devices.delivering.Line`."""
        self._port.timeout = limit_s
        first: bytes = self._port.read(1)
        self._port.timeout = 0
        return first + bytes(self._port.read(_READ_BYTES)) if first else b""

    def _write_now(self, data: bytes) -> int:
        if sys.platform == "win32":
            return int(self._port.write(data))
        return os.write(self._port.fileno(), data)  # the library would not say how much of it left
