"""What the desks of `ui.late_desks` work with, and the modules that are loaded behind the first screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pos.domain.identity import NewId
from pos.wording import Wording
from ui.background import Background
from ui.main_window import MainWindow
from ui.receipt_printing import ReceiptPrinting
from ui.sell.desk import Desk
from ui.sell.scan_input import ScanInput
from ui.sounds import Sounds
from ui.theme import Theme

if TYPE_CHECKING:
    from pos.database.journal.heads import Heads
    from pos.keystore import KeyStore

LATE_MODULES: Final = (
    "ui.articles.article_desk",
    "ui.sell.arranging_desk",
    "ui.sell.keys_sheet",
    "ui.sell.new_product_sheet",
    "ui.sell.note_sheet",
    "ui.sell.parking_desk",
    "ui.sell.payment_sheet",
    "ui.sell.price_check",
    "ui.sell.price_sheet",
    "ui.sell.quantity_sheet",
    "ui.sell.sold_sheet",
    "ui.sell.sold_showing",
    "pos.database.search",
    "pos.receipts.compose",
    "pos.receipts.html",
    "ui.backups.backups_desk",
    "ui.closing.closing_desk",
    "ui.customer_display.customer_desk",
    "ui.demand.demand_desk",
    "ui.integrity.held_sheet",
    "ui.inspector.inspector_desk",
    "ui.keyboard.keyboard_desk",
    "ui.most_sold",
    "ui.orders.orders_desk",
    "ui.printers.printers_desk",
    "ui.questions.questions_desk",
    "ui.sales.sales_desk",
    "ui.scanner.scanner_desk",
    "ui.staff.staff_desk",
    "ui.sell.notes_desk",
    "ui.shop.shop_desk",
    "ui.training.training_desk",
    "ui.window.window_desk",
    "ui.late_menu",
    "ui.imports.importing_desk",
    "ui.sound_player",
    "qtawesome",
)
"""What the first screen does without, loaded behind it: what the first payment needs, the desks, the rest."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What of the till the desks work with."""

    shop_path: Path
    window: MainWindow
    background: Background
    reading: Background
    desk: Desk
    printing: ReceiptPrinting
    scans: ScanInput
    sounds: Sounds
    theme: Theme
    wording: Wording
    clock: Callable[[], datetime]
    new_id: NewId
    keys: KeyStore | None = None
    heads: Heads | None = None
