"""A shopkeeper at the till's sheet of the shop window online: real keys, real threads, real far ends."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from pos.database import online_links
from pos.database.connection import connect
from pos.database.online_links import OnlineLink
from pos.domain.catalogue import Product
from pos.keystore import key_file
from pos.operations.cataloguing import change_product
from tests.builders import NOON
from tests.ui.sell.cashier import Cashier, ask
from ui.online.join_page import JoinPage
from ui.online.online_desk import OnlineDesk
from ui.online.online_sheet import OnlineSheet
from ui.online.window_page import WindowPage

T = TypeVar("T")
PATIENCE_MS = 15_000


def keeps_online_key(shop_path: Path) -> bool:
    """Whether a key of an online shop lies in the file beside the shop's; the till's own lies there as well."""
    path = key_file(shop_path)
    names = msgspec.json.decode(path.read_bytes(), type=dict[str, str]) if path.exists() else {}
    return any(not name.startswith("signing/") for name in names)


class Shopkeeper:
    """Opens the sheet from the menu, fills in, taps, and reads what it says."""

    def __init__(self, cashier: Cashier, shop_path: Path) -> None:
        self.cashier = cashier
        self.shop_path = shop_path

    @property
    def desk(self) -> OnlineDesk:
        """The till's desk for the shop window online."""
        desk = self.cashier.till.late_online.desk
        assert desk is not None
        return desk

    @property
    def sheet(self) -> OnlineSheet:
        """The sheet, which is open."""
        sheet = self.desk.sheet
        assert sheet is not None
        return sheet

    @property
    def joining(self) -> JoinPage:
        """The page to join on, which is shown."""
        assert self.sheet.join_page.isVisible()
        return self.sheet.join_page

    @property
    def window(self) -> WindowPage:
        """The page that says how the window stands, which is shown."""
        assert self.sheet.window_page.isVisible()
        return self.sheet.window_page

    @property
    def standing(self) -> str:
        """How the window stands, as it is said."""
        return self.sheet.window_page.card.standing.title.text()

    @property
    def listed(self) -> list[tuple[str, str]]:
        """The refused articles with their reasons, as they are shown."""
        return [(row.name.text(), row.reason.text()) for row in self.sheet.window_page.card.aside.rows]

    @property
    def link(self) -> OnlineLink | None:
        """What the shop's file says of its joining."""
        return ask(self.shop_path, online_links.get)

    def open(self) -> None:
        """Choose the shop window in the till's menu."""
        self.cashier.tap(self.cashier.window.sell.more_key)
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        [action] = [one for one in menu.actions() if one.text() in {"Shop window online", "Vitrine en ligne"}]
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
        self.wait(lambda: self.desk.sheet is not None)

    def join(self, address: str, code: str) -> None:
        """Join from the menu to the window that is current."""
        self.open()
        self.paste(address)
        self.cashier.press(Qt.Key.Key_Return)
        self.paste(code)
        self.cashier.press(Qt.Key.Key_Return)
        self.wait(self.sheet.window_page.isVisible)

    def paste(self, text: str) -> None:
        """Replace what stands in the box with the cursor, from the clipboard."""
        QApplication.clipboard().setText(text)
        self.cashier.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self.cashier.press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    def press(self, key: Qt.Key) -> None:
        """Press a key."""
        self.cashier.press(key)

    def tap(self, widget: QWidget) -> None:
        """Tap a widget."""
        self.cashier.tap(widget)

    def change(self, product: Product, **changes: Any) -> None:
        """Change an article's card behind the screen, and tell the till."""

        def write() -> None:
            db = connect(self.shop_path)
            try:
                change_product(db, replace(product, **changes), now=NOON)
            finally:
                db.close()

        elsewhere(write)
        self.cashier.till.wake_sync()

    def wait(self, claim: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self.cashier.qtbot.waitUntil(claim, timeout=PATIENCE_MS)

    def wait_until_it_says(self, standing: str) -> None:
        """Wait until the window stands as this title says."""

        def said() -> None:
            assert self.standing == standing

        self.cashier.qtbot.waitUntil(said, timeout=PATIENCE_MS)

    def focus(self) -> QWidget:
        """What has the keyboard."""
        return self.cashier.focus()


def elsewhere(do: Callable[[], T]) -> T:
    """Do something on a thread of our own: the GUI thread touches neither database nor network."""
    answers: list[T] = []
    thread = threading.Thread(target=lambda: answers.append(do()))
    thread.start()
    thread.join()
    return answers[0]
