"""R18: training is marked everywhere, has a series of its own, leaves every real figure alone and counts on the Z."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from pos.database import tickets
from pos.database.connection import Database
from pos.database.journal.author import Operator
from pos.database.journal.records import by_kind_after, latest, open_day_at
from pos.database.journal.totals import totals
from pos.domain.catalogue import Product
from pos.domain.errors import EmptyTicket, PaymentShort
from pos.domain.printer import PrinterProfile
from pos.domain.shop import ShopIdentity
from pos.domain.tax import TaxRate
from pos.domain.ticket import Ticket
from pos.fiscal.canonical import parse
from pos.fiscal.closing import Tally
from pos.fiscal.record import Kind
from pos.fiscal.ticket import read_ticket
from pos.operations.cataloguing import add_product
from pos.operations.changes import Changes
from pos.operations.closing import close_day
from pos.operations.opening import open_shop
from pos.operations.parking import park
from pos.operations.printing import queue_gift, queue_receipt
from pos.operations.saving_papers import FileKind, count_receipt, write_receipt
from pos.operations.selling import Sold, keep_ticket, resume_ticket, sell
from pos.operations.training import Training, start_training, stop_training
from pos.receipts.compose import sale_receipt
from pos.receipts.simulation import simulated
from pos.receipts.text import render
from pos.wording import Wording
from tests.builders import card, cash, exactly, ids, new_id, product, ticket
from tests.pdf_text import text_of

CLARA = Operator("clara", "Clara")
UNTOUCHED = (
    "sale", "sale_line", "sale_vat", "payment", "movement", "stock_level", "dirty", "totals", "setting", "till",
    "print_job", "product", "parked_ticket", "open_ticket", "fiscal_key", "param", "person",
)  # fmt: skip
"""Every table a sale could touch beside the journal's own three (fiscal_record, fiscal_head, counter)."""


@pytest.fixture
def soap(db: Database) -> Product:
    soap = product("Savon", 250)
    add_product(db, soap)
    return soap


def begin(db: Database, now: datetime) -> Training:
    return start_training(db, now=now, new_id=new_id, responsible=CLARA)


def train(db: Database, soap: Product, now: datetime, rates: tuple[TaxRate, ...]) -> Sold:
    return sell(db, ticket(soap), [card(250)], now=now, rates=rates)


def contents(db: Database, names: tuple[str, ...] = UNTOUCHED) -> dict[str, list[tuple[object, ...]]]:
    return {name: db.rows(f"SELECT * FROM {name}") for name in names}


