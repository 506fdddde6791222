"""Trying a scanner: what it sends, how fast, and the setting it needs; the choice of sounds beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from pos.database.connection import Database
from tests.scanning.keyboard import Keyboard, same_layout
from tests.ui.sell.cashier import Cashier, ask
from tests.ui.sell.conftest import TEA, OpenTill
from ui.scanner import habits
from ui.scanner.habits import Habits
from ui.scanner.scanner_sheet import ScannerSheet
from ui.scanner.trial import judge
from ui.sell.scan_decoder import GAP_MS, WIDEST_GAP_MS, Decoder, Key, press
from ui.sounds import Sound, SoundChoice


def _open(cashier: Cashier) -> ScannerSheet:
    cashier.qtbot.waitUntil(lambda: cashier.till.late.scanner is not None)
    cashier.settle()
    scanner = cashier.till.late.scanner
    assert scanner is not None
    scanner.open()
    return cashier.sheet(ScannerSheet)


def _scan_slowly(code: str, *, gap_ms: int) -> None:
    keyboard = Keyboard()
    for sign in code:
        keyboard.press(same_layout(sign), after_ms=gap_ms)
        keyboard.let_go()


def test_a_fast_scanner_is_heard_well_and_changes_no_ticket(cashier: Cashier) -> None:
    sheet = _open(cashier)

    _scan_slowly(TEA + "\r", gap_ms=5)

    cashier.qtbot.waitUntil(lambda: TEA in sheet.verdict.text())
    assert "Enter" in sheet.verdict.text()
    assert not sheet.gap_key.isEnabled()
    assert cashier.lines == []
    assert cashier.sounds == [Sound.ACCEPTED]


def test_a_slow_scanner_is_proposed_its_gap_and_sells_from_then_on(cashier: Cashier, shop_path: Path) -> None:
    sheet = _open(cashier)
    _scan_slowly(TEA + "\t", gap_ms=70)
    cashier.qtbot.waitUntil(lambda: sheet.gap_key.isEnabled())

    cashier.tap(sheet.gap_key)
    cashier.press(Qt.Key.Key_Escape)
    _scan_slowly(TEA + "\t", gap_ms=70)
    cashier.settle()

    assert cashier.lines == [("Thé vert", 1000)]
    assert ask(shop_path, habits.read).gap_ms == 100


def test_what_a_hand_types_proposes_nothing(cashier: Cashier) -> None:
    sheet = _open(cashier)

    _scan_slowly("12345", gap_ms=180)

    cashier.qtbot.waitUntil(lambda: "by hand" in sheet.verdict.text())
    assert not sheet.gap_key.isEnabled()


def test_the_choice_of_sounds_is_kept(open_till: OpenTill, shop_path: Path) -> None:
    cashier = open_till()
    sheet = _open(cashier)

    cashier.tap_key("Off", sheet)
    cashier.press(Qt.Key.Key_Escape)
    cashier.scan("4012345678901")

    assert cashier.sounds == []
    assert cashier.window.sell.unknown.code == "4012345678901"
    assert ask(shop_path, habits.read).sounds is SoundChoice.OFF


@pytest.mark.parametrize("written", ["", "fast", "-3", "9000"])
def test_a_setting_nobody_can_mean_is_brought_to_sense(db: Database, written: str) -> None:
    db.execute("INSERT INTO setting VALUES ('scanner.gap_ms', ?), ('sounds', 'loud')", (written,))

    read = habits.read(db)

    assert GAP_MS <= read.gap_ms <= WIDEST_GAP_MS
    assert read.sounds is SoundChoice.ON


def test_what_is_kept_is_read_again(db: Database) -> None:
    habits.keep(db, Habits(gap_ms=80, sounds=SoundChoice.REFUSALS))

    assert habits.read(db) == Habits(gap_ms=80, sounds=SoundChoice.REFUSALS)


@given(st.text("0123456789", min_size=8, max_size=14), st.lists(st.integers(0, 85), min_size=14, max_size=14))
def test_with_the_gap_that_is_proposed_the_same_scan_is_a_code(code: str, gaps: list[int]) -> None:
    at_ms, keys = 0, []
    for sign, gap in zip(code + "\r", [0, *gaps], strict=False):
        at_ms += gap
        keys.append(Key(sign, at_ms))

    decoder, heard = Decoder(gap_ms=judge(keys).gap_ms), ""
    for key in keys:
        verdict = press(decoder, key)
        decoder, heard = verdict.decoder, heard + verdict.code

    assert heard == code
