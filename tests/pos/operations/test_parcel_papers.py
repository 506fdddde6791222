"""Slips of reservations on their way to the printer."""

from __future__ import annotations

from datetime import datetime

import pytest

from pos.database import print_jobs
from pos.database.connection import Database
from pos.database.print_jobs import JobState, PaperKind
from pos.domain.errors import DeviceError, PrintUnknown
from pos.domain.printer import PrinterProfile
from pos.operations.parcel_papers import queue_slip
from pos.operations.printing import open_jobs, print_again, print_next
from pos.wording import Wording
from tests import builders
from tests.pos.reservations import heard, joined, order, stocked

NEW_ID = builders.ids(61)


def _torn(_data: bytes) -> DeviceError | None:
    raise PrintUnknown("receipt")


def _queue(db: Database, now: datetime) -> str:
    joined(db)
    asked = heard(db, order((stocked(db, "Savon"), 2)))
    queue_slip(db, asked.target, asked.id, profile=PrinterProfile(), now=now, new_id=NEW_ID, wording=Wording("en"))
    return asked.number


def test_a_slip_waits_for_the_printer_and_is_no_receipt(db: Database, now: datetime) -> None:
    number = _queue(db, now)

    [job] = open_jobs(db)
    assert (job.paper, job.sale_id, job.title) == (PaperKind.PARCEL, None, f"Reservation {number}")
    assert number.encode() in print_jobs.body(db, job.id)


def test_a_slip_nobody_knows_the_fate_of_is_printed_again_as_it_was(db: Database, now: datetime) -> None:
    _queue(db, now)
    [job] = open_jobs(db)
    same = print_jobs.body(db, job.id)
    print_next(db, "receipt", _torn)

    print_again(db, job.id, profile=PrinterProfile(), now=now, new_id=NEW_ID, wording=Wording("en"))

    [again] = open_jobs(db)
    assert (again.state, print_jobs.body(db, again.id)) == (JobState.WAITING, same)


def test_a_printed_slip_leaves_nothing_to_print_again(db: Database, now: datetime) -> None:
    _queue(db, now)
    [job] = open_jobs(db)
    print_next(db, "receipt", lambda _data: None)

    changes = print_again(db, job.id, profile=PrinterProfile(), now=now, new_id=NEW_ID, wording=Wording("en"))

    assert not changes.prints
    assert open_jobs(db) == []


def test_there_is_no_slip_of_a_reservation_nobody_knows(db: Database, now: datetime) -> None:
    with pytest.raises(LookupError):
        queue_slip(db, "catalogue", "x", profile=PrinterProfile(), now=now, new_id=NEW_ID, wording=Wording("en"))
