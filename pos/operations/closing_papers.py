"""Papers of closings: on their way to the printer, as files, and what is needed to show them.

The first paper of a closing is the closing; every one after it says DUPLICATE and is noted in the journal as a copy,
in the same way as a receipt's. The figures of an open day (X) are no closing and are not counted.
"""

from __future__ import annotations

from datetime import datetime

from pos.database import print_jobs, settings
from pos.database.connection import Database, transaction
from pos.database.journal import closings, keys
from pos.database.journal.author import author_of
from pos.database.journal.records import append, by_seq, count_about
from pos.database.journal.software import software
from pos.database.print_jobs import JobState, PaperKind, PrintJob
from pos.domain.identity import NewId, to_ms
from pos.domain.printer import PrinterProfile
from pos.fiscal.canonical import Body
from pos.fiscal.closing import read_closing
from pos.fiscal.record import Kind, Record
from pos.operations.changes import Changes
from pos.operations.closing import x_report
from pos.operations.equipping import logo_for
from pos.operations.printing import RECEIPT_PRINTER
from pos.operations.saving_papers import CountedReceipt, FileKind
from pos.receipts import escpos
from pos.receipts.closing import ClosingPaper, closing_paper, figures_paper
from pos.receipts.document import Document
from pos.wording import Wording

_CLOSINGS = frozenset({Kind.Z, Kind.ZM, Kind.ZY})


def paper_of(db: Database, seq: int) -> ClosingPaper:
    """Everything the paper of a closing shows.

    Raises:
        LookupError: there is no such closing.
    """
    record = _wanted(db, seq)
    closing = read_closing(record.payload)
    signed_with = next((one.key for one in keys.all_keys(db) if one.key.id == record.writer.key_id), None)
    return ClosingPaper(
        record=record,
        closing=closing,
        fingerprint="" if signed_with is None else signed_with.fingerprint,
        count=closings.count_of(db, seq) if record.kind is Kind.Z else None,
        attested=closing.program.attested and software().is_attested,
    )


def queue_closing(
    db: Database, seq: int, *, profile: PrinterProfile, now: datetime, new_id: NewId, wording: Wording
) -> Changes:
    """Let the paper of a closing wait for the receipt printer; every paper after the first is a copy.

    Args:
        db: the shop.
        seq: the closing's number in the chain.
        profile: what the paper is made for.
        now: the moment.
        new_id: names the job.
        wording: the language of the paper.

    Raises:
        LookupError: there is no such closing.
    """
    escpos.load()
    author_of(db)
    with transaction(db):
        document, copy = _next_paper(db, seq, "print", now, wording)
        job = PrintJob(
            new_id(), RECEIPT_PRINTER, None, document.title, copy, JobState.WAITING, to_ms(now),
            paper=PaperKind.CLOSING, record_seq=seq,
        )  # fmt: skip
        print_jobs.add(db, job, escpos.render(document, profile, logo=logo_for(db, profile)))
    return Changes(prints=True)


def queue_figures(db: Database, *, profile: PrinterProfile, now: datetime, new_id: NewId, wording: Wording) -> Changes:
    """Let the figures of the open day, as they are now, wait for the receipt printer."""
    escpos.load()
    with transaction(db):
        document = figures_paper(x_report(db, now=now), wording)
        job = PrintJob(
            new_id(), RECEIPT_PRINTER, None, document.title, 0, JobState.WAITING, to_ms(now), paper=PaperKind.FIGURES
        )
        print_jobs.add(db, job, escpos.render(document, profile, logo=logo_for(db, profile)))
    return Changes(prints=True)


def print_job_again(
    db: Database, job: PrintJob, *, profile: PrinterProfile, now: datetime, new_id: NewId, wording: Wording
) -> Changes:
    """Print the paper of a job nobody knows the fate of once more; the figures of an open day as they are now."""
    if job.state in {JobState.WAITING, JobState.SENDING}:
        return Changes()
    with transaction(db):
        print_jobs.drop(db, job.id)
    if job.record_seq is None:
        return queue_figures(db, profile=profile, now=now, new_id=new_id, wording=wording)
    return queue_closing(db, job.record_seq, profile=profile, now=now, new_id=new_id, wording=wording)


def count_closing(
    db: Database, seq: int, kind: FileKind, *, now: datetime, new_id: NewId, wording: Wording
) -> CountedReceipt:
    """Make the paper of a closing that will be a file; `saving_papers.write_receipt` writes it.

    Raises:
        LookupError: there is no such closing.
    """
    author_of(db)
    with transaction(db):
        document, copy = _next_paper(db, seq, kind.value, now, wording)
        made = PrintJob(
            new_id(), kind.value, None, document.title, copy, JobState.PRINTED, to_ms(now),
            paper=PaperKind.CLOSING, record_seq=seq,
        )  # fmt: skip
        print_jobs.add(db, made, b"")
    return CountedReceipt(made.id, document, copy, settings.shop_identity(db).name, now)


def _next_paper(db: Database, seq: int, given_as: str, now: datetime, wording: Wording) -> tuple[Document, int]:
    """Inside a transaction: the next paper of a closing and which copy it is, noted where it is one."""
    paper = paper_of(db, seq)
    record = paper.record
    copies = count_about(db, record.subject, Kind.COPY)
    copy = copies + 1 if copies or print_jobs.has_paper(db, seq) else 0
    if copy:
        body: Body = {
            "of": seq,
            "ticket": {"series": record.series, "no": record.number},
            "copy": copy,
            "as": given_as,
        }
        append(db, Kind.COPY, body, now=now, subject=record.subject)
    return closing_paper(paper, wording, copy=copy), copy


def _wanted(db: Database, seq: int) -> Record:
    record = by_seq(db, seq)
    if record is None or record.kind not in _CLOSINGS:
        raise LookupError(seq)
    return record
