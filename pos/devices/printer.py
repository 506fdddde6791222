"""Printers take bytes. What matters is what is known when one fails: nothing was sent, or nobody knows.

`PrinterOffline` means that not one byte left: trying again is safe. `PrintUnknown` means that some did and the
printer then went away: only a person can see what is on the paper.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from pos.devices.cups_printer import CupsPrinter
from pos.devices.file_printer import FilePrinter
from pos.devices.network_printer import NetworkPrinter
from pos.devices.paper import Paper, read_paper
from pos.devices.serial_printer import SerialPrinter
from pos.devices.waiting import GiveUp, never
from pos.devices.windows_printer import WindowsPrinter
from pos.domain.errors import DeviceError, PrinterOffline, PrinterSettingWrong, PrintUnknown
from pos.domain.printer import Reach, parse_printer


class Printer(Protocol):
    """Whatever takes the bytes of a paper."""

    def send(self, data: bytes, give_up: GiveUp = never) -> DeviceError | None:
        """Hand all bytes over, and come back when the printer has them; gives what a person should see to soon.

        Args:
            data: the bytes of one paper.
            give_up: asked several times a second; True ends the waiting at once.

        Raises:
            PrinterOffline: nothing was sent; OutOfPaper, CoverOpen and others where the printer said why.
            PrintUnknown: something was sent, and the printer did not take the rest.
        """
        ...


def printer_from(setting: str, *, papers: Path | None = None) -> Printer:
    """The printer a setting names: `tcp://192.0.2.7:9100`, `usb:/dev/usb/lp0`, `cups:Ticket`, `pretend:`.

    Args:
        setting: see `pos.domain.printer.parse_printer`.
        papers: the folder of a pretend printer whose setting names none.

    Raises:
        PrinterSettingWrong: the setting names no printer.
    """
    read = parse_printer(setting)
    match read.reach:
        case Reach.NETWORK:
            return NetworkPrinter(read.host, read.port, answers=read.asks)
        case Reach.USB:
            return FilePrinter(Path(read.path), answers=read.asks)
        case Reach.SERIAL:
            return SerialPrinter(read.path, baud=read.baud, flow=read.flow, answers=read.asks)
        case Reach.CUPS:
            return CupsPrinter(read.path)
        case Reach.WINDOWS:
            return WindowsPrinter(read.path)
        case Reach.FILE:
            return FilePrinter(Path(read.path))
        case Reach.PRETEND:
            folder = Path(read.path) if read.path else papers
            if folder is None:
                raise PrinterSettingWrong(setting, "address")
            return PretendPrinter(folder)


class PretendPrinter:
    """A printer without a printer: keeps the bytes of every job, and its paper as text beside them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, data: bytes, give_up: GiveUp = never) -> DeviceError | None:
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
        return None

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
