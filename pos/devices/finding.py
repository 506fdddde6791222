"""Which printers this machine knows: device files, queues of the system, serial lines."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from pos.devices.windows_printer import Spooler, system_spooler
from pos.domain.printer import Reach

_USB_DEVICES = Path("/dev/usb")
_LPSTAT_S = 3.0


@dataclass(frozen=True, slots=True)
class FoundPrinter:
    """A place where a printer may be: its setting, and how the system calls it."""

    address: str
    reach: Reach
    name: str


def find_printers(*, usb_devices: Path = _USB_DEVICES, spooler: Spooler | None = None) -> list[FoundPrinter]:
    """Everything found, what most likely is a receipt printer first; asks the system, which may take seconds.

    Args:
        usb_devices: the folder of USB printers' device files.
        spooler: Windows's own unless told; elsewhere there is none.
    """
    return [*_usb_devices(usb_devices), *_cups_queues(), *_windows_printers(spooler), *_serial_lines()]


def _usb_devices(folder: Path) -> Iterator[FoundPrinter]:
    for device in sorted(folder.glob("lp*")):
        yield FoundPrinter(f"usb:{quote(str(device))}", Reach.USB, str(device))


def _cups_queues() -> Iterator[FoundPrinter]:
    """The queues `lpstat -e` names, one a line; none where there is no CUPS or it does not answer."""
    try:
        listed = subprocess.run(
            ["lpstat", "-e"],
            capture_output=True,
            timeout=_LPSTAT_S,
            check=False,
            stdin=subprocess.DEVNULL,
            env=os.environ | {"LC_ALL": "C.UTF-8"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return
    if listed.returncode == 0:
        for queue in sorted(filter(None, map(str.strip, listed.stdout.decode(errors="replace").splitlines()))):
            yield FoundPrinter(f"cups:{quote(queue)}", Reach.CUPS, queue)


def _windows_printers(spooler: Spooler | None) -> Iterator[FoundPrinter]:
    if spooler is None and sys.platform != "win32":
        return
    try:
        names = (spooler or system_spooler()).names()
    except OSError:
        return
    for name in sorted(names):
        yield FoundPrinter(f"windows:{quote(name)}", Reach.WINDOWS, name)


def _serial_lines() -> Iterator[FoundPrinter]:
    """Lines with something plugged in; built-in ones without a device have no hardware id and are left out."""
    from serial.tools import list_ports  # late: it looks through the system's devices

    for line in sorted(list_ports.comports()):
        if line.hwid != "n/a":
            yield FoundPrinter(f"serial:{quote(line.device)}", Reach.SERIAL, f"{line.device} {line.description}")
