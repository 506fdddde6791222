"""What other tills were complained about: scans that pressed, wrote, doubled, or went unheard (field notes, 5)."""

from __future__ import annotations

import threading
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from tests import builders
from tests.scanning.keyboard import Keyboard, Stroke, american_on_french, same_layout
from tests.ui.sell.cashier import Cashier, names
from tests.ui.sell.conftest import BREAD, CHEESE, TEA, OpenTill
from ui.app import Till, TillOptions
from ui.papers.papers_sheet import PapersSheet
from ui.sell.new_product_sheet import NewProductSheet
from ui.sell.quantity_sheet import QuantitySheet
from ui.sounds import Sound

UNKNOWN = "4012345678901"


def _strike(keyboard: Keyboard, code: str, *, gap_ms: int = 2) -> None:
    for sign in code:
        keyboard.press(same_layout(sign), after_ms=gap_ms)
        keyboard.let_go()


def test_a_second_scan_never_becomes_the_quantity(cashier: Cashier) -> None:
    """odoo 37411: what is scanned while a quantity is asked was written into it."""
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F3)

    cashier.scan(BREAD)
    cashier.scan(BREAD)

    assert cashier.sheet(QuantitySheet).figure.text() == ""
    assert cashier.lines == [("Pain de seigle", 3000)]


def test_the_scanners_enter_pays_nothing(cashier: Cashier) -> None:
    """odoo 31185: the scanner's Enter pressed the key that had the focus."""
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F12)
    sheet = cashier.payment()
    cashier.write("20")
    sheet.pay_key.setFocus()

    cashier.scan(TEA)

    assert cashier.payment() is sheet
    assert names(cashier.lines) == ["Pain de seigle", "Thé vert"]


def test_the_signs_of_a_code_keep_their_order(cashier: Cashier) -> None:
    """JumpMind 1644: digits came reversed; here two scans on end, the keys of both overlapping."""
    keyboard = Keyboard()
    for sign in f"{TEA}\r{BREAD}\r":
        keyboard.press(same_layout(sign))
        keyboard.let_go(2)
    keyboard.let_go()
    cashier.settle()

    assert names(cashier.lines) == ["Thé vert", "Pain de seigle"]
    assert cashier.sounds == [Sound.ACCEPTED, Sound.ACCEPTED]


def test_scans_are_heard_after_a_search_was_opened(cashier: Cashier) -> None:
    """woocommerce-android 14223: after a search, scans were ignored until the restart."""
    cashier.press(Qt.Key.Key_F2)
    cashier.write("the")

    cashier.scan(BREAD)

    assert names(cashier.lines) == ["Pain de seigle"]
    assert cashier.window.sell.search.text() == "the"


def test_a_code_scanned_into_an_amount_is_no_amount(cashier: Cashier) -> None:
    """Chromis 0.54.2, Pastèque 8.9: a barcode became what the customer had handed over."""
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F12)

    cashier.scan(UNKNOWN)

    assert cashier.payment().figure.text() == ""
    assert cashier.beeps == 1


def test_a_scan_closes_the_menu_that_hides_the_ticket(cashier: Cashier) -> None:
    cashier.tap(cashier.window.sell.more_key)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    chosen: list[str] = []
    menu.triggered.connect(lambda action: chosen.append(action.text()))
    menu.setActiveAction(menu.actions()[0])

    _strike(Keyboard(), f"{TEA}\r")
    cashier.settle()

    assert not menu.isVisible()
    assert chosen == []
    assert names(cashier.lines) == ["Thé vert"]


def test_a_scan_with_a_list_dropped_down_chooses_nothing_in_it(cashier: Cashier) -> None:
    cashier.scan(UNKNOWN)
    cashier.tap(cashier.window.sell.unknown.create_key)
    sheet = cashier.sheet(NewProductSheet)
    sheet.category.list.showPopup()
    cashier.settle()

    _strike(Keyboard(), f"{TEA}\r")
    cashier.settle()

    assert sheet.category.list.currentIndex() == 0
    assert sheet.name.text() == ""
    assert names(cashier.lines) == ["Thé vert"]
    assert cashier.window.toast.text == "Added: Thé vert"


def test_a_scan_while_a_price_or_a_weight_is_asked_goes_beside_it(cashier: Cashier) -> None:
    cashier.scan(CHEESE)
    cashier.scan(TEA)
    weight = cashier.sheet(QuantitySheet)

    cashier.scan(CHEESE)

    assert cashier.sheet(QuantitySheet) is weight
    assert names(cashier.lines) == ["Thé vert"]
    assert cashier.sounds == [Sound.REFUSED, Sound.ACCEPTED, Sound.REFUSED]


def test_a_sheet_that_hides_the_ticket_refuses_aloud(cashier: Cashier) -> None:
    sheet = PapersSheet(cashier.till.theme, cashier.till.wording)
    cashier.window.lay(sheet, sheet.back_key)

    cashier.scan(BREAD)

    assert cashier.window.sheet is sheet
    assert cashier.lines == []
    assert cashier.sounds == [Sound.REFUSED]
    assert cashier.window.toast.text == "Close this before scanning."


