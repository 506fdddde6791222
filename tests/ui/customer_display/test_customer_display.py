"""The customer's side of the counter: what they see is what is on the ticket, and it never gets in the way."""

from __future__ import annotations

import threading
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from pos.database import settings
from pos.database.connection import transaction
from pos.domain.catalogue import Product
from pos.domain.customer_display import AfterSale, Buying, DisplaySetting, Greeting, Paid
from pos.domain.sale_code import sale_code
from pos.domain.shop import ShopIdentity
from pos.operations.opening import open_shop
from tests import builders
from tests.serial_line import SerialLine
from tests.ui.sell.cashier import Cashier, ask
from tests.ui.sell.conftest import BREAD, TEA, OpenTill
from ui.customer_display.customer_desk import LEAVING_MS
from ui.customer_display.display_sheet import DisplaySheet
from ui.customer_display.display_window import DisplayWindow
from ui.theme import Scheme

WELCOME = "Bienvenue <b>chez nous</b>"


@pytest.fixture
def shop(shelf: dict[str, Product], shop_path: Path, now: datetime) -> Path:
    """A shop with a name and a message, whose customers have a window."""
    choose(shop_path, now, DisplaySetting(window=True, message=WELCOME))
    return shop_path


def choose(path: Path, now: datetime, setting: DisplaySetting) -> None:
    """Set it before the till is opened, from a thread of our own: the GUI thread touches no database."""

    def put() -> None:
        with closing(open_shop(path, now=now, new_id=builders.new_id)) as db, transaction(db):
            settings.put_shop_identity(db, ShopIdentity(name="Épicerie du Marché"))
            settings.put_customer_display(db, setting)

    thread = threading.Thread(target=put)
    thread.start()
    thread.join()


def display(cashier: Cashier) -> DisplayWindow:
    """The customer's window."""
    cashier.qtbot.waitUntil(lambda: cashier.till.late.customer.display is not None, timeout=5_000)
    window = cashier.till.late.customer.display
    assert window is not None
    cashier.qtbot.waitUntil(lambda: QApplication.activeWindow() is not window, timeout=5_000)
    return window


def codes(window: DisplayWindow) -> list[str]:
    """The square codes a telephone finds in the window's picture."""
    picture = window.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    grey = memoryview(picture.constBits()).cast("B", (picture.height(), picture.bytesPerLine()))
    return [found.text for found in zxingcpp.read_barcodes(grey)]


def pay(cashier: Cashier, given: str) -> None:
    cashier.press(Qt.Key.Key_F10)
    cashier.write(given)
    cashier.press(Qt.Key.Key_Return)


def test_a_customer_sees_the_ticket_grow_and_the_change(shop: Path, open_till: OpenTill) -> None:
    cashier = open_till()
    window = display(cashier)
    assert window.isVisible()
    assert window.view == Greeting(WELCOME)

    cashier.scan(BREAD)
    cashier.scan(TEA)
    cashier.scan(BREAD)
    view = window.view
    assert isinstance(view, Buying)
    assert [(line.name, line.quantity.milli) for line in view.lines] == cashier.lines
    assert (view.place, view.total) == (0, builders.eur(1290))

    pay(cashier, "20")
    paid = window.view
    assert isinstance(paid, Paid)
    assert (paid.total, paid.change) == (builders.eur(1290), builders.eur(710))
    assert codes(window) == [paid.code]

    cashier.press(Qt.Key.Key_Return)
    assert window.view == paid, "the customer is still putting the change away"
    cashier.scan(TEA)
    assert isinstance(window.view, Buying)
    cashier.window.sell.ticket.clear_requested.emit()
    cashier.settle()
    assert window.view == Greeting(WELCOME)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_code_after_a_sale_finds_that_sale_again(shop: Path, open_till: OpenTill, theme: Scheme) -> None:
    cashier = open_till(theme=theme)
    window = display(cashier)
    cashier.scan(BREAD)
    sale_id = cashier.ticket.id
    pay(cashier, "5")

    for size in ((1024, 600), (1920, 1080), (480, 320)):
        window.resize(*size)
        assert codes(window) == [sale_code(sale_id)]


def test_the_window_never_has_the_keyboard_and_a_scan_is_never_refused(shop: Path, open_till: OpenTill) -> None:
    cashier = open_till()
    window = display(cashier)

    cashier.qtbot.waitUntil(lambda: QApplication.activeWindow() is cashier.window, timeout=5_000)
    QTest.mouseClick(window, Qt.MouseButton.LeftButton)
    window.hide()
    window.show()  # the pretend screen of the tests makes every window active, whatever it asks for
    cashier.till._scanned(TEA)
    cashier.qtbot.waitUntil(lambda: QApplication.activeWindow() is cashier.window, timeout=5_000)
    cashier.scan(BREAD)

    assert cashier.lines == [("Thé vert", 1000), ("Pain de seigle", 1000)]
    assert cashier.window.sell.search.hasFocus()
    assert cashier.beeps == 0
    assert window.focusPolicy() is Qt.FocusPolicy.NoFocus
    assert window.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus


