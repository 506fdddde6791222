"""A shopkeeper at a till whose on-screen keyboard comes when a box is touched."""

from __future__ import annotations

import pytest

from tests.ui.keyboard.fingers import Fingers
from tests.ui.sell.cashier import Cashier
from tests.ui.sell.conftest import OpenTill, gui_thread_guard, open_till, shelf  # noqa: F401
from ui.keyboard.when_shown import WhenShown


@pytest.fixture
def cashier(open_till: OpenTill) -> Cashier:  # noqa: F811
    """A cashier at a French till that has loaded everything."""
    return at_a_full_till(open_till)


@pytest.fixture
def fingers(cashier: Cashier) -> Fingers:
    """Only fingers."""
    assert cashier.till.late.keyboard is not None
    cashier.till.late.keyboard.set_when(WhenShown.TOUCHED)
    cashier.settle()
    return Fingers(cashier)


def at_a_full_till(open_till: OpenTill, **options: object) -> Cashier:  # noqa: F811
    """A till, and the keyboard that is loaded behind its first screen."""
    cashier = open_till(**{"language": "fr", **options})
    cashier.qtbot.waitUntil(lambda: cashier.till.late.keyboard is not None, timeout=20_000)
    cashier.settle()
    return cashier
