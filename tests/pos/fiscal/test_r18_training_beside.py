"""R18 beside the other parts: in training no note, no event of its tickets, no drawer; prices stay real."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from pos.database import print_jobs, sales
from pos.database.connection import Database, transaction
from pos.database.journal.records import by_kind_after, in_order
from pos.devices.paper import read_paper
from pos.domain.catalogue import Product, Supply
from pos.domain.errors import DrawerStaysShut
from pos.domain.printer import PrinterProfile
from pos.domain.sale_question import AnySale
from pos.domain.tax import TaxRate
from pos.domain.ticket import Ticket, remove
from pos.fiscal.canonical import parse
from pos.fiscal.events import Event
from pos.fiscal.record import Kind
from pos.operations.cataloguing import add_product, change_product
from pos.operations.closing import close_day
from pos.operations.finding import find_sales
from pos.operations.noting import note_drawer
from pos.operations.noting_services import make_note
from pos.operations.parking import give_up, park
from pos.operations.printing import open_jobs, print_again, queue_gift, queue_note, queue_receipt
from pos.operations.selling import keep_ticket, sell
from pos.operations.training import start_training, stop_training
from pos.wording import Wording
from tests.builders import eur, exactly, new_id, product, ticket

FRENCH = Wording("fr")


@pytest.fixture
def work(db: Database) -> Product:
    """An hour of work, worth a note."""
    work = replace(product("Réparation", 4_000), supply=Supply.SERVICE)
    add_product(db, work)
    return work


@pytest.fixture
def training(db: Database, work: Product, now: datetime) -> None:
    start_training(db, now=now, new_id=new_id)


def events(db: Database) -> list[str]:
    return [one.subject for one in by_kind_after(db, Kind.JET, 0)]


@pytest.mark.usefixtures("training")
def test_r18_training_makes_no_note_and_needs_none(
    db: Database, work: Product, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    basket = ticket(work)

    made = make_note(db, basket, now=now, rates=rates)
    queued = queue_note(db, basket, rates=rates, profile=PrinterProfile(), now=now, new_id=new_id, wording=FRENCH)
    sold = sell(db, basket, exactly(basket), now=now, rates=rates)

    assert made.record is None
    assert not queued.prints
    assert sold.is_training
    assert not [one for one in in_order(db) if one.kind is Kind.NOTE]
    assert open_jobs(db) == []


def test_r18_the_note_of_real_work_is_still_wanted_after_training(
    db: Database, work: Product, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    start_training(db, now=now, new_id=new_id)
    stop_training(db, now=now, new_id=new_id)

    assert make_note(db, ticket(work), now=now, rates=rates).record is not None


@pytest.mark.usefixtures("training")
def test_r18_what_is_taken_off_a_training_ticket_is_noted_nowhere_and_counts_nowhere(
    db: Database, work: Product, now: datetime
) -> None:
    tea = product("Thé", 480)
    basket = ticket(work, tea)
    before = events(db)

    keep_ticket(db, basket, now=now)
    keep_ticket(db, remove(basket, 0), now=now)
    keep_ticket(db, Ticket(basket.id), now=now)
    waiting = ticket(tea)
    park(db, waiting, name="Essai", now=now)
    give_up(db, waiting.id, now=now)
    stop_training(db, now=now, new_id=new_id)

    assert events(db) == [*before, Event.TRAINING_OFF]
    figures = close_day(db, now=now).closing.figures
    assert (figures.voided.count, figures.cancelled.count) == (0, 0)


def test_r18_a_real_ticket_that_waits_through_training_is_noted_when_it_is_cleared_afterwards(
    db: Database, work: Product, now: datetime
) -> None:
    real = ticket(work)
    keep_ticket(db, real, now=now)
    start_training(db, now=now, new_id=new_id)
    keep_ticket(db, ticket(work), now=now)
    stop_training(db, now=now, new_id=new_id)

    keep_ticket(db, Ticket(real.id), now=now)

    said: Any = parse(by_kind_after(db, Kind.JET, 0)[-1].payload)
    assert (said["event"], said["data"]["ticket"]) == ("SALE_CANCELLED", real.id)


@pytest.mark.usefixtures("training")
def test_r18_in_training_the_drawer_stays_shut_and_nothing_is_noted(db: Database, now: datetime) -> None:
    before = events(db)

    with pytest.raises(DrawerStaysShut):
        note_drawer(db, now=now)

    assert events(db) == before


@pytest.mark.usefixtures("training")
def test_r18_a_price_changed_in_training_is_real_and_noted(db: Database, work: Product, now: datetime) -> None:
    change_product(db, replace(work, price=eur(4_500)), now=now)

    assert events(db)[-1] == Event.PRICE_CHANGED


@pytest.mark.usefixtures("training")
def test_r18_a_training_paper_nobody_knows_the_fate_of_is_printed_again_as_the_same_simulation(
    db: Database, work: Product, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    basket = ticket(work)
    sold = sell(db, basket, exactly(basket), now=now, rates=rates)
    assert sold.record is not None
    for queue in (queue_receipt, queue_gift):
        queue(db, sold.sale.id, profile=PrinterProfile(), now=now, new_id=new_id, wording=FRENCH)
        [job] = open_jobs(db)
        with transaction(db):
            print_jobs.mark_sending(db, job.id)
            print_jobs.mark_unknown(db, job.id, "gone")

        print_again(db, job.id, profile=PrinterProfile(), now=now, new_id=new_id, wording=FRENCH)

        [again] = open_jobs(db)
        paper = read_paper(print_jobs.body(db, again.id)).text
        assert (again.sale_id, again.record_seq, again.copy) == (None, sold.record.seq, 0)
        assert paper.count("SIMULATION") == 2
        assert "DUPLICATA" not in paper
        with transaction(db):
            print_jobs.drop(db, again.id)
    assert by_kind_after(db, Kind.COPY, 0) == []


def test_r18_finding_a_sale_finds_none_of_training(
    db: Database, work: Product, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    start_training(db, now=now, new_id=new_id)
    basket = ticket(work)
    sell(db, basket, exactly(basket), now=now, rates=rates)

    assert find_sales(db, AnySale(), limit=10) == []
    assert sales.count(db) == 0
