"""A shop that has traded for a while, and somebody who inspects it."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pos.domain.catalogue import Product
from pos.domain.quantity import pieces
from pos.domain.sale import Sale
from pos.domain.tax import TaxRate
from pos.operations.closing import close_day
from pos.operations.opening import open_shop
from pos.operations.selling import sell
from pos.operations.training import start_training, stop_training
from tests import builders
from tests.ui.sell.cashier import Cashier
from tests.ui.sell.conftest import BREAD, TEA, OpenTill, gui_thread_guard, open_till, shelf  # noqa: F401
from ui.inspector.inspector_window import InspectorWindow


@pytest.fixture
def traded(
    shelf: dict[str, Product],  # noqa: F811
    shop_path: Path,
    now: datetime,
    rates: tuple[TaxRate, ...],
) -> list[Sale]:
    """Bread yesterday, which was closed; tea and a training ticket today."""
    yesterday = now - timedelta(days=1)
    with closing(open_shop(shop_path, now=yesterday, new_id=builders.new_id)) as db:

        def sell_one(at: datetime, *items: tuple[Product, int]) -> Sale:
            one = builders.ticket(*((product, pieces(count)) for product, count in items))
            return sell(db, one, builders.exactly(one), now=at, rates=rates).sale

        sold = [sell_one(yesterday, (shelf[BREAD], 2)), sell_one(yesterday, (shelf[TEA], 1), (shelf[BREAD], 1))]
        close_day(db, now=yesterday)
        sold.append(sell_one(now - timedelta(minutes=5), (shelf[TEA], 1)))
        start_training(db, now=now - timedelta(minutes=4), new_id=builders.new_id)
        sell_one(now - timedelta(minutes=3), (shelf[BREAD], 3))
        stop_training(db, now=now - timedelta(minutes=2), new_id=builders.new_id)
    return sold


@pytest.fixture
def cashier(traded: list[Sale], open_till: OpenTill) -> Cashier:  # noqa: F811
    """A cashier at a till that has traded."""
    return open_till()


@pytest.fixture
def inspector(cashier: Cashier) -> InspectorWindow:
    """The inspector's window over an open till."""
    desk = cashier.till.late.inspector
    desk.open()
    assert desk.window is not None
    settle(cashier)
    return desk.window


def settle(cashier: Cashier) -> None:
    """Wait until the window has its answers, and those they asked for."""
    desk = cashier.till.late.inspector
    for _ in range(6):
        cashier.qtbot.waitUntil(lambda: not desk.pending, timeout=8_000)
        cashier.settle()
