"""A check names every fault planted in a real file, finds nothing in a sound one, and changes neither."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path
from typing import get_args

import pytest

from pos.database import escrow
from pos.database.checks import SeriesPlace
from pos.database.connection import Database, connect_reader
from pos.domain.errors import DatabaseDamaged, DatabaseMissing, DatabaseTooNew
from pos.domain.escrow import Units
from pos.domain.online_order import Deed, OrderState
from pos.domain.quantity import Quantity, Unit, pieces
from pos.domain.tax import TaxRate
from pos.operations import checking, checking_window
from pos.operations.cataloguing import add_product, open_stock
from pos.operations.checking import CheckReport, Finding, Step, check
from pos.operations.opening import open_shop
from pos.operations.ordering import do
from pos.operations.selling import keep_ticket, sell
from tests.builders import exactly, ids, product, ticket
from tests.pos.reservations import heard, order

LINK = (
    "INSERT INTO online_link (target, kind, address, shop, shop_name, window_url, term, epoch)"
    " VALUES ('catalogue', 'catalogue', 'http://127.0.0.1', 's', 'S', '', 1, 1)"
)
TICKETS = 3

FAULTS: list[tuple[str, type[Finding]]] = [
    ("UPDATE stock_level SET quantity_milli = quantity_milli + 1000", checking.LevelOff),
    ("UPDATE movement SET delta_milli = -1 WHERE seq = 4", checking.MovementAltered),
    ("UPDATE movement SET reason = 'theft' WHERE seq = 4", checking.MovementAltered),
    ("DELETE FROM movement WHERE seq = 4", checking.MovementMissing),
    ("DELETE FROM movement WHERE seq = 1", checking.MovementMissing),
    ("DELETE FROM sale WHERE number = 2", checking.TicketMissing),
    ("DELETE FROM sale WHERE number = 2", checking.PointsNowhere),
    ("DELETE FROM sale WHERE number = 3", checking.CounterOff),
    ("UPDATE till SET next_seq = 2", checking.CounterOff),
    ("UPDATE fiscal_record SET operator_name = 'nobody' WHERE seq = 3", checking.JournalBroken),
    ("UPDATE till SET last_version = 1", checking.CounterOff),
    ("DELETE FROM till", checking.CounterOff),
    ("UPDATE sale SET total_minor = total_minor - 100 WHERE number = 1", checking.SaleUnbalanced),
    ("UPDATE payment SET amount_minor = 1", checking.SaleUnbalanced),
    ("UPDATE sale_line SET quantity_milli = 2000 WHERE position = 0", checking.GoodsUnaccounted),
    ("DELETE FROM sale_line", checking.GoodsUnaccounted),
    ("UPDATE dirty SET claimed_gen = gen", checking.StrayNews),
    ("UPDATE dirty SET attempt_id = 'none', claimed_gen = gen", checking.StrayNews),
    ("UPDATE dirty SET claimed_gen = gen + 1", checking.StrayNews),
    ("DELETE FROM search_entry", checking.NotSearchable),
    ("UPDATE search_entry SET words = 'savon noir'", checking.NotSearchable),
    ("INSERT INTO search_prefix (search_prefix) VALUES ('delete-all')", checking.IndexOff),
    ("INSERT INTO search_inside (search_inside) VALUES ('delete-all')", checking.IndexOff),
    ("DELETE FROM search_word WHERE word LIKE '%savon'", checking.NotSearchable),
    ("DELETE FROM search_prefix_docsize WHERE id = 1", checking.IndexOff),
    ("DELETE FROM search_inside_docsize WHERE id = 1", checking.IndexOff),
    ("DELETE FROM search_word", checking.IndexOff),
    ("""UPDATE open_ticket SET body = '{"id": 3}'""", checking.OpenTicketUnreadable),
    ("UPDATE open_ticket SET body = 'half of'", checking.OpenTicketUnreadable),
    ("UPDATE online_order_line SET released_milli = 1", checking.OrderUnbalanced),
    ("UPDATE online_order SET state = 'expired'", checking.OrderUnbalanced),
    ("DELETE FROM online_order_line", checking.OrderUnbalanced),
    ("UPDATE online_order SET revision = 7", checking.OrderUnheard),
    ("DELETE FROM inbox", checking.OrderUnheard),
    ("UPDATE inbox SET revision = 0", checking.OrderUnheard),
    ("DELETE FROM online_order", checking.OrderUnheard),
    ("UPDATE inbox SET state = 'refused'", checking.OrdersRefused),
    ("UPDATE order_deed SET order_id = 'nobody'", checking.StrayDeed),
    ("UPDATE escrow SET consumed_milli = granted_milli + 1", checking.EscrowOff),
    ("DELETE FROM dirty WHERE stream = 'product'", checking_window.NeverTold),
    ("INSERT INTO published SELECT 'catalogue', 'gone', 1", checking_window.NeverTold),
    ("INSERT INTO attempt VALUES ('a', 'catalogue', 'level', X'7B7D', 0)", checking_window.AttemptOff),
    ("UPDATE online_link SET epoch = 9", checking_window.EpochOff),
    ("UPDATE online_link SET vouched = 100000", checking_window.VouchedTooMuch),
    (
        "INSERT INTO attempt VALUES ('a', 'catalogue', 'level', X'7B7D', 0), ('b', 'catalogue', 'level', X'7B7D', 0)",
        checking_window.Grown,
    ),
    ("UPDATE dirty SET product_id = 'nobody' WHERE gen = 1", checking.StrayNews),
    ("UPDATE movement SET epoch = 2 WHERE seq = 8", checking.CounterOff),
    ("INSERT INTO parked_ticket VALUES ('one', 'Mme Petit', '{', 0, 0)", checking.OpenTicketUnreadable),
]


@pytest.fixture
def shop(shop_path: Path, now: datetime, rates: tuple[TaxRate, ...]) -> Path:
    """A shop that sold three tickets of soap and cheese, with a ticket open and a window that knows nothing yet."""
    db = open_shop(shop_path, now=now, new_id=ids(1))
    db.execute(LINK)
    soap, cheese = product("Savon", 250), product("Comté", 2300, unit=Unit.KILOGRAM)
    for one in (soap, cheese):
        add_product(db, one)
    open_stock(db, [(soap.id, pieces(10)), (cheese.id, Quantity(8_000))], now=now)
    for _ in range(TICKETS):
        basket = ticket(soap, (cheese, Quantity(350)))
        sell(db, basket, exactly(basket), now=now, rates=rates)
    keep_ticket(db, ticket(soap), now=now)
    asked = heard(db, order((soap, 2), state=OrderState.HELD))
    do(db, asked.target, asked.id, Deed.CONFIRM, now=now, new_id=ids(3))
    escrow.put(db, asked.target, [Units(soap.id, granted=pieces(2))])
    db.close()
    return shop_path


def checked(path: Path) -> CheckReport:
    reader = connect_reader(path)
    try:
        return check(reader)
    finally:
        reader.close()


def tamper(path: Path, *statements: str) -> None:
    """Change a file behind Comptoir's back, guards and all; foreign keys are not looked at."""
    db = sqlite3.connect(path)
    db.execute("PRAGMA ignore_check_constraints = ON")
    guards = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND sql LIKE '%append-only%'")
    kept: list[tuple[str, str]] = guards.fetchall()
    for name, _ in kept:
        db.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        assert db.execute(statement).rowcount != 0, f"changed nothing: {statement}"
    for _, sql in kept:
        db.execute(sql)
    db.commit()
    db.close()


