"""R18 at the counter, beside the other parts: no note, nothing printed by itself, no trace but training's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from pos.database.journal.records import in_order
from pos.domain.catalogue import Product, Supply
from pos.domain.errors import DrawerStaysShut, ShopError
from pos.fiscal.events import Event
from pos.fiscal.record import Kind
from pos.operations.cataloguing import add_product
from pos.operations.opening import open_shop
from tests import builders
from tests.ui.sales.test_finding_a_sale import papers
from tests.ui.sell.cashier import Cashier, ask
from tests.ui.sell.conftest import BREAD, OpenTill
from tests.ui.training.test_training import begin
from ui.sales.find_sheet import FindSheet
from ui.sell.payment_sheet import PaymentSheet
from ui.sell.sold_sheet import SoldSheet

WORK, LAMP = "2000000000039", "2000000000046"


@pytest.fixture
def stocked(shelf: dict[str, Product], shop_path: Path, now: datetime) -> None:
    """An hour of work and a lamp under guarantee stand on the shelf too."""
    db = open_shop(shop_path, now=now, new_id=builders.ids(4))
    add_product(db, replace(builders.product("Réparation", 4_000), supply=Supply.SERVICE), [WORK])
    add_product(db, replace(builders.product("Lampe", 4_990), guaranteed=True), [LAMP])
    db.close()


@pytest.fixture
def cashier(stocked: None, open_till: OpenTill, tmp_path: Path) -> Cashier:
    """A cashier at a till with a printer."""
    return open_till(printer_setting="pretend:", papers=tmp_path / "papers")


def written(shop_path: Path) -> list[str]:
    """What was recorded since training began: kinds, and the names of events."""
    subjects = ask(shop_path, lambda db: [one.subject if one.kind is Kind.JET else one.kind for one in in_order(db)])
    return [str(one) for one in subjects[subjects.index(Event.TRAINING_ON) :]]


def jobs(shop_path: Path) -> int:
    return ask(shop_path, lambda db: int(db.value("SELECT count(*) FROM print_job")))


def test_r18_services_and_guaranteed_goods_are_trained_without_a_note_or_a_paper(
    cashier: Cashier, shop_path: Path, tmp_path: Path
) -> None:
    begin(cashier)
    cashier.scan(WORK)
    cashier.scan(LAMP)
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_Delete)
    cashier.press(Qt.Key.Key_F9)
    assert cashier.sheet(PaymentSheet)
    cashier.press(Qt.Key.Key_Return)
    sheet = cashier.sheet(SoldSheet)

    assert not sheet.reason.isVisible()
    assert jobs(shop_path) == 0
    assert written(shop_path) == [Event.TRAINING_ON, Kind.TRAIN]
    cashier.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    [paper] = papers(cashier, tmp_path / "papers", 1)
    assert paper.count("SIMULATION") == 2
    assert written(shop_path) == [Event.TRAINING_ON, Kind.TRAIN]


def test_r18_after_training_the_note_and_the_paper_by_itself_are_back(cashier: Cashier, shop_path: Path) -> None:
    begin(cashier)
    cashier.choose_in_menu("End training")
    cashier.qtbot.waitUntil(lambda: not cashier.till.late.training.is_on, timeout=3_000)
    cashier.scan(WORK)
    cashier.scan(LAMP)
    cashier.press(Qt.Key.Key_F9)
    cashier.press(Qt.Key.Key_Return)

    assert cashier.sheet(SoldSheet).reason.isVisible()
    assert written(shop_path)[-2:] == [Kind.NOTE, Kind.TICKET]


def test_r18_in_training_the_drawer_does_not_open(cashier: Cashier, shop_path: Path) -> None:
    begin(cashier)
    said: list[ShopError | None] = []

    cashier.till.printing.try_drawer(said.append)
    cashier.settle()

    assert [type(one) for one in said] == [DrawerStaysShut]
    assert written(shop_path) == [Event.TRAINING_ON]


def test_r18_find_a_sale_lists_none_of_training(cashier: Cashier) -> None:
    begin(cashier)
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_F9)
    cashier.press(Qt.Key.Key_Return)
    cashier.press(Qt.Key.Key_Return)
    cashier.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)

    sheet = cashier.sheet(FindSheet)
    cashier.settle()
    assert sheet.list.model().rowCount() == 0
