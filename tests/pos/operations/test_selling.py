"""Selling: all of it or nothing, once, and never a gap."""

from __future__ import annotations

from datetime import datetime

import pytest

from pos.database import products, sales, stock, tickets
from pos.database.connection import Database, transaction
from pos.domain.errors import ChangeWithoutCash, EmptyTicket, PaymentShort
from pos.domain.quantity import Quantity, Unit, pieces
from pos.domain.tax import TaxClass, TaxRate
from pos.domain.ticket import Ticket
from pos.operations.cataloguing import add_product
from pos.operations.selling import keep_ticket, resume_ticket, sell
from tests.builders import card, cash, eur, exactly, new_id, product, ticket


def test_a_sale_is_kept_as_it_was_made(db: Database, now: datetime, rates: tuple[TaxRate, ...]) -> None:
    soap = product("Savon", 250)
    cheese = product("Comté", 2300, tax_class=TaxClass.REDUCED, unit=Unit.KILOGRAM)
    for one in (soap, cheese):
        add_product(db, one)

    sold = sell(db, ticket((soap, pieces(2)), (cheese, Quantity(350))), [cash(2000)], now=now, rates=rates)

    assert sold.sale.total == eur(1305)
    assert sold.sale.change == eur(695)
    assert sales.get(db, sold.sale.id) == sold.sale
    assert stock.levels(db) == {soap.id: pieces(-2), cheese.id: Quantity(-350)}


def test_a_short_payment_writes_nothing(db: Database, now: datetime, rates: tuple[TaxRate, ...]) -> None:
    soap = product(price_minor=250)
    add_product(db, soap)

    with pytest.raises(PaymentShort) as refused:
        sell(db, ticket(soap), [cash(100)], now=now, rates=rates)

    assert refused.value.due == eur(250)
    assert sales.count(db) == 0
    assert stock.levels(db) == {}


def test_an_empty_ticket_is_not_sold(db: Database, now: datetime, rates: tuple[TaxRate, ...]) -> None:
    with pytest.raises(EmptyTicket):
        sell(db, Ticket(new_id()), [], now=now, rates=rates)


def test_no_change_is_given_on_a_card(db: Database, now: datetime, rates: tuple[TaxRate, ...]) -> None:
    with pytest.raises(ChangeWithoutCash):
        sell(db, ticket(product(price_minor=250)), [card(300)], now=now, rates=rates)


def test_a_second_press_of_the_key_sells_nothing_twice(db: Database, now: datetime, rates: tuple[TaxRate, ...]) -> None:
    soap = product()
    add_product(db, soap)
    basket = ticket(soap)

    first = sell(db, basket, exactly(basket), now=now, rates=rates)
    second = sell(db, basket, exactly(basket), now=now, rates=rates)

    assert second.again
    assert second.sale == first.sale
    assert sales.count(db) == 1
    assert stock.levels(db) == {soap.id: pieces(-1)}


def test_numbers_have_no_gap_when_a_sale_fails_half_way(
    db: Database, now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    soap = product()
    add_product(db, soap)
    basket = ticket(soap)
    with pytest.raises(RuntimeError, match="power"), transaction(db):
        db.execute("UPDATE till SET last_number = last_number + 1")
        raise RuntimeError("power")

    sold = sell(db, basket, exactly(basket), now=now, rates=rates)

    assert sold.sale.number == 1
    assert sales.number_gaps(db) == []


def test_the_open_ticket_survives_a_restart(db: Database, now: datetime) -> None:
    basket = ticket(product(), product(), product("Œufs"))
    keep_ticket(db, basket, now=now)

    assert resume_ticket(db, new_id=new_id) == basket


def test_a_sold_ticket_does_not_come_back(db: Database, now: datetime, rates: tuple[TaxRate, ...]) -> None:
    basket = ticket(product())
    keep_ticket(db, basket, now=now)
    sell(db, basket, exactly(basket), now=now, rates=rates)
    keep_ticket(db, basket, now=now)

    assert tickets.load(db) is None
    assert resume_ticket(db, new_id=new_id).lines == ()


def test_a_sale_marks_what_the_window_must_learn(db: Database, now: datetime, rates: tuple[TaxRate, ...]) -> None:
    db.execute(
        "INSERT INTO online_link (target, kind, address, shop, shop_name, window_url, term, epoch)"
        " VALUES ('catalogue', 'catalogue', 'http://127.0.0.1', 's', 'S', '', 1, 1)"
    )
    shown, hidden = product(), product(shown_online=False)
    for one in (shown, hidden):
        add_product(db, one)
    basket = ticket(shown, hidden)

    sell(db, basket, exactly(basket), now=now, rates=rates)

    level = stock.level(db, shown.id)
    assert level is not None
    assert db.rows("SELECT stream, product_id, gen FROM dirty WHERE stream = 'level'") == [
        ("level", shown.id, level.version)
    ]
    assert db.value("SELECT count(*) FROM dirty WHERE product_id = ?", (hidden.id,)) == 0
    assert products.get(db, shown.id) == shown
