"""A shopkeeper in front of the printer's sheet, and printers at real ports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from pos.database import printers
from pos.devices.finding import FoundPrinter
from pos.domain.printer import ReceiptPrinter
from tests.loopback_printer import LoopbackPrinter
from tests.ui.sell.cashier import Cashier, ask
from tests.ui.sell.conftest import OpenTill, gui_thread_guard, open_till, shelf  # noqa: F401
from ui.printers.printer_sheet import PrinterSheet
from ui.printers.printers_desk import PrintersDesk


class Shopkeeper(Cashier):
    """Sets the printer up by its sheet; looks into the file only to see what was kept."""

    def __init__(self, cashier: Cashier, shop_path: Path, desk: PrintersDesk) -> None:
        super().__init__(cashier.qtbot, cashier.till, cashier.sounds)
        self.shop_path = shop_path
        self.desk = desk

    @property
    def printer_sheet(self) -> PrinterSheet:
        return self.sheet(PrinterSheet)

    @property
    def kept(self) -> ReceiptPrinter:
        """What the shop's file says."""
        return ask(self.shop_path, printers.receipt_printer)

    def open_sheet(self) -> PrinterSheet:
        """Open the sheet, and wait until the machine has said what it knows."""
        self.desk.open()
        self.qtbot.waitUntil(lambda: self.desk.sheet is not None and not self.desk.pending, timeout=5_000)
        self.settle()
        return self.printer_sheet

    def turn_to(self, tab: str) -> None:
        """Tap a tab."""
        tabs = self.printer_sheet.tabs
        tabs.setCurrentIndex([tabs.tabText(place) for place in range(tabs.count())].index(tab))
        self.settle()

    def choose_printer(self, address: str) -> None:
        """Type an address and press Enter."""
        self.printer_sheet.where.address.setText(address)
        self.printer_sheet.where.address.setFocus()
        self.tap(self.printer_sheet.where.use_key)
        self.settle()

    def hear(self, words: str) -> None:
        """Wait until the sheet says this."""
        self.qtbot.waitUntil(lambda: words in self.printer_sheet.notice.text(), timeout=10_000)

    def tap_choice(self, words: str, within: QWidget) -> None:
        self.tap_key(words, within)
        self.settle()


OpenShop = Callable[..., Shopkeeper]


@pytest.fixture
def open_shop(open_till: OpenTill, shop_path: Path) -> Iterator[OpenShop]:  # noqa: F811
    """Opens a till, and the way to its printers."""
    desks: list[PrintersDesk] = []

    def open_one(*found: FoundPrinter, picture: Path | None = None, **options: Any) -> Shopkeeper:
        cashier = open_till(**options)
        till = cashier.till
        desk = PrintersDesk(
            till.window,
            till.background,
            till.printing,
            shop_path=shop_path,
            theme=till.theme,
            wording=till.wording,
            ask_picture=lambda *_: picture,
            find=lambda: list(found),
        )
        desks.append(desk)
        return Shopkeeper(cashier, shop_path, desk)

    yield open_one
    for desk in desks:
        desk.close()


@pytest.fixture
def printer() -> Iterator[LoopbackPrinter]:
    """A printer that never answers when it is asked how it is, as many do not."""
    with LoopbackPrinter() as printer:
        yield printer


def address(printer: LoopbackPrinter) -> str:
    """How a till reaches it."""
    return f"tcp://127.0.0.1:{printer.port}"
