"""A receipt given as a file: as a PDF, as plain text, as a mail to be sent. Each counts like a paper of the sale.

Three steps, so that the shop's file is never held while a PDF is made: the receipt is counted and composed, written
to the disk without the shop's file, and noted as never made when that failed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from pos.database import print_jobs
from pos.database.connection import Database, transaction
from pos.database.journal.author import author_of
from pos.database.print_jobs import JobState, PrintJob
from pos.domain.errors import FileNotWritten
from pos.domain.identity import NewId, to_ms
from pos.operations.copying import CopyAs, kept_sale, note_copy
from pos.receipts import mail, pdf
from pos.receipts.document import Document
from pos.wording import Wording


class FileKind(StrEnum):
    """What is written, named as such files end."""

    PDF = "pdf"
    TEXT = "txt"
    MAIL = "eml"


@dataclass(frozen=True, slots=True)
class CountedReceipt:
    """A receipt that is to become a file; copy is 0 for the sale's first paper and n for its n-th duplicate."""

    id: str
    receipt: Document
    copy: int
    shop_name: str
    made_at: datetime


def count_receipt(
    db: Database, sale_id: str, kind: FileKind, *, now: datetime, new_id: NewId, wording: Wording
) -> CountedReceipt:
    """Make the receipt of a sale that will be a file; after the first paper it is a DUPLICATE with a record of its own.

    One of a training ticket says SIMULATION and is counted nowhere.

    Args:
        db: the shop.
        sale_id: a sale that is kept.
        kind: what will be written.
        now: the moment, noted with the count.
        new_id: names what is noted.
        wording: the language of the paper.

    Raises:
        LookupError: there is no such sale.
    """
    author_of(db)
    with transaction(db):
        kept = kept_sale(db, sale_id)
        copy = note_copy(db, kept, CopyAs(kind.value), now=now)
        receipt = kept.receipt(wording, copy=copy)
        seq = None if kept.record is None else kept.record.seq
        made = PrintJob(
            new_id(), kind.value, kept.sale_id, receipt.title, copy, JobState.PRINTED, to_ms(now), record_seq=seq
        )
        if not kept.is_training:
            print_jobs.add(db, made, b"")
    return CountedReceipt(made.id, receipt, copy, kept.shop.name, now)


def write_receipt(counted: CountedReceipt, path: Path, kind: FileKind) -> None:
    """Write a counted receipt; an earlier file of that name is replaced.

    Raises:
        FileNotWritten: the file cannot be written there; `take_back` is to be told.
    """
    try:
        path.write_bytes(_content(counted, kind))
    except OSError as problem:
        raise FileNotWritten(path, problem.strerror or "") from problem


def take_back(db: Database, counted: CountedReceipt) -> None:
    """Note that no file of a receipt came about; repeating it changes nothing.

    The next paper may then be the original, if this was to be it. A duplicate keeps its number: records stay.
    """
    with transaction(db):
        print_jobs.take_back(db, counted.id)


def _content(counted: CountedReceipt, kind: FileKind) -> bytes:
    if kind is FileKind.PDF:
        return pdf.render(counted.receipt, made_at=counted.made_at)
    letter = mail.letter(counted.receipt, counted.shop_name)
    return mail.as_file(letter) if kind is FileKind.MAIL else letter.body.encode()
