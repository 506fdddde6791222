"""A shop with one article, and an import window on it whose file dialogs are answered by the test."""

from __future__ import annotations

import contextlib
import itertools
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite
import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pos.database.connection import Database, connect
from pos.exchange.tax_rates import french_rates
from pos.wording import Language, Wording
from tests import builders
from ui.imports.import_window import ImportWindow
from ui.imports.import_work import ImportWork
from ui.theme import Scheme, Theme

PATIENCE_MS = 20_000


class Shopkeeper:
    """Somebody at the import window: says what to press, and waits for what comes of it."""

    def __init__(self, qtbot: QtBot, window: ImportWindow, work: ImportWork) -> None:
        self.qtbot, self.window, self.work = qtbot, window, work
        self.changes = 0
        window.changed.connect(self._count)

    def takes(self, path: Path) -> None:
        """Drop a file on the window and wait until its figures stand."""
        with self.qtbot.waitSignal(self.work.compared, timeout=PATIENCE_MS):
            self.window.take(path)

    def waits_for(self, page: QWidget) -> None:
        """Wait until a step is shown."""
        self.qtbot.waitUntil(lambda: self.window.pages.currentWidget() is page, timeout=PATIENCE_MS)

    def imports(self) -> None:
        """Press the key that imports, and wait for the outcome."""
        self.window.check.import_key.click()
        self.waits_for(self.window.done)

    def _count(self) -> None:
        self.changes += 1


OpenImports = Callable[..., Shopkeeper]


@pytest.fixture
def gui_thread_guard(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail whatever opens a database on the GUI thread; the test's own connection is open already."""
    gui, really_open = threading.get_ident(), sqlite.connect

    def checked(*args: Any, **kwargs: Any) -> Any:
        assert threading.get_ident() != gui, "the GUI thread opened a database"
        return really_open(*args, **kwargs)

    monkeypatch.setattr(sqlite, "connect", checked)


@pytest.fixture
def open_imports(
    qtbot: QtBot, shop_path: Path, now: datetime, gui_thread_guard: None, tmp_path: Path
) -> Iterator[OpenImports]:
    """Opens import windows on the shop, and closes them at the end."""
    QApplication.setStyle("Fusion")
    opened: list[ImportWork] = []

    @contextlib.contextmanager
    def open_database() -> Iterator[Database]:
        with contextlib.closing(connect(shop_path)) as own:
            yield builders.signing(own)

    def open_one(
        language: Language = "en",
        theme: Scheme = "light",
        text_percent: int = 100,
        chosen: Path | None = None,
        saved: Path | None = None,
    ) -> Shopkeeper:
        look = Theme(theme, text_percent)
        look.dress()
        wording = Wording(language)
        work = ImportWork(open_database, clock=lambda: now, new_id=builders.ids(len(opened) + 50), wording=wording)
        opened.append(work)
        seconds = itertools.count()
        window = ImportWindow(
            look,
            wording,
            work,
            rates=french_rates(),
            today=now.date(),
            seconds=lambda: float(next(seconds)),
            ask_open=lambda _over, _title, _kinds: chosen,
            ask_save=lambda _over, _title, name: saved or tmp_path / name,
        )
        qtbot.addWidget(window)
        with qtbot.waitSignal(work.latest_found, timeout=PATIENCE_MS):
            window.begin()
        qtbot.waitExposed(window)
        return Shopkeeper(qtbot, window, work)

    yield open_one
    for work in opened:
        work.close()
