"""The menu: in the order a shopkeeper thinks, short enough to be seen at once, reached by key and by finger."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from pos.keystore import FileKeyStore, key_file
from tests.ui.sell.cashier import Cashier, entry_of
from tests.ui.sell.conftest import OpenTill
from ui.closing.past_sheet import PastSheet

MOST = 10


def opened(cashier: Cashier) -> QMenu:
    cashier.qtbot.waitUntil(lambda: cashier.till.late.scanner is not None, timeout=10_000)
    cashier.tap(cashier.window.sell.more_key)
    return on_top()


def on_top() -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def said(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def part(menu: QMenu, words: str) -> list[str]:
    held = entry_of(menu, words).menu()
    assert isinstance(held, QMenu)
    return said(held)


def test_selling_comes_first_then_the_day_the_shop_the_machine_and_leaving(cashier: Cashier) -> None:
    menu = opened(cashier)

    assert said(menu) == [
        "Find a sale…\tCtrl+F",
        "Reservations…\tCtrl+O",
        "Questions from shoppers…",
        "Articles…",
        "Import a list…",
        "The day",
        "Management",
        "Equipment",
        "Appearance",
        "Close the till",
    ]
    assert len(said(menu)) <= MOST
    assert part(menu, "The day")[:5] == [
        "Close the day…\tCtrl+J",
        "Figures since the last closing (X)…",
        "Past closings…",
        "Asked for, not here…\tCtrl+M",
        "Asked for in vain…",
    ]
    assert part(menu, "Management") == ["The shop…", "What the window says…", "Staff…", "Backups…", "Inspection…"]
    assert part(menu, "Equipment") == ["Printer…", "Customer display…", "Scanner and sounds…", "On-screen keyboard"]
    menu.close()


def test_at_the_largest_text_the_longest_menu_stands_whole_on_a_low_screen(
    open_till: OpenTill, shop_path: Path
) -> None:
    cashier = open_till(language="fr", keys=FileKeyStore(key_file(shop_path)))
    cashier.till.theme.change(text_percent=150)
    cashier.window.resize(1024, 768)
    cashier.settle()

    menu = opened(cashier)

    assert "Vitrine en ligne" in said(menu)
    key = cashier.window.sell.more_key
    below = key.mapTo(cashier.window, key.rect().bottomLeft()).y()
    assert below + menu.sizeHint().height() <= cashier.window.height()
    menu.close()


def test_arrows_lead_into_a_part_and_esc_one_step_back(cashier: Cashier) -> None:
    menu = opened(cashier)
    for _ in range(said(menu).index("The day") + 1):
        QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Right)
    day = on_top()
    assert "Close the day…\tCtrl+J" in said(day)

    QTest.keyClick(day, Qt.Key.Key_Escape)
    assert on_top() is menu
    QTest.keyClick(menu, Qt.Key.Key_Escape)

    assert not menu.isVisible()


def test_a_finger_opens_a_part_and_what_stands_in_it(cashier: Cashier) -> None:
    menu = opened(cashier)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(entry_of(menu, "The day")).center())
    cashier.qtbot.waitUntil(lambda: on_top() is not menu, timeout=2_000)
    day = on_top()
    entry = entry_of(day, "Past closings…")

    QTest.mouseClick(day, Qt.MouseButton.LeftButton, pos=day.actionGeometry(entry).center())
    cashier.settle()

    cashier.sheet(PastSheet)
    assert not menu.isVisible()
