"""People at the till: real keys and taps at a real window, their names and PINs in a real file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from pos.database import staff
from pos.database.connection import Database
from pos.database.journal.author import author_of
from pos.database.journal.records import in_order
from pos.domain.catalogue import Product
from pos.domain.staff import Person, Role
from pos.fiscal.canonical import parse
from pos.fiscal.events import Event
from pos.keystore import FileKeyStore, key_file
from pos.operations import staffing
from pos.operations.opening import open_shop
from pos.operations.pins import DevicePepper
from tests import builders
from tests.ui.sell.cashier import Cashier, ask
from tests.ui.sell.conftest import OpenTill, gui_thread_guard, open_till, shelf  # noqa: F401
from ui.staff.sign_in_sheet import SignInSheet
from ui.widgets.key_button import KeyButton

PIN: Final = "2580"
OTHER_PIN: Final = "7391"
WRONG: Final = "9173"


class Colleague(Cashier):
    """Signs in, asks for a word, and looks into the file only to see what was noted."""

    def __init__(self, cashier: Cashier, shop_path: Path) -> None:
        super().__init__(cashier.qtbot, cashier.till, cashier.sounds)
        self.shop_path = shop_path

    @property
    def sign_in_sheet(self) -> SignInSheet:
        return self.sheet(SignInSheet)

    @property
    def at_till(self) -> str:
        """The name on the screen; empty while none stands there."""
        key = self.window.sell.status.person
        return key.text() if key.isVisible() else ""

    def wait_for_sheet(self) -> SignInSheet:
        self.qtbot.waitUntil(lambda: isinstance(self.window.sheet, SignInSheet), timeout=5_000)
        self.settle()
        return self.sign_in_sheet

    def name_key(self, name: str) -> KeyButton:
        return next(key for key in self.sign_in_sheet.keys.values() if key.text() == name)

    def come(self, name: str, pin: str = "") -> None:
        """Tap a name, and type the PIN where there is one."""
        self.tap(self.name_key(name))
        if pin:
            self.write(pin)
            self.press(Qt.Key.Key_Return)
        self.settle()

    def switch(self) -> SignInSheet:
        """Ctrl+L."""
        self.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
        return self.wait_for_sheet()

    def click(self, key: Any) -> None:
        """Tap a key with a finger, wherever it stands."""
        QTest.mouseClick(key, Qt.MouseButton.LeftButton)
        self.settle()

    def events(self, event: Event) -> list[dict[str, Any]]:
        """The records of an event, oldest first."""

        def read(db: Database) -> list[dict[str, Any]]:
            return [parse(record.payload) for record in in_order(db) if record.subject == event.value]

        return ask(self.shop_path, read)

    def people(self) -> dict[str, Person]:
        """Who works here, by name."""
        return {person.name: person for person in ask(self.shop_path, staff.everyone)}


@pytest.fixture
def team(shelf: dict[str, Product], shop_path: Path, now: datetime) -> None:  # noqa: F811
    """Nadia owns the shop, Paul runs it, Lucie sells and has no PIN, M. Renard inspects."""
    db = open_shop(shop_path, now=now, new_id=builders.ids(41))
    author_of(db)
    pepper = DevicePepper(FileKeyStore(key_file(shop_path))).made_for(db)
    new_id = builders.ids(42)
    owner = staffing.rename(db, staff.first(db).id, "Nadia", now=now)
    staffing.set_pin(db, owner.id, PIN, now=now, pepper=pepper)
    paul = staffing.add_person(db, "Paul", Role.MANAGER, now=now, new_id=new_id)
    staffing.set_pin(db, paul.id, OTHER_PIN, now=now, pepper=pepper)
    staffing.add_person(db, "Lucie", Role.SELLER, now=now, new_id=new_id)
    staffing.add_person(db, "M. Renard", Role.INSPECTOR, now=now, new_id=new_id)
    db.close()


OpenShop = Callable[..., Colleague]


@pytest.fixture
def open_shop_with(open_till: OpenTill, shop_path: Path) -> OpenShop:  # noqa: F811
    return lambda **options: Colleague(open_till(**options), shop_path)


@pytest.fixture
def colleague(team: None, open_shop_with: OpenShop) -> Colleague:
    """The till of a shop with a team, asking who is there."""
    one = open_shop_with()
    one.wait_for_sheet()
    return one


@pytest.fixture
def lucie(colleague: Colleague) -> Colleague:
    """Lucie is at the till."""
    colleague.come("Lucie")
    return colleague
