"""Printing: a paper is printed once, or a person is asked; a sale never waits for it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from pos.database import print_jobs, sales, settings
from pos.database.connection import Database, connect
from pos.database.print_jobs import JobState
from pos.devices.paper import read_paper
from pos.domain.errors import PrinterOffline, PrintUnknown
from pos.domain.printer import PrinterProfile
from pos.domain.sale import Sale
from pos.domain.shop import ShopIdentity
from pos.domain.tax import TaxRate
from pos.operations.cataloguing import add_product
from pos.operations.changes import Changes
from pos.operations.copying import next_copy
from pos.operations.printing import (
    RECEIPT_PRINTER,
    Outcome,
    came_out,
    drop_job,
    find_interrupted,
    open_jobs,
    print_again,
    print_next,
    queue_gift,
    queue_receipt,
    wait_after,
)
from pos.operations.selling import sell
from pos.wording import Wording
from tests.builders import exactly, new_id, product, signing, ticket

PROFILE = PrinterProfile(42)


class PowerCut(BaseException):
    """The program ends here, with no chance to tidy up."""


@pytest.fixture
def sale(db: Database, now: datetime, rates: tuple[TaxRate, ...]) -> Sale:
    settings.put_shop_identity(db, ShopIdentity(name="Épicerie du Marché"))
    return sell_soap(db, now, rates)


def sell_soap(db: Database, now: datetime, rates: tuple[TaxRate, ...]) -> Sale:
    soap = product(price_minor=250)
    add_product(db, soap)
    basket = ticket(soap)
    return sell(db, basket, exactly(basket), now=now, rates=rates).sale


def queue(db: Database, sale: Sale, now: datetime) -> str:
    """Queue a receipt and give its job's id."""
    assert queue_receipt(db, sale.id, profile=PROFILE, now=now, new_id=new_id, wording=Wording("fr")) == Changes(
        prints=True
    )
    return open_jobs(db)[-1].id


def again(db: Database, job_id: str, now: datetime) -> Changes:
    return print_again(db, job_id, profile=PROFILE, now=now, new_id=new_id, wording=Wording("fr"))


def offline(_: bytes) -> None:
    raise PrinterOffline("192.0.2.7:9100", "no route")


def breaking(_: bytes) -> None:
    raise PrintUnknown("192.0.2.7:9100", "reset")


def power_cut(_: bytes) -> None:
    raise PowerCut


def print_one(db: Database) -> str:
    """Print the next job on a printer that takes it, and give the paper's text."""
    papers: list[bytes] = []
    result = print_next(db, RECEIPT_PRINTER, papers.append)
    assert result is not None
    assert result.outcome is Outcome.PRINTED
    return read_paper(papers[0]).text


def state(db: Database, job_id: str) -> JobState:
    job = print_jobs.get(db, job_id)
    assert job is not None
    return job.state


def test_a_receipt_is_printed_once(db: Database, sale: Sale, now: datetime) -> None:
    job = queue(db, sale, now)

    paper = print_one(db)

    assert "Épicerie du Marché" in paper
    assert f"Ticket {sale.number}" in paper
    assert "DUPLICATA" not in paper
    assert state(db, job) is JobState.PRINTED
    assert print_next(db, RECEIPT_PRINTER, power_cut) is None
    assert open_jobs(db) == []


