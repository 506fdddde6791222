"""Who inspects reaches nothing that writes: every entry of the menu, every key of the table, every key of every sheet.

The inspector's own window lies over the till and takes all keys; here it is out of the way, as it never is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget

from pos.database.connection import Database
from tests.ui.sell.cashier import ask
from tests.ui.sell.conftest import BREAD, TEA
from tests.ui.staff.conftest import PIN, Colleague, OpenShop
from tests.ui.staff.test_signing_in import sell_bread
from ui.sell.keys import Deed
from ui.staff.sign_in_sheet import SignInSheet
from ui.widgets.sheet import Sheet

OWN = {"Close the till", "On-screen keyboard", "Appearance"}
"""Leaving, and how the screen looks and is typed on, are anybody's own."""
DERIVED = "search_"
"""What search finds is ranked anew by itself, from what was sold before."""


@pytest.fixture
def inspector(team: None, open_shop_with: OpenShop, tmp_path: Path) -> Colleague:
    """M. Renard at a till where Nadia sold something and left a ticket open."""
    one = open_shop_with(printer_setting="pretend:", papers=tmp_path / "papers")
    one.wait_for_sheet()
    one.come("Nadia", PIN)
    sell_bread(one)
    one.press(Qt.Key.Key_Return)
    one.scan(BREAD)
    one.scan(TEA)
    one.switch()
    one.come("M. Renard")
    window = one.till.late.inspector.window
    assert window is not None
    one.qtbot.waitUntil(lambda: not one.till.late.inspector.pending, timeout=8_000)
    window.hide()
    never: Any = _never
    one.till.late.sales.ask_save = never
    one.till.late.closing.past.ask_save = never
    one.settle()
    return one


def _never(*_asked: object, **_named: object) -> NoReturn:
    pytest.fail("an inspector was asked where a file of the till goes")


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    def all_of_them(db: Database) -> dict[str, list[tuple[object, ...]]]:
        tables = db.rows("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")
        return {name: db.rows(f'SELECT * FROM "{name}"') for (name,) in tables}

    return ask(path, all_of_them)


def differing(before: dict[str, list[tuple[object, ...]]], path: Path) -> list[str]:
    after = contents(path)
    return [name for name in after if after[name] != before[name] and not name.startswith(DERIVED)]


def put_all_away(one: Colleague) -> None:
    while one.window.sheet is not None:
        one.window.sheet.put_away()
    one.settle()


def keys_of(sheet: Sheet) -> list[QAbstractButton]:
    return [key for key in sheet.findChildren(QAbstractButton) if key.isVisibleTo(sheet) and key.isEnabled()]


def try_sheet(one: Colleague, reach: Callable[[], object]) -> None:
    """Press every key of the sheet that comes up, each on a sheet of its own."""
    place = 0
    while True:
        put_all_away(one)
        reach()
        one.settle()
        sheet = one.window.sheet
        if sheet is None or isinstance(sheet, SignInSheet):
            break
        keys = keys_of(sheet)
        if place >= len(keys):
            break
        keys[place].click()
        one.settle()
        place += 1
    put_all_away(one)


def entries(one: Colleague) -> list[QAction]:
    one.window.sell.more_requested.emit()
    menu = one.till._menu
    assert menu is not None
    menu.close()
    return list(_entries_of(menu))


def _entries_of(menu: QMenu) -> Iterator[QAction]:
    """The entries of a menu and of its parts, but for those that are one's own: how the screen looks, the keyboard."""
    for entry in menu.actions():
        part = entry.menu()
        if isinstance(part, QMenu):
            if part.title() not in OWN:
                yield from _entries_of(part)
        elif _name(entry) and _name(entry) not in OWN:
            yield entry


def _name(entry: QAction) -> str:
    return entry.text().partition("\t")[0]


def test_no_entry_of_the_menu_lets_an_inspector_write(inspector: Colleague, shop_path: Path) -> None:
    before, named = contents(shop_path), entries(inspector)
    assert len(named) >= 12
    for entry in named:
        if _name(entry) != "Inspection…":
            try_sheet(inspector, entry.trigger)

        assert differing(before, shop_path) == [], entry.text()
    assert inspector.till._imports is None or not inspector.till.imports.window


@pytest.mark.parametrize("deed", [deed for deed in Deed if deed is not Deed.PERSON])
def test_no_key_lets_an_inspector_write(inspector: Colleague, shop_path: Path, deed: Deed) -> None:
    before, lines = contents(shop_path), inspector.lines

    try_sheet(inspector, lambda: inspector.window.sell.keyboard.do(deed))

    assert differing(before, shop_path) == []
    assert inspector.lines == lines


def test_nothing_else_on_the_screen_lets_an_inspector_write(inspector: Colleague, shop_path: Path) -> None:
    before, lines, page = contents(shop_path), inspector.lines, inspector.window.sell

    for reach in (
        page.status.papers_requested.emit,
        page.status.window_requested.emit,
        page.status.records_requested.emit,
        page.status.day_requested.emit,
        page.import_wanted.emit,
        page.arranging_wanted.emit,
        page.best_sold_wanted.emit,
        lambda: page.create_wanted.emit("Thé noir"),
        lambda: inspector.scan(BREAD),
        lambda: inspector.tap_tile("Pain de seigle"),
        lambda: page.ticket.more_requested.emit(0),
        lambda: page.ticket.less_requested.emit(0),
        page.ticket.clear_requested.emit,
    ):
        try_sheet(inspector, reach)

    assert differing(before, shop_path) == []
    assert inspector.lines == lines


def test_windows_somebody_else_opened_are_put_away_when_another_comes(team: None, open_shop_with: OpenShop) -> None:
    nadia = open_shop_with()
    nadia.wait_for_sheet()
    nadia.come("Nadia", PIN)
    nadia.window.sell.import_wanted.emit()
    nadia.till.late.inspector.open(nadia.till.desk.gate.person)
    nadia.settle()
    windows: list[QWidget | None] = [nadia.till.imports.window, nadia.till.late.inspector.window]
    assert all(window is not None and window.isVisible() for window in windows)

    nadia.till.late.staff.sign_out()
    nadia.wait_for_sheet()

    assert not any(window is not None and window.isVisible() for window in windows)
    nadia.come("Lucie")
    nadia.till._open_imports()
    assert not any(window is not None and window.isVisible() for window in windows)
    nadia.wait_for_sheet()
