"""A printer behind a queue of the system (CUPS): its bytes go through the system's own `lp`, as they are."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time

from pos.devices.delivering import told
from pos.devices.waiting import SLICE_S, GiveUp, never
from pos.domain.errors import DeviceError, PrinterOffline, PrintUnknown

_ENDS_WITHIN_S = 1.0


class CupsPrinter:
    """Hands every job to a queue; printed means that the queue took it, for it cannot say more."""

    def __init__(self, queue: str, *, patience_s: float = 15.0) -> None:
        self.queue = queue
        self.patience_s = patience_s

    def send(self, data: bytes, give_up: GiveUp = never) -> DeviceError | None:
        """See `pos.devices.printer.Printer.send`."""
        with tempfile.TemporaryFile() as body, tempfile.TemporaryFile() as said:
            body.write(data)
            body.seek(0)
            try:
                lp = subprocess.Popen(
                    ["lp", "-s", "-d", self.queue, "-o", "raw"],
                    stdin=body,
                    stdout=subprocess.DEVNULL,
                    stderr=said,
                    env=os.environ | {"LC_ALL": "C.UTF-8"},
                )
            except OSError as problem:
                raise PrinterOffline(self.queue, told(problem)) from problem
            code = self._end_of(lp, give_up)
            said.seek(0)
            detail = said.read().decode(errors="replace").strip()
        if code is None:
            raise PrintUnknown(self.queue, "the queue does not answer")
        if code:
            raise PrinterOffline(self.queue, detail)
        return None

    def _end_of(self, lp: subprocess.Popen[bytes], give_up: GiveUp) -> int | None:
        """Its exit code; None when it had to be stopped, and may have handed the job over or not."""
        deadline = time.monotonic() + self.patience_s
        while True:
            try:
                return lp.wait(SLICE_S)
            except subprocess.TimeoutExpired:
                if give_up() or time.monotonic() > deadline:
                    lp.kill()
                    lp.wait(_ENDS_WITHIN_S)
                    return None
