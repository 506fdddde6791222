"""A receipt given as a file: as a PDF, as plain text, as a mail to be sent. Each counts like a paper of the sale."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path

from pos.database import print_jobs, sales, settings
from pos.database.connection import Database, transaction
from pos.database.print_jobs import JobState, PrintJob
from pos.domain.errors import FileNotWritten
from pos.domain.identity import NewId, to_ms
from pos.receipts import mail, pdf
from pos.receipts.compose import sale_receipt
from pos.receipts.document import Document
from pos.wording import Wording


class FileKind(StrEnum):
    """What is written, named as such files end."""

    PDF = "pdf"
    TEXT = "txt"
    MAIL = "eml"


def save_receipt(
    db: Database, sale_id: str, path: Path, kind: FileKind, *, now: datetime, new_id: NewId, wording: Wording
) -> int:
    """Write the receipt of a sale into a file, and give which copy it is: 0 for the first paper of the sale.

    A file counts as a paper does: when the sale's receipt was printed or saved before, this one says DUPLICATE. The
    count is on the disk before the file is, and taken back when the file cannot be written.

    Args:
        db: the shop.
        sale_id: a sale that is kept.
        path: the file; an earlier one of that name is replaced.
        kind: what is written.
        now: the moment, noted with the count.
        new_id: names what is noted.
        wording: the language of the paper.

    Raises:
        LookupError: there is no such sale.
        FileNotWritten: the file cannot be written there; nothing is counted.
    """
    job_id = new_id()
    with transaction(db):
        sale, shop = sales.wanted(db, sale_id), settings.shop_identity(db)
        copy = print_jobs.next_copy(db, sale_id)
        receipt = sale_receipt(sale, shop, wording, copy=copy)
        made = PrintJob(job_id, kind.value, sale_id, receipt.title, copy, JobState.PRINTED, to_ms(now))
        print_jobs.add(db, made, b"")
    try:
        path.write_bytes(_written(receipt, kind, shop.name, now))
    except OSError as problem:
        with transaction(db):
            print_jobs.take_back(db, job_id)
        raise FileNotWritten(path, problem.strerror or "") from problem
    return copy


def _written(receipt: Document, kind: FileKind, shop_name: str, now: datetime) -> bytes:
    if kind is FileKind.PDF:
        return pdf.render(receipt, made_at=now)
    letter = mail.letter(receipt, shop_name)
    return mail.as_file(letter) if kind is FileKind.MAIL else letter.body.encode()