def till_id(path: Path) -> str:
    db = sqlite3.connect(path)
    (found,) = db.execute("SELECT id FROM till").fetchone()
    db.close()
    return str(found)


def test_a_shop_that_sold_is_sound(shop: Path) -> None:
    report = checked(shop)

    assert report.findings == ()
    assert report.is_sound
    assert (report.sales, report.movements, report.products) == (TICKETS, 2 + 2 * TICKETS, 2)


def test_a_new_shop_is_sound(db: Database, shop_path: Path) -> None:
    assert checked(shop_path).is_sound


@pytest.mark.parametrize(("statement", "fault"), FAULTS)
def test_every_fault_is_named(shop: Path, statement: str, fault: type[Finding]) -> None:
    tamper(shop, statement)

    assert fault in {type(finding) for finding in checked(shop).findings}


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("DROP TRIGGER movement_no_update", "movement_no_update"),
        ("DROP INDEX sale_moment", "sale_moment"),
        ("CREATE TABLE movment (id TEXT)", "movment"),
    ],
)
def test_a_guard_taken_away_is_named(shop: Path, statement: str, name: str) -> None:
    db = sqlite3.connect(shop)
    db.execute(statement)
    db.close()

    assert checked(shop).findings == (checking.StructureChanged(name),)


def test_a_finding_says_where_and_how_much(shop: Path) -> None:
    tamper(shop, "UPDATE movement SET delta_milli = -1350 WHERE seq = 4")

    report = checked(shop)

    place = SeriesPlace(till_id(shop), 1, 4)
    level_off = checking.LevelOff("Comté", Unit.KILOGRAM, Quantity(8_000 - 3 * 350), Quantity(8_000 - 2 * 350 - 1_350))
    assert set(report.findings) >= {checking.MovementAltered(place), level_off}
    assert {type(finding) for finding in report.findings} == {
        checking.MovementAltered,
        checking.LevelOff,
        checking.GoodsUnaccounted,
    }


