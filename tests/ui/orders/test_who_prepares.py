"""The list is for who sells; nobody lends another that right."""

from __future__ import annotations

from PySide6.QtCore import Qt

from pos.domain.staff import USUAL_RIGHTS, Person, Role
from tests.ui.orders.conftest import NUMBER, Preparer

CTRL = Qt.KeyboardModifier.ControlModifier


def test_who_may_not_sell_is_told_so(preparer: Preparer) -> None:
    cashier = preparer.cashier
    inspector = Person("1", "M. Renard", Role.INSPECTOR, USUAL_RIGHTS[Role.INSPECTOR], has_pin=True)
    cashier.till.desk.gate.open_for(inspector)
    preparer.comes()

    cashier.press(Qt.Key.Key_O, CTRL)

    assert cashier.window.sheet is None
    assert "M. Renard" in cashier.window.toast.text
    assert preparer.banner


def test_nobody_at_the_till_sees_customers_names(preparer: Preparer) -> None:
    preparer.comes()
    preparer.cashier.till.desk.gate.shut()

    preparer.cashier.scan(NUMBER)

    assert preparer.cashier.window.sheet is None


def test_a_number_scanned_while_paying_opens_nothing(preparer: Preparer) -> None:
    preparer.comes()
    preparer.cashier.scan("2000000000015")
    preparer.cashier.press(Qt.Key.Key_F12)

    preparer.cashier.scan(NUMBER)

    preparer.cashier.payment()
    assert preparer.cashier.beeps == 1


def test_a_number_scanned_over_the_last_receipt_finds_it(preparer: Preparer) -> None:
    preparer.comes()
    preparer.cashier.scan("2000000000015")
    for key in (Qt.Key.Key_F12, Qt.Key.Key_Return, Qt.Key.Key_Return):
        preparer.cashier.press(key)

    preparer.cashier.scan(NUMBER)

    assert preparer.sheet.panel.facts.number.text() == NUMBER
