"""What a printer says of itself when it is asked in the middle of anything (DLE EOT n): paper, cover, knife.

A printer that does not answer is *unknown*, never fine; many never answer, and print all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntFlag
from typing import Final

from pos.domain.errors import (
    CoverOpen,
    CutterJammed,
    DeviceError,
    OutOfPaper,
    PaperNearlyOut,
    PrinterNotReady,
    PrinterOffline,
)

ANSWER_S = 0.4
"""How long a printer may take to answer; those that do answer within a few milliseconds."""

Exchange = Callable[[bytes], bytes]
"""Sends a question and gives what came back in time; empty when nothing did."""

_FIXED_BITS: Final = 0b1001_0011
_FIXED_AS: Final = 0b0001_0010
"""Every answer has these bits so; a byte that has not is something else."""


class _Ready(IntFlag):
    OFFLINE = 0x08


class _Stopped(IntFlag):
    COVER_OPEN = 0x04
    NO_PAPER = 0x20


class _Error(IntFlag):
    CUTTER = 0x08


class _Roll(IntFlag):
    NEARLY_OUT = 0x0C
    OUT = 0x60


@dataclass(frozen=True, slots=True)
class PrinterStatus:
    """What a printer answered; without an answer nothing of it is known."""

    answered: bool = False
    offline: bool = False
    cover_open: bool = False
    cutter_jammed: bool = False
    paper_out: bool = False
    paper_nearly_out: bool = False

    def hindrance(self, device: str) -> PrinterOffline | None:
        """Why nothing can be printed, the most telling reason first; None when it can, or when nothing is known."""
        if self.cover_open:
            return CoverOpen(device)
        if self.paper_out:
            return OutOfPaper(device)
        if self.cutter_jammed:
            return CutterJammed(device)
        return PrinterNotReady(device) if self.offline else None

    def warning(self, device: str) -> DeviceError | None:
        """What a person should see to soon."""
        return PaperNearlyOut(device) if self.paper_nearly_out and not self.paper_out else None


def ask_status(exchange: Exchange) -> PrinterStatus:
    """Ask a printer how it is; one that leaves the first question open is asked no more."""
    ready = _answer(exchange, 1)
    if ready is None:
        return PrinterStatus()
    stopped, error, roll = (_answer(exchange, subject) or 0 for subject in (2, 3, 4))
    return PrinterStatus(
        answered=True,
        offline=bool(ready & _Ready.OFFLINE),
        cover_open=bool(stopped & _Stopped.COVER_OPEN),
        cutter_jammed=bool(error & _Error.CUTTER),
        paper_out=bool(stopped & _Stopped.NO_PAPER or roll & _Roll.OUT),
        paper_nearly_out=bool(roll & _Roll.NEARLY_OUT),
    )


def question(subject: int) -> bytes:
    """The bytes that ask for one of the four answers."""
    return bytes((0x10, 0x04, subject))


def _answer(exchange: Exchange, subject: int) -> int | None:
    """The last byte of an answer that is one; what else the printer said is passed over."""
    said = [byte for byte in exchange(question(subject)) if byte & _FIXED_BITS == _FIXED_AS]
    return said[-1] if said else None
