"""Parked tickets: put aside while another customer is served, taken back as they were, never lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from pos.database import sales, tickets
from tests.ui.sell.cashier import Cashier, ask, names
from tests.ui.sell.conftest import BREAD, CHEESE, TEA, OpenTill
from ui.sell.parked_sheet import ParkedSheet

CTRL = Qt.KeyboardModifier.ControlModifier


def parked_names(path: Path) -> list[str]:
    return [one.name for one in ask(path, tickets.parked)]


def test_f7_twice_parks_the_ticket_under_the_time_and_begins_the_next(cashier: Cashier, shop_path: Path) -> None:
    cashier.scan(BREAD)
    first = cashier.ticket
    cashier.press(Qt.Key.Key_F7)
    cashier.press(Qt.Key.Key_F7)

    assert cashier.window.sheet is None
    assert cashier.lines == []
    assert cashier.ticket.id != first.id
    [waiting] = ask(shop_path, tickets.parked)
    assert (waiting.ticket, waiting.name) == (first, "12:00")
    assert cashier.window.sell.foot.park_key.text() == "Parked 1"
    assert ask(shop_path, tickets.load) is None


def test_what_is_typed_is_the_name(cashier: Cashier, shop_path: Path) -> None:
    cashier.scan(BREAD)
    cashier.write("mme petit")
    cashier.press(Qt.Key.Key_F7)
    assert cashier.sheet(ParkedSheet).name.text() == "mme petit"
    assert cashier.window.sell.search.text() == ""

    cashier.write("Table 4")
    cashier.press(Qt.Key.Key_Return)

    assert parked_names(shop_path) == ["Table 4"]


def test_a_scan_just_before_f7_is_on_the_ticket_that_is_parked(cashier: Cashier, shop_path: Path) -> None:
    cashier.scan(BREAD)
    cashier.till.desk.scan(TEA)
    cashier.till.desk.counter.park("both")
    cashier.till.desk.scan(CHEESE)
    cashier.settle()

    [waiting] = ask(shop_path, tickets.parked)
    assert [line.name for line in waiting.ticket.lines] == ["Pain de seigle", "Thé vert"]
    assert cashier.window.sheet is not None  # the cheese of the next customer asks its weight


def test_an_empty_ticket_shows_the_parked_ones_and_enter_takes_the_first_back(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    parked = cashier.ticket
    cashier.press(Qt.Key.Key_F7)
    cashier.press(Qt.Key.Key_Return)
    cashier.press(Qt.Key.Key_F7)
    assert cashier.focus() is cashier.sheet(ParkedSheet).take_keys[0]

    cashier.press(Qt.Key.Key_Return)

    assert cashier.ticket == parked
    assert cashier.window.sell.foot.park_key.text() == "Park"


def test_taking_one_back_parks_the_ticket_on_the_counter(cashier: Cashier, shop_path: Path) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F7)
    cashier.write("first")
    cashier.press(Qt.Key.Key_Return)
    cashier.scan(TEA)
    cashier.press(Qt.Key.Key_F7)
    cashier.press(Qt.Key.Key_Down)
    cashier.press(Qt.Key.Key_Return)

    assert names(cashier.lines) == ["Pain de seigle"]
    assert parked_names(shop_path) == ["12:00"]
    assert "12:00" in cashier.window.toast.text
    cashier.press(Qt.Key.Key_F7)
    assert cashier.sheet(ParkedSheet).name.text() == "first"


def test_nothing_to_park_and_nothing_parked_is_said(cashier: Cashier) -> None:
    cashier.press(Qt.Key.Key_F7)

    assert cashier.window.sheet is None
    assert "No ticket is parked" in cashier.window.toast.text


def test_undo_brings_the_parked_ticket_back_and_goes_on_from_there(cashier: Cashier, shop_path: Path) -> None:
    cashier.scan(BREAD)
    cashier.scan(TEA)
    cashier.press(Qt.Key.Key_F7)
    cashier.press(Qt.Key.Key_F7)
    cashier.press(Qt.Key.Key_Z, CTRL)
    assert names(cashier.lines) == ["Pain de seigle", "Thé vert"]
    assert parked_names(shop_path) == []

    cashier.press(Qt.Key.Key_Z, CTRL)

    assert names(cashier.lines) == ["Pain de seigle"]


def test_undo_of_a_parking_that_was_deleted_meanwhile_says_so_once(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F7)
    cashier.press(Qt.Key.Key_F7)
    cashier.press(Qt.Key.Key_F7)
    cashier.tap_key("Delete")
    cashier.press(Qt.Key.Key_Escape)

    cashier.press(Qt.Key.Key_Z, CTRL)

    assert "no longer parked" in cashier.window.toast.text
    assert not cashier.window.sell.ticket.undo_key.isEnabled()
    cashier.scan(TEA)
    assert names(cashier.lines) == ["Thé vert"]


def test_a_deleted_one_comes_back_with_undo(cashier: Cashier, shop_path: Path) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F7)
    cashier.press(Qt.Key.Key_F7)
    cashier.press(Qt.Key.Key_F7)
    cashier.tap_key("Delete")
    assert parked_names(shop_path) == []
    assert cashier.sheet(ParkedSheet).waiting.text() == "No ticket is parked."

    cashier.tap_key("Undo", cashier.window.toast)

    assert parked_names(shop_path) == ["12:00"]
    assert len(cashier.sheet(ParkedSheet).take_keys) == 1
    assert cashier.window.sell.foot.park_key.text() == "Parked 1"


def test_parked_tickets_survive_a_restart_with_their_count(open_till: OpenTill) -> None:
    first = open_till()
    first.scan(BREAD)
    parked = first.ticket
    first.press(Qt.Key.Key_F7)
    first.press(Qt.Key.Key_F7)
    first.scan(TEA)
    first.till.close()

    second = open_till()

    assert names(second.lines) == ["Thé vert"]
    second.qtbot.waitUntil(lambda: second.window.sell.foot.park_key.text() == "Parked 1", timeout=5_000)
    second.till.desk.counter.take_back(parked.id, name="x")
    second.settle()
    assert second.ticket == parked


def test_a_ticket_from_parking_is_sold_once_under_its_own_id(cashier: Cashier, shop_path: Path) -> None:
    cashier.scan(BREAD)
    parked = cashier.ticket
    for key in (Qt.Key.Key_F7, Qt.Key.Key_F7, Qt.Key.Key_F7, Qt.Key.Key_Return, Qt.Key.Key_F9):
        cashier.press(key)
    cashier.strike(Qt.Key.Key_F12)
    cashier.strike(Qt.Key.Key_F12)
    cashier.settle()

    assert [sale.id for sale in ask(shop_path, lambda db: sales.latest(db, limit=9))] == [parked.id]
    assert parked_names(shop_path) == []


@pytest.mark.parametrize("count", [12])
def test_many_parked_tickets_scroll_to_the_one_under_the_cursor(cashier: Cashier, count: int) -> None:
    for _ in range(count):
        cashier.till.desk.scan(BREAD)
        cashier.till.desk.counter.park("name")
        cashier.settle()
    cashier.press(Qt.Key.Key_F7)
    sheet = cashier.sheet(ParkedSheet)
    for _ in range(count):
        cashier.strike(Qt.Key.Key_Down)

    last = sheet.take_keys[-1]
    assert cashier.focus() is last
    assert not last.visibleRegion().isEmpty()
    park_key = cashier.window.sell.foot.park_key  # what is parked is counted once the late parts are there
    cashier.qtbot.waitUntil(lambda: park_key.text() == "Parked 12", timeout=60_000)
