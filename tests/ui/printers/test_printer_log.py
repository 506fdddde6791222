"""What the log says of the drawer and of a printer in trouble: once each time, and nothing of what a sale brings."""

from __future__ import annotations

from PySide6.QtCore import Qt

from pos.database.connection import Database
from pos.database.journal.records import by_kind_after
from pos.fiscal.record import Kind
from tests.loopback_printer import FINE, NO_PAPER, LoopbackPrinter
from tests.ui.printers.conftest import OpenShop, Shopkeeper, address
from tests.ui.printers.test_printer_sheet import sell_for_cash
from tests.ui.sell.cashier import ask
from ui.printer_thread import PrinterState


def events(shopkeeper: Shopkeeper) -> list[str]:
    """What happened beside selling since the journal began."""

    def subjects(db: Database) -> list[str]:
        return [record.subject for record in by_kind_after(db, Kind.JET, 0) if record.subject != "INIT"]

    told: list[str] = ask(shopkeeper.shop_path, subjects)
    return [one for one in told if one in {"DRAWER_OPEN", "PRINTER_FAIL"}]


def test_a_drawer_opened_without_a_sale_is_noted_and_one_opened_by_a_sale_is_not(open_shop: OpenShop) -> None:
    with LoopbackPrinter(says=FINE) as printer:
        shopkeeper = open_shop()
        sheet = shopkeeper.open_sheet()
        shopkeeper.choose_printer(address(printer))
        shopkeeper.turn_to("Drawer")
        shopkeeper.tap_choice("A drawer", sheet.drawer)
        shopkeeper.tap(sheet.drawer.pulse_key)
        shopkeeper.hear("did the drawer open?")
        printer.wait_for(1)
        shopkeeper.press(Qt.Key.Key_Escape)

        sell_for_cash(shopkeeper)
        printer.wait_for(2)

        assert events(shopkeeper) == ["DRAWER_OPEN"]


def test_a_printer_without_paper_is_noted_once_however_often_it_is_tried(open_shop: OpenShop) -> None:
    with LoopbackPrinter(says=NO_PAPER) as printer:
        shopkeeper = open_shop(printer_setting=address(printer))
        sell_for_cash(shopkeeper)
        states: list[PrinterState] = []
        shopkeeper.till.printing.reported.connect(states.append)
        shopkeeper.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
        shopkeeper.qtbot.waitUntil(lambda: sum(one.trouble is not None for one in states) > 1, timeout=15_000)
        assert events(shopkeeper) == ["PRINTER_FAIL"]

        printer.says = FINE
        shopkeeper.qtbot.waitUntil(lambda: states[-1].trouble is None and not states[-1].waiting, timeout=15_000)
        assert events(shopkeeper) == ["PRINTER_FAIL"]
