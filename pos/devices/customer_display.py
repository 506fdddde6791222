"""A small display on a serial port: it takes bytes, and says so when it does not. pyserial is imported late."""

from __future__ import annotations

import contextlib
import importlib
from typing import Any, Final

from pos.domain.errors import DisplayAway

WRITE_WITHIN_S: Final = 1.0


class SerialDisplay:
    """An open port with a display at its end."""

    def __init__(self, port: str, baud: int) -> None:
        """Open the port.

        Raises:
            DisplayAway: there is no such port, or another program holds it.
        """
        import serial

        self._port, self._failures = port, (OSError, ValueError, serial.SerialException, *_system_failures())
        try:
            self._line: Any = serial.Serial(port, baud, write_timeout=WRITE_WITHIN_S)
        except self._failures as problem:
            raise DisplayAway(port, str(problem)) from problem

    def write(self, data: bytes) -> None:
        """Hand bytes over and wait until they are on the line.

        Raises:
            DisplayAway: the port went away, or did not take them in time.
        """
        try:
            self._line.write(data)
        except self._failures as problem:
            raise DisplayAway(self._port, str(problem)) from problem

    def close(self) -> None:
        """Let the port go; what was not sent yet is dropped, so that a dead display holds nothing up."""
        for step in (self._line.reset_output_buffer, self._line.close):
            with contextlib.suppress(*self._failures):
                step()


def ports() -> tuple[str, ...]:
    """The serial ports of this machine, as its system names them."""
    from serial.tools.list_ports import comports

    return tuple(sorted(port.device for port in comports()))


def _system_failures() -> tuple[type[Exception], ...]:
    """What the system's own terminal calls raise, where it has them; it is no OSError."""
    try:
        return (importlib.import_module("termios").error,)
    except ImportError:
        return ()
