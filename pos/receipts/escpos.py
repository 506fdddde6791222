"""A paper as the bytes a receipt printer understands (ESC/POS).

python-escpos is used as an encoder only, and imported at the first paper: it costs more than the first
screen may. It reads our own short list of capabilities, which spares it its large one and the pickle it
would keep of that. The code page is forced after every reset, because its own choice of pages writes an
apostrophe in Greek; what the page lacks is spelt out before it gets there.
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
from pos.domain.printer import PrinterProfile
from pos.receipts.document import Cut, Document, QrCode, Size
from pos.receipts.layout import PaperLine, lay_out
from pos.receipts.printable import HARD_SPACE, writable

if TYPE_CHECKING:
    from collections.abc import Iterator

QR_DOTS = 6
"""How many dots of the printing head a square of a code is wide: 0.75 mm at 203 dots an inch."""

_SCALES = {Size.NORMAL: (1, 1), Size.TALL: (1, 2), Size.BIG: (2, 2)}
_OUTSIDE = ("ESCPOS_CAPABILITIES_FILE", "ESCPOS_CAPABILITIES_PICKLE_DIR")
_loading = threading.Lock()


def render(document: Document, profile: PrinterProfile) -> bytes:
    """The bytes that print a document on a printer of this profile; they neither open a drawer nor ask anything."""
    encoder = _encoder(profile)
    for block in lay_out(document, profile.columns, clean=partial(writable, page=profile.code_page)):
        match block:
            case PaperLine():
                _write(encoder, block)
            case QrCode():
                _draw(encoder, block)
            case Cut():
                encoder.cut()
    output: bytes = encoder.output
    return output


def load() -> None:
    """Import the encoder, so that the first paper need not wait for it; cheap when that is done."""
    _dummy()


def _encoder(profile: PrinterProfile) -> Any:
    encoder = _dummy()()
    encoder.hw("INIT")
    encoder.charcode(profile.code_page.value)
    return encoder


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
