"""How the printer's sheet is posed for its pictures: printers of our invention, and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

from pos.devices.finding import FoundPrinter
from pos.devices.kinds import printer_kinds
from pos.domain.errors import OutOfPaper
from pos.domain.printer import Drawer, PrinterProfile, Reach, ReceiptPrinter
from pos.receipts.document import Picture
from pos.wording import Wording
from ui.messages import explain
from ui.printers.printer_sheet import PrinterSheet

if TYPE_CHECKING:
    from tests.screens import Sitting

CHOSEN = ReceiptPrinter("tcp://192.0.2.7", PrinterProfile(drawer=Drawer.PIN_2), logo="basket")
FOUND = (
    FoundPrinter("usb:/dev/usb/lp0", Reach.USB, "/dev/usb/lp0"),
    FoundPrinter("cups:Ticket", Reach.CUPS, "Ticket"),
)


def where(sitting: Sitting) -> None:
    sheet = _laid(sitting, 0)
    wording: Wording = sitting.till.wording
    sheet.refuse(explain(OutOfPaper("192.0.2.7:9100"), wording))


def accents(sitting: Sitting) -> None:
    _laid(sitting, 2)


def drawer(sitting: Sitting) -> None:
    _laid(sitting, 3)


def logo(sitting: Sitting) -> None:
    _laid(sitting, 4)


def _laid(sitting: Sitting, tab: int) -> PrinterSheet:
    sheet = PrinterSheet(sitting.till.theme, sitting.till.wording, printer_kinds())
    sheet.show_printer(CHOSEN, can_try=True)
    sheet.show_logo(_basket())
    sheet.where.show_found(FOUND)
    sitting.till.window.lay(sheet, sheet.page.begin())
    sheet.tabs.setCurrentIndex(tab)
    return sheet


def _basket() -> Picture:
    """A basket, drawn with a few lines."""
    drawn = Image.new("1", (576, 200), 0)
    pen = ImageDraw.Draw(drawn)
    pen.arc((188, 10, 388, 190), 180, 360, fill=1, width=10)
    pen.polygon(((158, 100), (418, 100), (378, 190), (198, 190)), fill=1)
    for left in range(198, 380, 36):
        pen.line((left, 110, left, 180), fill=0, width=6)
    return Picture(72, drawn.tobytes())
