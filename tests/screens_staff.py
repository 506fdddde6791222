"""Poses of the people of a shop: signing in, who works here, what each may do, a second person's word."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from pos.database import staff as kept
from pos.database.connection import Database
from pos.domain.staff import Person, Right, Role
from pos.keystore import FileKeyStore, key_file
from pos.operations import staffing
from pos.operations.pins import DevicePepper
from tests import builders
from ui.staff.person_sheet import PersonSheet
from ui.staff.roles_sheet import RolesSheet
from ui.staff.sign_in_sheet import SignInSheet
from ui.staff.staff_sheet import StaffSheet
from ui.widgets.key_button import KeyButton

if TYPE_CHECKING:
    from tests.screens import Sitting

OWNER: Final = "Nadia Belkacem"
SELLER: Final = "Lucie"
OTHERS: Final = (
    ("Jean-Baptiste", Role.MANAGER),
    ("Paul", Role.SELLER),
    (SELLER, Role.SELLER),
    ("Mme Renard, inspectrice", Role.INSPECTOR),
)
PIN: Final = "2580"


def signing_in(sitting: Sitting) -> None:
    """Who is at the till? The owner is chosen, and three digits of her PIN stand there."""
    _come_to_work(sitting)
    sheet = _sign_in_sheet(sitting)
    _key(sheet, OWNER).click()
    sheet.pin.setText(PIN[:3])


def at_the_till(sitting: Sitting, name: str = OWNER) -> None:
    """Somebody has signed in."""
    _come_to_work(sitting)
    sheet = _sign_in_sheet(sitting)
    person_id = next(person_id for person_id, key in sheet.keys.items() if key.text() == name)
    sheet.given.emit(person_id, PIN if name != SELLER else "")
    sitting.settle(lambda: sitting.till.window.sheet is None)


def staff(sitting: Sitting) -> None:
    """Who works here."""
    _staff_sheet(sitting)


def person(sitting: Sitting) -> None:
    """One of them."""
    list(_staff_sheet(sitting).change_keys.values())[1].click()
    sitting.settle(lambda: isinstance(sitting.till.window.sheet, PersonSheet))


def roles(sitting: Sitting) -> None:
    """What each role may do."""
    _staff_sheet(sitting).roles_requested.emit()
    sitting.settle(lambda: isinstance(sitting.till.window.sheet, RolesSheet))


def approval(sitting: Sitting) -> None:
    """A seller wants to change an article: somebody who may answers for it."""
    at_the_till(sitting, SELLER)
    sitting.shop_a_little()
    sitting.till.desk.gate.require(Right.EDIT_ARTICLES, lambda: None)
    _sign_in_sheet(sitting)


def selling(sitting: Sitting) -> None:
    """The sell screen with who is there."""
    at_the_till(sitting, OTHERS[0][0])
    sitting.shop_a_little()


def _staff_sheet(sitting: Sitting) -> StaffSheet:
    at_the_till(sitting)
    sitting.till.late.staff.open()
    sitting.settle(lambda: isinstance(sitting.till.window.sheet, StaffSheet))
    sheet = sitting.till.window.sheet
    assert isinstance(sheet, StaffSheet)
    return sheet


def _come_to_work(sitting: Sitting) -> None:
    store = FileKeyStore(key_file(sitting.till.options.shop_path))
    sitting.till.background.run(partial(_hire, pepper=DevicePepper(store)))
    sitting.settle()
    sitting.till.desk.gate.shut()
    sitting.till.late.staff.begin()


def _hire(db: Database, pepper: DevicePepper) -> None:
    """Everybody but the seller has a PIN."""
    secret, new_id = pepper.made_for(db), builders.ids(43)
    people: list[Person] = [staffing.rename(db, kept.first(db).id, OWNER, now=builders.NOON)]
    people += [staffing.add_person(db, name, role, now=builders.NOON, new_id=new_id) for name, role in OTHERS]
    for one in people:
        if one.name != SELLER:
            staffing.set_pin(db, one.id, PIN, now=builders.NOON, pepper=secret)


def _sign_in_sheet(sitting: Sitting) -> SignInSheet:
    sitting.settle(lambda: isinstance(sitting.till.window.sheet, SignInSheet))
    sheet = sitting.till.window.sheet
    assert isinstance(sheet, SignInSheet)
    return sheet


def _key(sheet: SignInSheet, name: str) -> KeyButton:
    return next(key for key in sheet.keys.values() if key.text() == name)
