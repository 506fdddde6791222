"""R18 on the screen: one key begins and ends training, every window says so, and real work waits untouched."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pos.database import sales, stock, tickets
from pos.database.journal import training as kept
from pos.database.journal.records import by_kind_after
from pos.domain.catalogue import Product
from pos.domain.customer_display import DisplaySetting
from pos.fiscal.record import Kind
from tests.ui.sell.cashier import Cashier, ask
from tests.ui.sell.conftest import BREAD, TEA, OpenTill
from ui.sell.parked_sheet import ParkedSheet
from ui.sell.sold_sheet import SoldSheet
from ui.theme import Scheme, contrast
from ui.training.training_band import TrainingBand


def band_of(window: QWidget) -> TrainingBand:
    return next(one for one in window.findChildren(TrainingBand) if one.isVisible())


def has_band(window: QWidget) -> bool:
    return any(one.isVisible() for one in window.findChildren(TrainingBand))


def begin(cashier: Cashier) -> None:
    cashier.choose_in_menu("Begin training")
    cashier.qtbot.waitUntil(lambda: cashier.till.late.training.is_on, timeout=3_000)


def sell_one(cashier: Cashier) -> SoldSheet:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F9)
    cashier.press(Qt.Key.Key_Return)
    return cashier.sheet(SoldSheet)


def test_r18_a_training_sale_says_so_everywhere_and_changes_nothing(
    cashier: Cashier, shop_path: Path, shelf: dict[str, Product]
) -> None:
    begin(cashier)

    sheet = sell_one(cashier)

    assert has_band(cashier.window)
    assert cashier.window.windowTitle().startswith("SIMULATION")
    band = band_of(cashier.window)
    assert not band.geometry().intersects(sheet.geometry())
    assert "SIMULATION" in band.accessibleName()
    assert sheet.heading.text() == "Ticket 1 is paid"
    paper = sheet.findChild(QWidget, "paper")
    assert paper is not None
    assert paper.toPlainText().count("SIMULATION") == 2  # type: ignore[attr-defined]
    assert ask(shop_path, sales.count) == 0
    assert ask(shop_path, lambda db: len(by_kind_after(db, Kind.TRAIN, 0))) == 1
    assert ask(shop_path, stock.levels)[shelf[BREAD].id].milli == 10_000


def test_r18_the_ticket_of_real_work_waits_and_comes_back(cashier: Cashier, shop_path: Path) -> None:
    cashier.scan(BREAD)
    cashier.scan(TEA)
    real = cashier.lines

    begin(cashier)
    assert cashier.lines == []
    sell_one(cashier)
    cashier.press(Qt.Key.Key_Escape)
    cashier.scan(TEA)
    cashier.choose_in_menu("End training")
    cashier.qtbot.waitUntil(lambda: not cashier.till.late.training.is_on, timeout=3_000)

    assert cashier.lines == real
    assert not has_band(cashier.window)
    assert not cashier.window.windowTitle().startswith("SIMULATION")
    assert cashier.window.contentsMargins().top() == 0
    cashier.press(Qt.Key.Key_F9)
    cashier.press(Qt.Key.Key_Return)
    assert cashier.sheet(SoldSheet).heading.text() == "Ticket 1 is paid"
    assert ask(shop_path, sales.count) == 1


def test_r18_parked_tickets_of_real_work_are_out_of_sight(cashier: Cashier, shop_path: Path) -> None:
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F7)
    cashier.sheet(ParkedSheet).confirm()
    cashier.settle()

    begin(cashier)
    cashier.press(Qt.Key.Key_F7)

    assert cashier.window.sheet is None
    assert ask(shop_path, tickets.count_parked) == 0
    cashier.choose_in_menu("End training")
    assert ask(shop_path, tickets.count_parked) == 1


def test_r18_training_survives_a_restart_and_says_so_at_once(open_till: OpenTill, shop_path: Path) -> None:
    first = open_till()
    begin(first)
    first.scan(TEA)
    first.till.close()

    again = open_till()

    assert has_band(again.window)
    assert [name for name, _ in again.lines] == ["Thé vert"]
    assert ask(shop_path, kept.is_on)
    again.choose_in_menu("End training")
    assert again.lines == []


def test_r18_the_customers_window_says_so_too(cashier: Cashier) -> None:
    begin(cashier)
    cashier.till.late.customer.begin(DisplaySetting(window=True))
    cashier.settle()
    display = cashier.till.late.customer.display
    assert display is not None
    assert has_band(display)
    assert "SIMULATION" in display.windowTitle()

    cashier.choose_in_menu("End training")

    assert not has_band(display)


def test_r18_a_window_opened_during_training_is_covered(cashier: Cashier) -> None:
    begin(cashier)
    cashier.till.imports.open()
    window = cashier.till.imports.window
    assert window is not None
    cashier.till.late.training.cover(window)

    assert has_band(window)
    window.close()


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast"])
def test_r18_the_band_can_be_read_in_every_look(cashier: Cashier, scheme: Scheme) -> None:
    begin(cashier)
    cashier.till.theme.change(scheme=scheme, text_percent=150)
    cashier.settle()
    tokens = cashier.till.theme.tokens

    assert contrast(tokens.amber, tokens.amber_ground) >= (7 if scheme == "contrast" else 4.5)
    assert band_of(cashier.window).height() == cashier.window.contentsMargins().top()