def test_r18_a_training_ticket_is_one_record_of_its_own_series_and_nothing_else(
    db: Database, soap: Product, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    sell(db, ticket(soap), [cash(500)], now=now, rates=rates)
    begin(db, now)
    before, head = contents(db), latest(db, Kind.JET)
    assert head is not None

    sold = [train(db, soap, now, rates) for _ in range(3)]

    assert contents(db) == before
    written = by_kind_after(db, Kind.TRAIN, 0)
    assert [(one.series, one.number) for one in written] == [("TRAIN/1", 1), ("TRAIN/1", 2), ("TRAIN/1", 3)]
    assert [one.sale.number for one in sold] == [1, 2, 3]
    assert db.value("SELECT max(seq) FROM fiscal_record") == head.seq + 3
    assert all(one.is_training and one.changes == Changes() for one in sold)


def test_r18_its_record_says_what_a_ticket_says_and_no_totals(
    db: Database, soap: Product, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    real = sell(db, ticket(soap), [card(250)], now=now, rates=rates)
    begin(db, now)

    trained = train(db, soap, now, rates)

    assert real.record is not None
    assert trained.record is not None
    names = set(parse(real.record.payload)) - {"tot"}
    assert set(parse(trained.record.payload)) == names | {"resp"}
    assert read_ticket(trained.record.payload).sale == trained.sale


def test_r18_who_answers_for_it_stands_in_the_log_and_in_every_record_even_after_a_restart(
    shop_path: Path, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    shop = open_shop(shop_path, now=now, new_id=ids(1))
    soap = product("Savon", 250)
    add_product(shop, soap)
    begin(shop, now)
    shop.close()

    again = open_shop(shop_path, now=now, new_id=ids(2))
    sold = train(again, soap, now, rates)
    stop_training(again, now=now, new_id=new_id)

    assert sold.is_training
    assert sold.record is not None
    assert sold.record.writer.responsible_id == CLARA.id
    events = [(one.subject, parse(one.payload)["data"]) for one in by_kind_after(again, Kind.JET, 2)]
    assert [subject for subject, _ in events] == ["TRAINING_ON", "TRAINING_OFF"]
    assert events[0][1] == {"responsible": "clara", "name": "Clara"}
    off = by_kind_after(again, Kind.JET, 2)[-1]
    assert off.writer.responsible_id == ""
    again.close()


def test_r18_the_same_training_ticket_again_writes_nothing(
    db: Database, soap: Product, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    begin(db, now)
    one = ticket(soap)

    first = sell(db, one, exactly(one), now=now, rates=rates)
    second = sell(db, one, exactly(one), now=now, rates=rates)

    assert (second.sale, second.again) == (first.sale, True)
    assert len(by_kind_after(db, Kind.TRAIN, 0)) == 1


def test_r18_what_real_work_refuses_training_refuses(
    db: Database, soap: Product, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    begin(db, now)

    with pytest.raises(EmptyTicket):
        sell(db, Ticket(new_id()), [], now=now, rates=rates)
    with pytest.raises(PaymentShort):
        sell(db, ticket(soap), [cash(100)], now=now, rates=rates)

    assert by_kind_after(db, Kind.TRAIN, 0) == []


def test_r18_real_numbers_go_on_where_they_were(
    db: Database, soap: Product, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    assert sell(db, ticket(soap), [card(250)], now=now, rates=rates).sale.number == 1
    assert begin(db, now).number == 1
    train(db, soap, now, rates)
    train(db, soap, now, rates)

    assert stop_training(db, now=now, new_id=new_id).number == 2
    assert sell(db, ticket(soap), [card(250)], now=now, rates=rates).sale.number == 2
    assert totals(db).perpetual == 500
    assert begin(db, now).number == 3


def test_r18_tickets_of_real_work_wait_apart_and_come_back(
    db: Database, soap: Product, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    real, parked, trial = ticket(soap), ticket(soap), ticket(soap, soap)
    park(db, parked, name="Mme Petit", now=now)
    keep_ticket(db, real, now=now)

    begun = begin(db, now)
    assert begun.ticket.lines == ()
    keep_ticket(db, trial, now=now)
    park(db, ticket(soap), name="Essai", now=now)
    assert [one.name for one in tickets.parked(db)] == ["Essai"]
    assert tickets.count_parked(db) == 1
    assert tickets.parked_one(db, parked.id) is None
    assert resume_ticket(db, new_id=new_id) == trial
    assert start_training(db, now=now, new_id=new_id).ticket == trial

    ended = stop_training(db, now=now, new_id=new_id)

    assert ended.ticket == real
    assert [one.name for one in tickets.parked(db)] == ["Mme Petit"]
    assert begin(db, now).ticket.lines == ()


def test_r18_starting_and_stopping_twice_is_logged_once(db: Database, now: datetime) -> None:
    for _ in range(2):
        assert begin(db, now).is_on
    for _ in range(2):
        assert not stop_training(db, now=now, new_id=new_id).is_on

    assert [one.subject for one in by_kind_after(db, Kind.JET, 2)] == ["TRAINING_ON", "TRAINING_OFF"]


def test_r18_the_closing_counts_training_beside_the_takings(
    db: Database, soap: Product, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    sell(db, ticket(soap), [card(250)], now=now, rates=rates)
    begin(db, now)
    train(db, soap, now, rates)
    sell(db, ticket(soap, soap), [cash(1_000)], now=now, rates=rates)
    stop_training(db, now=now, new_id=new_id)

    figures = close_day(db, now=now).closing.figures

    assert figures.training == Tally(2, 750)
    assert (figures.gross, figures.payments) == (250, {"card": 250})
    assert open_day_at(db, now) > now.date()


def test_r18_every_paper_says_simulation_in_big_and_is_counted_nowhere(
    db: Database, soap: Product, now: datetime, rates: tuple[TaxRate, ...], tmp_path: Path
) -> None:
    begin(db, now)
    sale, wording = train(db, soap, now, rates).sale, Wording("fr")
    for queue in (queue_receipt, queue_receipt, queue_gift):
        queue(db, sale.id, profile=PrinterProfile(), now=now, new_id=new_id, wording=wording)

    papers = db.rows("SELECT title, copy, sale_id, body FROM print_job")
    assert [(title.split(" ")[0], copy, of) for title, copy, of, _ in papers] == [("SIMULATION", 0, None)] * 3
    assert all(body.count(b"SIMULATION") == 2 and b"DUPLICATA" not in body for *_, body in papers)
    for kind in FileKind:
        path = tmp_path / f"ticket.{kind.value}"
        counted = count_receipt(db, sale.id, kind, now=now, new_id=new_id, wording=wording)
        write_receipt(counted, path, kind)
        said = " ".join(text_of(path.read_bytes())) if kind is FileKind.PDF else path.read_text()
        assert said.count("SIMULATION") >= 2, kind
        assert "DUPLICATA" not in said
    assert by_kind_after(db, Kind.COPY, 0) == []
    assert db.value("SELECT count(*) FROM print_job") == 3


def test_r18_a_simulation_stands_above_and_below_what_the_paper_says(
    db: Database, soap: Product, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    sale = sell(db, ticket(soap), [card(250)], now=now, rates=rates).sale

    lines = render(simulated(sale_receipt(sale, ShopIdentity("Chez Clara"), Wording("fr")), Wording("fr"))).split("\n")

    places = [place for place, line in enumerate(lines) if "SIMULATION" in line]
    shop = next(place for place, line in enumerate(lines) if "Chez Clara" in line)
    total = next(place for place, line in enumerate(lines) if "TOTAL" in line)
    assert places[0] < shop < total < places[-1]
