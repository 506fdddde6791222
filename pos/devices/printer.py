"""Printers take bytes. What matters is what is known when one fails: nothing was sent, or nobody knows.

`PrinterOffline` means that not one byte left: trying again is safe. `PrintUnknown` means that some did and the
printer then went away: only a person can see what is on the paper.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from pos.devices.network_printer import NetworkPrinter
from pos.devices.paper import Paper, read_paper
from pos.devices.waiting import SLICE_S, GiveUp, never
from pos.domain.errors import PrinterOffline, PrinterSettingWrong, PrintUnknown
from pos.domain.printer import Reach, parse_printer


class Printer(Protocol):
    """Whatever takes the bytes of a paper."""

    def send(self, data: bytes, give_up: GiveUp = never) -> None:
        """Hand all bytes over, and come back when the printer has them.

        Args:
            data: the bytes of one paper.
            give_up: asked several times a second; True ends the waiting at once.

        Raises:
            PrinterOffline: nothing was sent.
            PrintUnknown: something was sent, and the printer did not take the rest.
        """
        ...


def printer_from(setting: str, *, papers: Path | None = None) -> Printer:
    """The printer a setting names: `tcp://192.0.2.7:9100`, `file:///dev/usb/lp0`, `pretend:`.

    Args:
        setting: see `pos.domain.printer.parse_printer`.
        papers: the folder of a pretend printer whose setting names none.

    Raises:
        PrinterSettingWrong: the setting names no printer.
    """
    read = parse_printer(setting)
    match read.reach:
        case Reach.NETWORK:
            return NetworkPrinter(read.host, read.port)
        case Reach.FILE:
            return FilePrinter(Path(read.path))
        case Reach.PRETEND:
            folder = Path(read.path) if read.path else papers
            if folder is None:
                raise PrinterSettingWrong(setting, "address")
            return PretendPrinter(folder)


class FilePrinter:
    """A printer behind a device file such as /dev/usb/lp0, or a plain file that keeps every job."""

    def __init__(self, path: Path, *, patience_s: float = 15.0) -> None:
        self.path = path
        self.patience_s = patience_s

    def send(self, data: bytes, give_up: GiveUp = never) -> None:
        """See `Printer.send`."""
        try:
            device = os.open(self.path, self._flags(), 0o600)
        except OSError as problem:
            raise PrinterOffline(str(self.path), problem.strerror or "") from problem
        try:
            self._write(device, data, give_up)
        finally:
            with contextlib.suppress(OSError):
                os.close(device)

    def _flags(self) -> int:
        """Never waits for a device, and never makes a plain file where a device is missing."""
        flags = os.O_WRONLY | os.O_APPEND | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        return flags if self.path.is_relative_to("/dev") else flags | os.O_CREAT

    def _write(self, device: int, data: bytes, give_up: GiveUp) -> None:
        written, deadline = 0, time.monotonic() + self.patience_s
        while written < len(data):
            try:
                written += os.write(device, data[written:])
            except BlockingIOError as busy:
                if give_up() or time.monotonic() > deadline:
                    raise self._failed(written, "busy") from busy
                time.sleep(SLICE_S)
            except OSError as problem:
                raise self._failed(written, problem.strerror or "") from problem
            else:
                deadline = time.monotonic() + self.patience_s

    def _failed(self, written: int, detail: str) -> PrinterOffline | PrintUnknown:
        kind = PrintUnknown if written else PrinterOffline
        return kind(str(self.path), detail)


class PretendPrinter:
    """A printer without a printer: keeps the bytes of every job, and its paper as text beside them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, data: bytes, give_up: GiveUp = never) -> None:
        """See `Printer.send`; give_up is never needed."""
        del give_up
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            job = self._next_file()
        except OSError as problem:
            raise PrinterOffline(str(self.folder), problem.strerror or "") from problem
        try:
            job.write_bytes(data)
            job.with_suffix(".txt").write_text(read_paper(data).text, encoding="utf-8")
        except OSError as problem:
            raise PrintUnknown(str(self.folder), problem.strerror or "") from problem

    def papers(self) -> list[Paper]:
        """Every paper printed so far, oldest first."""
        return [read_paper(job.read_bytes()) for job in sorted(self.folder.glob("*.bin"))]

    def _next_file(self) -> Path:
        """A new, empty file, numbered after the last."""
        last = max((int(job.stem) for job in self.folder.glob("*.bin") if job.stem.isdecimal()), default=0)
        for number in itertools.count(last + 1):
            job = self.folder / f"{number:06d}.bin"
            with contextlib.suppress(FileExistsError):
                job.touch(exist_ok=False)
                return job
        raise AssertionError("numbers do not end")


MakePrinter = Callable[[], Printer]