def test_a_check_changes_nothing_and_lets_the_till_sell(shop: Path, now: datetime, rates: tuple[TaxRate, ...]) -> None:
    till = open_shop(shop, now=now, new_id=ids(2))
    soap = product()
    add_product(till, soap)
    reader = connect_reader(shop)
    sold: list[int] = []

    def sell_meanwhile(step: Step, done: int, of: int) -> None:
        basket = ticket(soap)
        sold.append(sell(till, basket, exactly(basket), now=now, rates=rates).sale.number)

    report = check(reader, progress=sell_meanwhile)
    reader.close()
    till.close()

    assert report.is_sound
    assert report.sales == TICKETS, "the check sees the one moment it began at"
    assert len(sold) >= 4
    assert checked(shop).sales == TICKETS + len(sold)


def test_progress_goes_from_nothing_to_all(shop: Path) -> None:
    told: list[tuple[Step, int, int]] = []
    reader = connect_reader(shop)
    check(reader, progress=lambda step, done, of: told.append((step, done, of)))
    reader.close()

    assert [step for step, done, of in told if done == of] == [
        Step.PAGES, Step.MOVEMENTS, Step.BOOKS, Step.JOURNAL
    ]  # fmt: skip


@pytest.mark.parametrize("page", range(1, 40, 6))
def test_a_page_of_noise_is_found(shop: Path, page: int) -> None:
    """What SQLite cannot read comes out as damage: a finding, or a refusal where not even the steps can be read."""
    overwrite(shop, page)

    try:
        findings = checked(shop).findings
    except DatabaseDamaged as damaged:
        findings = (checking.Damaged(damaged.finding),)

    assert findings
    assert all(isinstance(finding, checking.Damaged) and finding.detail for finding in findings)


def overwrite(path: Path, page: int) -> None:
    size = int.from_bytes(path.read_bytes()[16:18], "big")
    with path.open("r+b") as file:
        file.seek(page * size)
        file.write(bytes((7 * place) % 251 for place in range(size)))


@pytest.mark.parametrize("content", [b"", b"no shop at all" * 999, b"SQLite format 3\0" + bytes(4080)])
def test_another_file_is_refused(tmp_path: Path, content: bytes) -> None:
    stranger = tmp_path / "letter.db"
    stranger.write_bytes(content)

    with pytest.raises(DatabaseDamaged):
        checked(stranger)

    assert stranger.read_bytes() == content


def test_another_programs_file_is_refused(tmp_path: Path) -> None:
    stranger = tmp_path / "music.db"
    db = sqlite3.connect(stranger)
    db.execute("CREATE TABLE song (title)")
    db.close()

    with pytest.raises(DatabaseDamaged) as refused:
        checked(stranger)

    assert refused.value.finding == "no shop file"


def test_a_later_file_is_refused(shop: Path) -> None:
    tamper(shop, "INSERT INTO migration VALUES ('m999_later', 1)")

    with pytest.raises(DatabaseTooNew):
        checked(shop)


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(DatabaseMissing):
        checked(tmp_path / "nowhere" / "shop.db")


def test_every_finding_is_planted_by_a_test() -> None:
    planted = {fault for _, fault in FAULTS} | {checking.StructureChanged, checking.Damaged}

    assert planted == set(get_args(Finding))
