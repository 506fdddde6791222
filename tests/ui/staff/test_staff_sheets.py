"""The owner says who works here, gives roles, rights and PINs, and lets somebody leave."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from pos.domain.staff import Right, Role
from pos.fiscal.events import Event
from tests.ui.sell.conftest import BREAD
from tests.ui.staff.conftest import OTHER_PIN, PIN, WRONG, Colleague, OpenShop
from ui.staff.person_sheet import PersonSheet
from ui.staff.roles_sheet import RolesSheet
from ui.staff.staff_sheet import StaffSheet


def open_staff(colleague: Colleague) -> StaffSheet:
    """Menu, then Staff."""
    colleague.choose_in_menu("Staff…")
    colleague.qtbot.waitUntil(lambda: isinstance(colleague.window.sheet, StaffSheet), timeout=5_000)
    return colleague.sheet(StaffSheet)


def change(colleague: Colleague, name: str) -> PersonSheet:
    """Open somebody's sheet."""
    key = colleague.sheet(StaffSheet).change_keys[colleague.people()[name].id]
    colleague.click(key)
    return colleague.sheet(PersonSheet)


@pytest.fixture
def owner(colleague: Colleague) -> Colleague:
    """Nadia, in front of the list of her people."""
    colleague.come("Nadia", PIN)
    open_staff(colleague)
    return colleague


def test_a_shop_of_one_becomes_a_shop_of_two_by_keys_alone(open_shop_with: OpenShop) -> None:
    colleague = open_shop_with()
    sheet = open_staff(colleague)
    assert sheet.says.text().startswith("Nobody has to sign in")
    assert colleague.focus() is sheet.add_key

    colleague.press(Qt.Key.Key_Space)
    colleague.write("Lucie")
    colleague.press(Qt.Key.Key_Return)
    colleague.settle()

    assert colleague.people()["Lucie"].role is Role.SELLER
    assert isinstance(colleague.window.sheet, StaffSheet)
    assert colleague.at_till == "Titulaire"  # who added her is still there
    assert sheet.says.text().startswith("Who sells signs in")


def test_the_owner_names_herself_and_takes_a_pin(open_shop_with: OpenShop) -> None:
    colleague = open_shop_with()
    open_staff(colleague)
    sheet = change(colleague, "Titulaire")
    sheet.name.setText("Nadia")
    sheet.pin.setText(PIN)
    sheet.again.setText(PIN)

    colleague.click(sheet.keep_key)

    assert colleague.people()["Nadia"].has_pin
    assert colleague.at_till == "Nadia"
    assert [event["data"]["change"] for event in colleague.events(Event.USER_CHANGED)] == ["renamed", "pin"]
    colleague.till.close()
    again = open_shop_with()
    again.wait_for_sheet()
    assert again.focus() is again.sign_in_sheet.pin  # there is only one to choose
    again.write(PIN)
    again.press(Qt.Key.Key_Return)
    assert again.at_till == "Nadia"


def test_two_pins_that_differ_are_asked_again(owner: Colleague) -> None:
    sheet = change(owner, "Lucie")
    sheet.pin.setText(PIN)
    sheet.again.setText(OTHER_PIN)

    owner.click(sheet.keep_key)

    assert sheet.notice.text() == "The two PINs are not the same. Type it again."
    assert (sheet.pin.text(), sheet.again.text()) == ("", "")
    assert not owner.people()["Lucie"].has_pin


def test_a_pin_too_easy_is_refused_in_words(owner: Colleague) -> None:
    sheet = change(owner, "Lucie")
    sheet.pin.setText("1234")
    sheet.again.setText("1234")

    owner.click(sheet.keep_key)

    assert "one of those everybody tries first" in sheet.notice.text()


def test_a_name_that_is_taken_is_refused_in_words(owner: Colleague) -> None:
    sheet = change(owner, "Lucie")
    sheet.name.setText("paul")

    owner.click(sheet.keep_key)

    assert sheet.notice.text().startswith("There is already somebody called Paul.")
    assert "Lucie" in owner.people()


def test_a_role_is_given_by_one_tap(owner: Colleague) -> None:
    sheet = change(owner, "Lucie")
    owner.click(sheet.roles.keys[1])
    owner.click(sheet.keep_key)

    assert owner.people()["Lucie"].role is Role.MANAGER


def test_the_only_owner_stays_one(owner: Colleague) -> None:
    sheet = change(owner, "Nadia")
    owner.click(sheet.roles.keys[0])

    owner.click(sheet.keep_key)

    assert sheet.notice.text().startswith("A shop needs an owner.")
    assert owner.people()["Nadia"].role is Role.OWNER


def test_who_leaves_is_asked_twice_and_gone_from_the_list(owner: Colleague) -> None:
    sheet = change(owner, "Lucie")
    owner.click(sheet.leave_key)
    assert "Lucie" in owner.people()
    assert sheet.leave_key.text() == "Tap again: Lucie leaves"

    owner.click(sheet.leave_key)

    assert "Lucie" not in owner.people()
    assert len(owner.sheet(StaffSheet).change_keys) == 3


def test_the_owner_lifts_a_managers_wait(colleague: Colleague) -> None:
    colleague.tap(colleague.name_key("Paul"))
    for _ in range(5):
        colleague.write(WRONG)
        colleague.press(Qt.Key.Key_Return)
    colleague.come("Nadia", PIN)
    open_staff(colleague)
    sheet = change(colleague, "Paul")
    assert sheet.unlock_key.isVisible()

    colleague.click(sheet.unlock_key)

    assert colleague.people()["Paul"].tries == 0
    assert [event["data"]["change"] for event in colleague.events(Event.USER_CHANGED)][-1] == "unlocked"


def test_the_owner_changes_what_sellers_may_do(owner: Colleague) -> None:
    owner.click(owner.sheet(StaffSheet).roles_key)
    roles = owner.sheet(RolesSheet)
    assert not roles.boxes[Right.EDIT_ARTICLES].isChecked()

    owner.click(roles.parts.keys[1])
    owner.click(roles.boxes[Right.EDIT_ARTICLES])
    owner.press(Qt.Key.Key_Escape)
    owner.press(Qt.Key.Key_Escape)
    owner.switch()
    owner.come("Lucie")

    assert owner.till.desk.gate.may(Right.EDIT_ARTICLES)
    owner.scan(BREAD)
    owner.press(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    owner.settle()
    assert not owner.events(Event.MANAGER_OVERRIDE)


def test_a_pin_is_taken_away(owner: Colleague) -> None:
    sheet = change(owner, "Paul")

    owner.click(sheet.remove_key)

    assert not owner.people()["Paul"].has_pin


def test_nothing_is_scanned_onto_the_ticket_from_a_persons_sheet(owner: Colleague) -> None:
    change(owner, "Lucie")

    owner.scan(BREAD)

    assert owner.lines == []
    assert owner.window.toast.text == "Finish this first, then scan again."
