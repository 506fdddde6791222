"""A printer behind a queue of Windows: its bytes go through the spooler, as they are.

What is asked of Windows stands in `Spooler`, one method for each function of winspool; everything that has to be
decided is decided above it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Protocol

from pos.devices.delivering import told
from pos.devices.waiting import GiveUp, never
from pos.domain.errors import DeviceError, PrinterOffline, PrintUnknown

TITLE = "Comptoir"


class Spooler(Protocol):
    """The functions of winspool that are needed; each raises an OSError where Windows says no."""

    def open(self, name: str) -> int:
        """OpenPrinterW: a handle."""
        ...

    def begin_document(self, handle: int, title: str) -> None:
        """StartDocPrinterW with the data type RAW, then StartPagePrinter."""
        ...

    def write(self, handle: int, data: bytes) -> int:
        """WritePrinter: how many bytes it took."""
        ...

    def end_document(self, handle: int) -> None:
        """EndPagePrinter, then EndDocPrinter: from here on it is printed."""
        ...

    def abort(self, handle: int) -> None:
        """AbortPrinter: what was spooled is thrown away, where it still lies there."""
        ...

    def close(self, handle: int) -> None:
        """ClosePrinter."""
        ...

    def names(self) -> list[str]:
        """EnumPrintersW: every printer this machine knows."""
        ...


class WindowsPrinter:
    """Spools every job; printed means that Windows took it, for it cannot say more."""

    def __init__(self, name: str, spooler: Spooler | None = None) -> None:
        self.name = name
        self._spooler = spooler

    def send(self, data: bytes, give_up: GiveUp = never) -> DeviceError | None:
        """See `pos.devices.printer.Printer.send`."""
        sent = 0
        try:
            spooler = self._spooler or system_spooler()
            with _opened(spooler, self.name) as handle:
                spooler.begin_document(handle, TITLE)
                try:
                    while sent < len(data):
                        taken = spooler.write(handle, data[sent:])
                        sent += taken
                        if not taken or (sent < len(data) and give_up()):
                            raise TimeoutError("takes no more bytes")
                    spooler.end_document(handle)
                except OSError:
                    with contextlib.suppress(OSError):
                        spooler.abort(handle)
                    raise
        except OSError as problem:
            kind = PrintUnknown if sent else PrinterOffline
            raise kind(self.name, told(problem)) from problem
        return None


def system_spooler() -> Spooler:
    """The spooler of this machine.

    Raises:
        OSError: this machine has none.
    """
    from pos.devices import winspool

    return winspool.Winspool()


@contextlib.contextmanager
def _opened(spooler: Spooler, name: str) -> Iterator[int]:
    handle = spooler.open(name)
    try:
        yield handle
    finally:
        with contextlib.suppress(OSError):
            spooler.close(handle)
