"""An inspector signs in as anybody does, sees everything in a window of their own, and signs out by closing it."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from pos.database import sales
from pos.database.journal.records import about
from pos.domain.sale import Sale
from pos.domain.staff import Role
from pos.fiscal.events import Event
from pos.fiscal.record import Kind
from pos.operations.opening import open_shop
from pos.operations.staffing import add_person
from tests import builders
from tests.ui.sell.cashier import ask
from tests.ui.sell.conftest import BREAD, OpenTill
from tests.ui.staff.conftest import Colleague


@pytest.fixture
def expected(traded: list[Sale], shop_path: Path, now: datetime) -> list[Sale]:
    """What was sold in a shop where an inspector is expected."""
    with closing(open_shop(shop_path, now=now, new_id=builders.new_id)) as db:
        add_person(db, "M. Durand", Role.INSPECTOR, now=now, new_id=builders.new_id)
    return traded


def test_r30_an_inspector_who_signs_in_sees_the_journal_and_sells_nothing(
    expected: list[Sale], open_till: OpenTill, shop_path: Path
) -> None:
    inspector = Colleague(open_till(), shop_path)
    inspector.wait_for_sheet()

    inspector.tap(inspector.name_key("M. Durand"))
    desk = inspector.till.late.inspector
    inspector.qtbot.waitUntil(lambda: desk.window is not None and desk.window.isVisible(), timeout=5_000)
    assert desk.window is not None
    inspector.qtbot.waitUntil(lambda: not desk.pending, timeout=5_000)
    inspector.scan(BREAD)

    assert desk.window.isModal()
    assert "M. Durand" in desk.window.news.text()
    assert inspector.lines == []
    desk.window.close()
    inspector.wait_for_sheet()
    events = {
        event: ask(shop_path, lambda db, event=event: about(db, event.value, Kind.JET))  # type: ignore[misc]
        for event in (Event.LOGIN, Event.LOGOUT)
    }
    assert [one.writer.operator_name for one in events[Event.LOGIN]] == ["M. Durand"]
    assert [one.writer.operator_name for one in events[Event.LOGOUT]] == ["M. Durand"]
    assert ask(shop_path, sales.count) == len(expected)