def test_closing_the_window_is_harmless_and_remembered(shop: Path, open_till: OpenTill) -> None:
    cashier = open_till()
    display(cashier).close()
    cashier.scan(BREAD)
    QTest.qWait(LEAVING_MS + 50)
    cashier.settle()

    assert cashier.lines == [("Pain de seigle", 1000)]
    assert ask(shop, settings.customer_display) == DisplaySetting(window=False, message=WELCOME)


def test_a_session_that_ends_closes_every_window_and_keeps_the_choice(shop: Path, open_till: OpenTill) -> None:
    cashier = open_till()
    display(cashier)

    QApplication.closeAllWindows()
    QTest.qWait(LEAVING_MS + 50)

    assert ask(shop, settings.customer_display).window


def test_closing_the_till_closes_the_window_and_keeps_the_choice(shop: Path, open_till: OpenTill) -> None:
    cashier = open_till()
    window = display(cashier)

    cashier.window.close()

    assert not window.isVisible()
    assert ask(shop, settings.customer_display).window


def test_a_ticket_that_was_open_is_shown_at_once(shop: Path, open_till: OpenTill) -> None:
    cashier = open_till()
    cashier.scan(BREAD)
    cashier.till.close()

    again = open_till()

    assert isinstance(display(again).view, Buying)


def test_the_window_is_chosen_from_the_menu_s_sheet(
    shelf: dict[str, Product], open_till: OpenTill, shop_path: Path
) -> None:
    cashier = open_till()
    cashier.till.late.customer.open()
    cashier.settle()
    sheet = cashier.sheet(DisplaySheet)

    cashier.tap(sheet.window_box)
    sheet.message.setFocus()
    cashier.write("Bonjour")
    cashier.press(Qt.Key.Key_Return)

    assert cashier.window.sheet is None
    assert display(cashier).isVisible()
    assert display(cashier).view == Greeting("Bonjour")
    assert ask(shop_path, settings.customer_display) == DisplaySetting(window=True, message="Bonjour")


def test_what_is_tried_and_not_kept_goes_again(shop: Path, open_till: OpenTill, line: SerialLine) -> None:
    cashier = open_till()
    line.plug_in()
    cashier.till.late.customer.open()
    cashier.settle()
    sheet = cashier.sheet(DisplaySheet)
    sheet.port.setCurrentText(str(line.port))
    sheet.message.setText("Essai")

    for _ in range(2):
        cashier.tap(sheet.try_key)
        cashier.qtbot.waitUntil(lambda: "look at it" in sheet.news.text(), timeout=5_000)
    cashier.qtbot.waitUntil(lambda: line.screen.lines[0].strip() == "Essai", timeout=5_000)
    cashier.press(Qt.Key.Key_Escape)

    assert display(cashier).view == Greeting(WELCOME)
    assert ask(shop, settings.customer_display).serial == ""


def test_a_display_that_does_not_answer_is_said_so(shop: Path, open_till: OpenTill, tmp_path: Path) -> None:
    cashier = open_till()
    cashier.till.late.customer.open()
    cashier.settle()
    sheet = cashier.sheet(DisplaySheet)
    sheet.port.setCurrentText(str(tmp_path / "nothing"))

    cashier.tap_key("Try it", sheet)

    cashier.qtbot.waitUntil(lambda: "does not answer" in sheet.news.text(), timeout=5_000)


def test_a_small_display_follows_the_sale_and_a_pulled_cable_is_no_matter(
    shelf: dict[str, Product], shop_path: Path, now: datetime, open_till: OpenTill, line: SerialLine
) -> None:
    line.plug_in()
    choose(shop_path, now, DisplaySetting(serial=str(line.port), message="Bonjour", after_sale=AfterSale.NOTHING))
    cashier = open_till(language="fr")
    cashier.qtbot.waitUntil(lambda: line.screen.lines[0].strip() == "Bonjour", timeout=5_000)

    cashier.scan(BREAD)
    cashier.qtbot.waitUntil(
        lambda: line.screen.lines == ("Pain de seigle  3,20", "TOTAL         3,20 €"), timeout=5_000
    )
    line.unplug()
    cashier.scan(TEA)
    assert len(cashier.lines) == 2
    line.plug_in()
    cashier.qtbot.waitUntil(
        lambda: line.screen.lines == ("Thé vert        6,50", "TOTAL         9,70 €"), timeout=8_000
    )
    pay(cashier, "10")

    cashier.qtbot.waitUntil(
        lambda: line.screen.lines == ("TOTAL         9,70 €", "À rendre      0,30 €"), timeout=5_000
    )


@pytest.mark.parametrize("percent", [100, 150])
def test_the_sheet_fits_and_everything_on_it_has_a_name(
    shelf: dict[str, Product], open_till: OpenTill, percent: int
) -> None:
    cashier = open_till(language="fr", text_percent=percent)
    cashier.window.resize(1024, 768)
    cashier.till.late.customer.open()
    cashier.settle()
    sheet = cashier.sheet(DisplaySheet)
    keys = [key for key in sheet.findChildren(QPushButton) if key.isVisible()]

    assert [key for key in keys if key.height() < 48 or key.width() < key.minimumSizeHint().width()] == []
    assert sheet.card.height() >= sheet.card.minimumSizeHint().height()
    assert sheet.rect().contains(sheet.card.geometry())
    for box in (sheet.port, sheet.speed, sheet.message, sheet.code):
        assert box.accessibleName()
