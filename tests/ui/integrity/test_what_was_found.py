"""What a shopkeeper sees when the till's records are not as they should be, and what can be done about it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from pos.database.connection import transaction
from pos.database.journal.heads import Heads
from pos.database.journal.records import note_event
from pos.domain.staff import Right
from pos.fiscal.events import Event
from pos.keystore import key_file
from pos.operations.beginning import LAST_STRETCH, begin_work, end_work
from pos.operations.opening import open_shop
from tests.builders import ids
from tests.ui.integrity.conftest import Counter
from tests.ui.sell.cashier import Cashier
from tests.ui.sell.conftest import BREAD, TEA
from ui.integrity.clock_sheet import ClockSheet
from ui.integrity.held_sheet import HeldSheet
from ui.integrity.integrity_desk import IntegrityDesk


def words_of(sheet: HeldSheet | ClockSheet) -> str:
    return "\n".join(one.text() for one in sheet.findChildren(QLabel) if one.isVisible())


def desk_of(cashier: Cashier) -> IntegrityDesk:
    desk = cashier.till.late.integrity
    assert desk is not None
    return desk


def state_of(cashier: Cashier) -> str:
    return cashier.window.sell.status.records_state.text()


def _old_copy_put_back(counter: Counter, tmp_path: Path, *, sales: int) -> Cashier:
    counter.day(sales=1)
    old = counter.copy(tmp_path / "old.db")
    counter.day(sales=sales)
    counter.put_back(old)
    return counter.open()


def test_a_run_without_trouble_is_noted_and_shows_nothing(counter: Counter) -> None:
    counter.day(sales=1)
    cashier = counter.open()

    assert cashier.window.sheet is None
    assert state_of(cashier) == ""
    cashier.till.close()
    assert counter.events() == ["INIT", "APP_START", "APP_STOP", "APP_START", "APP_STOP"]


def test_a_till_cut_off_says_nothing_and_notes_it(counter: Counter) -> None:
    counter.day(sales=1)
    cashier = counter.open()
    desk = desk_of(cashier)
    desk._has_begun = False  # no goodbye
    cashier.till.close()

    cashier = counter.open()

    assert cashier.window.sheet is None
    assert counter.events()[-2:] == ["POWER_LOSS_RECOVERY", "APP_START"]


def test_an_old_copy_put_back_is_said_before_anything_is_sold(counter: Counter, tmp_path: Path) -> None:
    cashier = _old_copy_put_back(counter, tmp_path, sales=2)

    sheet = cashier.sheet(HeldSheet)

    said = words_of(sheet)
    assert "Sales are missing from this file" in said
    assert "has recorded 4 records more than its file holds" in said
    assert "at 12:02" in said
    assert "comptoir restore" in said
    assert str(counter.shop.parent / "backups") in said
    assert cashier.focus() is sheet.leave_key
    assert state_of(cashier) == "▲ Selling is held"
    assert counter.events()[-1] == "ROLLBACK_DETECTED"


def test_put_aside_it_comes_back_at_the_next_payment_and_the_ticket_stays(counter: Counter, tmp_path: Path) -> None:
    cashier = _old_copy_put_back(counter, tmp_path, sales=2)
    cashier.press(Qt.Key.Key_Escape)
    assert cashier.window.sheet is None
    cashier.scan(TEA)
    cashier.scan(BREAD)

    counter.pay(cashier)

    assert isinstance(cashier.window.sheet, HeldSheet)
    assert [name for name, _ in cashier.lines] == ["Thé vert", "Pain de seigle"]
    cashier.press(Qt.Key.Key_Escape)
    cashier.press(Qt.Key.Key_Escape)
    cashier.tap(cashier.window.sell.status.records_state)
    assert isinstance(cashier.window.sheet, HeldSheet)
    cashier.till.close()
    assert [name for name, _ in counter.open().lines] == ["Thé vert", "Pain de seigle"]


def test_a_scan_over_the_sheet_is_refused_aloud(counter: Counter, tmp_path: Path) -> None:
    cashier = _old_copy_put_back(counter, tmp_path, sales=2)

    cashier.scan(BREAD)

    assert cashier.lines == []
    assert cashier.beeps == 1
    assert isinstance(cashier.window.sheet, HeldSheet)


def test_going_on_is_asked_twice_and_sells_in_a_new_series(counter: Counter, tmp_path: Path) -> None:
    cashier = _old_copy_put_back(counter, tmp_path, sales=2)
    sheet = cashier.sheet(HeldSheet)
    cashier.tap(sheet.go_on_key)
    assert "keep the reason with your papers" in words_of(sheet)
    assert cashier.focus() is sheet.back_key
    cashier.press(Qt.Key.Key_Escape)
    assert not sheet.is_asking
    assert counter.events()[-1] == "ROLLBACK_DETECTED"

    cashier.tap(sheet.go_on_key)
    cashier.tap(sheet.sure_key)

    assert cashier.window.sheet is None
    assert state_of(cashier) == ""
    assert "RESTORE" in counter.events()
    counter.sell(cashier)
    cashier.till.close()
    assert counter.open().window.sheet is None


def test_leaving_closes_the_till_and_asks_again_the_next_time(counter: Counter, tmp_path: Path) -> None:
    cashier = _old_copy_put_back(counter, tmp_path, sales=2)

    cashier.strike(Qt.Key.Key_Return)

    assert isinstance(counter.open().window.sheet, HeldSheet)
    assert counter.events().count("ROLLBACK_DETECTED") == 1


def test_only_who_may_decides(counter: Counter, tmp_path: Path) -> None:
    cashier = _old_copy_put_back(counter, tmp_path, sales=2)
    asked: list[Right] = []

    def nobody_may(right: Right, _then: Callable[[], None]) -> None:
        asked.append(right)

    desk_of(cashier).approve = nobody_may
    sheet = cashier.sheet(HeldSheet)
    cashier.tap(sheet.go_on_key)
    cashier.tap(sheet.sure_key)

    assert asked == [Right.BACK_UP]
    assert "RESTORE" not in counter.events()
    assert isinstance(cashier.window.sheet, HeldSheet)


def test_a_lost_key_is_said_and_a_new_one_goes_on(counter: Counter) -> None:
    counter.day(sales=2)
    key_file(counter.shop).unlink()
    cashier = counter.open()
    sheet = cashier.sheet(HeldSheet)
    assert "key that signs this till’s records is not on this machine" in words_of(sheet)

    cashier.tap(sheet.go_on_key)
    cashier.tap(sheet.sure_key)
    counter.sell(cashier)
    cashier.till.close()

    assert counter.details(Event.RESTORE)[0]["key"]["kid"]
    assert counter.open().window.sheet is None


def test_the_long_check_finds_what_the_start_does_not_look_at(counter: Counter) -> None:
    cashier = counter.open()
    counter.sell(cashier)
    cashier.till.close()
    _many_records(counter)
    counter.tamper("UPDATE fiscal_record SET operator_name = 'Nobody' WHERE seq = 1")
    cashier = counter.open()
    assert cashier.window.sheet is None, counter.details(Event.INTEGRITY_FAIL)

    with cashier.qtbot.waitSignal(desk_of(cashier).long_check.ended, timeout=20_000):
        desk_of(cashier).long_check.begin(rest_ms=0)
    cashier.settle()

    assert "Record no. 1 is no longer as it was signed." in words_of(cashier.sheet(HeldSheet))
    assert counter.details(Event.INTEGRITY_FAIL)[0]["seqs"] == [1]
    assert state_of(cashier) == "▲ Selling is held"


def _many_records(counter: Counter) -> None:
    """More records than a start looks at, written by another run of the till."""

    def run() -> None:
        heads = Heads(counter.state)
        with closing(open_shop(counter.shop, now=counter.now, new_id=ids(1), told_heads=heads.note)) as db:
            begin_work(db, now=counter.now, heads=heads)
            with transaction(db):
                for _ in range(LAST_STRETCH + 1):
                    note_event(db, Event.DRAWER_OPEN, now=counter.now)
            end_work(db, now=counter.now)
        heads.close()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def test_r25_a_clock_far_behind_is_said_and_selling_goes_on(counter: Counter) -> None:
    counter.day(sales=1)
    counter.now -= timedelta(hours=3)
    cashier = counter.open()

    sheet = cashier.sheet(ClockSheet)

    assert "It says 09:02 on 23/11/2026, but the last record was made at 12:01 on 23/11/2026." in words_of(sheet)
    cashier.press(Qt.Key.Key_Return)
    assert cashier.window.sheet is None
    counter.sell(cashier)


def test_anchors_that_cannot_be_written_are_said_once_and_hinder_nothing(counter: Counter) -> None:
    counter.state.write_text("a file where the folder should be")
    cashier = counter.open()

    assert "anchors cannot be written" in cashier.window.toast.text
    cashier.window.say("something else")
    counter.sell(cashier)
    assert "anchors" not in cashier.window.toast.text


def test_a_till_from_another_machine_is_said_in_passing(counter: Counter, tmp_path: Path) -> None:
    counter.day(sales=1)
    counter.state.rename(tmp_path / "elsewhere")

    cashier = counter.open()

    assert cashier.window.sheet is None
    assert "another machine" in cashier.window.toast.text
