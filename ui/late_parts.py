"""What the desks of `ui.late_desks` work with, and the modules that `late_loading` loads behind the first screen."""

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

PLAIN_MODULES: Final = (
    "pos.database.search",
    "pos.receipts.compose",
    "pos.receipts.html",
    "ui.articles.field_words",
    "ui.sell.tender",
    "ui.sell.price_look",
    "pos.domain.printing_rule",
    "pos.operations.drilling",
    "pos.operations.overseeing_backups",
    "ui.backups.drill_words",
    "ui.closing.closing_work",
    "pos.domain.cash",
    "pos.operations.finding_closings",
    "pos.operations.mailing_closings",
    "ui.customer_display.serial_thread",
    "pos.operations.demanding",
    "ui.demand.town_words",
    "ui.online.stop",
    "ui.integrity.hold_words",
    "pos.operations.archiving",
    "pos.operations.inspecting",
    "pos.operations.verifying",
    "ui.staff.staff_words",
    "ui.inspector.payload_words",
    "ui.anchor_words",
    "ui.keyboard.key_words",
    "pos.operations.ranking",
    "pos.operations.collecting",
    "ui.orders.order_view",
    "pos.operations.weighing_promises",
    "pos.devices.finding",
    "pos.devices.kinds",
    "pos.receipts.trial",
    "pos.operations.answering",
    "ui.questions.question_view",
    "ui.questions.question_words",
    "ui.sales.question_words",
    "pos.operations.finding",
    "ui.scanner.habits",
    "ui.scanner.trial",
    "pos.operations.staffing",
    "pos.operations.describing_shop",
    "ui.shop.fault_words",
    "pos.operations.training",
    "pos.operations.announcing",
    "ui.window.contents_words",
    "ui.imports.figure_words",
    "importlib.metadata",
    "packaging.version",
)
"""What the desks are made of and that knows nothing of Qt: loaded on a thread, before them."""

LATE_MODULES: Final = (
    "ui.articles.article_layout",
    "ui.articles.category_picker",
    "ui.articles.codes_box",
    "ui.articles.law_box",
    "ui.articles.online_box",
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
    "ui.backups.backups_desk",
    "ui.closing.count_page",
    "ui.closing.difference_page",
    "ui.closing.closing_sheet",
    "ui.closing.figures_sheet",
    "ui.closing.open_day_sheet",
    "ui.closing.count_sheet",
    "ui.closing.habits_sheet",
    "ui.closing.past_desk",
    "ui.closing.closing_desk",
    "ui.customer_display.customer_desk",
    "ui.demand.asked_desk",
    "ui.demand.demand_sheet",
    "ui.demand.demand_desk",
    "ui.integrity.held_sheet",
    "ui.inspector.inspection_work",
    "ui.inspector.archive_page",
    "ui.inspector.inspector_window",
    "ui.inspector.inspector_desk",
    "ui.keyboard.typist",
    "ui.keyboard.when_shown",
    "ui.keyboard.dock",
    "ui.keyboard.keyboard_desk",
    "ui.most_sold",
    "ui.orders.news",
    "ui.orders.order_model",
    "ui.orders.order_panel",
    "ui.orders.orders_desk",
    "ui.printers.paper_page",
    "ui.printers.printer_sheet",
    "ui.printers.printers_desk",
    "ui.questions.questions_desk",
    "ui.sales.sales_desk",
    "ui.scanner.scanner_desk",
    "ui.staff.approving",
    "ui.staff.staff_desk",
    "ui.sell.notes_desk",
    "ui.shop.shop_desk",
    "ui.training.training_desk",
    "ui.window.about_page",
    "ui.window.closures_page",
    "ui.window.window_desk",
    "ui.late_menu",
    "ui.imports.check_page",
    "ui.imports.importing_desk",
    "ui.sound_player",
)
"""What the first screen does without, loaded between events: what the first payment needs, the desks, the rest.

A step loads six of our modules at the most; where a desk stands on more, some of them are named before it.
"""

ICON_MODULES: Final = (
    "qtpy",
    "qtpy.QtCore",
    "qtpy.QtGui",
    "qtpy.QtWidgets",
    "qtawesome",
)
"""The icons come last, with the Qt modules that they name whole."""


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
