"""Papers on their way to a printer, each kept until the printer took it or a person let it go.

A job is `waiting`, then `sending` (noted before the first byte leaves), then `printed`; `unknown` when the printer
or the power went away in between, `dropped` when a person gave it up. `reached` says whether a byte of it may
have left: such a job may lie on paper, so the next paper of its sale is a duplicate.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pos.database.connection import Database, Row


class JobState(StrEnum):
    """Where a job is."""

    WAITING = "waiting"
    SENDING = "sending"
    PRINTED = "printed"
    UNKNOWN = "unknown"
    DROPPED = "dropped"


class PaperKind(StrEnum):
    """What a paper is; only receipts are counted as copies of one another."""

    RECEIPT = "receipt"
    GIFT = "gift"
    NOTE = "note"
    TRIAL = "trial"
    CLOSING = "closing"
    FIGURES = "figures"
    PARCEL = "parcel"
    SLIP = "slip"


@dataclass(frozen=True, slots=True)
class PrintJob:
    """A paper for a printer.

    copy is 0 for a sale's first receipt and n for its n-th duplicate; tries counts how often the printer was offline;
    trouble is what the device said then, for the log; record_seq is the record the paper is made from, None where it
    is made from none.
    """

    id: str
    printer: str
    sale_id: str | None
    title: str
    copy: int
    state: JobState
    made_at_ms: int
    tries: int = 0
    trouble: str = ""
    paper: PaperKind = PaperKind.RECEIPT
    record_seq: int | None = None


_COLUMNS = "id, printer, sale_id, title, copy, state, made_at_ms, tries, trouble, paper, record_seq"
_OPEN = "state IN ('waiting', 'sending', 'unknown')"
"""Written as the index print_job_open has it, so that SQLite finds the few open jobs among years of printed ones."""


def add(db: Database, job: PrintJob, body: bytes) -> None:
    """Keep a new job with the bytes that print it."""
    db.execute(
        f"INSERT INTO print_job ({_COLUMNS}, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            job.id, job.printer, job.sale_id, job.title, job.copy, job.state.value, job.made_at_ms, job.tries,
            job.trouble, job.paper.value, job.record_seq, body,
        ),
    )  # fmt: skip


def get(db: Database, job_id: str) -> PrintJob | None:
    """The job of this id, or None."""
    row = db.row(f"SELECT {_COLUMNS} FROM print_job WHERE id = ?", (job_id,))
    return None if row is None else _job(row)


def body(db: Database, job_id: str) -> bytes:
    """The bytes of a job; empty once it is printed or dropped, for a paper can always be made again."""
    return bytes(db.value("SELECT body FROM print_job WHERE id = ?", (job_id,)) or b"")


def open_jobs(db: Database, printer: str | None = None) -> list[PrintJob]:
    """Jobs that wait, are being sent, or of which nobody knows whether they were printed; oldest first."""
    rows = db.rows(
        f"SELECT {_COLUMNS} FROM print_job INDEXED BY print_job_open"
        f" WHERE {_OPEN} AND (? IS NULL OR printer = ?) ORDER BY rowid",
        (printer, printer),
    )
    return [_job(row) for row in rows]


def next_waiting(db: Database, printer: str) -> PrintJob | None:
    """The oldest job that waits for a printer."""
    row = db.row(
        f"SELECT {_COLUMNS} FROM print_job WHERE {_OPEN} AND printer = ? AND state = 'waiting' ORDER BY rowid LIMIT 1",
        (printer,),
    )
    return None if row is None else _job(row)


def mark_interrupted(db: Database, printer: str) -> int:
    """Jobs that were being sent when the program last stopped become unknown; gives how many there were.

    Repeating it changes nothing: only the one who sends calls it, between two jobs.
    """
    found: int = db.execute(
        f"UPDATE print_job SET state = 'unknown' WHERE {_OPEN} AND printer = ? AND state = 'sending'", (printer,)
    ).rowcount
    return found


def mark_sending(db: Database, job_id: str) -> None:
    """Its bytes are about to leave."""
    db.execute("UPDATE print_job SET state = 'sending', reached = 1 WHERE id = ? AND state = 'waiting'", (job_id,))


def mark_offline(db: Database, job_id: str, trouble: str) -> None:
    """Not one byte left: it waits again."""
    db.execute(
        "UPDATE print_job SET state = 'waiting', reached = 0, tries = tries + 1, trouble = ?"
        " WHERE id = ? AND state = 'sending'",
        (trouble, job_id),
    )


def mark_unknown(db: Database, job_id: str, trouble: str) -> None:
    """Some bytes left and the printer then went away."""
    db.execute(
        "UPDATE print_job SET state = 'unknown', trouble = ? WHERE id = ? AND state = 'sending'", (trouble, job_id)
    )


def mark_printed(db: Database, job_id: str, *, after: JobState) -> bool:
    """The printer took it (after SENDING), or a person saw the paper (after UNKNOWN); False in any other state."""
    return _settle(db, job_id, JobState.PRINTED, (after,))


def drop(db: Database, job_id: str) -> bool:
    """A person gives it up; False when it is being sent or was settled before."""
    return _settle(db, job_id, JobState.DROPPED, (JobState.WAITING, JobState.UNKNOWN))


def take_back(db: Database, job_id: str) -> None:
    """A paper noted as made came to nothing, and nobody has seen it; the next may be the original."""
    db.execute("UPDATE print_job SET state = 'dropped' WHERE id = ? AND reached = 0", (job_id,))


def last_copy(db: Database, sale_id: str) -> int | None:
    """The highest number among a sale's receipts that wait or may be with somebody; None when there is none."""
    last = db.value(
        "SELECT max(copy) FROM print_job"
        " WHERE sale_id = ? AND paper = 'receipt' AND NOT (state = 'dropped' AND reached = 0)",
        (sale_id,),
    )
    return None if last is None else int(last)


def has_paper(db: Database, record_seq: int) -> bool:
    """Whether a paper of a record waits or may be with somebody."""
    return bool(
        db.value(
            "SELECT count(*) FROM print_job WHERE record_seq = ? AND NOT (state = 'dropped' AND reached = 0)",
            (record_seq,),
        )
    )


def _settle(db: Database, job_id: str, state: JobState, after: tuple[JobState, ...]) -> bool:
    marks = ",".join("?" * len(after))
    settled: int = db.execute(
        f"UPDATE print_job SET state = ?, body = x'' WHERE id = ? AND state IN ({marks})", (state, job_id, *after)
    ).rowcount
    return settled == 1


def _job(row: Row) -> PrintJob:
    job_id, printer, sale_id, title, copy, state, made_at_ms, tries, trouble, paper, record_seq = row
    return PrintJob(
        job_id, printer, sale_id, title, copy, JobState(state), made_at_ms, tries, trouble, PaperKind(paper), record_seq
    )
