"""R15: what the lines cost and what is paid must agree, or nothing is sold and nothing is recorded."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos.database import sales
from pos.database.connection import Database
from pos.database.journal.records import head_row, latest
from pos.domain.errors import ChangeWithoutCash, PaymentShort
from pos.domain.tax import TaxRate
from pos.fiscal.record import Kind
from pos.fiscal.ticket import read_ticket
from pos.operations.cataloguing import add_product
from pos.operations.selling import sell
from tests.builders import card, cash, product, ticket

anything = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)


@anything
@given(price=st.integers(1, 10_000), by_card=st.integers(0, 12_000), in_cash=st.integers(0, 12_000))
def test_r15_a_record_balances_or_is_not_written(
    db: Database, now: datetime, rates: tuple[TaxRate, ...], price: int, by_card: int, in_cash: int
) -> None:
    article = product(price_minor=price)
    add_product(db, article)
    before, count = head_row(db), sales.count(db)
    try:
        sell(db, ticket(article), [card(by_card), cash(in_cash)], now=now, rates=rates)
    except (PaymentShort, ChangeWithoutCash):
        assert by_card + in_cash < price or by_card > price
        assert (head_row(db), sales.count(db)) == (before, count)
        return
    record = latest(db, Kind.TICKET)
    assert record is not None
    sale = read_ticket(record.payload).sale
    paid = sum(one.amount.minor for one in sale.payments)
    assert sum(line.gross.minor for line in sale.lines) == sale.total.minor == paid - sale.change.minor


def test_r15_a_short_payment_is_refused(db: Database, now: datetime, rates: tuple[TaxRate, ...]) -> None:
    article = product(price_minor=250)
    add_product(db, article)

    with pytest.raises(PaymentShort):
        sell(db, ticket(article), [cash(249)], now=now, rates=rates)

    assert latest(db, Kind.TICKET) is None
