"""A paper as the bytes a receipt printer understands (ESC/POS).

python-escpos is used as an encoder only, and imported at the first paper: it costs more than the first
screen may. It reads our own short list of capabilities, which spares it its large one and the pickle it
would keep of that. The code page is forced after every reset, because its own choice of pages writes an
apostrophe in Greek; what the page lacks is spelt out before it gets there. Pictures, cuts and the drawer's pulse
are written here: they differ from printer to printer, and the library asks its own lists about them.
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import os
import shutil
import sys
import threading
from functools import partial
from typing import TYPE_CHECKING, Any

import resources
from pos.domain.printer import CodePage, Cutting, Drawer, Letters, PrinterProfile
from pos.receipts.document import Cut, Document, Picture, QrCode, Size
from pos.receipts.layout import PaperLine, lay_out, wrap
from pos.receipts.printable import HARD_SPACE, writable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

QR_DOTS = 6
"""How many dots of the printing head a square of a code is wide: 0.75 mm at 203 dots an inch."""

BAND_ROWS = 128
"""So many rows of a picture are sent at once: printers with little memory take no more."""

FEED_LINES = 6
"""From the printing head to the knife, or to the edge the paper is torn at."""

_SCALES = {Size.NORMAL: (1, 1), Size.TALL: (1, 2), Size.BIG: (2, 2)}
_RESET = b"\x1b@"
_ONE_BYTE = b"\x1c."
_FEED = bytes((0x1B, ord("d"), FEED_LINES))
_KNIFE = {Cutting.FULL: b"\x1dV\x00", Cutting.PARTIAL: b"\x1dV\x01", Cutting.TORN: b""}
_PULSE_ON_MS, _PULSE_OFF_MS = 50, 500
"""Drawers want the first, and their coils the second to cool."""

_OUTSIDE = ("ESCPOS_CAPABILITIES_FILE", "ESCPOS_CAPABILITIES_PICKLE_DIR")
_loading = threading.Lock()


def render(document: Document, profile: PrinterProfile, *, logo: Picture | None = None) -> bytes:
    """The bytes that print a document on a printer of this profile; they neither open a drawer nor ask anything.

    Args:
        document: what the paper says.
        profile: what it is made for.
        logo: a picture on top, no wider than the paper.
    """
    encoder = _encoder(profile.letters)
    paper = bytearray(_beginning(profile) + _bands(logo))
    for block in lay_out(document, profile.columns, clean=partial(writable, page=profile.letters.page)):
        match block:
            case PaperLine():
                _write(encoder, block)
            case QrCode():
                _draw(encoder, block)
            case Cut():
                paper += _taken(encoder) + _end(profile)
    return bytes(paper + _taken(encoder))


def render_probe(lines: Sequence[tuple[Letters, str]], heading: str, profile: PrinterProfile) -> bytes:
    """The bytes of a paper whose lines are each written with other letters, to see which of them reads right.

    Args:
        lines: the letters of each line, and what it says.
        heading: stands on top, in letters every printer has.
        profile: how the paper begins and ends.
    """
    plain = Letters(CodePage.ASCII, 0)
    paper = bytearray(_beginning(profile))
    for letters, text in ((plain, heading), *lines):
        encoder = _encoder(letters)
        for line in wrap(writable(text, letters.page), profile.columns):
            encoder.textln(line.replace(HARD_SPACE, " "))
        paper += _taken(encoder)
    return bytes(paper + _end(profile))


def drawer_pulse(drawer: Drawer) -> bytes:
    """The bytes that open a drawer (ESC p), and nothing else; none where no drawer hangs on the printer."""
    if drawer is Drawer.NONE:
        return b""
    return bytes((0x1B, ord("p"), int(drawer is Drawer.PIN_5), _PULSE_ON_MS // 2, _PULSE_OFF_MS // 2))


def load() -> None:
    """Import the encoder, so that the first paper need not wait for it; cheap when that is done."""
    _dummy()


def _beginning(profile: PrinterProfile) -> bytes:
    return _RESET + _ONE_BYTE if profile.one_byte else _RESET


def _end(profile: PrinterProfile) -> bytes:
    return _FEED + _KNIFE[profile.cutting]


def _encoder(letters: Letters) -> Any:
    """An encoder that writes one page and no other, under the number this printer keeps it."""
    dummy = _dummy()
    pages = sys.modules["escpos.magicencode"].Encoder({letters.page.value: letters.number})
    encoder = dummy(magic_encode_args={"encoder": pages})
    encoder.charcode(letters.page.value)
    return encoder


def _taken(encoder: Any) -> bytes:
    """What the encoder wrote since the last time."""
    output: bytes = encoder.output
    encoder.clear()
    return output


def _bands(picture: Picture | None) -> bytes:
    """A picture in dots (GS v 0), a few rows at a time, one under the other without a gap."""
    if picture is None:
        return b""
    wide, at_once = picture.row_bytes, picture.row_bytes * BAND_ROWS
    bands = (picture.rows[start : start + at_once] for start in range(0, len(picture.rows), at_once))
    return b"".join(
        b"\x1dv0\x00" + wide.to_bytes(2, "little") + (len(band) // wide).to_bytes(2, "little") + band for band in bands
    )


def _write(encoder: Any, line: PaperLine) -> None:
    text = line.text.replace(HARD_SPACE, " ").rstrip()
    styled = bool(text) and (line.bold or line.size is not Size.NORMAL)
    if styled:
        wide, high = _SCALES[line.size]
        encoder.set(bold=line.bold, custom_size=True, width=wide, height=high)
    encoder.textln(text)
    if styled:
        encoder.set(bold=False, custom_size=True, width=1, height=1)


def _draw(encoder: Any, code: QrCode) -> None:
    encoder.set(align="center")
    encoder.qr(code.content, native=True, size=QR_DOTS)
    encoder.set(align="left")


def _dummy() -> Any:
    """The encoder's class; the first call imports it and leaves neither a log handler nor a folder behind."""
    with _loading:
        if "escpos.printer" in sys.modules:
            return sys.modules["escpos.printer"].Dummy
        with _own_surroundings():
            return importlib.import_module("escpos.printer").Dummy


@contextlib.contextmanager
def _own_surroundings() -> Iterator[None]:
    """While the encoder is imported: our capabilities, no pickle of anybody's; afterwards all is as it was."""
    handlers = list(logging.getLogger().handlers)
    before = {name: os.environ.pop(name) for name in _OUTSIDE if name in os.environ}
    os.environ[_OUTSIDE[0]] = str(resources.path("printers", "capabilities.json"))
    try:
        yield
        shutil.rmtree(sys.modules["escpos.capabilities"].pickle_dir, ignore_errors=True)
    finally:
        del os.environ[_OUTSIDE[0]]
        os.environ.update(before)
        logging.getLogger().handlers[:] = handlers
