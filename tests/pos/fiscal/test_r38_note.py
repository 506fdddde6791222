"""R38: services from 25 EUR are paid after a note, which is a record and a paper made from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from pos.database import print_jobs, sales
from pos.database.connection import Database
from pos.database.journal.records import about
from pos.devices.paper import read_paper
from pos.domain.catalogue import Product, Supply
from pos.domain.errors import DayNotClosed, NoteMissing
from pos.domain.printer import PrinterProfile
from pos.domain.tax import TaxRate
from pos.domain.ticket import Ticket
from pos.exchange.legal_amounts import LegalAmount, legal_amount
from pos.fiscal.record import Kind
from pos.fiscal.service_note import read_note
from pos.operations.cataloguing import add_product
from pos.operations.noting_services import is_note_due, make_note
from pos.operations.printing import drop_job, open_jobs, print_again, queue_note
from pos.operations.selling import sell
from pos.wording import Wording
from tests.builders import eur, exactly, new_id, product, ticket

FRENCH = Wording("fr")


def service(db: Database, price_minor: int = 2_500) -> Product:
    work = replace(product("Coupe et brushing", price_minor), supply=Supply.SERVICE)
    add_product(db, work)
    return work


def test_r38_services_of_25_eur_are_not_paid_without_a_note(
    db: Database, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    basket = ticket(service(db))

    with pytest.raises(NoteMissing) as refused:
        sell(db, basket, exactly(basket), now=now, rates=rates)

    assert refused.value.services == eur(2_500)
    assert sales.count(db) == 0
    note = make_note(db, basket, now=now, rates=rates).record
    sold = sell(db, basket, exactly(basket), now=now, rates=rates)
    assert note is not None
    assert sold.record is not None
    assert note.seq < sold.record.seq
    assert note.subject == sold.record.subject == basket.id


@pytest.mark.parametrize(("services", "goods", "due"), [(2_499, 0, False), (2_500, 0, True), (2_400, 9_900, False)])
def test_only_services_count_from_the_amount_the_law_names(
    db: Database, now: datetime, services: int, goods: int, due: bool
) -> None:
    basket = ticket(service(db, services), *([product(price_minor=goods)] if goods else []))

    assert is_note_due(basket, now.date()) is due


def test_two_services_that_reach_it_together_are_worth_a_note(db: Database, now: datetime) -> None:
    assert is_note_due(ticket(service(db, 1_250), service(db, 1_250)), now.date())


def test_the_amount_is_dated_and_says_where_it_stands() -> None:
    assert legal_amount(LegalAmount.NOTE_FOR_SERVICES, date(2026, 11, 23)) == eur(2_500)
    with pytest.raises(LookupError):
        legal_amount(LegalAmount.NOTE_FOR_SERVICES, date(1990, 1, 1))


def test_a_ticket_that_changed_since_its_note_wants_another(
    db: Database, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    work = service(db)
    basket = ticket(work)
    make_note(db, basket, now=now, rates=rates)
    more = replace(ticket(work, service(db, 900)), id=basket.id)

    with pytest.raises(NoteMissing):
        sell(db, more, exactly(more), now=now, rates=rates)

    make_note(db, more, now=now, rates=rates)
    assert sell(db, more, exactly(more), now=now, rates=rates).record is not None


def test_no_note_is_made_while_an_earlier_day_waits_for_its_closing(
    db: Database, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    soap = ticket(product(price_minor=100))
    add_product(db, replace(product(), id=soap.lines[0].product_id))
    sell(db, soap, exactly(soap), now=now, rates=rates)
    basket = ticket(service(db))

    with pytest.raises(DayNotClosed):
        make_note(db, basket, now=now + timedelta(days=1), rates=rates)

    assert about(db, basket.id, Kind.NOTE) == []


def test_the_same_lines_have_one_note_and_one_paper(db: Database, now: datetime, rates: tuple[TaxRate, ...]) -> None:
    basket = ticket(service(db))
    queue(db, basket, now, rates)
    queue(db, basket, now, rates)

    assert len(about(db, basket.id, Kind.NOTE)) == 1
    assert len(open_jobs(db)) == 1


def test_the_note_says_what_the_decree_wants_and_comes_from_its_record(
    db: Database, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    basket = ticket(service(db), product("Shampooing", 890))
    queue(db, basket, now, rates)
    [record] = about(db, basket.id, Kind.NOTE)
    [job] = open_jobs(db)

    paper = read_paper(print_jobs.body(db, job.id)).text

    assert job.record_seq == record.seq
    for words in (
        "Note 1", "23/11/2026", "Prestations exécutées le 23/11/2026", "Nom du client", "Coupe et brushing",
        "1 × 25,00", "Shampooing", "Total HT", "28,25", "À PAYER", "33,90", "Signature",
    ):  # fmt: skip
        assert words in paper.replace("\u00a0", " ")
    assert read_note(record.payload).note.total == basket.total


def test_a_note_whose_paper_was_lost_is_printed_again_from_its_record(
    db: Database, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    basket = ticket(service(db))
    queue(db, basket, now, rates)
    [job] = open_jobs(db)
    before = print_jobs.body(db, job.id)
    drop_job(db, job.id)

    print_again(db, job.id, profile=PrinterProfile(42), now=now, new_id=new_id, wording=FRENCH)

    [again] = open_jobs(db)
    assert print_jobs.body(db, again.id) == before
    assert len(about(db, basket.id, Kind.NOTE)) == 1


def queue(db: Database, basket: Ticket, now: datetime, rates: tuple[TaxRate, ...]) -> None:
    queue_note(db, basket, rates=rates, profile=PrinterProfile(42), now=now, new_id=new_id, wording=FRENCH)
