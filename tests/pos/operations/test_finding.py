"""Finding a sale: each question answered with all its sales, newest first, in pages without a gap or a double."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos.database import sales
from pos.database.connection import Database
from pos.domain.barcode import check_digit
from pos.domain.catalogue import Product
from pos.domain.quantity import Quantity, Unit, pieces
from pos.domain.sale import Sale, SaleEntry, TillIdentity, close
from pos.domain.sale_question import (
    AnySale,
    Numbered,
    OfAmount,
    OfDay,
    Question,
    ThisSale,
    WithCode,
    WithWords,
)
from pos.exchange.tax_rates import french_rates
from pos.operations.cataloguing import add_product, change_product
from pos.operations.finding import find_sales
from tests.builders import NOON, PARIS, eur, exactly, new_id, product, ticket

BREAD = product("Pain de seigle", 320)
TEA = product("Thé vert", 650)
CHEESE = product("Comté", 2290, unit=Unit.KILOGRAM)
CODES = {BREAD.id: "2000000000015", TEA.id: "3017620422003", CHEESE.id: "2600001000009"}


@pytest.fixture
def shop(db: Database) -> Database:
    for one in (BREAD, TEA, CHEESE):
        add_product(db, one, [CODES[one.id]])
    return db


def sold(
    db: Database, *items: Product | tuple[Product, Quantity], at: datetime = NOON, number: int = 0, epoch: int = 1
) -> Sale:
    basket = ticket(*items)
    made = close(
        basket,
        exactly(basket),
        till=TillIdentity("till", "1", epoch),
        number=number or sales.count(db) + 1,
        sold_at=at,
        rates=french_rates(),
    )
    sales.add(db, made, record_seq=None)
    return made


def everything(db: Database, question: Question, *, limit: int = 2) -> list[SaleEntry]:
    """All pages of an answer, one after the other."""
    found: list[SaleEntry] = []
    while page := find_sales(db, question, after=found[-1] if found else None, limit=limit):
        found += page
        assert len(found) < 1_000
    return found


def numbers(db: Database, question: Question, *, limit: int = 2) -> list[int]:
    return [entry.number for entry in everything(db, question, limit=limit)]


def test_all_sales_come_newest_first_page_by_page(shop: Database) -> None:
    for _ in range(5):
        sold(shop, BREAD)

    assert numbers(shop, AnySale()) == [5, 4, 3, 2, 1]


def test_an_entry_says_enough_to_know_a_sale_again(shop: Database) -> None:
    extra = product("Café", 100)
    add_product(shop, extra)
    made = sold(shop, BREAD, (TEA, pieces(2)), (CHEESE, Quantity(350)), extra)

    [entry] = everything(shop, AnySale())

    assert entry.id == made.id
    assert entry.total == made.total
    assert entry.sold_at == made.sold_at
    assert entry.names == ("Pain de seigle", "Thé vert", "Comté")
    assert entry.more == 1


def test_a_number_finds_the_ticket_of_every_series(shop: Database) -> None:
    sold(shop, BREAD, number=7)
    sold(shop, TEA, number=7, epoch=2)
    sold(shop, TEA, number=8, epoch=2)

    assert [entry.names for entry in everything(shop, Numbered(7), limit=1)] == [("Thé vert",), ("Pain de seigle",)]


def test_an_amount_finds_what_came_to_exactly_that(shop: Database) -> None:
    sold(shop, BREAD)
    sold(shop, TEA)
    sold(shop, (BREAD, pieces(1)))

    assert numbers(shop, OfAmount(eur(320)), limit=1) == [3, 1]
    assert numbers(shop, OfAmount(eur(321))) == []


def test_a_day_is_the_day_on_the_shop_s_own_wall(shop: Database) -> None:
    for at in (
        datetime(2026, 7, 13, 23, 59, tzinfo=PARIS),
        datetime(2026, 7, 14, 0, 1, tzinfo=PARIS),
        datetime(2026, 7, 14, 23, 59, tzinfo=PARIS),
        datetime(2026, 7, 15, 0, 1, tzinfo=PARIS),
        datetime(2026, 7, 14, 1, 0, tzinfo=timezone(timedelta(hours=14))),
    ):
        sold(shop, BREAD, at=at)

    assert numbers(shop, OfDay(date(2026, 7, 14)), limit=1) == [5, 3, 2]


def test_an_article_s_name_or_code_finds_the_sales_with_it_once_each(shop: Database) -> None:
    sold(shop, BREAD)
    sold(shop, TEA, (CHEESE, Quantity(100)), (CHEESE, Quantity(200)))
    sold(shop, BREAD, TEA)

    label = CODES[CHEESE.id][:7] + "12345"  # as the shop's scale prints it
    assert numbers(shop, WithWords("pain"), limit=1) == [3, 1]
    assert numbers(shop, WithWords("comte"), limit=1) == [2]
    assert numbers(shop, WithCode(CODES[TEA.id]), limit=1) == [3, 2]
    assert numbers(shop, WithCode(label + check_digit(label))) == [2]
    assert numbers(shop, WithCode("4006381333931")) == []
    assert numbers(shop, WithWords("chaussette")) == []


def test_a_sale_of_two_articles_that_both_fit_is_found_once(shop: Database) -> None:
    rye = product("Pain de mie", 200)
    add_product(shop, rye)
    sold(shop, BREAD, rye)
    sold(shop, rye)

    assert numbers(shop, WithWords("pain"), limit=1) == [2, 1]


def test_a_renamed_article_is_found_by_its_new_name_and_shown_by_the_old(shop: Database) -> None:
    sold(shop, BREAD)
    renamed = replace(BREAD, name="Tourte de seigle")
    change_product(shop, renamed, now=NOON)

    [entry] = everything(shop, WithWords("tourte"))

    assert entry.names == ("Pain de seigle",)


def test_a_ticket_s_code_finds_that_sale_and_no_other(shop: Database) -> None:
    made = sold(shop, BREAD)
    sold(shop, TEA)

    assert numbers(shop, ThisSale(made.id)) == [1]
    assert numbers(shop, ThisSale(new_id())) == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(limit=st.integers(1, 12))
def test_pages_of_any_length_hold_each_sale_once(shop: Database, limit: int) -> None:
    while sales.count(shop) < 9:
        sold(shop, BREAD if sales.count(shop) % 2 else TEA, at=NOON + timedelta(minutes=sales.count(shop)))

    assert numbers(shop, AnySale(), limit=limit) == [9, 8, 7, 6, 5, 4, 3, 2, 1]
    assert numbers(shop, WithWords("vert"), limit=limit) == [9, 7, 5, 3, 1]
