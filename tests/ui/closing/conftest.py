"""A shop that sold yesterday and did not close, or sold today; and its till."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pos.domain.catalogue import Product
from pos.domain.quantity import pieces
from pos.domain.tax import TaxRate
from pos.operations.opening import open_shop
from pos.operations.selling import sell
from tests import builders
from tests.ui.sell.conftest import BREAD, TEA, gui_thread_guard, open_till, shelf  # noqa: F401

Trade = Callable[[timedelta], None]


@pytest.fixture
def trade(
    shelf: dict[str, Product],  # noqa: F811
    shop_path: Path,
    now: datetime,
    rates: tuple[TaxRate, ...],
) -> Trade:
    """Sells tea by card and two loaves for a note of ten euros, so long before now."""

    def sell_some(at: datetime) -> None:
        tea, loaves = builders.ticket(shelf[TEA]), builders.ticket((shelf[BREAD], pieces(2)))
        with closing(open_shop(shop_path, now=at, new_id=builders.new_id)) as db:
            sell(db, tea, builders.exactly(tea), now=at, rates=rates)
            sell(db, loaves, [builders.cash(1_000)], now=at, rates=rates)

    def trade_before(before: timedelta) -> None:
        thread = threading.Thread(target=sell_some, args=(now - before,))  # the GUI thread touches no database
        thread.start()
        thread.join()

    return trade_before
