"""Printing: papers wait in the shop's file until the printer took them, so a dead printer never holds up a sale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from pos.database import print_jobs
from pos.database.connection import Database, transaction
from pos.database.journal.author import author_of
from pos.database.journal.records import by_seq
from pos.database.print_jobs import JobState, PaperKind, PrintJob
from pos.domain.errors import DeviceError, PrinterOffline, PrintUnknown
from pos.domain.identity import NewId, to_ms
from pos.domain.printer import PrinterProfile
from pos.domain.tax import TaxRate
from pos.domain.ticket import Ticket
from pos.fiscal.record import Kind, Record
from pos.fiscal.service_note import read_note
from pos.operations.changes import Changes
from pos.operations.copying import CopyAs, kept_sale, note_copy, proof_of
from pos.operations.equipping import logo_for
from pos.operations.noting_services import write_note
from pos.receipts import escpos
from pos.receipts.compose import service_note
from pos.receipts.document import Document
from pos.wording import Wording

RECEIPT_PRINTER = "receipt"
"""The name under which jobs for the till's own receipt printer are kept."""

LONGEST_WAIT_S = 30.0
WAIT_AFTER_UNKNOWN_S = 5.0

Send = Callable[[bytes], DeviceError | None]
"""Hands bytes to a printer; raises PrinterOffline when none left, PrintUnknown when some did; gives a warning."""


class Outcome(Enum):
    """What became of a job that was sent."""

    PRINTED = "printed"
    OFFLINE = "offline"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PrintResult:
    """What became of a job; wait_s is how long a printer in trouble is left alone before the next job is tried.

    warning is what a person should see to soon, though the job is printed.
    """

    job: PrintJob
    outcome: Outcome
    trouble: DeviceError | None = None
    wait_s: float = 0.0
    warning: DeviceError | None = None


def queue_receipt(
    db: Database,
    sale_id: str,
    *,
    printer: str = RECEIPT_PRINTER,
    profile: PrinterProfile,
    now: datetime,
    new_id: NewId,
    wording: Wording,
) -> Changes:
    """Make the receipt of a sale and let it wait for a printer; every paper after the first says DUPLICATE.

    Args:
        db: the shop.
        sale_id: a sale that is kept.
        printer: the name jobs for this printer are kept under.
        profile: what the paper is made for.
        now: the moment, noted with the job.
        new_id: names the job.
        wording: the language of the paper.

    Raises:
        LookupError: there is no such sale.
        DatabaseError: nothing is kept; the sale is, as it was.
    """
    escpos.load()
    author_of(db)
    to = _Press(printer, profile, wording)
    with transaction(db):
        _queue_receipt(db, sale_id, to, now, new_id())
    return Changes(prints=True)


def queue_gift(
    db: Database,
    sale_id: str,
    *,
    printer: str = RECEIPT_PRINTER,
    profile: PrinterProfile,
    now: datetime,
    new_id: NewId,
    wording: Wording,
) -> Changes:
    """Let a gift receipt of a sale wait for a printer; it is no copy of the receipt and as many as wished are made.

    The arguments and what is raised are those of `queue_receipt`.
    """
    escpos.load()
    to = _Press(printer, profile, wording)
    with transaction(db):
        _queue_gift(db, sale_id, to, now, new_id())
    return Changes(prints=True)


def queue_note(
    db: Database,
    ticket: Ticket,
    *,
    rates: Sequence[TaxRate],
    printer: str = RECEIPT_PRINTER,
    profile: PrinterProfile,
    now: datetime,
    new_id: NewId,
    wording: Wording,
) -> Changes:
    """Make the note of a ticket, to be given before it is paid, and let it wait for a printer.

    The record is the shop's copy. A ticket whose lines have a note already gets no second one.

    Args:
        db: the shop.
        ticket: what is to be paid.
        rates: the VAT rates by class and day.
        printer: the name jobs for this printer are kept under.
        profile: what the paper is made for.
        now: the moment.
        new_id: names the job.
        wording: the language of the paper.

    Raises:
        EmptyTicket, DayNotClosed: nothing is written.
        SigningKeyMissing: there is no key to sign the record with; nothing is written.
    """
    escpos.load()
    author_of(db)
    to = _Press(printer, profile, wording)
    with transaction(db):
        noted = write_note(db, ticket, now=now, rates=rates)
        if noted.record is None or noted.again:
            return Changes()
        _queue_note(db, noted.record, to, now, new_id())
    return Changes(prints=True)


