"""Importing from the till: opened from its menu, its shelves filled, and what was cut off taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pos.database import imports, products
from pos.database.connection import Database, transaction
from pos.database.imports import ImportState
from pos.exchange.tax_rates import french_rates
from pos.operations.cataloguing import add_product
from pos.operations.selling import sell
from tests import builders
from tests.pos.operations.importing_lists import imported, list_file
from tests.ui.imports.conftest import PATIENCE_MS
from ui.app import Till, TillOptions


@pytest.fixture
def till(qtbot: QtBot, db: Database, shop_path: Path, now: datetime) -> Iterator[Till]:
    QApplication.setStyle("Fusion")
    till = Till(
        TillOptions(shop_path, language="en", theme="light"),
        clock=lambda: now,
        new_id=builders.ids(9),
        sound=lambda _: None,
    )
    yield till
    till.close()


def test_a_list_imported_at_the_till_stands_on_its_shelves(
    qtbot: QtBot, till: Till, db: Database, tmp_path: Path
) -> None:
    path = list_file(tmp_path, "A;Savon;2;Bain", headings="code;nom;prix;categorie")
    with qtbot.waitSignal(till.ready, timeout=PATIENCE_MS):
        till.open()

    till.imports.open()
    window = till.imports.window
    assert window is not None
    with qtbot.waitSignal(till.imports.work.compared, timeout=PATIENCE_MS):
        window.take(path)
    window.check.import_key.click()

    tabs = till.window.sell.tabs
    qtbot.waitUntil(lambda: tabs.count() > 0 and tabs.tabText(1) == "Bain", timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: till.window.sell.model.rowCount() == 1, timeout=PATIENCE_MS)


def test_an_import_that_was_cut_off_is_taken_back_while_the_till_sells(
    qtbot: QtBot, till: Till, db: Database, tmp_path: Path, now: datetime
) -> None:
    soap = builders.product("Savon")
    add_product(db, soap)
    record = imported(db, list_file(tmp_path, *[f"K{n};Article {n}" for n in range(300)], headings="code;nom"))
    with transaction(db):
        imports.set_state(db, record.id, ImportState.PUBLISHING)  # as a power cut leaves it

    with qtbot.waitSignal(till.ready, timeout=PATIENCE_MS):
        till.open()
    basket = builders.ticket(soap)
    sell(db, basket, builders.exactly(basket), now=now, rates=french_rates())

    qtbot.waitUntil(lambda: "was cut off" in till.window.toast.text, timeout=PATIENCE_MS)
    assert products.count(db) == 1
    after = imports.get(db, record.id)
    assert after is not None
    assert after.state is ImportState.CANCELLED


def test_a_till_closed_while_it_imports_takes_it_back_first(
    qtbot: QtBot, till: Till, db: Database, tmp_path: Path
) -> None:
    path = list_file(tmp_path, *[f"K{n};Article {n}" for n in range(3_000)], headings="code;nom")
    with qtbot.waitSignal(till.ready, timeout=PATIENCE_MS):
        till.open()
    till.imports.open()
    window = till.imports.window
    assert window is not None
    with qtbot.waitSignal(till.imports.work.compared, timeout=PATIENCE_MS):
        window.take(path)
    with qtbot.waitSignal(till.imports.work.progressed, timeout=PATIENCE_MS):
        window.check.import_key.click()

    till.close()

    assert products.count(db) == 0
    assert imports.unfinished(db) == []
