"""A shop whose till keeps its anchors apart, and ways to do it harm between one run and the next."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pos.database.connection import connect
from pos.database.journal import holding
from pos.domain.catalogue import Product
from pos.fiscal.events import Event
from tests import builders
from tests.ui.sell.cashier import Cashier, ask
from tests.ui.sell.conftest import BREAD, gui_thread_guard, shelf  # noqa: F401
from ui.app import Till, TillOptions
from ui.sell.sold_sheet import SoldSheet
from ui.sounds import Sound


@dataclass
class Counter:
    """A shop's counter, day after day: one till at a time."""

    qtbot: QtBot
    shop: Path
    state: Path
    now: datetime
    open_one: Callable[[], Cashier]

    def open(self) -> Cashier:
        """Open the till."""
        return self.open_one()

    def sell(self, cashier: Cashier, times: int = 1) -> None:
        """Sell bread, paid by card."""
        for _ in range(times):
            cashier.scan(BREAD)
            self.pay(cashier)
            cashier.sheet(SoldSheet).put_away()
            cashier.settle()

    def pay(self, cashier: Cashier) -> None:
        """Pay the ticket by card."""
        cashier.press(Qt.Key.Key_F9)
        cashier.press(Qt.Key.Key_Return)

    def day(self, sales: int) -> None:
        """A whole run of the till."""
        cashier = self.open()
        self.sell(cashier, sales)
        cashier.till.close()

    def copy(self, to: Path) -> Path:
        return Path(shutil.copyfile(self.shop, to))

    def put_back(self, copy: Path) -> None:
        for ending in ("", "-wal", "-shm"):
            self.shop.with_name(self.shop.name + ending).unlink(missing_ok=True)
        shutil.copyfile(copy, self.shop)

    def tamper(self, *statements: str) -> None:
        """Write into the file past the till, whose guards are dropped first; on a thread, as any other program."""

        def write() -> None:
            with closing(connect(self.shop)) as db:
                for (name,) in db.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
                    db.execute(f"DROP TRIGGER {name}")
                for statement in statements:
                    db.execute(statement)

        thread = threading.Thread(target=write)
        thread.start()
        thread.join()

    def events(self) -> list[str]:
        """The log, in order."""
        found = ask(self.shop, lambda db: db.rows("SELECT subject FROM fiscal_record WHERE kind = 'JET' ORDER BY seq"))
        return [subject for (subject,) in found]

    def details(self, event: Event) -> list[Any]:
        return [one.details for one in ask(self.shop, lambda db: holding.noted(db, event))]


@pytest.fixture
def counter(
    qtbot: QtBot,
    shelf: dict[str, Product],  # noqa: F811
    shop_path: Path,
    tmp_path: Path,
    now: datetime,
    gui_thread_guard: None,  # noqa: F811
) -> Iterator[Counter]:
    QApplication.setStyle("Fusion")
    opened: list[Till] = []

    def open_one() -> Cashier:
        sounds: list[Sound] = []
        moment = shop.now = shop.now + timedelta(minutes=1)
        till = Till(
            TillOptions(shop_path, language="en", theme="light", state=tmp_path / "state"),
            clock=lambda: moment,
            new_id=builders.ids(len(opened) + 100),
            sound=sounds.append,
        )
        opened.append(till)
        with qtbot.waitSignal(till.ready, timeout=5_000):
            till.open()
        qtbot.waitExposed(till.window)
        cashier = Cashier(qtbot, till, sounds)
        qtbot.waitUntil(lambda: till.late.integrity is not None, timeout=5_000)
        cashier.settle()
        return cashier

    shop = Counter(qtbot, shop_path, tmp_path / "state", now, open_one)
    yield shop
    for till in opened:
        till.close()
