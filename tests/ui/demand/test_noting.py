"""Noting what was asked for in vain: two keys, whatever the network does, and the queue goes on."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from pos.domain.catalogue import Product
from pos.domain.demand import Demand, DemandAnswer
from pos.domain.identity import to_ms
from pos.operations.demanding import note
from pos.operations.opening import open_shop
from tests import builders
from tests.builders import NOON
from tests.ui.demand.conftest import noted, ready
from tests.ui.sell.cashier import Cashier
from tests.ui.sell.conftest import BREAD, TEA, OpenTill
from tests.ui.training.test_training import begin
from ui.demand.asked_sheet import AskedSheet
from ui.demand.demand_sheet import DemandSheet
from ui.sell.keys_sheet import KeysSheet

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
UNKNOWN = "4006381333931"


@pytest.fixture
def cashier(open_till: OpenTill) -> Cashier:
    """A cashier at a till that is joined to nothing, once everything is loaded."""
    return ready(open_till())


def test_two_keys_note_what_the_search_did_not_find(cashier: Cashier, shop_path: Path) -> None:
    cashier.write("bougie d'abeille")
    cashier.press(Qt.Key.Key_M, CTRL)
    assert cashier.sheet(DemandSheet).ask_page.words.text() == "bougie d'abeille"
    cashier.press(Qt.Key.Key_Return)

    assert cashier.window.sheet is None
    [one] = noted(shop_path)
    assert (one.words, one.product_id, one.answer, one.person) == ("bougie d'abeille", "", DemandAnswer.NOTED, "")
    assert one.at_ms == to_ms(NOON)
    assert cashier.window.toast.text == "Noted as asked for: bougie d'abeille"
    assert cashier.focus() is cashier.window.sell.search
    assert cashier.window.sell.search.text() == ""
    cashier.scan(BREAD)
    assert cashier.lines == [("Pain de seigle", 1_000)]


def test_both_keys_struck_at_once_note_once_and_sell_nothing(cashier: Cashier, shop_path: Path) -> None:
    cashier.write("seigle")
    cashier.strike(Qt.Key.Key_M, CTRL)
    cashier.strike(Qt.Key.Key_Return)
    cashier.strike(Qt.Key.Key_Return)
    cashier.settle()

    assert [one.words for one in noted(shop_path)] == ["seigle"]
    assert cashier.lines == []


def test_an_article_that_is_out_is_noted_as_that_article(
    cashier: Cashier, shelf: dict[str, Product], shop_path: Path
) -> None:
    cashier.write("the vert")
    cashier.press(Qt.Key.Key_M, CTRL)
    page = cashier.sheet(DemandSheet).ask_page
    assert page.here.text() == "In this shop: Thé vert, none left"
    cashier.press(Qt.Key.Key_Return)

    [one] = noted(shop_path)
    assert (one.words, one.product_id) == ("the vert", shelf[TEA].id)


def test_the_chosen_line_is_what_was_asked_for_until_something_else_is_typed(
    cashier: Cashier, shelf: dict[str, Product], shop_path: Path
) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_M, CTRL)
    assert cashier.sheet(DemandSheet).ask_page.here.text() == "In this shop: Pain de seigle, 10 in stock"
    cashier.press(Qt.Key.Key_Return)
    cashier.press(Qt.Key.Key_M, CTRL)
    cashier.write("pain noir")
    cashier.press(Qt.Key.Key_Return)

    assert [(one.words, one.product_id) for one in noted(shop_path)] in (
        [("Pain de seigle", shelf[BREAD].id), ("pain noir", "")],
        [("pain noir", ""), ("Pain de seigle", shelf[BREAD].id)],
    )


def test_a_code_that_nobody_carries_is_proposed_and_its_question_is_settled(cashier: Cashier, shop_path: Path) -> None:
    cashier.scan(UNKNOWN)
    assert cashier.window.sell.unknown.code == UNKNOWN
    cashier.press(Qt.Key.Key_M, CTRL)
    cashier.press(Qt.Key.Key_Return)

    assert [one.words for one in noted(shop_path)] == [UNKNOWN]
    assert cashier.window.sell.unknown.code == ""


def test_what_is_scanned_into_the_sheet_is_what_was_asked_for(cashier: Cashier, shelf: dict[str, Product]) -> None:
    cashier.press(Qt.Key.Key_M, CTRL)
    sheet = cashier.sheet(DemandSheet)
    cashier.scan(UNKNOWN)
    assert sheet.ask_page.words.text() == UNKNOWN

    cashier.scan(TEA)

    cashier.qtbot.waitUntil(lambda: sheet.ask_page.here.text() == "In this shop: Thé vert, none left", timeout=5_000)
    assert sheet.ask_page.words.text() == "Thé vert"
    assert cashier.lines == []


def test_undo_by_the_notice(cashier: Cashier, shop_path: Path) -> None:
    cashier.write("laine")
    cashier.press(Qt.Key.Key_M, CTRL)
    cashier.press(Qt.Key.Key_Return)
    cashier.press(Qt.Key.Key_Z, ALT)

    assert noted(shop_path) == []
    assert cashier.window.toast.text == "Not noted after all."


def test_an_empty_box_notes_nothing_and_esc_leaves(cashier: Cashier, shop_path: Path) -> None:
    cashier.press(Qt.Key.Key_M, CTRL)
    cashier.press(Qt.Key.Key_Return)
    assert cashier.focus() is cashier.sheet(DemandSheet).ask_page.words
    assert not cashier.sheet(DemandSheet).ask_page.town.isVisible()
    cashier.press(Qt.Key.Key_Escape)

    assert cashier.window.sheet is None
    assert noted(shop_path) == []


def test_nothing_is_noted_in_training(cashier: Cashier, shop_path: Path) -> None:
    begin(cashier)
    cashier.write("laine")
    cashier.press(Qt.Key.Key_M, CTRL)
    cashier.press(Qt.Key.Key_Return)

    assert noted(shop_path) == []
    assert cashier.window.toast.text == "Training: nothing was noted."


def test_nobody_at_the_till_notes_nothing(cashier: Cashier, shop_path: Path) -> None:
    cashier.till.desk.gate.shut()
    cashier.write("laine")
    cashier.press(Qt.Key.Key_M, CTRL)

    assert cashier.window.sheet is None
    assert "Nobody is at the till" in cashier.window.toast.text
    cashier.till.late.list_asked_for()
    cashier.settle()
    assert cashier.window.sheet is None


def test_who_has_no_keyboard_notes_from_a_search_that_found_nothing(cashier: Cashier, shop_path: Path) -> None:
    cashier.write("laine rouge")
    cashier.tap_key("Note the demand")
    cashier.tap(cashier.sheet(DemandSheet).ask_page.note_key)

    assert [one.words for one in noted(shop_path)] == ["laine rouge"]


def test_the_card_of_f1_names_the_key(cashier: Cashier) -> None:
    cashier.press(Qt.Key.Key_F1)

    shown = {label.text() for label in cashier.sheet(KeysSheet).findChildren(type(cashier.sheet(KeysSheet).heading))}
    assert {"Ctrl+M", "Asked for, not here: note it, see who has it"} <= shown


def test_the_list_counts_settles_and_is_written_to_order_by(cashier: Cashier, shop_path: Path, tmp_path: Path) -> None:
    for words in ("bougie", "Bougies", "laine"):
        cashier.write(words)
        cashier.press(Qt.Key.Key_M, CTRL)
        cashier.press(Qt.Key.Key_Return)
    cashier.choose_in_menu("Asked for in vain…")
    sheet = cashier.sheet(AskedSheet)
    assert [(row.name.text().lower().rstrip("s"), row.times.text()) for row in sheet.rows] == [
        ("bougie", "2 times"),
        ("laine", "1 time"),
    ]
    assert sheet.count.text() == "Asked for 3 times in all."

    path = tmp_path / "order.csv"
    cashier.till.late.demand.asked.ask_save = lambda *_: path
    cashier.press(Qt.Key.Key_S, CTRL)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream, delimiter=";"))
    assert [row[1] for row in rows[1:]] == ["2", "1"]

    cashier.tap(sheet.rows[0].here_key)
    assert [row.name.text() for row in sheet.rows] == ["laine"]
    cashier.press(Qt.Key.Key_Z, ALT)
    assert len(sheet.rows) == 2
    assert len(noted(shop_path)) == 3


@pytest.fixture
def asked_before(shelf: dict[str, Product], shop_path: Path) -> None:
    """Something was asked for two days, two months and more than a year ago."""
    db = open_shop(shop_path, now=NOON, new_id=builders.ids(9))
    for days in (2, 60, 401):
        note(db, Demand(str(days), to_ms(NOON - timedelta(days=days)), f"article {days}"))
    db.close()


def test_days_are_chosen_and_old_demands_are_forgotten_at_the_opening(
    asked_before: None, open_till: OpenTill, shop_path: Path
) -> None:
    cashier = ready(open_till())
    cashier.settle()

    cashier.choose_in_menu("Asked for in vain…")
    sheet = cashier.sheet(AskedSheet)
    before = [row.name.text() for row in sheet.rows]
    cashier.tap(sheet.periods.keys[1])

    assert before == ["article 2"]
    assert [row.name.text() for row in sheet.rows] == ["article 2", "article 60"]
    assert [one.id for one in noted(shop_path)] == ["60", "2"]
