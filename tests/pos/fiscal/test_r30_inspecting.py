"""R30: an inspector finds every record, sees whether it holds, and takes an archive out that is written down."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from pos.database.connection import Database, connect_reader
from pos.database.journal import reading
from pos.database.journal.author import Operator, Software, author_of
from pos.database.journal.reading import RecordQuestion
from pos.database.journal.records import about, in_order, latest
from pos.domain.catalogue import Product
from pos.domain.errors import DatabaseReadOnly, NotAllowed, PeriodTooLong
from pos.domain.money import Money
from pos.domain.quantity import pieces
from pos.domain.sale_question import AnySale, Numbered, OfAmount, OfDay, Question, ThisSale, WithCode, WithWords
from pos.domain.staff import Right, Role
from pos.domain.tax import TaxRate
from pos.fiscal.canonical import parse
from pos.fiscal.events import Event
from pos.fiscal.on_paper import signature_letters
from pos.fiscal.record import Kind, Record
from pos.operations import archiving
from pos.operations.allowing import check_allowed
from pos.operations.cataloguing import add_product
from pos.operations.closing import close_day
from pos.operations.describing_shop import look_at_shop, save_shop
from pos.operations.inspecting import Held, look, paper_of, settings_facts, staff_facts, till_facts
from pos.operations.selling import Sold, sell
from pos.operations.training import start_training, stop_training
from pos.receipts.text import render
from pos.wording import Wording
from tests.builders import card, new_id, product, ticket

CODE = "3017620422003"


@pytest.fixture
def sold(db: Database, now: datetime, rates: tuple[TaxRate, ...]) -> list[Sold]:
    """Two days: coffee and soap on the first, which is closed; soap and a training ticket on the second."""
    coffee, soap = product("Café moulu", 450), product("Savon", 250)
    add_product(db, coffee, [CODE])
    add_product(db, soap)
    tomorrow = now + timedelta(days=1)

    def one(at: datetime, *items: tuple[Product, int]) -> Sold:
        basket = ticket(*((article, pieces(count)) for article, count in items))
        return sell(db, basket, [card(basket.total.minor)], now=at, rates=rates)

    done = [one(now, (coffee, 1)), one(now, (soap, 2))]
    close_day(db, now=now)
    done.append(one(tomorrow, (soap, 1)))
    start_training(db, now=tomorrow, new_id=new_id)
    done.append(one(tomorrow, (soap, 2)))
    stop_training(db, now=tomorrow, new_id=new_id)
    return done


@pytest.fixture
def reader(db: Database, sold: list[Sold]) -> Iterator[Database]:
    with closing(connect_reader(db.path)) as open_to_read:
        yield open_to_read


def found(db: Database, about: Question, *kinds: Kind) -> list[tuple[str, int]]:
    page = reading.page(db, RecordQuestion(about, kinds), before=None, limit=100)
    assert [one.seq for one in page] == sorted((one.seq for one in page), reverse=True)
    return [(one.series.split("/")[0], one.number) for one in page]


def test_r30_all_records_come_newest_first_a_page_at_a_time(reader: Database) -> None:
    everything = list(in_order(reader))
    pages: list[Record] = []
    while True:
        page = reading.page(reader, RecordQuestion(), before=pages[-1].seq if pages else None, limit=3)
        pages += page
        if len(page) < 3:
            break

    assert pages == everything[::-1]


@pytest.mark.parametrize("kinds", [(Kind.JET,), (Kind.Z, Kind.ZM, Kind.ZY), (Kind.TICKET, Kind.TRAIN)])
def test_r30_pages_of_some_kinds_hold_these_kinds_and_no_record_twice(
    reader: Database, kinds: tuple[Kind, ...]
) -> None:
    wanted = [one for one in in_order(reader) if one.kind in kinds][::-1]
    pages: list[Record] = []
    while True:
        page = reading.page(reader, RecordQuestion(kinds=kinds), before=pages[-1].seq if pages else None, limit=2)
        pages += page
        if len(page) < 2:
            break

    assert pages == wanted


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (OfAmount(Money(450)), [("TICKET", 1)]),
        (OfAmount(Money(500)), [("TRAIN", 1), ("TICKET", 2)]),
        (OfAmount(Money(950)), [("Z", 1)]),
        (WithCode(CODE), [("TICKET", 1)]),
        (WithWords("cafe MOULU"), [("TICKET", 1)]),
        (WithWords("savon"), [("TRAIN", 1), ("TICKET", 3), ("TICKET", 2)]),
        (WithWords("nothing like it"), []),
        (WithWords("100%"), []),
    ],
)
def test_r30_a_question_finds_its_records(reader: Database, question: Question, answer: list[tuple[str, int]]) -> None:
    assert found(reader, question) == answer


def test_r30_a_number_finds_the_record_and_those_of_that_number_in_their_series(reader: Database) -> None:
    answer = found(reader, Numbered(3))

    assert ("TICKET", 3) in answer
    assert any(one.seq == 3 for one in reading.page(reader, RecordQuestion(Numbered(3)), before=None, limit=9))
    assert found(reader, Numbered(2), Kind.TICKET) == [("TICKET", 2)]
    assert found(reader, Numbered(99_999)) == []


def test_r30_a_day_finds_what_counts_for_it(reader: Database, now: datetime, sold: list[Sold]) -> None:
    assert found(reader, OfDay(now.date()), Kind.TICKET, Kind.Z) == [("Z", 1), ("TICKET", 2), ("TICKET", 1)]
    assert found(reader, OfDay(date(2020, 1, 1))) == []
    assert found(reader, ThisSale(sold[3].sale.id)) == [("TRAIN", 1)]
    assert len(found(reader, AnySale())) == reader.value("SELECT count(*) FROM fiscal_record")


def test_r30_a_long_search_stops_when_nobody_waits_for_it(reader: Database) -> None:
    question = RecordQuestion(WithWords("savon"))

    assert reading.page(reader, question, before=None, limit=9, is_wanted=lambda: False) == []


def test_r30_every_record_of_a_shop_in_order_holds(reader: Database) -> None:
    for record in in_order(reader):
        looked = look(reader, record.seq)

        assert looked.is_in_order, (record.seq, looked.checks)
        assert looked.fields == parse(record.payload)
        assert looked.key is not None
        assert looked.key.key.id == record.writer.key_id
    assert {what for what, _ in look(reader, 3).checks} == set(Held)


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        ("payload = CAST(replace(CAST(payload AS TEXT), '\"ttc\":450', '\"ttc\":950') AS BLOB)", {Held.HASH}),
        ("operator_name = 'Somebody else'", {Held.COLUMNS}),
        ("sig = zeroblob(64)", {Held.SIGNATURE}),
        ("hash = zeroblob(32)", {Held.HASH, Held.SIGNATURE, Held.AFTER}),
        ("key_id = 'another'", {Held.KEY, Held.SIGNATURE, Held.COLUMNS}),
    ],
)
def test_r30_what_does_not_hold_is_named(db: Database, sold: list[Sold], change: str, seen: set[Held]) -> None:
    record = sold[0].record
    assert record is not None
    triggers = db.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'fiscal_record'")
    for name, _ in triggers:
        db.execute(f"DROP TRIGGER {name}")
    db.execute(f"UPDATE fiscal_record SET {change} WHERE seq = ?", (record.seq,))
    for _, sql in triggers:
        db.execute(sql)

    looked = look(db, record.seq)

    assert not looked.is_in_order
    assert {what for what, holds in looked.checks if not holds} == seen


def test_r30_a_tickets_paper_is_made_from_its_record_and_counted_nowhere(reader: Database, sold: list[Sold]) -> None:
    french = Wording("fr")
    real, trained = sold[0].record, sold[3].record
    assert real is not None
    assert trained is not None

    paper, simulation = paper_of(reader, real.seq, french), paper_of(reader, trained.seq, french)

    assert paper is not None
    assert simulation is not None
    assert "Café moulu" in render(paper)
    assert render(simulation).count("SIMULATION") == 2
    assert paper_of(reader, 1, french) is None


def test_r30_keys_program_settings_and_staff_are_there(reader: Database, db: Database) -> None:
    facts, people = till_facts(reader), staff_facts(reader)

    assert [span.key.id for span in facts.keys] == [author_of(db).key.id]
    assert facts.software.is_attested
    assert facts.files == facts.published
    assert facts.counts[Kind.TICKET] == 3
    assert [one.name for one in people.people] == ["Titulaire"]
    assert people.rights[Role.INSPECTOR] == {Right.INSPECT, Right.EXPORT}
    assert settings_facts(reader).changes == ()


def test_r30_no_pin_is_ever_shown(db: Database) -> None:
    author_of(db)
    db.execute("UPDATE person SET pin = 'a secret that must not leave the file'")

    assert "secret" not in repr(staff_facts(db))
    assert staff_facts(db).people[0].has_pin


def test_r30_the_connection_that_reads_can_write_nothing(reader: Database) -> None:
    for statement in ("UPDATE person SET name = 'x'", "DELETE FROM sale", "INSERT INTO setting VALUES ('a', 'b')"):
        with pytest.raises(DatabaseReadOnly):
            reader.execute(statement)


def test_r30_an_archive_taken_out_is_written_down_with_who(
    db: Database, reader: Database, now: datetime, tmp_path: Path
) -> None:
    db.author = replace(author_of(db), operator=Operator("inspector", "M. Durand"))

    gathered = archiving.gather(reader, tmp_path / "out", now.date(), now.date())
    with archiving.cleared(gathered):
        packed = archiving.pack(archiving.seal(db, gathered, now=now))
    archiving.note(db, packed, now=now, for_tax_office=True)

    (export,) = about(db, Event.EXPORT_TAX.value, Kind.JET)
    assert export.writer.operator_name == "M. Durand"
    data = parse(export.payload)["data"]
    assert isinstance(data, dict)
    assert data["name"] == packed.path.name
    assert latest(db, Kind.ARCHIVE) is not None


def test_r30_nobody_takes_more_than_twelve_months(reader: Database, now: datetime, tmp_path: Path) -> None:
    with pytest.raises(PeriodTooLong):
        archiving.gather(reader, tmp_path, now.date() - timedelta(days=366), now.date())


def test_r30_who_may_not_export_exports_nothing(db: Database, now: datetime) -> None:
    db.execute(
        "INSERT INTO person (id, name, role, created_at_ms) VALUES ('seller', 'Sam', ?, 0)", (Role.SELLER.value,)
    )
    db.author = replace(author_of(db), operator=Operator("seller", "Sam"))

    with pytest.raises(NotAllowed):
        check_allowed(db, Right.EXPORT)


def test_r30_the_paper_of_a_record_shows_its_own_program_and_the_shop_of_its_day(
    db: Database, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    soap, french = product("Savon", 250), Wording("fr")
    add_product(db, soap)
    before = look_at_shop(db)
    save_shop(db, replace(before, shop=replace(before.shop, name="Chez Nadia", franchise=True)), now=now)
    db.author = replace(author_of(db), software=Software("1.0", "0123456789abcdef", ("pos/fiscal/ticket.py",), "0.0.9"))
    basket = ticket(soap)
    record = sell(db, basket, [card(250)], now=now, rates=rates).record
    assert record is not None
    save_shop(db, replace(before, shop=replace(before.shop, name="Chez Paul", franchise=False)), now=now)

    paper = paper_of(db, record.seq, french)

    assert paper is not None
    said = render(paper)
    assert "Chez Nadia" in said
    assert "293 B" in said
    assert "Comptoir 0.0.9 / 1.0 0123456789abcdef" in said
    assert "VERSION NON ATTESTÉE" in said
    assert signature_letters(record.signature) in said.replace(" ", "")
