"""Keeps the customer's displays true: what is on the ticket, what was paid, and the shop's message in between."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from pos.database import online_links, settings
from pos.database.connection import transaction
from pos.domain.customer_display import AfterSale, CustomerView, DisplaySetting, Greeting, buying, paid
from pos.domain.errors import DisplayAway
from pos.domain.sale import Sale
from pos.domain.sale_code import sale_code
from pos.domain.ticket import Ticket
from pos.receipts import vfd
from pos.wording import Wording
from ui.background import Background
from ui.customer_display.display_sheet import DisplaySheet
from ui.customer_display.display_window import DisplayWindow
from ui.customer_display.serial_thread import SerialThread
from ui.main_window import MainWindow
from ui.sell.desk import Desk
from ui.theme import Theme

if TYPE_CHECKING:
    from pos.database.connection import Database

LEAVING_MS: Final = 400
"""A system that ends the session closes all windows one after the other: only a window closed alone is not wanted."""

PAID_MS: Final = 40_000
"""How long a paid ticket stays in sight when nobody comes after it."""


class CustomerDesk(QObject):
    """Owns the window and the small display's thread, and the sheet that chooses them."""

    opened = Signal(object)
    """The customer's window came up."""
    _serial_told = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        reading: Background,
        desk: Desk,
        *,
        shop_name: str,
        theme: Theme,
        wording: Wording,
    ) -> None:
        super().__init__()
        self._window, self._background, self._reading, self._desk = window, background, reading, desk
        self._theme, self._wording, self._shop_name = theme, wording, shop_name
        self._setting = DisplaySetting()
        self._ticket: Ticket | None = None
        self._view: CustomerView = Greeting(shop_name)
        self._serial: SerialThread | None = None
        self._sheet: DisplaySheet | None = None
        self._training = False
        self.display: DisplayWindow | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._greet)
        self._leaving = QTimer(self)
        self._leaving.setSingleShot(True)
        self._leaving.setInterval(LEAVING_MS)
        self._leaving.timeout.connect(self._forget_window)
        self._serial_told.connect(self._take_serial, Qt.ConnectionType.QueuedConnection)
        desk.counter.ticket_changed.connect(self._bought)
        desk.sold.connect(lambda sold: self._paid(sold.sale))
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.screenAdded.connect(self._place)
            application.screenRemoved.connect(self._place)

    def begin(self, setting: DisplaySetting) -> None:
        """Show on what the shop has chosen."""
        self._setting = setting
        self._greet()
        self._use(setting)
        if self._desk.counter.ticket.lines:
            self._bought(self._desk.counter.ticket)

    def name_shop(self, name: str) -> None:
        """Greet in this name from now on."""
        self._shop_name = name
        if self.display is not None:
            self.display.name_shop(name)
        if isinstance(self._view, Greeting):
            self._greet()

    def open(self) -> None:
        """Lay the sheet that chooses, as soon as the ports of this machine are known."""
        if self._sheet is None:
            self._reading.run(_choices, self._lay, owner=self)

    def show_training(self, on: bool) -> None:  # noqa: FBT001 - a Qt signal's argument
        """Say on the small display too whether this is training; a square code would lead nowhere then."""
        self._training = on
        self._rest.stop()
        self._greet()

    def close(self) -> None:
        """Put everything away; the choice is kept."""
        self._rest.stop()
        self._leaving.stop()
        if self.display is not None:
            self.display.hide()
            self.display.deleteLater()
            self.display = None
        if self._serial is not None:
            self._serial.stop()
            self._serial = None

    def _bought(self, ticket: Ticket) -> None:
        before, self._ticket = self._ticket, ticket
        if ticket.lines:
            self._rest.stop()
            self._show(buying(ticket, before))
        elif not self._rest.isActive():
            self._greet()

    def _paid(self, sale: Sale) -> None:
        self._rest.start(PAID_MS)
        match AfterSale.NOTHING if self._training else self._setting.after_sale:
            case AfterSale.TICKET:
                self._show(paid(sale, sale_code(sale.id)))
            case AfterSale.SHOP_WINDOW:
                self._show(paid(sale, ""))
                self._reading.run(_shop_window, partial(self._show_way, sale), owner=self)
            case AfterSale.NOTHING:
                self._show(paid(sale, ""))

    def _show_way(self, sale: Sale, address: str) -> None:
        """The way to the shop's window online is known; a customer who came meanwhile is not disturbed."""
        if self._view == paid(sale, ""):
            self._show(paid(sale, address))

    def _greet(self) -> None:
        self._show(Greeting(self._setting.message or self._shop_name))

    def _show(self, view: CustomerView) -> None:
        self._view = view
        if self.display is not None:
            self.display.show_view(view)
        if self._serial is not None:
            self._serial.show(self._small_picture())

    def _small_picture(self) -> bytes:
        return vfd.picture(self._view, self._wording, training=self._training)

    def _use(self, setting: DisplaySetting) -> None:
        """Have the displays that a setting names, and no others."""
        wished = (setting.serial, setting.baud)
        if self._serial is not None and self._serial.line != wished:
            self._serial.leave()
            self._serial = None
        if setting.serial and self._serial is None:
            self._serial = SerialThread(setting.serial, setting.baud, report=self._serial_told.emit)
            self._serial.show(self._small_picture())
            self._serial.start()
        if setting.window:
            self._open_window()
        elif self.display is not None:
            self.display.hide()

    def _open_window(self) -> None:
        if self.display is None:
            self.display = DisplayWindow(self._theme, self._wording)
            self.display.name_shop(self._shop_name)
            self.display.dismissed.connect(self._leaving.start)
            self.display.took_keyboard.connect(self._window.activateWindow, Qt.ConnectionType.QueuedConnection)
        self.display.show_view(self._view)
        if not self.display.isVisible():
            self.display.open_beside(self._window)
            self.opened.emit(self.display)

    def _place(self) -> None:
        """A screen came or went: the window goes where it belongs."""
        if self.display is not None and self.display.isVisible():
            self.display.open_beside(self._window)

    def _forget_window(self) -> None:
        """Closed by hand: it stays away until it is wished again."""
        self._keep(replace(self._setting, window=False))

    def _lay(self, choices: tuple[DisplaySetting, tuple[str, ...]]) -> None:
        if self._sheet is not None:
            return
        self._setting, ports = choices
        sheet = DisplaySheet(self._theme, self._wording, self._setting, ports)
        sheet.kept.connect(self._keep)
        sheet.tried.connect(self._try)
        sheet.closed.connect(self._sheet_closed)
        self._sheet = sheet
        self._window.lay(sheet, sheet.window_box)

    def _try(self, wished: DisplaySetting) -> None:
        """Show a greeting on what is wished, without keeping it."""
        self._use(wished)
        if self._serial is not None:
            self._serial.tell_again()
        self._show(Greeting(wished.message or self._shop_name or self._wording("Thank you!")))

    def _keep(self, wished: DisplaySetting) -> None:
        self._setting = wished
        self._background.run(lambda db: _put(db, wished), owner=self)

    def _sheet_closed(self) -> None:
        """Whatever was tried, what is kept is used from now on."""
        self._sheet = None
        self._use(self._setting)
        ticket = self._desk.counter.ticket
        if ticket.lines:
            self._show(buying(ticket, self._ticket))
        else:
            self._greet()

    def _take_serial(self, trouble: DisplayAway | None) -> None:
        if self._sheet is not None and self._serial is not None:
            self._sheet.show_trial(trouble)


def _choices(db: Database) -> tuple[DisplaySetting, tuple[str, ...]]:
    """What the shop has chosen, and the serial ports there are to choose from."""
    from pos.devices.customer_display import ports

    return settings.customer_display(db), ports()


def _shop_window(db: Database) -> str:
    """The address of the shop's page online; empty when it has none."""
    link = online_links.get(db)
    return "" if link is None else link.window_url


def _put(db: Database, wished: DisplaySetting) -> None:
    with transaction(db):
        settings.put_customer_display(db, wished)
