"""The push: after anything that can go wrong on a wire, the window shows exactly what the till has."""

from __future__ import annotations

import pytest

from tests.sync.fault_server import PASSING, Fault, FaultServer
from tests.sync.till_at_work import TillAtWork, window_is_true

Joined = tuple[TillAtWork, FaultServer]


def test_what_is_sold_is_what_the_window_shows(joined: Joined) -> None:
    till, _ = joined
    soap, jam = till.add("Savon", 12), till.add("Confiture", 3)
    till.push_until_quiet()

    till.sell(soap, 2)
    till.push_until_quiet()

    assert window_is_true(till)
    assert till.waiting == (0, 0, 0)
    assert till.window_levels()[jam.id].milli == 3000


@pytest.mark.parametrize("fault", sorted(PASSING, key=lambda fault: fault.name), ids=lambda fault: fault.name)
@pytest.mark.parametrize("times", [1, 3])
def test_after_any_fault_the_window_is_true(joined: Joined, fault: Fault, times: int) -> None:
    till, server = joined
    products = [till.add(f"Savon {number}", 20) for number in range(5)]
    till.push_until_quiet()

    for product in products:
        till.sell(product, 2)
    till.change(products[0], name="Savon noir")
    server.misbehave(*[fault] * times)
    till.push_until_quiet()

    assert window_is_true(till)
    assert till.waiting == (0, 0, 0)