def print_next(db: Database, printer: str, send: Send) -> PrintResult | None:
    """Send the oldest job that waits for a printer, and note what became of it; None when none waits.

    That it is being sent is on the disk before a byte leaves; see `find_interrupted` for a job still found so. No
    transaction is open while the printer works. Only one thread may print on a printer.

    Raises:
        DatabaseError: what became of the job could not be noted; the next call finds it and makes it unknown.
    """
    job = _take_next(db, printer)
    if job is None:
        return None
    try:
        warning = send(print_jobs.body(db, job.id))
    except PrinterOffline as trouble:
        with transaction(db):
            print_jobs.mark_offline(db, job.id, str(trouble))
        return PrintResult(job, Outcome.OFFLINE, trouble, wait_after(job.tries + 1))
    except PrintUnknown as trouble:
        with transaction(db):
            print_jobs.mark_unknown(db, job.id, str(trouble))
        return PrintResult(job, Outcome.UNKNOWN, trouble, WAIT_AFTER_UNKNOWN_S)
    with transaction(db):
        print_jobs.mark_printed(db, job.id, after=JobState.SENDING)
    return PrintResult(job, Outcome.PRINTED, warning=warning)


def find_interrupted(db: Database, printer: str) -> Changes:
    """A job that was being sent when the program stopped is unknown from now on: it is never sent again by itself.

    For the thread that prints, when it starts. Repeating it changes nothing.
    """
    with transaction(db):
        return Changes(prints=print_jobs.mark_interrupted(db, printer) > 0)


def open_jobs(db: Database, printer: str | None = None) -> list[PrintJob]:
    """Jobs that are not settled, oldest first: for the status line and the list behind it."""
    return print_jobs.open_jobs(db, printer)


def drop_job(db: Database, job_id: str) -> Changes:
    """Give up a job that waits or is unknown; one that is being sent goes its way."""
    with transaction(db):
        return Changes(prints=print_jobs.drop(db, job_id))


def came_out(db: Database, job_id: str) -> Changes:
    """A person looked: the paper of an unknown job is there."""
    with transaction(db):
        return Changes(prints=print_jobs.mark_printed(db, job_id, after=JobState.UNKNOWN))


def print_again(
    db: Database, job_id: str, *, profile: PrinterProfile, now: datetime, new_id: NewId, wording: Wording
) -> Changes:
    """Print the paper of a job once more, a receipt as a duplicate; an unknown job is thereby settled.

    A job that still waits or is being sent is left alone: its paper is yet to come.
    """
    job = print_jobs.get(db, job_id)
    if job is not None and job.paper in {PaperKind.CLOSING, PaperKind.FIGURES}:
        from pos.operations.closing_papers import print_job_again  # which queues as this module does

        return print_job_again(db, job, profile=profile, now=now, new_id=new_id, wording=wording)
    if job is None or job.state in {JobState.WAITING, JobState.SENDING}:
        return Changes()
    make = _again(db, job)
    if make is None:
        return Changes()
    escpos.load()
    author_of(db)
    to = _Press(job.printer, profile, wording)
    with transaction(db):
        print_jobs.drop(db, job_id)
        make(to, now, new_id())
    return Changes(prints=True)


def wait_after(tries: int) -> float:
    """How many seconds an offline printer is left alone after so many tries in vain: 1, 2, 4 ... 30."""
    return min(LONGEST_WAIT_S, 2.0 ** min(tries - 1, 10))