def test_a_crash_that_is_told_holds_no_scan_up(cashier: Cashier) -> None:
    cashier.till.take_crash(None)
    cashier.settle()

    cashier.scan(BREAD)

    assert names(cashier.lines) == ["Pain de seigle"]
    assert cashier.window.sheet is not None


def test_a_busy_file_answers_every_scan_once(cashier: Cashier) -> None:
    free = threading.Event()
    cashier.till.background.run(lambda _: free.wait(5))
    keyboard = Keyboard()
    for code in (BREAD, TEA, UNKNOWN):
        _strike(keyboard, f"{code}\r\n")
    assert cashier.lines == []

    free.set()
    cashier.settle()

    assert names(cashier.lines) == ["Pain de seigle", "Thé vert"]
    assert cashier.sounds == [Sound.ACCEPTED, Sound.ACCEPTED, Sound.REFUSED]


def test_a_file_that_cannot_be_opened_refuses_scans_aloud(qtbot: QtBot, tmp_path: Path, now: datetime) -> None:
    broken = tmp_path / "shop.db"
    broken.write_bytes(b"no shop at all" * 1_000)
    sounds: list[Sound] = []
    till = Till(
        TillOptions(broken, language="en", theme="light"),
        clock=lambda: now,
        new_id=builders.ids(8),
        sound=sounds.append,
    )
    till.open()
    qtbot.waitUntil(lambda: till.window.trouble is not None, timeout=5_000)
    pressed: list[None] = []
    till.window.again_requested.connect(lambda: pressed.append(None))

    _strike(Keyboard(), f"{BREAD}\r")

    qtbot.waitUntil(lambda: sounds == [Sound.REFUSED])
    assert pressed == []
    assert till.window.toast.text
    till.close()


def test_a_repeat_that_a_busy_machine_makes_up_doubles_nothing(cashier: Cashier) -> None:
    keyboard = Keyboard()
    for sign in f"{TEA}\r":
        keyboard.press(same_layout(sign), after_ms=1)
        keyboard.repeat(same_layout(sign), after_ms=0)
        keyboard.let_go()
    cashier.settle()

    assert cashier.lines == [("Thé vert", 1000)]


def test_a_hand_amid_a_burst_spoils_it_aloud_and_writes_nothing(cashier: Cashier) -> None:
    _strike(Keyboard(), f"{TEA[:6]}k{TEA[6:]}\r")
    cashier.settle()

    assert cashier.lines == []
    assert cashier.beeps == 1
    assert cashier.window.sell.search.text() == ""


def test_a_key_no_scanner_sends_waits_for_the_end_of_the_code(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    keyboard = Keyboard()
    _strike(keyboard, TEA[:5])
    keyboard.press(Stroke(Qt.Key.Key_Delete, ""))
    keyboard.let_go()
    _strike(keyboard, f"{TEA[5:]}\r")
    cashier.settle()

    assert names(cashier.lines) == ["Thé vert"]  # the bread was taken off, and the code came whole


def test_a_quick_tap_on_the_space_bar_still_presses_the_key(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.window.sell.ticket.clear_key.setFocus()

    cashier.strike(" ")
    cashier.qtbot.waitUntil(lambda: cashier.lines == [])

    assert not cashier.window.sell.ticket.clear_key.isDown()


@pytest.mark.parametrize("sent", [f"]E0{TEA}", f"]C1010{TEA}", f"010{TEA}"])
def test_what_a_scanner_says_beside_the_number_is_left_away(cashier: Cashier, sent: str) -> None:
    _strike(Keyboard(), f"{sent}\r")
    cashier.settle()

    assert cashier.lines == [("Thé vert", 1000)]


def test_the_parts_of_a_long_code_are_one_code(cashier: Cashier) -> None:
    keyboard = Keyboard()
    _strike(keyboard, f"010{TEA}10LOT7")
    control = Qt.KeyboardModifier.ControlModifier
    keyboard.press(Stroke(Qt.Key.Key_Control, ""))
    keyboard.press(Stroke(Qt.Key.Key_BracketRight, "\x1d", 27, control))
    keyboard.let_go()
    _strike(keyboard, "17271231\r")
    cashier.settle()

    assert cashier.lines == [("Thé vert", 1000)]
    assert cashier.window.sell.search.text() == ""


def test_an_american_scanner_with_a_prefix_is_read_on_a_french_keyboard(cashier: Cashier) -> None:
    keyboard = Keyboard()
    for sign in f"]E0{TEA}\r":
        keyboard.press(american_on_french(sign))
        keyboard.let_go()
    cashier.settle()

    assert cashier.lines == [("Thé vert", 1000)]


def test_three_star_typed_in_haste_is_still_three(cashier: Cashier) -> None:
    _strike(Keyboard(), f"3*{TEA}\r")
    cashier.settle()

    assert cashier.lines == [("Thé vert", 3000)]


def test_each_thing_that_happens_has_its_sound(open_till: OpenTill) -> None:
    cashier = open_till()
    cashier.scan(BREAD)
    cashier.scan(UNKNOWN)
    cashier.press(Qt.Key.Key_F12)
    cashier.press(Qt.Key.Key_Return)
    cashier.press(Qt.Key.Key_Return)

    assert cashier.sounds == [Sound.ACCEPTED, Sound.REFUSED, Sound.SOLD]
