"""R34: without any network all of it works: selling, closing, what is found at a start, and going on."""

from __future__ import annotations

import socket
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pos.domain.hold import HoldReason
from pos.fiscal.chain import Links
from pos.operations.closing import close_day
from pos.operations.rechecking import go_over
from tests.pos.fiscal.working_till import WorkingTill


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every socket is refused, whatever for."""

    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("somebody asked for the network")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


@pytest.mark.usefixtures("no_network")
def test_r34_a_week_without_network(tmp_path: Path) -> None:
    till = WorkingTill(tmp_path)
    old = tmp_path / "old"
    for day in range(7):
        assert till.open().hold is None
        till.sell(4)
        close_day(till.db, now=till.now)
        till.close()
        till.now += timedelta(days=1)
        if day == 3:
            till.copy(old)
    till.put_back(old)

    begun = till.open()
    assert begun.hold is not None
    assert begun.hold.reason is HoldReason.BEHIND
    (tmp_path / "keys").unlink()
    till.close()
    held = till.open().hold
    assert held is not None
    assert held.reason is HoldReason.KEY
    assert till.go_on().hold is None
    till.sell(3)

    assert go_over(till.db, Links(), to_seq=len(till.records))[1] == ()
