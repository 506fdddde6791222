"""Where the focus can be when a scan comes: every sheet, box, key, menu and list of the till, opened as they are."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget

from tests.scanning.shop import BREAD, CHEESE, POSTCARD
from ui.app import Till
from ui.papers.papers_sheet import PapersSheet
from ui.sell.counter import UnknownCode
from ui.sell.new_product_sheet import NewProductSheet
from ui.sell.payment_sheet import PaymentSheet
from ui.widgets.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Place:
    """A way to come there; whether a scan may become a line there."""

    name: str
    go: Callable[[Rooms], None]
    sells: bool = True
    closes_sheet: bool = False
    """The sheet of a sale that is over goes with the next scan."""


class Rooms:
    """Walks through the till: opens what is asked, closes everything again."""

    def __init__(self, till: Till, settle: Callable[[], None]) -> None:
        self.till = till
        self.window = till.window
        self.settle = settle
        self.chance = random.Random(0)

    def leave(self) -> None:
        """Back to the bare sell screen."""
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        if QGuiApplication.focusWindow() is None:
            self.window.activateWindow()
        imports = self.till._imports
        if imports is not None and imports.window is not None and imports.window.isVisible():
            imports.window.hide()
            self.window.activateWindow()
        while (sheet := self.window.sheet) is not None:
            sheet.put_away()
        page = self.window.sell
        while page.unknown.code:
            page.unknown.settle()
        page.search.clear()
        self.settle()
        page.go_to_search()

    def sheet(self) -> Sheet:
        """What lies on top."""
        sheet = self.window.sheet
        if sheet is None:
            raise LookupError("no sheet came")
        return sheet

    def focus_any(self, within: QWidget) -> None:
        """Give the focus to whatever can have it."""
        able = [
            one
            for one in within.findChildren(QWidget)
            if one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isEnabled() and one.isVisible()
        ]
        self.chance.choice(able).setFocus(Qt.FocusReason.TabFocusReason)

    def write(self, box: QLineEdit) -> None:
        """Something stands in a box already, perhaps all of it chosen."""
        box.setText(self.chance.choice(("", "1", "12,5", "20")))
        box.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.chance.random() < 0.5:
            box.selectAll()


def _search(rooms: Rooms) -> None:
    rooms.write(rooms.window.sell.search)


def _words(rooms: Rooms) -> None:
    rooms.window.sell.search.setText("the")
    rooms.window.sell.search.setFocus()


def _tile(rooms: Rooms) -> None:
    rooms.window.sell.grid.take_focus()


def _key(rooms: Rooms) -> None:
    rooms.focus_any(rooms.window.sell)


def _ticket_key(rooms: Rooms) -> None:
    rooms.focus_any(rooms.window.sell.ticket)


def _nowhere(rooms: Rooms) -> None:
    focus = QApplication.focusWidget()
    if focus is not None:
        focus.clearFocus()


def _menu(rooms: Rooms) -> None:
    rooms.window.sell.more_requested.emit()
    menu = QApplication.activePopupWidget()
    if menu is None:
        raise LookupError("no menu came")
    actions = [action for action in menu.actions() if not action.isSeparator()]
    if rooms.chance.random() < 0.7:
        menu.setActiveAction(rooms.chance.choice(actions))  # type: ignore[attr-defined]


def _payment(rooms: Rooms) -> None:
    rooms.window.sell.means_wanted.emit(None)
    sheet = rooms.sheet()
    assert isinstance(sheet, PaymentSheet)
    if rooms.chance.random() < 0.5:
        rooms.write(sheet.figure)
    else:
        rooms.focus_any(sheet)


def _quantity(rooms: Rooms) -> None:
    rooms.window.sell.ticket.quantity_requested.emit(0)
    rooms.focus_any(rooms.sheet())


def _price(rooms: Rooms) -> None:
    rooms.till.desk.scan(POSTCARD)
    rooms.settle()
    rooms.focus_any(rooms.sheet())


def _weight(rooms: Rooms) -> None:
    rooms.till.desk.scan(CHEESE)
    rooms.settle()
    rooms.focus_any(rooms.sheet())


def _new_article(rooms: Rooms) -> None:
    rooms.window.sell.unknown.create_requested.emit(UnknownCode("4006381333931"))
    sheet = rooms.sheet()
    sheet.findChildren(QLineEdit)[0].setText(rooms.chance.choice(("", "Lampe")))
    rooms.focus_any(sheet)


def _list_of_categories(rooms: Rooms) -> None:
    rooms.window.sell.unknown.create_requested.emit(UnknownCode("4006381333931"))
    sheet = rooms.sheet()
    assert isinstance(sheet, NewProductSheet)
    box: QComboBox = sheet.category.list
    box.setFocus()
    box.showPopup()


def _unknown_code(rooms: Rooms) -> None:
    rooms.window.sell.unknown.ask(UnknownCode("4006381333931"))
    rooms.focus_any(rooms.window.sell.unknown)


def _crash(rooms: Rooms) -> None:
    rooms.till.take_crash(None)
    rooms.settle()


def _papers(rooms: Rooms) -> None:
    sheet = PapersSheet(rooms.till.theme, rooms.till.wording)
    rooms.window.lay(sheet, sheet.back_key)


def _online(rooms: Rooms) -> None:
    online = rooms.till.late_online.desk
    if online is None:
        raise LookupError("the till never goes online")
    online.open()
    rooms.settle()
    rooms.focus_any(rooms.sheet())


def _imports(rooms: Rooms) -> None:
    rooms.till.imports.open()
    for _ in range(1_000):
        QApplication.processEvents()
        if QApplication.activeWindow() is rooms.till.imports.window:
            return
    raise LookupError("the import window never had the keyboard")


def _sold(rooms: Rooms) -> None:
    if not rooms.till.desk.counter.ticket.lines:
        rooms.till.desk.scan(BREAD)
        rooms.settle()
    _payment(rooms)
    sheet = rooms.sheet()
    assert isinstance(sheet, PaymentSheet)
    sheet.figure.clear()
    sheet.confirm()  # fills in what is due
    sheet.confirm()
    rooms.settle()


PLACES: Final = (
    Place("search box", _search),
    Place("words being searched", _words),
    Place("tile", _tile),
    Place("key of the page", _key),
    Place("key of the ticket", _ticket_key),
    Place("no focus", _nowhere),
    Place("menu", _menu),
    Place("payment", _payment),
    Place("quantity", _quantity),
    Place("price", _price),
    Place("weight", _weight),
    Place("new article", _new_article),
    Place("list of categories", _list_of_categories),
    Place("unknown code", _unknown_code),
    Place("crash", _crash),
    Place("papers", _papers, sells=False),
    Place("shop window online", _online),
    Place("import window", _imports, sells=False),
    Place("sold", _sold, closes_sheet=True),
)
