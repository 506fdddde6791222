"""Paying: change in big, several means, one sale however often the key is pressed."""

from __future__ import annotations

import socket
from pathlib import Path

from PySide6.QtCore import Qt

from pos.database import sales
from pos.domain.payment import Means, Payment
from tests.builders import eur
from tests.ui.sell.cashier import Cashier, ask
from tests.ui.sell.conftest import BREAD, TEA, OpenTill
from ui.commands.demo.scanner import burst
from ui.sell.sold_sheet import SoldSheet


def test_cash_with_change_from_the_first_beep_to_the_next_customer(cashier: Cashier, shop_path: Path) -> None:
    cashier.scan(BREAD)
    cashier.scan(TEA)
    cashier.press(Qt.Key.Key_F12)
    cashier.write("20")
    assert cashier.payment().change.text() == "€10.30"

    cashier.press(Qt.Key.Key_Return)

    assert cashier.sheet(SoldSheet).change.text() == "€10.30"
    assert cashier.ticket.lines == ()
    [sale] = ask(shop_path, lambda db: sales.latest(db, limit=5))
    assert sale.total == eur(970)
    assert sale.payments == (Payment(Means.CASH, eur(2000)),)
    cashier.press(Qt.Key.Key_Return)
    assert cashier.window.sheet is None


def test_the_level_on_the_tile_follows_the_sale(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F9)
    cashier.press(Qt.Key.Key_Return)

    model = cashier.window.sell.model
    assert model.tile(model.index(0)).stock == "stock 9"


def test_a_round_amount_is_one_tap(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.tap(cashier.window.sell.ticket.pay_key)
    cashier.tap_key("€10", cashier.payment())

    assert cashier.payment().change.text() == "€6.80"


def test_the_keypad_writes_into_the_box(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F10)
    for digit in ("4", ".", "5"):
        cashier.tap_key(digit, cashier.payment())

    assert cashier.payment().figure.text() == "4.5"
    assert cashier.payment().change.text() == "€1.30"


def test_comma_and_point_mean_the_same(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F10)
    cashier.write("4,5")

    assert cashier.payment().change.text() == "€1.30"


def test_the_card_pays_exactly_what_is_due(cashier: Cashier, shop_path: Path) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F9)
    assert cashier.payment().figure.text() == "3.20"

    cashier.press(Qt.Key.Key_Return)

    [sale] = ask(shop_path, lambda db: sales.latest(db, limit=5))
    assert sale.payments == (Payment(Means.CARD, eur(320)),)


def test_a_note_and_the_rest_by_card(cashier: Cashier, shop_path: Path) -> None:
    cashier.scan(TEA)
    cashier.press(Qt.Key.Key_F12)
    cashier.write("5")
    cashier.press(Qt.Key.Key_Return)
    cashier.press(Qt.Key.Key_F9)
    assert cashier.payment().figure.text() == "1.50"

    cashier.press(Qt.Key.Key_F12)

    [sale] = ask(shop_path, lambda db: sales.latest(db, limit=5))
    assert sale.payments == (Payment(Means.CASH, eur(500)), Payment(Means.CARD, eur(150)))


def test_change_is_never_given_on_a_card(cashier: Cashier, shop_path: Path) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F9)
    cashier.write("10")

    cashier.press(Qt.Key.Key_Return)

    assert cashier.payment().notice.text() != ""
    assert ask(shop_path, sales.count) == 0


def test_the_pay_key_pressed_twice_pays_nothing_by_itself(cashier: Cashier, shop_path: Path) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F12)
    cashier.press(Qt.Key.Key_F12)

    assert cashier.payment().figure.text() == ""
    assert ask(shop_path, sales.count) == 0


def test_enter_pressed_twice_sells_once(cashier: Cashier, shop_path: Path) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F12)
    cashier.write("5")
    cashier.strike(Qt.Key.Key_F12)
    cashier.strike(Qt.Key.Key_F12)
    cashier.settle()

    assert ask(shop_path, sales.count) == 1


def test_a_mistyped_barcode_is_no_amount(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F12)
    cashier.write("3017620422003")

    assert not cashier.payment().pay_key.isEnabled()
    assert "too large" in cashier.payment().notice.text()


def test_esc_goes_back_one_step_at_a_time_and_keeps_the_ticket(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F12)
    cashier.write("1")
    cashier.press(Qt.Key.Key_Return)
    cashier.write("1")

    for missing in ("€2.20", "€3.20"):
        cashier.press(Qt.Key.Key_Escape)
        assert cashier.payment().change.text() == missing
    cashier.press(Qt.Key.Key_Escape)

    assert cashier.window.sheet is None
    assert cashier.lines == [("Pain de seigle", 1000)]
    cashier.press(Qt.Key.Key_Escape)
    assert cashier.lines == [("Pain de seigle", 1000)]


def test_the_next_scan_after_a_sale_begins_the_next_ticket(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F9)
    cashier.press(Qt.Key.Key_Return)

    cashier.scan(TEA)

    assert cashier.window.sheet is None
    assert cashier.lines == [("Thé vert", 1000)]
    assert cashier.window.sell.ticket.title.text() == "Ticket 2"


def test_a_scan_still_under_way_when_the_pay_key_is_pressed_is_on_the_ticket_that_is_paid(
    cashier: Cashier, shop_path: Path
) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F12)
    cashier.write("20")
    burst(cashier.window.windowHandle(), TEA + "\r")
    cashier.strike(Qt.Key.Key_F12)
    cashier.settle()

    [sale] = ask(shop_path, lambda db: sales.latest(db, limit=5))
    assert sale.total == eur(970)
    assert sale.change == eur(1030)


def test_an_empty_ticket_cannot_be_paid(cashier: Cashier) -> None:
    cashier.press(Qt.Key.Key_F12)

    assert cashier.window.sheet is None
    assert cashier.beeps == 1
    assert cashier.window.toast.text == "The ticket is empty. Scan an article or tap one."


def test_tab_goes_round_on_the_payment_sheet(cashier: Cashier) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F12)
    sheet = cashier.payment()

    for _ in range(20):
        cashier.press(Qt.Key.Key_Tab)
        assert sheet.isAncestorOf(cashier.focus())


def test_nothing_is_printed_unless_asked(open_till: OpenTill, tmp_path: Path) -> None:
    papers = tmp_path / "papers"
    cashier = open_till(printer_setting="pretend:", papers=papers)
    for printed in (False, True):
        cashier.scan(BREAD)
        cashier.press(Qt.Key.Key_F9)
        cashier.press(Qt.Key.Key_Return)
        if printed:
            cashier.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        else:
            cashier.press(Qt.Key.Key_Return)

    cashier.qtbot.waitUntil(lambda: papers.exists() and any(papers.iterdir()), timeout=5_000)
    assert len({path.stem for path in papers.iterdir()}) == 1


def test_a_dead_printer_holds_up_no_sale_and_says_so(open_till: OpenTill, shop_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    cashier = open_till(printer_setting=f"tcp://127.0.0.1:{port}")
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F9)
    cashier.press(Qt.Key.Key_Return)
    cashier.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)

    status = cashier.window.sell.status
    cashier.qtbot.waitUntil(lambda: "does not answer" in status.printer_state.text(), timeout=5_000)
    assert ask(shop_path, sales.count) == 1
    cashier.scan(TEA)
    assert cashier.lines == [("Thé vert", 1000)]
