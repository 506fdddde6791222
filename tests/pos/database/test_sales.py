"""Sales in the file: read back as they were written, and no fault goes unseen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos.database import sales
from pos.database.connection import Database, transaction
from pos.domain.payment import Means, Payment
from pos.domain.sale import TillIdentity, close
from pos.domain.ticket import Ticket
from pos.exchange.tax_rates import french_rates
from tests.builders import NOON, PARIS, eur, exactly, product, ticket
from tests.pos.domain.strategies import tickets

TILL = TillIdentity("till", "Caisse n° 1", 1)
RATES = french_rates()
moments = st.integers(1_767_225_600_000, 4_102_444_800_000).map(
    lambda ms: (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ms)).astimezone(PARIS)
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(tickets(), moments, st.integers(0, 5_000))
def test_any_sale_comes_back_as_it_was_written(db: Database, basket: Ticket, at: datetime, extra: int) -> None:
    payments = [Payment(Means.CASH, basket.total + eur(extra)), Payment(Means.CARD, eur(0))]
    made = close(basket, payments, till=TILL, number=sales.count(db) + 1, sold_at=at, rates=RATES)

    with transaction(db):
        sales.add(db, made, record_seq=None)

    kept = sales.get(db, made.id)
    assert kept == made
    assert kept is not None
    assert kept.sold_at.isoformat() == at.isoformat()
    assert sales.latest(db) == [made]
    assert not sales.unbalanced(db)
    assert not sales.number_gaps(db)


def _sell(db: Database, *numbers: int, till: TillIdentity = TILL) -> list[str]:
    made = []
    for number in numbers:
        basket = ticket(product())
        made.append(close(basket, exactly(basket), till=till, number=number, sold_at=NOON, rates=RATES))
        sales.add(db, made[-1], record_seq=None)
    return [one.id for one in made]


def test_a_sale_nobody_made_is_none(db: Database) -> None:
    assert sales.get(db, "nothing") is None
    assert sales.latest(db, limit=5) == []
    assert sales.count(db) == 0


def test_the_latest_sales_come_newest_first(db: Database) -> None:
    first, second, third = _sell(db, 1, 2, 3)

    assert [sale.id for sale in sales.latest(db, limit=2)] == [third, second]
    assert sales.count(db) == 3
    assert first not in {sale.id for sale in sales.latest(db, limit=2)}


@pytest.mark.parametrize(
    ("numbers", "gaps"),
    [([1, 2, 3], []), ([2, 3], [("till", 1, 0)]), ([1, 3, 4, 7], [("till", 1, 1), ("till", 1, 4)])],
)
def test_a_missing_ticket_number_is_found(db: Database, numbers: list[int], gaps: list[tuple[str, int, int]]) -> None:
    _sell(db, *numbers)

    assert sorted(sales.number_gaps(db)) == gaps


def test_a_new_epoch_counts_from_one_again(db: Database) -> None:
    _sell(db, 1, 2)
    _sell(db, 1, 2, 4, till=TillIdentity("till", "1", 2))

    assert sales.number_gaps(db) == [("till", 2, 2)]


@pytest.mark.parametrize(
    "fault",
    [
        "DELETE FROM sale_line", "DELETE FROM sale_vat", "DELETE FROM payment",
        "UPDATE sale SET total_minor = total_minor + 1", "UPDATE sale SET change_minor = change_minor + 1",
        "UPDATE sale_line SET gross_minor = gross_minor - 1", "UPDATE sale_line SET net_minor = net_minor + 1",
        "UPDATE payment SET amount_minor = amount_minor + 1",
        "UPDATE sale_vat SET gross_minor = gross_minor + 1, net_minor = net_minor + 1",
    ],
)  # fmt: skip
def test_a_sale_that_does_not_add_up_is_found(db: Database, fault: str) -> None:
    sound, faulty = _sell(db, 1, 2)
    guards = db.rows("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
    for name, _ in guards:
        db.execute(f"DROP TRIGGER {name}")
    which = "id" if "UPDATE sale SET" in fault else "sale_id"

    db.execute(f"{fault} WHERE {which} = ?", (faulty,))

    for _, sql in guards:
        db.execute(sql)
    assert sales.unbalanced(db) == [faulty]
    assert sound != faulty
