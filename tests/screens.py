"""Take the pictures of the till again: `python -m tests.screens [FOLDER] [--only WORD]`, into docs/screens.

The demo shop is opened in the till itself, without a display, and used; each picture is the window as it then stands.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication, QMenu, QWidget

from pos.database import products
from pos.domain.catalogue import Product
from pos.domain.errors import PrinterOffline
from pos.domain.hold import HoldReason
from pos.operations.demo_shop import fill
from pos.operations.opening import open_shop
from sync.errors import Temporary, Unsettled
from sync.state import WindowState
from tests import (
    builders,
    screens_articles,
    screens_closing,
    screens_counter,
    screens_demand,
    screens_imports,
    screens_menu,
    screens_online,
    screens_orders,
    screens_papers,
    screens_printers,
    screens_questions,
    screens_records,
    screens_staff,
    screens_window,
)
from tests.screens_looks import (
    CONTRAST,
    CONTRAST_LARGE_TEXT,
    DARK,
    ENGLISH,
    ENGLISH_DARK,
    LAPTOP,
    LARGE,
    LARGE_TEXT,
    SMALL,
    Look,
)
from tests.ui.online import poses
from ui.app import Till, TillOptions
from ui.inspector.inspector_window import Place
from ui.printer_thread import PrinterState
from ui.sell.payment_sheet import PaymentSheet
from ui.sell.quantity_sheet import QuantitySheet

BREAD, LOAF, SEEDS = "20100100", "2120100000705", "2120100000309"
UNKNOWN: Final = "3017620422003"
MOMENT: Final = builders.NOON + timedelta(hours=2, minutes=32)
PATIENCE_S: Final = 10.0
FADING_S: Final = 0.3


class Sitting:
    """A till in front of the camera."""

    def __init__(self, shop: Path, look: Look) -> None:
        options = TillOptions(
            shop,
            language=look.language,
            theme=look.theme,
            text_percent=look.text_percent,
            printer_setting="pretend:",
            papers=shop.parent / "papers",
        )
        self.till = Till(options, clock=lambda: MOMENT, new_id=builders.ids(11), sound=lambda _: None)
        self.till.window.resize(look.width, look.height)
        self._icons: list[None] = []
        self.till.late_parts_loaded.connect(lambda: self._icons.append(None))
        self.till.open()
        self.settle(lambda: bool(self._icons))
        self.till.window.sell.status.show_window(WindowState(linked=True, current_at=MOMENT))

    def settle(self, wanted: Callable[[], bool] = lambda: True) -> None:
        """Wait until every answer came and nothing moves any more."""
        until = time.monotonic() + PATIENCE_S
        quiet = 0
        while quiet < 5:
            QApplication.processEvents()
            time.sleep(0.003)
            busy = self.till.background.pending or self.till.reading.pending or not wanted()
            quiet = 0 if busy else quiet + 1
            if time.monotonic() > until:
                raise TimeoutError

    def rest(self) -> None:
        """Wait until nothing fades any more either: a box's key that empties it takes a moment to come and go."""
        self.settle()
        until = time.monotonic() + FADING_S
        while time.monotonic() < until:
            self.settle()

    def scan(self, code: str) -> None:
        self.till.desk.scan(code)
        self.settle()

    def search(self, words: str) -> None:
        self.till.window.sell.search.setText(words)
        time.sleep(0.05)
        self.settle()

    def enter(self, words: str) -> None:
        self.search(words)
        search = self.till.window.sell.search
        search.entered.emit(search.typed)
        search.clear()
        self.settle()

    def find(self, wanted: Callable[[Product], bool]) -> Product:
        found: list[Product] = []
        self.till.background.run(
            lambda db: [one.product for one in products.by_name(db, limit=1_000) if wanted(one.product)], found.extend
        )
        self.settle()
        return found[0]

    def shop_a_little(self) -> None:
        for code in (BREAD, LOAF):
            self.scan(code)
        self.till.window.sell.search.setText("3*")
        self.scan(SEEDS)
        self.enter("0,350*comté")
        self.till.window.toast.hide()

    def close(self) -> None:
        self.till.close()
        QApplication.processEvents()


def sell(sitting: Sitting) -> None:
    sitting.shop_a_little()


def all_products(sitting: Sitting) -> None:
    sitting.shop_a_little()
    tabs = sitting.till.window.sell.tabs
    tabs.setCurrentIndex(tabs.count() - 1)


def searching(sitting: Sitting) -> None:
    sitting.shop_a_little()
    sitting.search("from")


def paying(sitting: Sitting) -> None:
    sitting.shop_a_little()
    sitting.till.desk.pay(None)
    _payment(sitting).figure.setText("50")


def _payment(sitting: Sitting) -> PaymentSheet:
    sheet = sitting.till.window.sheet
    assert isinstance(sheet, PaymentSheet)
    return sheet


