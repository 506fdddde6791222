"""Printers behind a queue: the system's own commands and Windows's spooler stand in at the edge of the world."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from pos.devices.cups_printer import CupsPrinter
from pos.devices.finding import FoundPrinter, find_printers
from pos.devices.printer import printer_from
from pos.devices.windows_printer import WindowsPrinter
from pos.domain.errors import PrinterOffline, PrintUnknown
from pos.domain.printer import Reach, parse_printer

RECEIPT = b"\x1b@Savon 2,50 \xd5\n\x00\xff" * 100

with_shell = pytest.mark.skipif(sys.platform == "win32", reason="no shell here")


def command(folder: Path, name: str, script: str) -> None:
    """Put a command of this name where the system looks first."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)


@pytest.fixture
def commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of commands in place of the system's."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/bin{os.pathsep}/usr/bin")
    return folder


@with_shell
def test_a_queue_takes_the_bytes_as_they_are(commands: Path, tmp_path: Path) -> None:
    command(commands, "lp", f'echo "$@" > {tmp_path}/asked; cat > {tmp_path}/job')

    printer_from("cups:Ticket").send(RECEIPT)

    assert (tmp_path / "job").read_bytes() == RECEIPT
    assert (tmp_path / "asked").read_text() == "-s -d Ticket -o raw\n"


@with_shell
def test_a_queue_that_is_not_there_is_told_in_its_own_words(commands: Path) -> None:
    command(commands, "lp", 'echo "lp: The printer or class does not exist." >&2; exit 1')

    with pytest.raises(PrinterOffline) as offline:
        CupsPrinter("Ticket").send(RECEIPT)

    assert (offline.value.device, offline.value.detail) == ("Ticket", "lp: The printer or class does not exist.")


def test_a_machine_without_queues_means_nothing_was_sent(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(PrinterOffline):
        CupsPrinter("Ticket").send(RECEIPT)


@with_shell
def test_a_queue_that_hangs_leaves_a_question_and_keeps_nobody(commands: Path) -> None:
    command(commands, "lp", "exec sleep 60")
    began = time.monotonic()

    with pytest.raises(PrintUnknown):
        CupsPrinter("Ticket", patience_s=60).send(RECEIPT, lambda: True)

    assert time.monotonic() - began < 2


class PretendSpooler:
    """Windows's spooler as its manual describes it: handles, documents, bytes in parts, and refusals."""

    def __init__(self, *known: str, at_once: int = 1_000, full_after: int | None = None) -> None:
        self.known, self.at_once, self.full_after = known, at_once, full_after
        self.printed: list[tuple[str, bytes]] = []
        self.aborted = 0
        self._spooling: dict[int, bytearray] = {}
        self._names: dict[int, str] = {}

    @property
    def open_handles(self) -> int:
        return len(self._names)

    def open(self, name: str) -> int:
        if name not in self.known:
            raise OSError(1801, "The printer name is invalid")
        handle = len(self._names) + 7
        self._names[handle] = name
        return handle

    def begin_document(self, handle: int, title: str) -> None:
        assert title
        self._spooling[handle] = bytearray()

    def write(self, handle: int, data: bytes) -> int:
        taken = data[: self.at_once]
        if self.full_after is not None and len(self._spooling[handle]) + len(taken) > self.full_after:
            raise OSError(112, "There is not enough space on the disk")
        self._spooling[handle] += taken
        return len(taken)

    def end_document(self, handle: int) -> None:
        self.printed.append((self._names[handle], bytes(self._spooling.pop(handle))))

    def abort(self, handle: int) -> None:
        self.aborted += 1
        self._spooling.pop(handle)

    def close(self, handle: int) -> None:
        del self._names[handle]

    def names(self) -> list[str]:
        return list(self.known)


def test_windows_takes_a_paper_in_parts_and_prints_it_as_it_is() -> None:
    spooler = PretendSpooler("EPSON TM-T20III")

    WindowsPrinter("EPSON TM-T20III", spooler).send(RECEIPT)

    assert spooler.printed == [("EPSON TM-T20III", RECEIPT)]
    assert (spooler.open_handles, spooler.aborted) == (0, 0)


def test_a_printer_windows_does_not_know_means_nothing_was_sent() -> None:
    spooler = PretendSpooler("PDF")

    with pytest.raises(PrinterOffline) as offline:
        WindowsPrinter("EPSON", spooler).send(RECEIPT)

    assert offline.value.detail == "The printer name is invalid"
    assert spooler.open_handles == 0


def test_a_spooler_that_refuses_the_first_byte_has_printed_nothing() -> None:
    spooler = PretendSpooler("EPSON", full_after=0)

    with pytest.raises(PrinterOffline):
        WindowsPrinter("EPSON", spooler).send(RECEIPT)

    assert (spooler.printed, spooler.aborted, spooler.open_handles) == ([], 1, 0)


@pytest.mark.parametrize("spooler", [PretendSpooler("EPSON", full_after=1_500), PretendSpooler("EPSON", at_once=0)])
def test_a_spooler_that_stops_half_way_leaves_no_half_a_paper(spooler: PretendSpooler) -> None:
    with pytest.raises((PrintUnknown, PrinterOffline)):
        WindowsPrinter("EPSON", spooler).send(RECEIPT)

    assert (spooler.printed, spooler.aborted, spooler.open_handles) == ([], 1, 0)


@pytest.mark.skipif(sys.platform == "win32", reason="this machine has a spooler")
def test_elsewhere_a_windows_printer_is_offline() -> None:
    with pytest.raises(PrinterOffline):
        printer_from("windows:EPSON").send(RECEIPT)


@with_shell
def test_what_the_machine_knows_is_found(commands: Path, tmp_path: Path) -> None:
    command(commands, "lpstat", '[ "$1" = -e ] && printf "Ticket\\nBureau\\n"')
    usb = tmp_path / "usb"
    usb.mkdir()
    (usb / "lp0").touch()
    (usb / "hiddev0").touch()

    found = find_printers(usb_devices=usb, spooler=PretendSpooler("EPSON TM-T20III"))

    assert [one for one in found if one.reach is not Reach.SERIAL] == [
        FoundPrinter(f"usb:{usb}/lp0", Reach.USB, f"{usb}/lp0"),
        FoundPrinter("cups:Bureau", Reach.CUPS, "Bureau"),
        FoundPrinter("cups:Ticket", Reach.CUPS, "Ticket"),
        FoundPrinter("windows:EPSON%20TM-T20III", Reach.WINDOWS, "EPSON TM-T20III"),
    ]
    assert all(parse_printer(one.address).reach is one.reach for one in found)


@pytest.mark.parametrize("script", ["exit 1", "exec sleep 60"], ids=["refuses", "hangs"])
@with_shell
def test_a_machine_that_does_not_answer_has_nothing(
    commands: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    command(commands, "lpstat", script)
    monkeypatch.setattr("pos.devices.finding._LPSTAT_S", 0.2)

    assert [one for one in find_printers(usb_devices=tmp_path / "none") if one.reach is not Reach.SERIAL] == []
