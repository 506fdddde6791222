"""What sells here comes to the front of a search, step by step, and falls back when it no longer does."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos.database import products, ranks, sales, search_index
from pos.database.connection import Database, connect, transaction
from pos.database.search import search
from pos.domain.catalogue import Product
from pos.domain.tax import TaxRate
from pos.operations import ranking
from pos.operations.cataloguing import add_product
from pos.operations.checking import check
from pos.operations.ranking import AT_ONCE, LATELY, WINDOW, Move, find_moves, make_moves, step_of
from pos.operations.selling import sell
from tests.builders import close_day_before, exactly, new_id, product, ticket

NAMES = ("Savon doux", "Savon noir", "Savon d'Alep", "Savon de Marseille", "Grosavon", "Lampe")


@pytest.fixture
def shelf(db: Database) -> dict[str, Product]:
    """Soaps that nobody bought yet, in the order they came in."""
    made = {name: product(name) for name in NAMES}
    for one in made.values():
        add_product(db, one)
    return made


def _sell(db: Database, one: Product, times: int, now: datetime, rates: tuple[TaxRate, ...]) -> None:
    close_day_before(db, now)
    for _ in range(times):
        basket = ticket(one)
        sell(db, basket, exactly(basket), now=now, rates=rates)


def _rank(db: Database, now: datetime) -> list[Move]:
    moves = find_moves(db, now=now)
    for start in range(0, len(moves), AT_ONCE):
        make_moves(db, moves[start : start + AT_ONCE])
    return moves


def _found(db: Database, typed: str) -> list[str]:
    return [one.product.name for one in search(db, typed)]


def _order(db: Database) -> list[tuple[int, str]]:
    return [(rank, product_id) for rank, product_id in db.rows("SELECT rank, product_id FROM search_entry ORDER BY 1")]


def _assert_sound(db: Database) -> None:
    for index in ("search_prefix", "search_inside"):
        db.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
    assert check(db).findings == ()


def test_what_sells_stands_in_front(
    db: Database, shelf: dict[str, Product], now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    assert _found(db, "savon") == [*NAMES[:5]]
    _sell(db, shelf["Savon de Marseille"], 5, now, rates)
    _sell(db, shelf["Savon noir"], 2, now, rates)

    _rank(db, now)

    assert _found(db, "savon") == ["Savon de Marseille", "Savon noir", "Savon doux", "Savon d'Alep", "Grosavon"]
    assert _found(db, "s")[:2] == ["Savon de Marseille", "Savon noir"]
    _assert_sound(db)


def test_a_beginning_stands_before_letters_inside_however_much_those_sell(
    db: Database, shelf: dict[str, Product], now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    _sell(db, shelf["Grosavon"], 9, now, rates)
    _rank(db, now)

    assert _found(db, "savon")[-1] == "Grosavon"
    assert _found(db, "avon")[0] == "Grosavon"


def test_ranking_again_changes_nothing(
    db: Database, shelf: dict[str, Product], now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    for count, name in enumerate(NAMES):
        _sell(db, shelf[name], count, now, rates)
    moves = _rank(db, now)
    before = _order(db)

    assert _rank(db, now) == []
    make_moves(db, moves)

    assert _order(db) == before
    assert len(moves) == 5


def test_what_no_longer_sells_falls_back_and_what_sells_lately_counts_twice(
    db: Database, shelf: dict[str, Product], now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    _sell(db, shelf["Savon d'Alep"], 3, now, rates)
    _rank(db, now)
    later = now + LATELY + timedelta(days=1)
    _sell(db, shelf["Savon noir"], 2, later, rates)
    _rank(db, later)
    assert _found(db, "savon")[:2] == ["Savon noir", "Savon d'Alep"]

    _rank(db, later + WINDOW - timedelta(days=2))
    assert _found(db, "savon")[0] == "Savon noir"
    assert [rank > 0 for rank, one in _order(db) if one == shelf["Savon d'Alep"].id] == [True]

    _rank(db, later + WINDOW + timedelta(days=1))
    assert ranks.steps(db) == {}
    _assert_sound(db)


def test_a_new_product_stands_last_even_where_everything_sells(
    db: Database, shelf: dict[str, Product], now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    for one in shelf.values():
        _sell(db, one, 1, now, rates)
    _rank(db, now)
    add_product(db, product("Savon tout neuf"))

    assert _order(db)[-1][0] == 1
    assert _found(db, "savon")[-2:] == ["Savon tout neuf", "Grosavon"]


def test_a_product_that_went_meanwhile_is_no_trouble(db: Database, shelf: dict[str, Product], now: datetime) -> None:
    with transaction(db):
        products.remove(db, shelf["Lampe"].id)
    before = _order(db)

    make_moves(db, [Move(shelf["Lampe"].id, 3), Move("nobody", 1)])

    assert _order(db) == before


def test_a_changed_card_keeps_its_place(
    db: Database, shelf: dict[str, Product], now: datetime, rates: tuple[TaxRate, ...]
) -> None:
    _sell(db, shelf["Savon noir"], 2, now, rates)
    _rank(db, now)
    before = _order(db)
    products.set_barcodes(db, shelf["Savon noir"], ["2000000000015"])

    assert _order(db) == before


def test_a_fifth_more_is_a_step_and_the_first_sale_is_one() -> None:
    assert [step_of(sold) for sold in (0, 1, 2, 4, 5, 8)] == [0, 1, 5, 9, 10, 13]
    assert all(step_of(sold) <= step_of(sold + 1) for sold in range(10_000))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 30)), max_size=40))
def test_whatever_moves_where_all_is_found_in_the_order_of_the_steps(
    db: Database, moves: list[tuple[int, int]]
) -> None:
    ids = [one for (one,) in db.rows("SELECT product_id FROM search_entry ORDER BY product_id")]
    while len(ids) < len(NAMES):
        one = product(NAMES[len(ids)])
        products.add(db, one, version=1)
        ids.append(one.id)
    make_moves(db, [Move(ids[place], step) for place, step in moves])
    standing = ranks.steps(db)
    meant = {ids[place]: step for place, step in moves}

    assert {one: step for one, step in standing.items() if one in meant} == {
        one: step for one, step in meant.items() if step
    }
    found = [one.product.id for one in search(db, "savon")][:4]
    assert found == sorted(found, key=lambda one: -standing.get(one, 0))
    assert len(found) == 4


def test_sales_go_on_while_products_are_moved(
    db: Database, shop_path: Path, now: datetime, rates: tuple[TaxRate, ...], shelf: dict[str, Product]
) -> None:
    """Two threads with a connection each, as an import has: every sale is made, and both come to their end."""
    ids = [product(f"Savon {place}") for place in range(200)]
    with transaction(db):
        for one in ids:
            products.add(db, one, version=1)
    done = threading.Event()

    def move_all() -> None:
        mine = connect(shop_path)
        for step in (1, 2, 3):
            for start in range(0, len(ids), AT_ONCE):
                make_moves(mine, [Move(one.id, step) for one in ids[start : start + AT_ONCE]])
        mine.close()
        done.set()

    thread = threading.Thread(target=move_all)
    thread.start()
    sold = 0
    while not done.is_set() and sold < 500:
        _sell(db, shelf["Lampe"], 1, now, rates)
        sold += 1
    thread.join()

    assert sold > 0
    assert sales.count(db) == sold
    assert set(ranks.steps(db).values()) == {3}
    _assert_sound(db)


def test_a_few_products_are_moved_at_a_time() -> None:
    """What a sale may have to wait for is one such transaction."""
    assert ranking.AT_ONCE <= 30


def test_moved_products_keep_their_words(db: Database, shelf: dict[str, Product]) -> None:
    make_moves(db, [Move(one.id, 7) for one in shelf.values()])

    for one in shelf.values():
        assert search_index.entry_of(one, []) == db.value(
            "SELECT words FROM search_entry WHERE product_id = ?", (one.id,)
        )
        assert one.name in _found(db, one.name)
    assert new_id() not in ranks.steps(db)
