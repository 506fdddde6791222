"""The printer a shop chose, among its settings; apart from them because the first screen does without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from pos.database import settings
from pos.domain.printer import ReceiptPrinter

if TYPE_CHECKING:
    from pos.database.connection import Database

_RECEIPT_PRINTER = "printer.receipt"


def receipt_printer(db: Database) -> ReceiptPrinter:
    """The printer for receipts; without an address when none was chosen."""
    body = settings.get(db, _RECEIPT_PRINTER)
    return msgspec.json.decode(body, type=ReceiptPrinter) if body else ReceiptPrinter()


def put_receipt_printer(db: Database, printer: ReceiptPrinter) -> None:
    """Set the printer for receipts."""
    settings.put(db, _RECEIPT_PRINTER, msgspec.json.encode(printer).decode())
