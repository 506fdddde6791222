"""Printers behind files, and the one that only pretends."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from pos.devices.file_printer import FilePrinter
from pos.devices.network_printer import NetworkPrinter
from pos.devices.printer import PretendPrinter, printer_from
from pos.domain.errors import PrinterOffline, PrinterSettingWrong, PrintUnknown
from tests.golden.papers import FOLDER

RECEIPT = (FOLDER / "receipt-fr-80mm.bin").read_bytes()

fifos = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")


def test_a_setting_gives_its_printer(tmp_path: Path) -> None:
    network, file = printer_from("tcp://192.0.2.7:9101"), printer_from("file:///dev/usb/lp0")
    pretend, elsewhere = printer_from("pretend:", papers=tmp_path), printer_from("pretend:///var/papers")

    assert isinstance(network, NetworkPrinter)
    assert network.name == "192.0.2.7:9101"
    assert isinstance(file, FilePrinter)
    assert file.path == Path("/dev/usb/lp0")
    assert isinstance(pretend, PretendPrinter)
    assert pretend.folder == tmp_path
    assert isinstance(elsewhere, PretendPrinter)
    assert elsewhere.folder == Path("/var/papers")


@pytest.mark.parametrize("setting", ["", "lp0", "tcp://", "pretend:"])
def test_a_setting_that_leads_nowhere_is_refused(setting: str) -> None:
    with pytest.raises(PrinterSettingWrong):
        printer_from(setting)


def test_a_file_keeps_every_paper_in_order(tmp_path: Path) -> None:
    file = FilePrinter(tmp_path / "papers.bin")

    file.send(b"first")
    file.send(b"second")

    assert (tmp_path / "papers.bin").read_bytes() == b"firstsecond"


def test_a_missing_device_means_nothing_was_sent_and_no_file_takes_its_place() -> None:
    device = Path("/dev/comptoir-no-such-printer")

    with pytest.raises(PrinterOffline) as offline:
        FilePrinter(device).send(RECEIPT)

    assert offline.value.device == str(device)
    assert not device.exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
def test_a_device_that_refuses_the_first_byte_has_printed_nothing() -> None:
    with pytest.raises(PrinterOffline):
        FilePrinter(Path("/dev/full")).send(RECEIPT)


@fifos
def test_a_device_nobody_stands_behind_means_nothing_was_sent(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "lp0")

    with pytest.raises(PrinterOffline):
        FilePrinter(tmp_path / "lp0").send(RECEIPT)


@fifos
def test_a_device_that_stops_taking_bytes_leaves_a_question(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "lp0")
    reading = os.open(tmp_path / "lp0", os.O_RDONLY | os.O_NONBLOCK)
    try:
        with pytest.raises(PrintUnknown):
            FilePrinter(tmp_path / "lp0", patience_s=0.3).send(RECEIPT * 1000)
    finally:
        os.close(reading)


@fifos
def test_giving_up_on_a_device_ends_the_waiting_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "lp0")
    reading = os.open(tmp_path / "lp0", os.O_RDONLY | os.O_NONBLOCK)
    began = time.monotonic()
    try:
        with pytest.raises(PrintUnknown):
            FilePrinter(tmp_path / "lp0", patience_s=60).send(RECEIPT * 1000, lambda: True)
    finally:
        os.close(reading)

    assert time.monotonic() - began < 1


def test_the_pretend_printer_keeps_the_bytes_and_shows_the_paper(tmp_path: Path) -> None:
    pretend = PretendPrinter(tmp_path / "papers")

    pretend.send(b"\x1b@\x1bt\x13Caf\x82\n")
    pretend.send(RECEIPT)

    assert (tmp_path / "papers" / "000001.bin").read_bytes() == b"\x1b@\x1bt\x13Caf\x82\n"
    assert (tmp_path / "papers" / "000001.txt").read_text(encoding="utf-8") == "Café\n"
    assert (tmp_path / "papers" / "000002.bin").read_bytes() == RECEIPT
    assert [paper.text.splitlines()[0].strip() for paper in pretend.papers()] == ["Café", "Épicerie du Marché"]


def test_a_second_pretend_printer_goes_on_counting(tmp_path: Path) -> None:
    for text in (b"one\n", b"two\n"):
        PretendPrinter(tmp_path).send(text)

    assert [paper.text for paper in PretendPrinter(tmp_path).papers()] == ["one\n", "two\n"]


def test_a_pretend_printer_without_a_place_is_offline(tmp_path: Path) -> None:
    (tmp_path / "papers").write_text("in the way")

    with pytest.raises(PrinterOffline):
        PretendPrinter(tmp_path / "papers").send(RECEIPT)
