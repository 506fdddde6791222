"""Stock is the sum of its movements, whatever happens and in whatever order."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, MultipleResults, RuleBasedStateMachine, initialize, invariant, multiple, rule

from pos.database import sales, stock, till
from pos.database.connection import Database, transaction
from pos.domain.errors import PaymentShort
from pos.domain.quantity import Quantity, pieces
from pos.domain.stock import Level, Movement, Reason
from pos.exchange.tax_rates import french_rates
from pos.operations.cataloguing import add_product, open_stock
from pos.operations.opening import open_shop
from pos.operations.selling import sell
from tests.builders import NOON, cash, exactly, ids, product, ticket

RATES = french_rates()
some_pieces = st.integers(1, 30).map(pieces)


class Shop(RuleBasedStateMachine):
    """A shop's file beside a dictionary that says what must be in it."""

    products: Bundle[str] = Bundle("products")

    @initialize(target=products)
    def open(self) -> MultipleResults[str]:
        self.folder = Path(tempfile.mkdtemp())
        self.new_id = ids(1)
        self.db = self._open()
        self.on_hand: dict[str, int] = {}
        self.cards = {one.id: one for one in (product() for _ in range(3))}
        for one in self.cards.values():
            add_product(self.db, one)
        return multiple(*self.cards)

    def teardown(self) -> None:
        self.db.close()
        shutil.rmtree(self.folder)

    @rule(product_id=products, quantity=some_pieces)
    def goods_arrive(self, product_id: str, quantity: Quantity) -> None:
        open_stock(self.db, [(product_id, quantity)], now=NOON)
        self._moved(product_id, quantity.milli)

    @rule(bought=st.lists(st.tuples(products, some_pieces), min_size=1, max_size=4))
    def goods_are_sold(self, bought: list[tuple[str, Quantity]]) -> None:
        basket = ticket(*((self.cards[product_id], quantity) for product_id, quantity in bought))
        sell(self.db, basket, exactly(basket), now=NOON, rates=RATES)
        for product_id, quantity in bought:
            self._moved(product_id, -quantity.milli)

    @rule(product_id=products)
    def a_customer_has_too_little_money(self, product_id: str) -> None:
        with pytest.raises(PaymentShort):
            sell(self.db, ticket(self.cards[product_id]), [cash(1)], now=NOON, rates=RATES)

    @rule(product_id=products)
    def the_program_fails_in_the_middle(self, product_id: str) -> None:
        with pytest.raises(RuntimeError), transaction(self.db):
            taken = till.take(self.db, numbers=1, movements=1, versions=1)
            stock.record(
                self.db,
                [_movement(taken.till.id, taken.till.epoch, taken.first_seq, product_id)],
                first_version=taken.first_version,
            )
            raise RuntimeError

    @rule()
    def the_till_is_opened_again(self) -> None:
        self.db.close()
        self.db = self._open()

    @rule()
    def the_file_is_restored_and_a_new_series_begins(self) -> None:
        before = till.last_version(self.db)
        with transaction(self.db):
            till.begin_epoch(self.db, version_gap=10)
        assert till.last_version(self.db) == before + 10

    @invariant()
    def levels_are_what_came_less_what_went(self) -> None:
        assert {product_id: level.milli for product_id, level in stock.levels(self.db).items()} == self.on_hand
        assert stock.wrong_levels(self.db) == []

    @invariant()
    def no_number_and_no_place_is_left_out(self) -> None:
        assert not stock.sequence_gaps(self.db)
        assert not sales.number_gaps(self.db)
        assert not sales.unbalanced(self.db)

    @invariant()
    def every_level_has_a_version_of_its_own(self) -> None:
        versions = [version for (version,) in self.db.rows("SELECT version FROM stock_level")]
        assert len(set(versions)) == len(versions)
        assert max(versions, default=0) <= till.last_version(self.db)

    def _open(self) -> Database:
        return open_shop(self.folder / "shop.db", now=NOON, new_id=self.new_id)

    def _moved(self, product_id: str, milli: int) -> None:
        self.on_hand[product_id] = self.on_hand.get(product_id, 0) + milli


TestShop = Shop.TestCase
TestShop.settings = settings(max_examples=25, stateful_step_count=20, deadline=None)


def _movement(till_id: str, epoch: int, seq: int, product_id: str, *, place: str = "") -> Movement:
    return Movement(till_id, epoch, seq, product_id, pieces(1), Reason.OPENING, NOON, place=place)


def test_a_product_that_never_moved_has_no_level(db: Database) -> None:
    soap = product()
    add_product(db, soap)

    assert stock.level(db, soap.id) is None


def test_the_level_of_a_product_is_that_of_all_its_places(db: Database) -> None:
    stock.record(db, [_movement("t", 1, 1, "soap"), _movement("t", 1, 2, "soap", place="cellar")], first_version=7)

    assert stock.level(db, "soap") == Level("soap", pieces(2), 8)
    assert stock.levels(db) == {"soap": pieces(2)}


def test_a_level_that_is_not_the_sum_of_its_movements_is_found(db: Database) -> None:
    stock.record(db, [_movement("t", 1, 1, "soap"), _movement("t", 1, 2, "candle")], first_version=1)
    db.execute("UPDATE stock_level SET quantity_milli = 5000 WHERE product_id = 'soap'")
    db.execute("DELETE FROM stock_level WHERE product_id = 'candle'")
    db.execute("INSERT INTO stock_level VALUES ('ghost', '', 3000, 9)")

    assert sorted(stock.wrong_levels(db)) == [
        ("candle", "", 0, 1000), ("ghost", "", 3000, 0), ("soap", "", 5000, 1000)
    ]  # fmt: skip


def test_levels_are_kept_place_by_place(db: Database) -> None:
    stock.record(db, [_movement("t", 1, 1, "soap"), _movement("t", 1, 2, "soap", place="cellar")], first_version=1)
    db.execute("UPDATE stock_level SET quantity_milli = 2000 WHERE place = ''")
    db.execute("UPDATE stock_level SET quantity_milli = 0 WHERE place = 'cellar'")

    assert len(stock.wrong_levels(db)) == 2


@pytest.mark.parametrize(
    ("series", "gaps"),
    [
        ([], []),
        ([1, 2, 3], []),
        ([1, 3], [("t", 1, 1)]),
        ([2, 3], [("t", 1, 0)]),
        ([1, 2, 5, 6, 9], [("t", 1, 2), ("t", 1, 6)]),
        ([4], [("t", 1, 0)]),
    ],
)
def test_a_missing_movement_is_found(db: Database, series: list[int], gaps: list[tuple[str, int, int]]) -> None:
    stock.record(db, [_movement("t", 1, seq, "soap") for seq in series], first_version=1)

    assert sorted(stock.sequence_gaps(db)) == gaps


def test_every_till_and_every_epoch_has_a_series_of_its_own(db: Database) -> None:
    places = [("t", 1, 1), ("t", 1, 2), ("t", 2, 1), ("u", 1, 1), ("u", 1, 3)]
    stock.record(db, [_movement(*place, "soap") for place in places], first_version=1)

    assert stock.sequence_gaps(db) == [("u", 1, 1)]
