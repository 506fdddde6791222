"""A printer behind a device file such as /dev/usb/lp0, or a plain file that keeps every job."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from pos.devices.delivering import hand_over, unopened
from pos.devices.waiting import GiveUp, never
from pos.domain.errors import DeviceError

_READ_BYTES = 4096
_MEMORY = "/dev/shm"  # noqa: S108 (memory, that no device stands in)
_PAUSE_S = 0.02


class FilePrinter:
    """Opens the file for every job.

    Args:
        path: the device, or a plain file, which is made when it is missing.
        answers: whether the printer behind it can be asked how it is (USB printers; the file must be readable).
        patience_s: how long it may take not one byte more.
    """

    def __init__(self, path: Path, *, answers: bool = False, patience_s: float = 15.0) -> None:
        self.path = path
        self.answers = answers
        self.patience_s = patience_s

    def send(self, data: bytes, give_up: GiveUp = never) -> DeviceError | None:
        """See `pos.devices.printer.Printer.send`."""
        try:
            device = self._opened()
        except OSError as problem:
            raise unopened(str(self.path), problem) from problem
        try:
            return hand_over(device, data, name=str(self.path), patience_s=self.patience_s, give_up=give_up)
        finally:
            device.close()

    def _opened(self) -> _OpenFile:
        """Open it to write and, for answers, to read too; many systems let nobody read, and print all the same."""
        if self.answers:
            with contextlib.suppress(OSError):
                return _OpenFile(os.open(self.path, self._flags(os.O_RDWR), 0o600), answers=True)
        return _OpenFile(os.open(self.path, self._flags(os.O_WRONLY), 0o600), answers=False)

    def _flags(self, access: int) -> int:
        """Never waits for a device, and never makes a plain file where a device is missing."""
        flags = access | os.O_APPEND | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        is_device = self.path.is_relative_to("/dev") and not self.path.is_relative_to(_MEMORY)
        return flags if self.answers or is_device else flags | os.O_CREAT


class _OpenFile:
    """An open file as a line to a printer; files cannot be waited for everywhere, so it is tried again and again."""

    def __init__(self, device: int, *, answers: bool) -> None:
        self._device = device
        self.answers = answers

    def write(self, data: bytes, limit_s: float) -> int:
        """See `pos.devices.delivering.Line`."""
        deadline = time.monotonic() + limit_s
        while True:
            try:
                return os.write(self._device, data)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    return 0
                time.sleep(_PAUSE_S)

    def read(self, limit_s: float) -> bytes:
        """See `pos.devices.delivering.Line`."""
        deadline = time.monotonic() + limit_s
        while True:
            with contextlib.suppress(BlockingIOError):
                if said := os.read(self._device, _READ_BYTES):
                    return said
            if time.monotonic() > deadline:
                return b""
            time.sleep(_PAUSE_S)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            os.close(self._device)
