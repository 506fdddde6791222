"""The promises are worth something: each fault planted in a shop's file is found."""

from __future__ import annotations

import random
from itertools import islice

import pytest

from pos.database.connection import Database
from pos.exchange.tax_rates import french_rates
from tests import builders
from tests.durability.promises import Told, broken
from tests.durability.trading import Headed, Keeping, Kept, Selling, Sold, stock_shop, trade


@pytest.fixture
def told(db: Database) -> Told:
    """A day of trade that ended well, with a ticket open."""
    told = Told()
    new_id = builders.ids(9)
    told.hear(stock_shop(db, new_id))
    words = trade(db, chance=random.Random(9), new_id=new_id, rates=french_rates())
    for word in islice(words, 61):
        told.hear(word)
    while not told.kept or told.under_way:
        told.hear(next(words))
    return told


def test_a_quiet_day_breaks_nothing(db: Database, told: Told) -> None:
    assert len(told.sales) > 3
    assert not broken(db, told, thorough=True)


def test_a_sale_the_till_never_made_is_missed(db: Database, told: Told) -> None:
    sale = next(iter(told.sales.values()))
    told.hear(Sold(sale.__class__(**{name: getattr(sale, name) for name in sale.__slots__} | {"id": "gone"})))

    assert broken(db, told).lost == ("gone",)


def test_a_head_that_was_told_outside_is_missed(db: Database, told: Told) -> None:
    told.hear(Headed(2, bytes(32)))

    assert ["the head told" in wrong for wrong in broken(db, told).wrong] == [True]


def test_a_ticket_acknowledged_as_kept_is_missed(db: Database, told: Told) -> None:
    told.hear(Kept(builders.ticket(builders.product())))

    assert ["open ticket" in wrong for wrong in broken(db, told).wrong] == [True]


def test_a_ticket_that_was_only_being_kept_may_be_missing(db: Database, told: Told) -> None:
    told.hear(Keeping(builders.ticket(builders.product())))

    assert not broken(db, told)


def test_a_sale_under_way_may_be_missing(db: Database, told: Told) -> None:
    told.hear(Selling(builders.ticket(builders.product())))

    assert not broken(db, told)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("UPDATE stock_level SET quantity_milli = quantity_milli + 1 WHERE rowid_of_first", "level"),
        ("UPDATE sale SET total_minor = total_minor + 1 WHERE number = 2", "half a sale"),
        ("UPDATE sale SET number = 999 WHERE number = 2", "number gap"),
        ("DELETE FROM sale_line WHERE sale_id = (SELECT id FROM sale WHERE number = 2)", "half a sale"),
        ("DELETE FROM movement WHERE seq = 3", "sequence gap"),
        ("DELETE FROM sale WHERE number = 2", "foreign_key_check"),
        ("UPDATE till SET last_number = last_number + 1", "counters"),
        ("UPDATE payment SET amount_minor = amount_minor - 1", "half a sale"),
        ("DELETE FROM dirty", "would not learn"),
        ("UPDATE sale SET till_name = 'x' WHERE number = 2", "not as acknowledged"),
        ("UPDATE sale SET id = 'x' WHERE number = 2", "never made"),
        ("UPDATE sale SET record_seq = record_seq - 1 WHERE number = 2", "not what its record says"),
        ("UPDATE fiscal_record SET payload = CAST(payload || ' ' AS BLOB) WHERE seq = 4", "another hash"),
        ("UPDATE fiscal_record SET sig = zeroblob(64) WHERE seq = 3", "not signed"),
        ("UPDATE fiscal_record SET subject = 'x' WHERE seq = 3", "other columns"),
        ("UPDATE fiscal_record SET subject = 'x' WHERE seq = 3", "sale without a record"),
        ("DELETE FROM fiscal_record WHERE seq = 4", "leaves a gap"),
        ("DELETE FROM fiscal_record WHERE seq = 4", "hangs on another"),
        ("UPDATE fiscal_head SET seq = seq + 1", "the head is not"),
        ("UPDATE counter SET last_no = last_no + 1 WHERE series = 'TICKET/1'", "the counters are not"),
        ("UPDATE totals SET perpetual_signed = perpetual_signed + 1", "the totals are not"),
        ("DELETE FROM sale WHERE number = 2", "record of no sale"),
    ],
)
def test_a_planted_fault_is_found(db: Database, told: Told, fault: str, words: str) -> None:
    triggers = db.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name LIKE '%/_no/_%' ESCAPE '/'")
    for name, _ in triggers:
        db.execute(f"DROP TRIGGER {name}")
    db.execute("PRAGMA foreign_keys=OFF")
    db.execute(fault.replace("rowid_of_first", "product_id = (SELECT min(product_id) FROM stock_level)"))
    for _, sql in triggers:
        db.execute(sql)

    assert [wrong for wrong in broken(db, told, thorough=True).wrong if words in wrong]