def paid(sitting: Sitting) -> None:
    paying(sitting)
    _payment(sitting).confirm()


def unknown_code(sitting: Sitting) -> None:
    sitting.shop_a_little()
    sitting.scan(UNKNOWN)


def new_article(sitting: Sitting) -> None:
    unknown_code(sitting)
    sitting.till.window.sell.unknown.create_key.click()


def weighing(sitting: Sitting) -> None:
    sitting.enter("comté")
    sheet = sitting.till.window.sheet
    assert isinstance(sheet, QuantitySheet)
    sheet.figure.setText("0,42")


def pricing(sitting: Sitting) -> None:
    sitting.till.desk.counter.tap(sitting.find(lambda product: product.price is None))


def trouble(sitting: Sitting) -> None:
    sitting.shop_a_little()
    status = sitting.till.window.sell.status
    away = Temporary(Unsettled.UNREACHABLE)
    status.show_window(WindowState(linked=True, current_at=MOMENT, waiting=7, trouble=away))
    status.show_printer(PrinterState(waiting=1, trouble=PrinterOffline("receipt")))


PICTURES: Final[tuple[tuple[str, Callable[[Sitting], QWidget | None], tuple[Look, ...]], ...]] = (
    ("sell", sell, (LAPTOP, DARK, ENGLISH, SMALL, LARGE, LARGE_TEXT, CONTRAST)),
    ("all", all_products, (LARGE, DARK)),
    ("search", searching, (LAPTOP,)),
    ("pay", paying, (LAPTOP, DARK, ENGLISH, LARGE_TEXT, CONTRAST_LARGE_TEXT)),
    ("paid", paid, (LAPTOP, ENGLISH_DARK, LARGE_TEXT)),
    ("unknown", unknown_code, (LAPTOP, LARGE_TEXT)),
    ("new", new_article, (LAPTOP, DARK, LARGE_TEXT, CONTRAST)),
    ("weight", weighing, (LAPTOP, LARGE_TEXT)),
    ("price", pricing, (LAPTOP, LARGE_TEXT)),
    ("trouble", trouble, (LAPTOP, ENGLISH_DARK, LARGE_TEXT)),
    ("online-join", screens_online.joining, (LAPTOP,)),
    ("online-code", screens_online.wrong_code, (DARK, LARGE_TEXT)),
    ("online-current", screens_online.joined, (LAPTOP, ENGLISH_DARK)),
    ("online-refused", screens_online.refused, (LAPTOP, LARGE_TEXT, CONTRAST)),
    ("online-suspended", screens_online.suspended, (ENGLISH, DARK, LARGE_TEXT)),
    ("online-leave", screens_online.leaving, (SMALL,)),
    ("online-healthy", poses.healthy, (LAPTOP, ENGLISH_DARK, LARGE_TEXT)),
    ("online-ailing", poses.ailing, (LAPTOP, DARK, CONTRAST, LARGE_TEXT)),
    ("online-braked", poses.braked, (LAPTOP, DARK, LARGE_TEXT)),
    ("online-handed-over", poses.handed_over, (LAPTOP,)),
    ("online-tried", poses.tried, (LAPTOP, LARGE_TEXT)),
    ("online-tried-in-vain", poses.tried_in_vain, (LAPTOP, DARK)),
    ("online-rules", poses.answering, (LAPTOP, ENGLISH_DARK, LARGE_TEXT)),
    ("online-rules-wrong", poses.ruling, (LAPTOP,)),
    ("online-coverage", poses.covered, (LAPTOP, LARGE_TEXT)),
    ("online-report", poses.reported, (LAPTOP, LARGE_TEXT)),
    ("online-log", poses.logged, (LAPTOP, DARK, LARGE_TEXT)),
    ("orders-news", screens_orders.arrived, (LAPTOP, DARK, SMALL, LARGE_TEXT, CONTRAST)),
    ("orders", screens_orders.listed, (LAPTOP, DARK, ENGLISH, CONTRAST, LARGE_TEXT)),
    ("orders-part", screens_orders.lowered, (LAPTOP,)),
    ("orders-refuse", screens_orders.refusing, (LAPTOP, LARGE_TEXT)),
    ("orders-aside", screens_orders.aside, (LAPTOP,)),
    ("orders-turned-down", screens_orders.turned_down, (LAPTOP, LARGE_TEXT)),
    ("orders-on-ticket", screens_orders.carried, (LAPTOP, DARK, LARGE_TEXT)),
    ("orders-ended", screens_orders.ended, (LAPTOP,)),
    ("orders-unreadable", screens_orders.unreadable, (LAPTOP,)),
    ("orders-none", screens_orders.none, (LAPTOP, DARK)),
    ("orders-promised", screens_orders.promised, (LAPTOP, LARGE_TEXT)),
    ("window-hours", screens_window.hours, (LAPTOP, DARK, LARGE_TEXT)),
    ("window-no-hours", screens_window.no_hours, (LAPTOP,)),
    ("window-closures", screens_window.closures, (LAPTOP, LARGE_TEXT)),
    ("window-about", screens_window.about, (LAPTOP, ENGLISH_DARK, LARGE_TEXT)),
    ("window-leave", screens_window.leaving, (LAPTOP,)),
    ("window-news", screens_window.news, (LAPTOP, DARK)),
    ("window-writing", screens_window.writing, (LAPTOP, LARGE_TEXT)),
    ("window-promotions", screens_window.promotions, (LAPTOP, DARK, LARGE_TEXT)),
    ("window-reduce", screens_window.reducing, (LAPTOP, LARGE_TEXT)),
    ("window-no-reduction", screens_window.no_reduction, (LAPTOP, CONTRAST)),
    ("questions-told", screens_questions.told_of, (LAPTOP, LARGE_TEXT)),
    ("questions", screens_questions.listed, (LAPTOP, DARK, ENGLISH, LARGE_TEXT)),
    ("questions-turned-down", screens_questions.turned_down, (LAPTOP, CONTRAST)),
    ("questions-none", screens_questions.none, (LAPTOP,)),
    ("demand", screens_demand.asking, (LAPTOP, LARGE_TEXT)),
    ("demand-town", screens_demand.town, (LAPTOP, DARK, ENGLISH, CONTRAST, LARGE_TEXT)),
    ("demand-silent", screens_demand.town_silent, (LAPTOP,)),
    ("demand-hold", screens_demand.holding, (LAPTOP, LARGE_TEXT)),
    ("demand-hold-refused", screens_demand.hold_refused, (LAPTOP,)),
    ("demand-held", screens_demand.held, (LAPTOP, DARK, LARGE_TEXT)),
    ("demand-asked", screens_demand.listed, (LAPTOP, ENGLISH_DARK, LARGE_TEXT)),
    ("demand-asked-none", screens_demand.nothing_listed, (LAPTOP,)),
    ("keys", screens_counter.keys, (LAPTOP, ENGLISH_DARK, LARGE_TEXT)),
    ("note", screens_counter.note, (LAPTOP,)),
    ("park", screens_counter.parking, (LAPTOP, LARGE_TEXT)),
    ("parked", screens_counter.parked, (LAPTOP, DARK, LARGE_TEXT)),
    ("price-check", screens_counter.looked_up, (LAPTOP, ENGLISH_DARK, LARGE_TEXT)),
    ("arrange", screens_counter.arranging, (LAPTOP, DARK)),
    ("scanner", screens_counter.scanner, (LAPTOP, LARGE_TEXT)),
    ("find-sale", screens_papers.found, (LAPTOP, ENGLISH_DARK, LARGE_TEXT)),
    ("find-nothing", screens_papers.nothing_found, (DARK,)),
    ("display-choice", screens_papers.chosen, (LAPTOP, LARGE_TEXT)),
    ("display-idle", screens_papers.greeted, (LAPTOP,)),
    ("display-ticket", screens_papers.shown, (LAPTOP, ENGLISH_DARK)),
    ("card", screens_articles.card, (SMALL, ENGLISH)),
    ("card-photo", screens_articles.card_with_photo, (LAPTOP, DARK, LARGE_TEXT)),
    ("card-leave", screens_articles.leaving, (LAPTOP,)),
    ("articles", screens_articles.listed, (LAPTOP,)),
    ("keyboard", screens_articles.keyboard, (LAPTOP, DARK, ENGLISH, LARGE_TEXT)),
    ("keyboard-signs", screens_articles.keyboard_signs, (DARK,)),
    ("keyboard-variants", screens_articles.keyboard_variants, (LAPTOP,)),
    ("keypad", screens_articles.keypad, (LAPTOP, LARGE_TEXT)),
    ("import-check", screens_imports.looking, (LAPTOP, DARK, LARGE_TEXT)),
    ("import-done", screens_imports.taken_in, (LAPTOP, ENGLISH_DARK)),
    ("printer-where", screens_printers.where, (LAPTOP, LARGE_TEXT)),
    ("printer-accents", screens_printers.accents, (LAPTOP, DARK, ENGLISH, LARGE_TEXT)),
    ("printer-drawer", screens_printers.drawer, (ENGLISH_DARK,)),
    ("printer-logo", screens_printers.logo, (LAPTOP, LARGE_TEXT)),
    ("menu", screens_menu.menu, (LAPTOP, LARGE_TEXT)),
    ("menu-day", screens_menu.part(0), (LAPTOP, ENGLISH_DARK)),
    ("foot", screens_records.full_foot, (LAPTOP, LARGE_TEXT)),
    ("selling-person", screens_staff.selling, (LARGE_TEXT,)),
    ("close-figures", screens_closing.figures, (LAPTOP, LARGE_TEXT)),
    ("close-count", screens_closing.count, (LAPTOP, DARK, LARGE_TEXT)),
    ("close-difference", screens_closing.difference, (LAPTOP, LARGE_TEXT)),
    ("close-preview", screens_closing.preview, (LAPTOP, ENGLISH_DARK, LARGE_TEXT)),
    ("close-done", screens_closing.closed, (LAPTOP, LARGE_TEXT)),
    ("closings", screens_closing.past, (LAPTOP, DARK, LARGE_TEXT)),
    ("close-open-day", screens_closing.open_day, (LAPTOP, LARGE_TEXT)),
    ("close-x", screens_closing.x_report, (LAPTOP, LARGE_TEXT)),
    ("close-habits", screens_closing.habits, (LAPTOP, LARGE_TEXT)),
    ("staff-sign-in", screens_staff.signing_in, (LAPTOP, DARK, LARGE_TEXT)),
    ("staff", screens_staff.staff, (LAPTOP, ENGLISH_DARK, LARGE_TEXT)),
    ("staff-person", screens_staff.person, (LAPTOP, LARGE_TEXT)),
    ("staff-roles", screens_staff.roles, (LAPTOP, LARGE_TEXT)),
    ("staff-approval", screens_staff.approval, (LAPTOP, ENGLISH_DARK, LARGE_TEXT)),
    ("shop-address", screens_records.shop_page(0), (LAPTOP, LARGE_TEXT)),
    ("shop-numbers", screens_records.shop_page(1), (LAPTOP, DARK, LARGE_TEXT)),
    ("shop-receipts", screens_records.shop_page(2), (LAPTOP, LARGE_TEXT)),
    ("backups", screens_records.backups, (LAPTOP, DARK, LARGE_TEXT)),
    ("held", screens_records.held(HoldReason.BEHIND), (LAPTOP, DARK, LARGE_TEXT)),
    ("held-go-on", screens_records.going_on, (LAPTOP, LARGE_TEXT)),
    ("inspect-records", screens_records.inspection(Place.RECORDS), (LAPTOP,)),
    ("inspect-record", screens_records.one_record, (LAPTOP, ENGLISH_DARK, LARGE_TEXT)),
    ("inspect-closings", screens_records.closings, (LAPTOP, LARGE_TEXT)),
    ("inspect-keys", screens_records.inspection(Place.KEYS), (LAPTOP,)),
    ("inspect-ok", screens_records.in_order, (LAPTOP, DARK, LARGE_TEXT)),
    ("inspect-ko", screens_records.not_in_order, (LAPTOP, CONTRAST, LARGE_TEXT)),
    ("inspect-archive", screens_records.inspection(Place.ARCHIVE), (LAPTOP, LARGE_TEXT)),
    ("training", screens_records.training, (LAPTOP, DARK, LARGE_TEXT)),
    ("service-note", screens_records.service_note, (LAPTOP,)),
    ("must-print", screens_records.must_print, (LAPTOP, DARK, LARGE_TEXT)),
)


