"""The line at the foot: everything where there is room, else what needs a look, else one key for all of it."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication, QMenu

from pos.domain.errors import PrinterOffline
from sync.errors import Temporary, Unsettled
from sync.state import WindowState
from tests.builders import NOON
from tests.ui.sell.conftest import OpenTill
from ui.printer_thread import PrinterState
from ui.sell.status_line import StatusLine

YESTERDAY = date(2026, 11, 22)


def trouble(status: StatusLine) -> None:
    status.show_day(YESTERDAY)
    away = Temporary(Unsettled.UNREACHABLE)
    status.show_window(WindowState(linked=True, current_at=NOON, waiting=7, trouble=away))
    status.show_printer(PrinterState(waiting=1, trouble=PrinterOffline("receipt")))


def shown(status: StatusLine) -> list[str]:
    keys = (*status._states, status.folded)
    return [key.text() for key in keys if key.isVisible()]


@pytest.mark.parametrize(("width", "percent"), [(1366, 100), (1024, 150)])
def test_what_is_well_is_all_said(open_till: OpenTill, width: int, percent: int) -> None:
    cashier = open_till(text_percent=percent)
    cashier.window.resize(width, 768)
    status = cashier.window.sell.status
    status.show_person("Jean-Baptiste")
    status.show_window(WindowState(linked=True, current_at=NOON))
    status.show_printer(PrinterState())
    cashier.settle()

    assert len(shown(status)) == 3
    assert all(key.minimumSizeHint().width() <= key.width() for key in status._states if key.isVisible())


def test_without_room_one_key_stands_for_what_needs_a_look_and_leads_to_each(open_till: OpenTill) -> None:
    cashier = open_till(text_percent=150)
    cashier.window.resize(1024, 768)
    status = cashier.window.sell.status
    status.show_person("Jean-Baptiste")
    trouble(status)
    cashier.settle()
    assert shown(status) == ["Jean-Baptiste", "▲ 3 things to see"]
    assert cashier.window.width() == 1024

    cashier.tap(status.folded)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    entries = menu.actions()
    assert [entry.text() for entry in entries] == [
        status.day_state.text(),
        status.window_state.text(),
        status.printer_state.text(),
    ]
    with cashier.qtbot.waitSignal(status.papers_requested, timeout=2_000):
        entries[2].trigger()
    menu.close()


def test_with_room_again_each_stands_for_itself(open_till: OpenTill) -> None:
    cashier = open_till(text_percent=150)
    cashier.window.resize(1024, 768)
    status = cashier.window.sell.status
    trouble(status)
    cashier.settle()
    assert not status.day_state.isVisible()

    cashier.window.resize(1920, 1080)
    cashier.settle()

    assert not status.folded.isVisible()
    assert all(key.isVisible() for key in (status.day_state, status.window_state, status.printer_state))
