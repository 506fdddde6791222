"""What hangs on the till: the receipt printer a shop chose, and the logo on top of its papers."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace
from pathlib import Path

from pos.database import printers, products
from pos.database.connection import Database, transaction
from pos.domain.errors import PictureRefused
from pos.domain.printer import PrinterProfile, ReceiptPrinter, parse_printer
from pos.receipts import picture
from pos.receipts.document import Picture
from pos.receipts.picture import NotAPicture

log = logging.getLogger(__name__)


def receipt_printer(db: Database) -> ReceiptPrinter:
    """The printer that was chosen; without an address when none was."""
    return printers.receipt_printer(db)


def keep_printer(db: Database, printer: ReceiptPrinter) -> ReceiptPrinter:
    """Use this printer from now on; its logo stays the one that is kept.

    Raises:
        PrinterSettingWrong: its address leads nowhere; nothing is kept.
    """
    if printer.address:
        parse_printer(printer.address)
    with transaction(db):
        kept = replace(printer, logo=printers.receipt_printer(db).logo)
        printers.put_receipt_printer(db, kept)
    return kept


def read_picture(path: Path) -> bytes:
    """A picture from a file, looked through to its end: it can be printed.

    Raises:
        PictureRefused: it cannot be read, or is neither a PNG nor a JPEG of a bearable size.
    """
    try:
        with path.open("rb") as file:
            body = file.read(picture.LARGEST_BYTES + 1)
        picture.media_type(body)
    except OSError as problem:
        raise PictureRefused(path, "unreadable") from problem
    except NotAPicture as problem:
        raise PictureRefused(path, str(problem)) from problem
    return body


def keep_logo(db: Database, body: bytes) -> ReceiptPrinter:
    """Put a picture on top of every paper from now on; an empty one takes the logo off."""
    media_type = picture.media_type(body) if body else ""
    with transaction(db):
        before = printers.receipt_printer(db)
        after = replace(before, logo=hashlib.sha256(body).hexdigest() if body else "")
        if body:
            products.add_photo(db, after.logo, media_type, body)
        printers.put_receipt_printer(db, after)
        if before.logo != after.logo:
            products.drop_photo(db, before.logo)
    return after


def logo_for(db: Database, profile: PrinterProfile) -> Picture | None:
    """The shop's logo in the dots of this paper, or None; one that cannot be read any more holds up no receipt."""
    body = products.photo(db, printers.receipt_printer(db).logo)
    if body is None:
        return None
    try:
        return picture.drawn(body, profile.dots)
    except NotAPicture:
        log.warning("the logo cannot be read any more")
        return None