def take(folder: Path, only: str = "") -> int:
    """Take every picture whose name holds a word, and give their number."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    application.setCursorFlashTime(0)  # a cursor that blinks is there in one picture and not in the next
    folder.mkdir(parents=True, exist_ok=True)
    taken = 0
    for name, pose, looks in PICTURES:
        for look in looks:
            picture = f"{name}-{look.name}.png"
            if only not in picture:
                continue
            with _shop_folder() as shop:
                sitting = Sitting(demo_shop(shop), look)
                shown = pose(sitting) or sitting.till.window
                if not isinstance(shown, QMenu):
                    shown.resize(look.width, look.height)
                sitting.rest()
                shown.grab().save(str(folder / picture))
                sitting.close()
            taken += 1
            print(picture)
    return taken


@contextmanager
def _shop_folder() -> Iterator[Path]:
    """A folder that is called the same every time: its path stands in some pictures."""
    folder = Path(tempfile.gettempdir(), "comptoir")
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def demo_shop(folder: Path) -> Path:
    """The demo shop's file, made in a folder."""
    path = folder / "shop.db"
    new_id = builders.ids(7)
    db = open_shop(path, now=MOMENT, new_id=new_id)
    fill(db, now=MOMENT, new_id=new_id)
    db.close()
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("docs/screens"))
    parser.add_argument("--only", default="", metavar="WORD", help="only pictures with this in their name")
    chosen = parser.parse_args()
    print(f"{take(chosen.folder, chosen.only)} pictures in {chosen.folder}")


if __name__ == "__main__":
    main()
