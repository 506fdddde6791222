"""R17: every paper after the first has a COPY record, says DUPLICATE with its number, and is counted for ever."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pos.database import print_jobs, sales
from pos.database.connection import Database, transaction
from pos.database.journal.records import about
from pos.domain.errors import FileNotWritten
from pos.domain.printer import PrinterProfile
from pos.domain.tax import TaxRate
from pos.fiscal.canonical import parse
from pos.fiscal.record import Kind
from pos.operations.cataloguing import add_product
from pos.operations.copying import next_copy
from pos.operations.printing import drop_job, open_jobs, queue_gift, queue_receipt
from pos.operations.saving_papers import FileKind, count_receipt, take_back, write_receipt
from pos.operations.selling import Sold, sell
from pos.receipts import text
from pos.wording import Wording
from tests.builders import exactly, new_id, product, ticket

FRENCH = Wording("fr")


@pytest.fixture
def sold(db: Database, now: datetime, rates: tuple[TaxRate, ...]) -> Sold:
    soap = product("Savon", 250)
    add_product(db, soap)
    basket = ticket(soap)
    return sell(db, basket, exactly(basket), now=now, rates=rates)


def print_it(db: Database, sale_id: str, now: datetime) -> str:
    queue_receipt(db, sale_id, profile=PrinterProfile(42), now=now, new_id=new_id, wording=FRENCH)
    return open_jobs(db)[-1].id


def copies(db: Database, sale_id: str) -> list[Any]:
    return [parse(record.payload) for record in about(db, sale_id, Kind.COPY)]


def test_r17_reprint_pdf_text_and_mail_each_have_a_record_and_the_next_number(
    db: Database, sold: Sold, now: datetime
) -> None:
    sale_id = sold.sale.id
    print_it(db, sale_id, now)
    assert copies(db, sale_id) == []

    print_it(db, sale_id, now)
    said = [count_receipt(db, sale_id, kind, now=now, new_id=new_id, wording=FRENCH) for kind in FileKind]

    assert sold.record is not None
    assert [(one["copy"], one["as"], one["of"], one["ticket"], one["no"]) for one in copies(db, sale_id)] == [
        (n, made, sold.record.seq, {"series": sold.record.series, "no": 1}, n)
        for n, made in enumerate(("print", "pdf", "txt", "eml"), 1)
    ]
    for n, one in enumerate(said, 2):
        assert f"DUPLICATA {n}" in text.render(one.receipt)
    assert next_copy(db, sale_id) == 5
    assert {job.record_seq for job in open_jobs(db)} == {sold.record.seq}


def test_a_gift_receipt_is_no_copy(db: Database, sold: Sold, now: datetime) -> None:
    queue_gift(db, sold.sale.id, profile=PrinterProfile(42), now=now, new_id=new_id, wording=FRENCH)

    assert copies(db, sold.sale.id) == []
    assert next_copy(db, sold.sale.id) == 0


def test_an_original_that_never_came_about_may_still_be_made(db: Database, sold: Sold, now: datetime) -> None:
    drop_job(db, print_it(db, sold.sale.id, now))

    assert next_copy(db, sold.sale.id) == 0


def test_a_duplicate_that_never_came_about_keeps_its_number(
    db: Database, sold: Sold, now: datetime, tmp_path: Path
) -> None:
    sale_id = sold.sale.id
    original = print_it(db, sale_id, now)
    drop_job(db, print_it(db, sale_id, now))
    counted = count_receipt(db, sale_id, FileKind.PDF, now=now, new_id=new_id, wording=FRENCH)
    with pytest.raises(FileNotWritten):
        write_receipt(counted, tmp_path / "gone" / "ticket.pdf", FileKind.PDF)
    take_back(db, counted)
    drop_job(db, original)

    assert len(copies(db, sale_id)) == 2
    assert next_copy(db, sale_id) == 3


def test_a_copy_and_its_job_are_kept_together_or_not_at_all(
    db: Database, sold: Sold, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    print_it(db, sold.sale.id, now)
    taken = open_jobs(db)[0].id

    with pytest.raises(Exception, match="UNIQUE"):
        queue_receipt(
            db, sold.sale.id, profile=PrinterProfile(42), now=now, new_id=lambda: taken, wording=FRENCH
        )  # fmt: skip

    assert copies(db, sold.sale.id) == []


def test_a_sale_from_before_the_journal_goes_on_counting(db: Database, sold: Sold, now: datetime) -> None:
    from dataclasses import replace

    old = replace(sold.sale, id=new_id(), number=2)
    with transaction(db):
        sales.add(db, old, record_seq=None)
        for copy in (0, 1):
            job = print_jobs.PrintJob(new_id(), "receipt", old.id, "Ticket 2", copy, print_jobs.JobState.PRINTED, 0)
            print_jobs.add(db, job, b"")

    print_it(db, old.id, now)

    [copy] = copies(db, old.id)
    assert (copy["copy"], copy["of"], copy["ticket"]["no"]) == (2, 0, 2)
