"""Who is at the till: asked before anything is sold, shown, switched by one tap, and on every sale."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from pos.database import till
from pos.database.journal.records import in_order
from pos.domain.staff import Role
from pos.fiscal.events import Event
from pos.fiscal.record import Kind
from pos.keystore import FileKeyStore, key_file
from pos.operations.pins import pepper_name
from tests.ui.sell.cashier import ask
from tests.ui.sell.conftest import BREAD, TEA
from tests.ui.staff.conftest import OTHER_PIN, PIN, WRONG, Colleague, OpenShop
from ui.sell.payment_sheet import PaymentSheet
from ui.sell.sold_sheet import SoldSheet
from ui.staff.staff_sheet import StaffSheet

CTRL = Qt.KeyboardModifier.ControlModifier


def sell_bread(colleague: Colleague) -> None:
    colleague.scan(BREAD)
    colleague.press(Qt.Key.Key_F9)
    colleague.press(Qt.Key.Key_Return)
    colleague.qtbot.waitUntil(lambda: isinstance(colleague.window.sheet, SoldSheet), timeout=5_000)


def tickets(colleague: Colleague) -> list[str]:
    """The names on the tickets in the journal."""
    return ask(
        colleague.shop_path,
        lambda db: [one.writer.operator_name for one in in_order(db) if one.kind is Kind.TICKET],
    )


def test_a_shop_of_one_person_without_a_pin_asks_nobody(open_shop_with: OpenShop) -> None:
    colleague = open_shop_with()

    sell_bread(colleague)

    assert colleague.at_till == ""
    assert tickets(colleague) == ["Titulaire"]
    assert colleague.events(Event.LOGIN) == []


def test_ctrl_l_says_where_others_are_added_in_a_shop_of_one(open_shop_with: OpenShop) -> None:
    colleague = open_shop_with()

    colleague.press(Qt.Key.Key_L, CTRL)

    assert colleague.window.sheet is None
    assert "Staff" in colleague.window.toast.text


def test_the_till_asks_who_is_there_and_cannot_be_used_before(colleague: Colleague) -> None:
    sheet = colleague.sign_in_sheet
    colleague.press(Qt.Key.Key_Escape)
    colleague.press(Qt.Key.Key_Escape)
    colleague.press(Qt.Key.Key_F12)
    colleague.scan(BREAD)

    assert colleague.window.sheet is sheet
    assert colleague.lines == []
    assert colleague.beeps == 1
    assert colleague.window.toast.text == "Sign in first, then scan again."


def test_one_tap_on_a_name_without_a_pin_is_enough(colleague: Colleague) -> None:
    colleague.come("Lucie")

    assert colleague.window.sheet is None
    assert colleague.at_till == "Lucie"
    sell_bread(colleague)
    assert tickets(colleague) == ["Lucie"]
    assert [event["opname"] for event in colleague.events(Event.LOGIN)] == ["Lucie"]


def test_who_has_a_pin_types_it_and_it_is_never_shown(colleague: Colleague) -> None:
    colleague.tap(colleague.name_key("Nadia"))
    sheet = colleague.sign_in_sheet
    colleague.write(PIN)

    assert colleague.focus() is sheet.pin
    assert sheet.pin.echoMode() is QLineEdit.EchoMode.Password
    assert not any(digit in sheet.pin.displayText() for digit in "0123456789")
    assert sheet.pin.accessibleName() == "PIN of Nadia"
    colleague.press(Qt.Key.Key_Return)
    colleague.qtbot.waitUntil(lambda: colleague.at_till == "Nadia", timeout=5_000)


def test_a_pin_is_tapped_on_the_keypad(colleague: Colleague) -> None:
    colleague.tap(colleague.name_key("Nadia"))
    sheet = colleague.sign_in_sheet
    for digit in PIN:
        colleague.tap_key(digit, sheet)
    colleague.click(sheet.accept_key)

    assert colleague.at_till == "Nadia"


def test_a_wrong_pin_is_said_and_asked_again(colleague: Colleague) -> None:
    colleague.come("Nadia", WRONG)
    sheet = colleague.sign_in_sheet

    assert sheet.notice.text() == "This PIN is wrong. Enter it again."
    assert sheet.pin.text() == ""
    colleague.write(PIN)
    colleague.press(Qt.Key.Key_Return)
    assert colleague.at_till == "Nadia"
    assert "1 wrong PIN was tried for you" in colleague.window.toast.text
    assert [event["data"]["tries"] for event in colleague.events(Event.LOGIN_FAIL)] == [1]


def test_five_wrong_pins_make_wait_and_a_restart_does_not_help(team: None, open_shop_with: OpenShop) -> None:
    colleague = open_shop_with()
    colleague.wait_for_sheet()
    colleague.tap(colleague.name_key("Nadia"))
    for _ in range(5):
        colleague.write(WRONG)
        colleague.press(Qt.Key.Key_Return)
    assert colleague.sign_in_sheet.notice.text().startswith("Nadia has to wait. Try again in 30")
    colleague.till.close()

    again = open_shop_with()
    again.wait_for_sheet()
    again.come("Nadia", PIN)

    assert again.sign_in_sheet.notice.text().startswith("Nadia has to wait.")
    assert again.at_till == ""


def test_a_scanner_never_types_into_the_box_for_a_pin(colleague: Colleague) -> None:
    colleague.tap(colleague.name_key("Nadia"))
    sheet = colleague.sign_in_sheet

    colleague.scan("25802580")
    colleague.scan(TEA)

    assert sheet.pin.text() == ""
    assert colleague.lines == []


def test_the_inspector_signs_in_is_announced_and_sells_nothing(colleague: Colleague) -> None:
    seen: list[object] = []
    colleague.till.late.staff.inspector_signed_in.connect(seen.append)

    colleague.come("M. Renard")
    inspection = colleague.till.late.inspector.window
    colleague.scan(BREAD)

    assert [getattr(one, "role", None) for one in seen] == [Role.INSPECTOR]
    assert colleague.at_till == "M. Renard"
    assert colleague.lines == []
    assert inspection is not None
    assert inspection.isModal(), "the till behind the inspector's window takes nothing"
    inspection.close()
    colleague.wait_for_sheet()
    assert colleague.at_till == ""


def test_quick_switch_goes_on_with_the_same_ticket(lucie: Colleague) -> None:
    lucie.scan(BREAD)

    sheet = lucie.switch()
    assert sheet.asks.text() == "Lucie is at the till."
    lucie.come("Paul", OTHER_PIN)

    assert lucie.at_till == "Paul"
    assert [name for name, _ in lucie.lines] == ["Pain de seigle"]
    assert [event["opname"] for event in lucie.events(Event.LOGOUT)] == ["Lucie"]
    assert [event["opname"] for event in lucie.events(Event.LOGIN)] == ["Lucie", "Paul"]


def test_switching_is_reached_by_tapping_the_name_too(lucie: Colleague) -> None:
    lucie.tap(lucie.window.sell.status.person)

    lucie.wait_for_sheet()
    lucie.press(Qt.Key.Key_Escape)
    assert lucie.window.sheet is None
    assert lucie.at_till == "Lucie"


def test_after_signing_out_nothing_is_sold_until_somebody_signs_in(lucie: Colleague) -> None:
    lucie.scan(BREAD)
    sheet = lucie.switch()
    lucie.click(sheet.out_key)
    lucie.qtbot.waitUntil(lambda: lucie.window.sheet not in (None, sheet), timeout=5_000)

    lucie.press(Qt.Key.Key_F12)
    lucie.scan(TEA)

    assert not isinstance(lucie.window.sheet, PaymentSheet)
    assert len(lucie.lines) == 1
    assert lucie.at_till == ""
    lucie.come("Lucie")
    assert lucie.at_till == "Lucie"


def test_closing_the_till_signs_out(lucie: Colleague) -> None:
    lucie.till.close()

    assert [event["opname"] for event in lucie.events(Event.LOGOUT)] == ["Lucie"]


def test_leaving_the_till_is_possible_without_signing_in(colleague: Colleague) -> None:
    left: list[bool] = []
    colleague.window.closing.connect(lambda: left.append(True))

    colleague.click(colleague.sign_in_sheet.back_key)

    assert left == [True]


def test_where_the_shop_wants_it_each_sale_is_signed_for_anew(colleague: Colleague) -> None:
    colleague.come("Nadia", PIN)
    colleague.till.late.staff.open()
    colleague.qtbot.waitUntil(lambda: isinstance(colleague.window.sheet, StaffSheet), timeout=5_000)
    colleague.click(colleague.sheet(StaffSheet).lock_box)
    colleague.press(Qt.Key.Key_Escape)
    sell_bread(colleague)

    colleague.press(Qt.Key.Key_Return)

    colleague.wait_for_sheet()
    assert colleague.at_till == ""
    assert colleague.till.desk.gate.is_shut


def test_where_the_machines_secret_is_lost_the_way_out_is_said(
    team: None, shop_path: Path, open_shop_with: OpenShop
) -> None:
    keys = FileKeyStore(key_file(shop_path))
    keys.forget(pepper_name(ask(shop_path, till.identity).id))
    colleague = open_shop_with()
    colleague.wait_for_sheet()

    colleague.come("Nadia", PIN)

    assert "comptoir staff --reset-pin" in colleague.sign_in_sheet.notice.text()
    assert colleague.people()["Nadia"].tries == 0