def test_receipts_are_printed_in_the_order_of_the_sales(
    db: Database, sale: Sale, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    second = sell_soap(db, now, rates)
    queue(db, sale, now)
    queue(db, second, now)

    assert f"Ticket {sale.number} " in print_one(db)
    assert f"Ticket {second.number} " in print_one(db)


def test_a_second_paper_of_a_sale_is_a_duplicate_and_counts(db: Database, sale: Sale, now: datetime) -> None:
    for _ in range(3):
        queue(db, sale, now)

    papers = [print_one(db) for _ in range(3)]

    assert ["DUPLICATA" in paper for paper in papers] == [False, True, True]
    assert "DUPLICATA 2" in papers[2]


def test_what_never_left_counts_for_nothing(db: Database, sale: Sale, now: datetime) -> None:
    drop_job(db, queue(db, sale, now))
    offline_job = queue(db, sale, now)
    print_next(db, RECEIPT_PRINTER, offline)
    drop_job(db, offline_job)

    queue(db, sale, now)

    assert "DUPLICATA" not in print_one(db)


def test_it_is_noted_as_being_sent_before_a_byte_leaves(db: Database, sale: Sale, now: datetime) -> None:
    job = queue(db, sale, now)
    seen: list[JobState] = []

    def look(_: bytes) -> None:
        other = connect(db.path)
        seen.append(state(other, job))
        other.close()

    print_next(db, RECEIPT_PRINTER, look)

    assert seen == [JobState.SENDING]


def test_selling_goes_on_while_the_printer_works(
    db: Database, sale: Sale, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    queue(db, sale, now)

    def sell_meanwhile(_: bytes) -> None:
        till = signing(connect(db.path))
        till.execute("PRAGMA busy_timeout=0")
        sell_soap(till, now, rates)
        till.close()

    print_next(db, RECEIPT_PRINTER, sell_meanwhile)

    assert sales.count(db) == 2


def test_an_offline_printer_keeps_the_paper_waiting(db: Database, sale: Sale, now: datetime) -> None:
    job = queue(db, sale, now)

    results = [print_next(db, RECEIPT_PRINTER, offline) for _ in range(3)]

    assert [result.outcome for result in results if result] == [Outcome.OFFLINE] * 3
    assert [result.wait_s for result in results if result] == [1.0, 2.0, 4.0]
    (waiting,) = open_jobs(db)
    assert (waiting.id, waiting.state, waiting.tries) == (job, JobState.WAITING, 3)
    assert waiting.trouble == "192.0.2.7:9100: no route"
    assert "DUPLICATA" not in print_one(db)


def test_the_waits_grow_and_stay_bearable() -> None:
    assert [wait_after(tries) for tries in (1, 2, 3, 4, 5, 6, 7, 1000)] == [1, 2, 4, 8, 16, 30, 30, 30]


def test_a_paper_broken_half_way_waits_for_a_person(db: Database, sale: Sale, now: datetime) -> None:
    job = queue(db, sale, now)

    result = print_next(db, RECEIPT_PRINTER, breaking)

    assert result is not None
    assert result.outcome is Outcome.UNKNOWN
    assert isinstance(result.trouble, PrintUnknown)
    assert result.wait_s > 0
    assert state(db, job) is JobState.UNKNOWN
    assert print_next(db, RECEIPT_PRINTER, power_cut) is None


def test_a_power_cut_while_sending_never_prints_twice(shop_path: Path, db: Database, sale: Sale, now: datetime) -> None:
    job = queue(db, sale, now)
    dying = connect(shop_path)
    with pytest.raises(PowerCut):
        print_next(dying, RECEIPT_PRINTER, power_cut)
    dying.close()

    assert find_interrupted(db, RECEIPT_PRINTER) == Changes(prints=True)
    assert find_interrupted(db, RECEIPT_PRINTER) == Changes()
    assert state(db, job) is JobState.UNKNOWN
    assert print_next(db, RECEIPT_PRINTER, power_cut) is None


def test_a_job_left_over_does_not_hold_up_the_next(db: Database, sale: Sale, now: datetime) -> None:
    left_over, following = queue(db, sale, now), queue(db, sale, now)
    with pytest.raises(PowerCut):
        print_next(db, RECEIPT_PRINTER, power_cut)

    print_one(db)

    assert state(db, left_over) is JobState.UNKNOWN
    assert state(db, following) is JobState.PRINTED


def test_an_unknown_paper_printed_again_is_a_duplicate(db: Database, sale: Sale, now: datetime) -> None:
    job = queue(db, sale, now)
    print_next(db, RECEIPT_PRINTER, breaking)

    assert again(db, job, now) == Changes(prints=True)

    assert "DUPLICATA 1" in print_one(db)
    assert state(db, job) is JobState.DROPPED
    assert open_jobs(db) == []


def test_a_printed_paper_can_be_printed_again(db: Database, sale: Sale, now: datetime) -> None:
    job = queue(db, sale, now)
    print_one(db)

    again(db, job, now)

    assert "DUPLICATA 1" in print_one(db)
    assert state(db, job) is JobState.PRINTED


def test_what_still_waits_is_not_printed_again(db: Database, sale: Sale, now: datetime) -> None:
    job = queue(db, sale, now)

    assert again(db, job, now) == Changes()
    assert again(db, "no such job", now) == Changes()
    assert len(open_jobs(db)) == 1


def test_a_person_says_that_the_paper_came_out(db: Database, sale: Sale, now: datetime) -> None:
    job = queue(db, sale, now)
    print_next(db, RECEIPT_PRINTER, breaking)

    assert came_out(db, job) == Changes(prints=True)

    assert state(db, job) is JobState.PRINTED
    assert open_jobs(db) == []


def test_only_an_unknown_paper_can_be_said_to_have_come_out(db: Database, sale: Sale, now: datetime) -> None:
    job = queue(db, sale, now)
    said = [came_out(db, job)]

    print_next(db, RECEIPT_PRINTER, lambda _: said.append(came_out(db, job)))

    assert said == [Changes(), Changes()]


def test_what_is_given_up_is_not_printed(db: Database, sale: Sale, now: datetime) -> None:
    job = queue(db, sale, now)

    assert drop_job(db, job) == Changes(prints=True)
    assert drop_job(db, job) == Changes()
    assert print_next(db, RECEIPT_PRINTER, power_cut) is None


def test_what_is_being_sent_cannot_be_given_up(db: Database, sale: Sale, now: datetime) -> None:
    job = queue(db, sale, now)
    dropped: list[Changes] = []

    print_next(db, RECEIPT_PRINTER, lambda _: dropped.append(drop_job(db, job)))

    assert dropped == [Changes()]
    assert state(db, job) is JobState.PRINTED


def test_each_printer_has_its_own_papers(db: Database, sale: Sale, now: datetime) -> None:
    queue_receipt(db, sale.id, printer="kitchen", profile=PROFILE, now=now, new_id=new_id, wording=Wording("fr"))

    assert print_next(db, RECEIPT_PRINTER, power_cut) is None
    assert open_jobs(db, RECEIPT_PRINTER) == []
    assert len(open_jobs(db, "kitchen")) == len(open_jobs(db)) == 1


def test_a_printed_paper_leaves_no_bytes_behind(db: Database, sale: Sale, now: datetime) -> None:
    job = queue(db, sale, now)
    assert print_jobs.body(db, job)

    print_one(db)

    assert print_jobs.body(db, job) == b""


def test_a_sale_that_does_not_exist_has_no_receipt(db: Database, now: datetime) -> None:
    with pytest.raises(LookupError):
        queue_receipt(db, "no such sale", profile=PROFILE, now=now, new_id=new_id, wording=Wording("fr"))

    assert open_jobs(db) == []


def test_the_few_open_papers_are_found_by_their_index_among_years_of_printed_ones(db: Database) -> None:
    asked: list[str] = []
    db.connection.set_trace_callback(asked.append)
    print_jobs.next_waiting(db, RECEIPT_PRINTER)
    print_jobs.mark_interrupted(db, RECEIPT_PRINTER)
    print_jobs.open_jobs(db, RECEIPT_PRINTER)
    db.connection.set_trace_callback(None)

    plans = [str(db.rows(f"EXPLAIN QUERY PLAN {question}")) for question in asked]

    assert len(plans) == 3
    assert all("print_job_open" in plan for plan in plans), plans


def queue_present(db: Database, sale: Sale, now: datetime) -> str:
    """Queue a gift receipt and give its job's id."""
    queue_gift(db, sale.id, profile=PROFILE, now=now, new_id=new_id, wording=Wording("fr"))
    return print_jobs.open_jobs(db)[-1].id


def test_a_gift_receipt_is_no_copy_of_the_receipt(db: Database, sale: Sale, now: datetime) -> None:
    for _ in range(2):
        queue_present(db, sale, now)
    queue(db, sale, now)
    queue_present(db, sale, now)
    queue(db, sale, now)

    papers = [print_one(db) for _ in range(5)]

    assert ["TICKET CADEAU" in paper for paper in papers] == [True, True, False, True, False]
    assert ["DUPLICATA" in paper for paper in papers] == [False, False, False, False, True]
    assert "DUPLICATA 1" in papers[4]
    assert next_copy(db, sale.id) == 2


def test_a_gift_receipt_nobody_knows_the_fate_of_is_printed_as_one_again(
    db: Database, sale: Sale, now: datetime
) -> None:
    job = queue_present(db, sale, now)
    print_next(db, RECEIPT_PRINTER, breaking)

    print_again(db, job, profile=PROFILE, now=now, new_id=new_id, wording=Wording("fr"))

    paper = print_one(db)
    assert "TICKET CADEAU" in paper
    assert "2,50" not in paper