@dataclass(frozen=True, slots=True)
class _Press:
    """Where a paper is printed, for what, and in which language."""

    printer: str
    profile: PrinterProfile
    wording: Wording


def _again(db: Database, job: PrintJob) -> Callable[[_Press, datetime, str], None] | None:
    """What makes the paper of a job once more, inside a transaction; None for one that is not made again."""
    record = None if job.record_seq is None else by_seq(db, job.record_seq)
    sale_id = job.sale_id
    if sale_id is None and record is not None and record.kind is Kind.TRAIN and record.payload:
        sale_id = record.subject
    match job.paper:
        case PaperKind.NOTE if record is not None and record.payload:
            return lambda to, now, job_id: _queue_note(db, record, to, now, job_id)
        case PaperKind.GIFT if sale_id is not None:
            return lambda to, now, job_id: _queue_gift(db, sale_id, to, now, job_id)
        case PaperKind.RECEIPT if sale_id is not None:
            return lambda to, now, job_id: _queue_receipt(db, sale_id, to, now, job_id)
        case PaperKind.PARCEL | PaperKind.SLIP if same := print_jobs.body(db, job.id):  # read before it is emptied
            return lambda to, now, job_id: print_jobs.add(db, _once_more(job, to, now, job_id), same)
        case _:
            return None


def _queue_receipt(db: Database, sale_id: str, to: _Press, now: datetime, job_id: str) -> None:
    """The sale's next receipt; a duplicate has its record in the same transaction."""
    kept = kept_sale(db, sale_id)
    copy = note_copy(db, kept, CopyAs.PRINT, now=now)
    receipt = kept.receipt(to.wording, copy=copy)
    seq = None if kept.record is None else kept.record.seq
    job = PrintJob(
        job_id, to.printer, kept.sale_id, receipt.title, copy, JobState.WAITING, to_ms(now), paper=PaperKind.RECEIPT,
        record_seq=seq,
    )  # fmt: skip
    _keep(db, job, receipt, to)


def _queue_gift(db: Database, sale_id: str, to: _Press, now: datetime, job_id: str) -> None:
    kept = kept_sale(db, sale_id)
    gift = kept.gift(to.wording)
    job = PrintJob(
        job_id, to.printer, kept.sale_id, gift.title, 0, JobState.WAITING, to_ms(now), paper=PaperKind.GIFT,
        record_seq=None if kept.record is None else kept.record.seq,
    )  # fmt: skip
    _keep(db, job, gift, to)


def _queue_note(db: Database, record: Record, to: _Press, now: datetime, job_id: str) -> None:
    made = read_note(record.payload)
    note = service_note(made.note, made.shop, to.wording, proof=proof_of(record, made.program))
    job = PrintJob(
        job_id, to.printer, None, note.title, 0, JobState.WAITING, to_ms(now), paper=PaperKind.NOTE,
        record_seq=record.seq,
    )  # fmt: skip
    _keep(db, job, note, to)


def _once_more(job: PrintJob, to: _Press, now: datetime, job_id: str) -> PrintJob:
    """The job of a paper that is kept nowhere else than in its bytes."""
    return PrintJob(job_id, to.printer, None, job.title, 0, JobState.WAITING, to_ms(now), paper=job.paper)


def _keep(db: Database, job: PrintJob, paper: Document, to: _Press) -> None:
    print_jobs.add(db, job, escpos.render(paper, to.profile, logo=logo_for(db, to.profile)))


def _take_next(db: Database, printer: str) -> PrintJob | None:
    """Note that the oldest job is being sent, and that any found so was interrupted."""
    if not any(job.state in {JobState.WAITING, JobState.SENDING} for job in print_jobs.open_jobs(db, printer)):
        return None
    with transaction(db):
        print_jobs.mark_interrupted(db, printer)
        job = print_jobs.next_waiting(db, printer)
        if job is not None:
            print_jobs.mark_sending(db, job.id)
    return job
