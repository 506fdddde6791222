"""What sells comes to the front while the till stands idle, and never in the way of a sale."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from pos.database import products, ranks
from pos.database.connection import Database, transaction
from pos.domain.tax import TaxRate
from pos.operations.opening import open_shop
from pos.operations.ranking import AT_ONCE
from pos.operations.selling import sell
from tests import builders
from tests.ui.sell.cashier import ask
from ui import most_sold, shop_file
from ui.background import Background
from ui.most_sold import MostSold

SOLD = 3 * AT_ONCE


@pytest.fixture
def threads(
    qtbot: QtBot, shop_path: Path, now: datetime, rates: tuple[TaxRate, ...]
) -> Iterator[tuple[Background, Background]]:
    """The shop thread and the reading thread of a shop that sold one piece of many things."""
    db = open_shop(shop_path, now=now, new_id=builders.ids(1))
    made = [builders.product(f"Savon {place}") for place in range(SOLD)]
    with transaction(db):
        for one in made:
            products.add(db, one, version=1)
    basket = builders.ticket(*made)
    sell(db, basket, builders.exactly(basket), now=now, rates=rates)
    db.close()
    shop = Background(lambda: shop_file.held(shop_path, now=now, new_id=builders.ids(2)), name="shop")
    reading = Background(lambda: shop_file.read(shop_path), name="reading")
    shop.start()
    reading.start()
    yield shop, reading
    reading.stop()
    shop.stop()


def _standing(db: Database) -> int:
    return len(ranks.steps(db))


def test_everything_sold_is_moved_a_few_at_a_time(
    qtbot: QtBot, threads: tuple[Background, Background], shop_path: Path, now: datetime
) -> None:
    ranked = MostSold(*threads, clock=lambda: now)

    with qtbot.waitSignal(ranked.settled, timeout=5_000):
        ranked.look()

    assert ask(shop_path, _standing) == SOLD
    with qtbot.waitSignal(ranked.settled, timeout=5_000):
        ranked.look()
    assert ask(shop_path, _standing) == SOLD


def test_what_was_asked_meanwhile_comes_before_the_next_few(
    qtbot: QtBot, threads: tuple[Background, Background], shop_path: Path, now: datetime
) -> None:
    shop, _ = threads
    ranked = MostSold(*threads, clock=lambda: now)
    seen: list[int] = []

    def keep_busy(standing: int) -> None:
        """A queue at the counter: each piece of work is followed by the next at once."""
        seen.append(standing)
        if len(seen) < 40:
            shop.run(_standing, keep_busy)

    with qtbot.waitSignal(ranked.settled, timeout=10_000):
        shop.run(_standing, keep_busy)
        ranked.look()

    assert seen == [0] * 40
    assert ask(shop_path, _standing) == SOLD


def test_so_many_sales_later_it_looks_again(
    qtbot: QtBot, threads: tuple[Background, Background], now: datetime
) -> None:
    ranked = MostSold(*threads, clock=lambda: now)

    with qtbot.waitSignal(ranked.settled, timeout=5_000):
        for _ in range(most_sold.SALES_BETWEEN):
            ranked.note_sale()
