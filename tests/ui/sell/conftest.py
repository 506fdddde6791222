"""A shop with a few articles, its till, and a guard: the GUI thread touches neither database nor network."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pos.domain.catalogue import Category, Product
from pos.domain.quantity import Unit, pieces
from pos.domain.tax import TaxClass
from pos.operations.cataloguing import add_category, add_product, open_stock
from pos.operations.opening import open_shop
from tests import builders
from tests.ui.sell.cashier import Cashier
from ui.app import Till, TillOptions
from ui.sounds import Sound

BREAD, TEA, CHEESE, CARD = "2000000000015", "3017620422003", "2600001000009", "2000000000022"
OpenTill = Callable[..., Cashier]


@pytest.fixture
def shelf(shop_path: Path, now: datetime, migrated_shop: bytes) -> dict[str, Product]:
    """Bread, tea, cheese by weight, and a postcard that waits for its price."""
    ids = builders.ids(3)
    bakery = Category(ids(), "Pain", 1, "wheat")
    rest = Category(ids(), "Épicerie", 2, "olive")
    reduced = TaxClass.REDUCED
    shelf = {
        BREAD: builders.product("Pain de seigle", 320, tax_class=reduced, category_id=bakery.id),
        TEA: builders.product("Thé vert", 650, tax_class=reduced, category_id=rest.id),
        CHEESE: builders.product("Comté", 2290, tax_class=reduced, unit=Unit.KILOGRAM, category_id=rest.id),
        CARD: builders.product("Carte postale", None, category_id=rest.id),
    }
    shop_path.write_bytes(migrated_shop)
    db = open_shop(shop_path, now=now, new_id=ids)
    for category in (bakery, rest):
        add_category(db, category)
    for code, product in shelf.items():
        add_product(db, product, [code])
    open_stock(db, [(shelf[BREAD].id, pieces(10)), (shelf[TEA].id, pieces(0))], now=now)
    db.close()
    return shelf


@pytest.fixture
def gui_thread_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail whatever opens a database or a socket on the GUI thread."""
    gui = threading.get_ident()

    def guarded(open_it: Callable[..., Any], what: str) -> Callable[..., Any]:
        def checked(*args: Any, **kwargs: Any) -> Any:
            assert threading.get_ident() != gui, f"the GUI thread opened a {what}"
            return open_it(*args, **kwargs)

        return checked

    monkeypatch.setattr(sqlite, "connect", guarded(sqlite.connect, "database"))
    monkeypatch.setattr(socket.socket, "connect", guarded(socket.socket.connect, "socket"))


@pytest.fixture
def open_till(
    qtbot: QtBot, shelf: dict[str, Product], shop_path: Path, now: datetime, gui_thread_guard: None
) -> Iterator[OpenTill]:
    """Opens tills on the shop, and closes them at the end."""
    QApplication.setStyle("Fusion")
    opened: list[Till] = []

    def open_one(**options: Any) -> Cashier:
        sounds: list[Sound] = []
        settings = {"language": "en", "theme": "light", **options}
        till = Till(
            TillOptions(shop_path, **settings),
            clock=lambda: now,
            new_id=builders.ids(len(opened) + 100),
            sound=sounds.append,
        )
        opened.append(till)
        with qtbot.waitSignal(till.ready, timeout=60_000):
            till.open()
        qtbot.waitExposed(till.window)
        cashier = Cashier(qtbot, till, sounds)
        cashier.settle()
        return cashier

    yield open_one
    for till in opened:
        till.close()


@pytest.fixture
def cashier(open_till: OpenTill) -> Cashier:
    """A cashier at an open till."""
    return open_till()
