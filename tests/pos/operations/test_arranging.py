"""The favourites: laid out as the shop wants them, and every change can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos.database import products, quick_keys
from pos.database.connection import Database
from pos.domain.catalogue import Product
from pos.domain.errors import UnknownProduct
from pos.domain.quantity import pieces
from pos.domain.tax import TaxRate
from pos.operations.arranging import (
    RECENTLY,
    Arranged,
    add_favourite,
    arrange,
    begin_with_best_sold,
    move_favourite,
    remove_favourite,
)
from pos.operations.cataloguing import add_product, open_stock
from pos.operations.selling import sell
from tests.builders import close_day_before, exactly, new_id, product, ticket


@pytest.fixture
def shelf(db: Database) -> list[Product]:
    shelf = [product(name) for name in ("Savon", "Thé", "Miel", "Pain")]
    for one in shelf:
        add_product(db, one)
    return shelf


def named(db: Database) -> list[str]:
    return [one.product.name for one in quick_keys.page(db)]


def test_keys_stand_in_the_order_they_were_added_and_once_each(db: Database, shelf: list[Product]) -> None:
    for one in (shelf[2], shelf[0], shelf[2]):
        add_favourite(db, one.id)

    assert named(db) == ["Miel", "Savon"]


def test_a_key_is_moved_between_the_others(db: Database, shelf: list[Product]) -> None:
    arrange(db, [one.id for one in shelf])

    move_favourite(db, shelf[0].id, 2)
    assert named(db) == ["Thé", "Miel", "Savon", "Pain"]
    move_favourite(db, shelf[3].id, 0)
    assert named(db) == ["Pain", "Thé", "Miel", "Savon"]
    move_favourite(db, new_id(), 0)
    assert named(db) == ["Pain", "Thé", "Miel", "Savon"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.data())
def test_every_change_is_taken_back_by_laying_out_what_was_before(
    db: Database, shelf: list[Product], data: st.DataObject
) -> None:
    one = data.draw(st.sampled_from(shelf)).id
    changes: list[Callable[[Database, str], Arranged]] = [
        add_favourite,
        remove_favourite,
        partial(move_favourite, place=2),
    ]
    change = data.draw(st.sampled_from(changes))
    before = quick_keys.arrangement(db)

    arranged = change(db, one)

    assert arranged.before == before
    assert arranged.after == quick_keys.arrangement(db)
    if data.draw(st.booleans()):
        arrange(db, arranged.before)
        assert quick_keys.arrangement(db) == before


def test_a_key_goes_with_its_product_and_comes_back_for_nobody(db: Database, shelf: list[Product]) -> None:
    arrange(db, [one.id for one in shelf])
    products.remove(db, shelf[1].id)
    assert named(db) == ["Savon", "Miel", "Pain"]

    arrange(db, [one.id for one in shelf])

    assert named(db) == ["Savon", "Miel", "Pain"]
    with pytest.raises(UnknownProduct):
        add_favourite(db, shelf[1].id)


def test_many_keys_are_read_page_by_page(db: Database, shelf: list[Product]) -> None:
    arrange(db, [one.id for one in shelf])

    first = quick_keys.page(db, limit=3)
    rest = quick_keys.page(db, after=first[-1].product.id, limit=3)

    assert [one.product for one in (*first, *rest)] == shelf
    assert quick_keys.holds(db, shelf[0].id)
    assert not quick_keys.holds(db, new_id())


def test_a_level_is_shown_with_its_key(db: Database, shelf: list[Product], now: datetime) -> None:
    open_stock(db, [(shelf[0].id, pieces(3))], now=now)
    add_favourite(db, shelf[0].id)

    [key] = quick_keys.page(db)

    assert key.on_hand == pieces(3)


def test_the_best_sold_of_late_come_first_and_the_others_not_at_all(
    db: Database, shelf: list[Product], now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    soap, tea, honey, bread = shelf
    later = now + RECENTLY + timedelta(days=1)
    for basket, at in (
        (ticket(bread), now),
        (ticket(tea, (honey, pieces(5))), later),
        (ticket(tea), later),
        (ticket((soap, pieces(2))), later),
    ):
        close_day_before(db, at)
        sell(db, basket, exactly(basket), now=at, rates=rates)

    arranged = begin_with_best_sold(db, now=later)

    assert arranged.before == ()
    assert named(db) == ["Thé", "Miel", "Savon"]
