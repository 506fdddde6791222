"""A shop that has sold a little, and a shopkeeper at its till."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from pos.domain.catalogue import Product
from pos.domain.quantity import pieces
from pos.domain.sale import Sale
from pos.domain.tax import TaxRate
from pos.operations.opening import open_shop
from pos.operations.selling import sell
from tests import builders
from tests.ui.sell.conftest import BREAD, TEA, gui_thread_guard, open_till, shelf  # noqa: F401


@pytest.fixture
def sold(
    shelf: dict[str, Product],  # noqa: F811
    shop_path: Path,
    now: datetime,
    rates: tuple[TaxRate, ...],
) -> list[Sale]:
    """Bread the day before, tea this morning, two loaves just now."""
    baskets = (
        (builders.ticket(shelf[BREAD]), now - timedelta(days=1)),
        (builders.ticket(shelf[TEA]), now - timedelta(hours=2)),
        (builders.ticket((shelf[BREAD], pieces(2))), now),
    )
    made = []
    with closing(open_shop(shop_path, now=now - timedelta(days=1), new_id=builders.new_id)) as db:
        for one, at in baskets:
            builders.close_day_before(db, at)
            made.append(sell(db, one, builders.exactly(one), now=at, rates=rates).sale)
    return made
