"""Two whole mornings: one by touch alone, one by keyboard alone."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from pos.database import quick_keys, sales, tickets
from pos.domain.payment import Means
from tests.ui.sell.cashier import Cashier, ask, names
from tests.ui.sell.conftest import TEA
from ui.sell.look_sheet import LookSheet
from ui.sell.note_sheet import NoteSheet
from ui.sell.parked_sheet import ParkedSheet
from ui.sell.quantity_sheet import QuantitySheet

CTRL = Qt.KeyboardModifier.ControlModifier


def test_a_whole_sale_by_touch_alone(cashier: Cashier, shop_path: Path) -> None:
    page = cashier.window.sell
    cashier.choose_tab("★ Favourites")
    cashier.tap_key("Choose articles")
    cashier.tap_tile("Pain de seigle")
    cashier.tap_tile("Thé vert")
    cashier.tap_key("Done")
    cashier.choose_tab("★ Favourites")
    cashier.tap_tile("Thé vert")
    cashier.tap(page.foot.quantity_key)
    sheet = cashier.sheet(QuantitySheet)
    cashier.tap_key("2", sheet)
    cashier.tap(sheet.accept_key)
    assert cashier.lines == [("Thé vert", 2000)]

    cashier.tap(page.foot.price_key)
    cashier.tap_tile("Pain de seigle")
    assert cashier.sheet(LookSheet).price.text() == "€3.20"
    cashier.tap(cashier.sheet(LookSheet).add_key)
    cashier.tap_key("Note", page.ticket)
    note = cashier.sheet(NoteSheet)
    note.text.setText("sliced")  # the keyboard on the screen writes as any keyboard does
    cashier.tap_key("Keep the note", note)

    cashier.tap(page.foot.park_key)
    cashier.tap(cashier.sheet(ParkedSheet).park_key)
    assert cashier.lines == []
    cashier.tap(page.foot.park_key)
    cashier.tap(cashier.sheet(ParkedSheet).take_keys[0])
    assert [(line.name, line.note) for line in cashier.ticket.lines] == [("Thé vert", ""), ("Pain de seigle", "sliced")]

    cashier.tap(page.ticket.pay_key)
    payment = cashier.payment()
    cashier.tap_key("€20", payment)
    cashier.tap(payment.pay_key)
    cashier.tap_key("Next customer")

    [sale] = ask(shop_path, lambda db: sales.latest(db, limit=9))
    assert [(line.name, line.quantity.milli, line.note) for line in sale.lines] == [
        ("Thé vert", 2000, ""),
        ("Pain de seigle", 1000, "sliced"),
    ]
    assert page.ticket.empty.change.text() == "€3.80"
    assert [one.product.name for one in ask(shop_path, quick_keys.page)] == ["Pain de seigle", "Thé vert"]
    assert ask(shop_path, tickets.count_parked) == 0


def test_a_whole_sale_by_keyboard_alone(cashier: Cashier, shop_path: Path) -> None:
    cashier.write("3*pain")
    cashier.press(Qt.Key.Key_Return)
    cashier.press(Qt.Key.Key_B, CTRL)
    cashier.write("the")
    cashier.press(Qt.Key.Key_Return)
    cashier.write("+")
    cashier.press(Qt.Key.Key_F3)
    cashier.write("4")
    cashier.press(Qt.Key.Key_Return)
    cashier.press(Qt.Key.Key_Up)
    cashier.press(Qt.Key.Key_N, CTRL)
    cashier.write("sliced")
    cashier.press(Qt.Key.Key_Return)
    assert [(line.name, line.quantity.milli, line.note) for line in cashier.ticket.lines] == [
        ("Pain de seigle", 3000, "sliced"),
        ("Thé vert", 4000, ""),
    ]

    cashier.press(Qt.Key.Key_F7)
    cashier.write("Anne")
    cashier.press(Qt.Key.Key_Return)
    cashier.press(Qt.Key.Key_F4)
    cashier.write("comt")
    cashier.press(Qt.Key.Key_Return)
    assert cashier.sheet(LookSheet).heading.text() == "Comté"
    cashier.press(Qt.Key.Key_Escape)
    cashier.write("0,25*comt")
    cashier.press(Qt.Key.Key_Return)
    assert cashier.lines == [("Comté", 250)]

    cashier.press(Qt.Key.Key_F7)
    cashier.press(Qt.Key.Key_Down)
    cashier.press(Qt.Key.Key_Return)
    assert names(cashier.lines) == ["Pain de seigle", "Thé vert"]
    cashier.press(Qt.Key.Key_Z, CTRL)
    assert names(cashier.lines) == ["Pain de seigle", "Thé vert"]
    cashier.press(Qt.Key.Key_F9)
    cashier.press(Qt.Key.Key_F12)
    cashier.press(Qt.Key.Key_Return)

    [sale] = ask(shop_path, lambda db: sales.latest(db, limit=9))
    assert [payment.means for payment in sale.payments] == [Means.CARD]
    assert [line.note for line in sale.lines] == ["sliced", ""]
    assert [one.name for one in ask(shop_path, tickets.parked)] == ["12:00"]
    cashier.press(Qt.Key.Key_F7)
    cashier.press(Qt.Key.Key_Return)
    assert cashier.lines == [("Comté", 250)]
    cashier.scan(TEA)
    assert names(cashier.lines) == ["Comté", "Thé vert"]
