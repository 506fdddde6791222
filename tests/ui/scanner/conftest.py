"""A cashier at an open till who tries a scanner."""

from tests.ui.sell.conftest import cashier, gui_thread_guard, open_till, shelf  # noqa: F401
