"""Handing a paper over on an open line: ask the printer how it is, send, and look whether it went well to the end."""

from __future__ import annotations

import contextlib
import errno
import time
from functools import partial
from typing import Protocol

from pos.devices.status import ANSWER_S, PrinterStatus, ask_status
from pos.devices.waiting import SLICE_S, GiveUp, never
from pos.domain.errors import (
    CoverOpen,
    DeviceError,
    OutOfPaper,
    PaperRanOut,
    PrinterNotAllowed,
    PrinterOffline,
    PrintUnknown,
)

WATCHED_S = 0.6
"""How long a printer that answers is asked on after the last byte: paper that ends within a receipt ends by then."""

_ASKED_AGAIN_S = 0.15


class Line(Protocol):
    """A way to a printer, open in both directions where `answers` says so. Whatever breaks it is an OSError."""

    answers: bool

    def write(self, data: bytes, limit_s: float) -> int:
        """Take what the line takes now, waiting so long at most for the first byte; how many bytes it took."""
        ...

    def read(self, limit_s: float) -> bytes:
        """What came back, waiting so long at most for the first byte; empty when nothing did."""
        ...


def hand_over(
    line: Line, data: bytes, *, name: str, patience_s: float, give_up: GiveUp = never, watched_s: float = WATCHED_S
) -> DeviceError | None:
    """Send all bytes of one paper; gives what a person should see to soon, or None.

    Args:
        line: an open way to the printer.
        data: the bytes of one paper.
        name: how the printer is called in messages.
        patience_s: how long it may take not one byte more.
        give_up: asked several times a second; True ends the waiting at once.
        watched_s: how long a printer that answers is asked on after the last byte.

    Raises:
        PrinterOffline: nothing was sent; the printer's own reason where it told one.
        PrintUnknown: something was sent, and nobody knows what became of it.
    """
    try:
        status = _asked(line)
    except OSError as problem:
        raise PrinterOffline(name, told(problem)) from problem
    hindrance = status.hindrance(name)
    if hindrance is not None:
        raise hindrance
    sent = 0
    try:
        while sent < len(data):
            taken = _write_some(line, data[sent:], patience_s, give_up)
            sent += taken
    except OSError as problem:
        if not sent:
            raise PrinterOffline(name, told(problem)) from problem
        raise _why_it_stopped(line, status, name, told(problem)) from problem
    if status.answered:
        status = _watched(line, status, name, watched_s, give_up)
    return status.warning(name)


def unopened(name: str, problem: OSError) -> PrinterOffline:
    """A device could not be opened: it is not there, or this person may not."""
    kind = PrinterNotAllowed if problem.errno in {errno.EACCES, errno.EPERM} else PrinterOffline
    return kind(name, told(problem))


def told(problem: OSError) -> str:
    """What the system said of a failure."""
    return problem.strerror or str(problem)


def _asked(line: Line) -> PrinterStatus:
    return ask_status(partial(_exchange, line)) if line.answers else PrinterStatus()


def _exchange(line: Line, question: bytes) -> bytes:
    """Ask, and give what comes back in time; what lay there from before is no answer."""
    line.read(0)
    deadline = time.monotonic() + ANSWER_S
    while question and (left := deadline - time.monotonic()) > 0:
        question = question[line.write(question, left) :]
    while (left := deadline - time.monotonic()) > 0:
        answer = line.read(left)
        if answer:
            return answer
    return b""


def _write_some(line: Line, data: bytes, patience_s: float, give_up: GiveUp) -> int:
    deadline = time.monotonic() + patience_s
    while not (taken := line.write(data, SLICE_S)):
        if give_up() or time.monotonic() > deadline:
            raise TimeoutError("takes no more bytes")
    return taken


def _watched(line: Line, status: PrinterStatus, name: str, watched_s: float, give_up: GiveUp) -> PrinterStatus:
    """Ask on until the paper must be out of the printer; a line that ends meanwhile has taken everything."""
    deadline = time.monotonic() + watched_s
    with contextlib.suppress(OSError):
        while time.monotonic() < deadline and not give_up():
            now = _asked(line)
            if not now.answered:
                break
            status = now
            if isinstance(now.hindrance(name), OutOfPaper | CoverOpen):
                raise PaperRanOut(name)
            time.sleep(_ASKED_AGAIN_S)
    return status


def _why_it_stopped(line: Line, before: PrinterStatus, name: str, detail: str) -> PrintUnknown:
    """It took no more bytes: perhaps it can still say why."""
    with contextlib.suppress(OSError):
        if before.answered and isinstance(_asked(line).hindrance(name), OutOfPaper | CoverOpen):
            return PaperRanOut(name, detail)
    return PrintUnknown(name, detail)
