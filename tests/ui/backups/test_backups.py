"""Copies by the hour and at every closing while the till sells; trouble in words; a weekly trial, green or red."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt

from pos.database import backup_notes
from pos.operations.backing_up import MARK
from pos.operations.closing import close_day
from tests.ui.backups.conftest import Keeper
from tests.ui.sell.cashier import Cashier, ask
from tests.ui.sell.conftest import TEA
from ui.app import Till
from ui.backups.backups_sheet import BackupsSheet


def test_a_copy_is_made_and_noted_at_once_and_then_every_hour(keeper: Keeper) -> None:
    keeper.look_until(1)
    keeper.pass_time(0.5)
    keeper.desk.look()
    keeper.cashier.settle()
    assert len(keeper.copies) == 1, "half an hour is no hour"

    keeper.pass_time(0.5)
    keeper.look_until(2)

    assert len(keeper.copies) == 2


def test_a_clock_that_went_back_does_not_make_a_copy_every_minute(keeper: Keeper) -> None:
    keeper.look_until(1)
    keeper.pass_time(-3)
    keeper.look_until(2)
    keeper.wait(lambda: ask(keeper.shop_path, backup_notes.drill) is not None)

    for _ in range(3):
        keeper.desk.look()
        keeper.cashier.settle()

    assert len(keeper.notes) == 2


def test_a_closing_is_followed_by_a_copy(keeper: Keeper) -> None:
    keeper.look_until(1)
    keeper.pass_time(0.1)
    keeper.cashier.till.background.run(lambda db: close_day(db, now=keeper.now))
    keeper.cashier.settle()

    keeper.look_until(2)
    keeper.desk.look()
    keeper.cashier.settle()

    assert len(keeper.notes) == 2, "once"


def test_the_sheet_says_where_when_and_how_good_and_makes_another(keeper: Keeper) -> None:
    keeper.desk.open()
    keeper.cashier.settle()
    sheet = keeper.sheet
    assert sheet.last.text() == "none yet"
    assert "Not tried yet" in sheet.drill.text()

    keeper.cashier.press(Qt.Key.Key_Return)
    keeper.wait(lambda: "✓" in sheet.drill.text())

    assert sheet.first.text() == str(keeper.shop_path.parent / "backups")
    assert sheet.last.text() == "23/11/2026 at 12:00 · 0 sales · 1 copy in all"
    assert keeper.copies[0].name in sheet.drill.text()
    assert sheet.back_up_key.isEnabled()
    keeper.cashier.press(Qt.Key.Key_Escape)
    assert keeper.cashier.window.sheet is None


def test_a_second_place_is_chosen_used_and_given_up(keeper: Keeper, tmp_path: Path) -> None:
    keeper.desk.open()
    keeper.cashier.settle()
    keeper.folder = tmp_path / "usb"

    keeper.cashier.tap(keeper.sheet.choose_key)
    assert "no copy there" in keeper.sheet.second.text()
    assert "on the same disk" in keeper.sheet.second.text()
    keeper.cashier.tap(keeper.sheet.back_up_key)
    keeper.wait(lambda: "last copy 23/11/2026 at 12:00" in keeper.sheet.second.text())
    assert [path.name for path in sorted((tmp_path / "usb").iterdir())] == [MARK, keeper.copies[0].name]

    keeper.cashier.tap(keeper.sheet.none_key)
    assert keeper.sheet.second.text().startswith("none")
    assert not keeper.sheet.none_key.isEnabled()


def test_a_dialog_left_without_a_choice_changes_nothing(keeper: Keeper) -> None:
    keeper.desk.open()
    keeper.cashier.settle()

    keeper.cashier.tap(keeper.sheet.choose_key)

    assert keeper.sheet.second.text().startswith("none")


def test_an_unplugged_disk_is_said_once_quietly_and_stands_on_the_sheet(keeper: Keeper, tmp_path: Path) -> None:
    keeper.folder = tmp_path / "usb"
    keeper.desk.open()
    keeper.cashier.tap(keeper.sheet.choose_key)
    keeper.cashier.press(Qt.Key.Key_Escape)
    (tmp_path / "usb" / MARK).unlink()
    toast = keeper.cashier.window.toast

    keeper.look_until(1)
    keeper.wait(lambda: "second place for backups is not there" in toast._text.text())

    assert keeper.cashier.window.sheet is None, "nothing is laid over the sale"
    keeper.wait(lambda: ask(keeper.shop_path, backup_notes.drill) is not None)
    toast.hide()
    keeper.pass_time(1)
    keeper.desk.back_up()
    keeper.wait(lambda: len(keeper.notes) == 2)
    assert not toast.isVisible(), "said once"
    keeper.desk.open()
    keeper.cashier.settle()
    keeper.pass_time(1)
    keeper.cashier.tap(keeper.sheet.back_up_key)
    keeper.wait(lambda: keeper.sheet.trouble.isVisible())
    assert str(tmp_path / "usb") in keeper.sheet.trouble.text()


def test_no_room_for_copies_is_said_and_selling_goes_on(keeper: Keeper) -> None:
    (keeper.shop_path.parent / "backups").write_text("a file in the place of the folder")

    keeper.desk.look()
    keeper.wait(lambda: "backup did not succeed" in keeper.cashier.window.toast._text.text())

    keeper.cashier.scan(TEA)
    assert keeper.cashier.lines == [("Thé vert", 1_000)]


def test_a_copy_that_cannot_be_put_back_is_red_and_said(keeper: Keeper) -> None:
    keeper.look_until(1)
    keeper.wait(lambda: ask(keeper.shop_path, backup_notes.drill) is not None)
    db = sqlite3.connect(keeper.copies[0])
    db.execute("UPDATE stock_level SET quantity_milli = 7000")
    db.commit()
    db.close()
    keeper.pass_time(24 * 8)
    newest = keeper.copies[0]
    newest.rename(newest.with_name(f"shop-{keeper.now + timedelta(minutes=1):%Y-%m-%d-%H%M%S}.db"))

    keeper.look_until(2)
    keeper.wait(lambda: "cannot be relied on" in keeper.cashier.window.toast._text.text())

    done = ask(keeper.shop_path, backup_notes.drill)
    assert done is not None
    assert (done.is_green, done.trouble) == (False, "LevelOff")
    keeper.desk.open()
    keeper.wait(lambda: "▲" in keeper.sheet.drill.text())


def test_a_till_that_closes_amid_a_copy_leaves_nothing_unfinished(keeper: Keeper) -> None:
    keeper.desk.back_up()

    keeper.desk.close()

    folder = keeper.shop_path.parent / "backups"
    assert not list(folder.glob("*.part")) if folder.exists() else True


def test_the_menu_opens_the_sheet_of_the_till_itself(cashier: Cashier) -> None:
    till: Till = cashier.till
    cashier.qtbot.waitUntil(lambda: till.late.backups is not None, timeout=10_000)

    assert till.late.backups is not None
    till.late.backups.open()
    cashier.settle()

    assert isinstance(till.window.sheet, BackupsSheet)
    cashier.press(Qt.Key.Key_Escape)
