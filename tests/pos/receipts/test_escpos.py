"""The bytes: only commands of ours, the right page after every reset, a cut at the end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.devices.paper import CUT_MARK, read_paper
from pos.domain.printer import USUAL_NUMBER, CodePage, Cutting, Drawer, Letters, PrinterProfile
from pos.receipts.document import Align, Cut, Document, Picture, QrCode, Row, Size, Table, Text
from pos.receipts.escpos import drawer_pulse, render

INIT = b"\x1b@"
BOLD_ON, BOLD_OFF = b"\x1bE\x01", b"\x1bE\x00"
BIG, NORMAL = b"\x1d!\x11", b"\x1d!\x00"
FULL_CUT = b"\x1dV\x00"

LOADING = """
import logging, os, sys, tempfile
before = sorted(os.listdir(tempfile.gettempdir())), dict(os.environ)
import pos.receipts.escpos, pos.operations.printing
assert "escpos.printer" not in sys.modules, "imported before the first paper"
pos.receipts.escpos.load()
assert "escpos.printer" in sys.modules
assert (sorted(os.listdir(tempfile.gettempdir())), dict(os.environ)) == before
assert logging.getLogger().handlers == []
"""


def paper(*blocks: Text | Row | Table | QrCode | Cut) -> Document:
    return Document("Essai", "fr", blocks)


@pytest.mark.parametrize(
    ("page", "number", "euro"),
    [
        (CodePage.CP858, 19, b"\xd5"),
        (CodePage.CP858, 13, b"\xd5"),
        (CodePage.CP1252, 16, b"\x80"),
        (CodePage.CP1252, 71, b"\x80"),
        (CodePage.LATIN9, 40, b"\xa4"),
    ],
)
def test_the_code_page_is_set_after_the_reset_and_never_left(page: CodePage, number: int, euro: bytes) -> None:
    data = render(paper(Text("l'été à 5 € Ελλάδα"), Cut()), PrinterProfile(32, Letters(page, number)))

    assert data.startswith(INIT + b"\x1bt" + bytes([number]))
    assert data.count(b"\x1bt") == 1
    assert b"5 " + euro in data
    assert "l'été à 5 € ??????" in read_paper(data).text


def test_a_paper_ends_with_a_cut() -> None:
    data = render(paper(Text("Merci"), Cut()), PrinterProfile(32))

    assert data.endswith(FULL_CUT)
    assert read_paper(data).text.endswith(f"{CUT_MARK}\n")


@pytest.mark.parametrize(
    ("cutting", "end"), [(Cutting.FULL, b"\x1dV\x00"), (Cutting.PARTIAL, b"\x1dV\x01"), (Cutting.TORN, b"\x1bd\x06")]
)
def test_a_paper_ends_as_the_printer_can(cutting: Cutting, end: bytes) -> None:
    data = render(paper(Text("Merci"), Cut()), PrinterProfile(32, cutting=cutting))

    assert data.endswith(end)
    assert b"\x1bd\x06" in data
    assert read_paper(data).cuts == (cutting is not Cutting.TORN)


def test_a_printer_made_for_chinese_is_told_that_every_byte_is_a_sign() -> None:
    data = render(paper(Text("Été")), PrinterProfile(32, one_byte=True))

    assert data.startswith(INIT + b"\x1c." + b"\x1bt\x13")
    assert read_paper(data).one_byte


@pytest.mark.parametrize(
    ("drawer", "pulse"),
    [(Drawer.PIN_2, b"\x1bp\x00\x19\xfa"), (Drawer.PIN_5, b"\x1bp\x01\x19\xfa"), (Drawer.NONE, b"")],
)
def test_a_drawer_is_opened_by_its_own_bytes_and_nothing_else(drawer: Drawer, pulse: bytes) -> None:
    assert drawer_pulse(drawer) == pulse
    assert read_paper(pulse).text == ""


def test_no_receipt_opens_a_drawer_though_one_is_attached() -> None:
    hostile = Text("Savon \x1bp\x00\x19\xfa \x1dV\x00 \x10\x14\x01\x00\x01 doux")

    printed = read_paper(render(paper(hostile, Cut()), PrinterProfile(48, drawer=Drawer.PIN_2)))

    assert (printed.drawers, printed.cuts, printed.strange) == ((), 1, ())
    assert "Savon p" in printed.text


def test_a_picture_stands_on_top_in_bands_a_small_memory_takes() -> None:
    logo = Picture(72, b"\xaa" * 72 * 300)

    data = render(paper(Text("Merci"), Cut()), PrinterProfile(48), logo=logo)

    assert read_paper(data).pictures == ((576, 128), (576, 128), (576, 44))
    assert read_paper(data).strange == ()
    assert read_paper(data).text.index("[576 x 44]") < read_paper(data).text.index("Merci")


def test_large_and_bold_letters_end_with_their_line() -> None:
    data = render(paper(Text("Non", bold=True, size=Size.BIG), Text("oui")), PrinterProfile(32))

    assert data.endswith(BIG + BOLD_ON + b"Non\n" + NORMAL + BOLD_OFF + b"oui\n")


def test_a_square_code_is_drawn_by_the_printer() -> None:
    address = "https://boutique.example/été?a=\x1bp\x00"

    drawn = read_paper(render(paper(QrCode(address), Text("suite"), Cut()), PrinterProfile(48)))

    assert drawn.codes == (address,)
    assert drawn.strange == ()
    assert "suite\n" in drawn.text


@given(st.text(), st.text(max_size=20), st.sampled_from(CodePage), st.sampled_from([32, 42, 48]))
def test_no_text_makes_a_printer_do_anything_but_print(name: str, amount: str, page: CodePage, columns: int) -> None:
    document = paper(
        Text(name, Align.CENTER, bold=True, size=Size.BIG),
        Row(name, amount),
        Table((name, amount), ((amount, name),)),
        Cut(),
    )

    printed = read_paper(render(document, PrinterProfile(columns, Letters(page, USUAL_NUMBER[page]))))

    assert printed.strange == ()
    assert (printed.cuts, printed.resets, printed.codes) == (1, 1, ())
    assert (printed.pictures, printed.drawers, printed.one_byte) == ((), (), False)


def test_the_encoder_comes_late_and_leaves_nothing_behind(tmp_path: Path) -> None:
    surroundings = os.environ | {"TMPDIR": str(tmp_path), "ESCPOS_CAPABILITIES_PICKLE_DIR": str(tmp_path)}

    loaded = subprocess.run(
        [sys.executable, "-c", LOADING], env=surroundings, capture_output=True, text=True, timeout=60, check=False
    )

    assert loaded.returncode == 0, loaded.stderr
    assert list(tmp_path.iterdir()) == []
