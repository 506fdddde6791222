"""A shop with a few articles, and a cashier at its till."""

from __future__ import annotations

from tests.ui.sell.conftest import cashier, gui_thread_guard, open_till, shelf  # noqa: F401
