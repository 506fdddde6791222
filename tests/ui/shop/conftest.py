"""The till of the sell screen's tests, with the shop's own sheet open on it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.ui.sell.cashier import Cashier
from tests.ui.sell.conftest import cashier, gui_thread_guard, open_till, shelf
from ui.shop.shop_sheet import ShopSheet

__all__ = ["cashier", "gui_thread_guard", "open_till", "shelf"]

OpenSheet = Callable[[Cashier], ShopSheet]


@pytest.fixture
def open_sheet() -> OpenSheet:
    """Opens the sheet from the menu's entry."""

    def open_one(one: Cashier) -> ShopSheet:
        one.till.late.shop.open()
        one.settle()
        return one.sheet(ShopSheet)

    return open_one
