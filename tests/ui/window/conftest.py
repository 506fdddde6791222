"""The till of the sell screen's tests, with the sheet of what the window says open on it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.ui.sell.cashier import Cashier
from tests.ui.sell.conftest import cashier, gui_thread_guard, open_till, shelf
from ui.window.window_sheet import HOURS, WindowSheet

__all__ = ["cashier", "gui_thread_guard", "open_till", "shelf"]

OpenSheet = Callable[..., WindowSheet]


@pytest.fixture
def open_sheet() -> OpenSheet:
    """Opens the sheet from the menu's entry, at one of its pages."""

    def open_one(one: Cashier, place: int = HOURS) -> WindowSheet:
        one.till.late.contents.open(place)
        one.settle()
        return one.sheet(WindowSheet)

    return open_one
