"""Desks that the first screen does without: finding sales, and what the customer sees. Made at the first wish."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from pos.domain.identity import NewId
from pos.wording import Wording
from ui.background import Background
from ui.main_window import MainWindow
from ui.receipt_printing import ReceiptPrinting
from ui.sell.desk import Desk
from ui.theme import Theme

if TYPE_CHECKING:
    from pos.database.connection import Database
    from pos.domain.customer_display import DisplaySetting
    from ui.customer_display.customer_desk import CustomerDesk
    from ui.more_menu import MoreMenu
    from ui.sales.sales_desk import SalesDesk

LATE_DESKS: Final = ("ui.sales.sales_desk", "ui.customer_display.customer_desk")


class LateDesks(QObject):
    """Holds what every such desk needs, and each desk once it was made."""

    def __init__(
        self,
        window: MainWindow,
        background: Background,
        reading: Background,
        desk: Desk,
        printing: ReceiptPrinting,
        *,
        theme: Theme,
        wording: Wording,
        clock: Callable[[], datetime],
        new_id: NewId,
    ) -> None:
        super().__init__()
        self._window, self._background, self._reading = window, background, reading
        self._desk, self._printing = desk, printing
        self._theme, self._wording, self._clock, self._new_id = theme, wording, clock, new_id
        self._sales: SalesDesk | None = None
        self._customer: CustomerDesk | None = None
        self.shop_name = ""
        find = QShortcut(QKeySequence.StandardKey.Find, window.sell)
        find.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(lambda: self.sales.open())
        desk.gift_requested.connect(printing.print_gift)

    @property
    def sales(self) -> SalesDesk:
        """Where a sale is found again."""
        if self._sales is None:
            from ui.sales.sales_desk import SalesDesk

            self._sales = SalesDesk(
                self._window,
                self._background,
                self._reading,
                self._printing,
                theme=self._theme,
                wording=self._wording,
                clock=self._clock,
                new_id=self._new_id,
            )
        return self._sales

    @property
    def customer(self) -> CustomerDesk:
        """What the customer sees."""
        if self._customer is None:
            from ui.customer_display.customer_desk import CustomerDesk

            self._customer = CustomerDesk(
                self._window,
                self._background,
                self._reading,
                self._desk,
                shop_name=self.shop_name,
                theme=self._theme,
                wording=self._wording,
            )
        return self._customer

    def begin(self) -> None:
        """The shop is open and painted: show the customer what there is, where the shop has a display for that."""
        self._reading.run(_wanted_display, self._show_customer, owner=self)

    def add_to(self, menu: MoreMenu) -> None:
        """Put the entries of these desks into the menu."""
        menu.add_first(self._wording("Find a sale…"), lambda: self.sales.open())
        menu.add_first(self._wording("Customer display…"), lambda: self.customer.open())

    def find_scanned(self, code: str) -> bool:
        """A ticket's own code came from the scanner: show that sale; False while something else is being done."""
        self._desk.serve_next()
        if self._window.sheet is not None:
            return False
        self.sales.open_with_code(code)
        return True

    def close(self) -> None:
        """Put the customer's displays away."""
        if self._customer is not None:
            self._customer.close()

    def _show_customer(self, wanted: DisplaySetting) -> None:
        if wanted.window or wanted.serial:
            self.customer.begin(wanted)


def takes_keys(window: QWidget) -> bool:
    """Whether a window of ours is one to type in; the customer's is not, even where the system made it active."""
    return not window.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus


def _wanted_display(db: Database) -> DisplaySetting:
    from pos.database import settings

    return settings.customer_display(db)
