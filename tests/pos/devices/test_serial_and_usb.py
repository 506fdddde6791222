"""Printers on a serial line and behind a USB device file, on a real line of the system."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pos.devices.file_printer import FilePrinter
from pos.devices.printer import Printer, printer_from
from pos.devices.serial_printer import SerialPrinter
from pos.domain.errors import OutOfPaper, PaperNearlyOut, PrinterNotAllowed, PrinterOffline, PrintUnknown
from pos.domain.printer import Flow
from tests.loopback_printer import FINE, NEARLY_NO_PAPER, NO_PAPER

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals here")
if sys.platform != "win32":
    from tests.pos.devices.pseudo_line import pseudo_line

RECEIPT = b"\x1b@Savon 2,50\n" * 100
LONG_PAPER = RECEIPT * 200


def serial(path: str) -> Printer:
    return SerialPrinter(path, baud=115_200, patience_s=0.5)


def usb(path: str) -> Printer:
    return FilePrinter(Path(path), answers=True, patience_s=0.5)


BOTH = pytest.mark.parametrize("reach", [serial, usb])
Reach = Callable[[str], Printer]


def test_a_setting_gives_its_printer() -> None:
    line, device = printer_from("serial:/dev/ttyS7?baud=9600&flow=hardware"), printer_from("usb:/dev/usb/lp0")

    assert isinstance(line, SerialPrinter)
    assert (line.port, line.baud, line.flow) == ("/dev/ttyS7", 9600, Flow.HARDWARE)
    assert isinstance(device, FilePrinter)
    assert (device.path, device.answers) == (Path("/dev/usb/lp0"), True)


@BOTH
def test_a_printer_that_answers_takes_every_byte(reach: Reach) -> None:
    with pseudo_line(FINE) as line:
        assert reach(line.path).send(RECEIPT) is None

        line.wait_for(RECEIPT)


@BOTH
def test_a_printer_that_never_answers_prints_all_the_same(reach: Reach) -> None:
    with pseudo_line() as line:
        assert reach(line.path).send(RECEIPT) is None

        line.wait_for(RECEIPT)


@BOTH
def test_a_printer_without_paper_is_sent_not_one_byte(reach: Reach) -> None:
    with pseudo_line(NO_PAPER) as line:
        with pytest.raises(OutOfPaper):
            reach(line.path).send(RECEIPT)

        assert line.taken == b""


@BOTH
def test_a_roll_near_its_end_is_told(reach: Reach) -> None:
    with pseudo_line(NEARLY_NO_PAPER) as line:
        assert isinstance(reach(line.path).send(RECEIPT), PaperNearlyOut)


@BOTH
def test_a_printer_that_stops_taking_bytes_leaves_a_question(reach: Reach) -> None:
    with pseudo_line(deaf=True) as line, pytest.raises(PrintUnknown):
        reach(line.path).send(LONG_PAPER)


@pytest.mark.parametrize("flow", Flow)
def test_a_line_is_opened_with_every_kind_of_flow_control(flow: Flow) -> None:
    with pseudo_line(FINE) as line:
        SerialPrinter(line.path, flow=flow).send(b"Savon\n")

        line.wait_for(b"Savon\n")


def test_giving_up_on_a_line_ends_the_waiting_at_once() -> None:
    began = time.monotonic()
    with pseudo_line(deaf=True) as line, pytest.raises(PrintUnknown):
        SerialPrinter(line.path, patience_s=60).send(LONG_PAPER, lambda: True)

    assert time.monotonic() - began < 2


@pytest.mark.parametrize("reach", [serial, usb])
def test_a_line_nobody_plugged_in_means_nothing_was_sent(reach: Reach) -> None:
    with pytest.raises(PrinterOffline) as offline:
        reach("/dev/comptoir-no-such-line").send(RECEIPT)

    assert offline.value.device == "/dev/comptoir-no-such-line"
    assert not Path("/dev/comptoir-no-such-line").exists()


@pytest.mark.parametrize("reach", [serial, usb])
def test_a_line_this_person_may_not_open_is_told_as_such(reach: Reach, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may be allowed everything: the system's own call says no in its place."""

    def refuse(path: object, *_: object, **__: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(PrinterNotAllowed) as refused:
        reach("/dev/ttyS99").send(RECEIPT)

    assert refused.value.device == "/dev/ttyS99"
