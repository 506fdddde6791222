"""At the counter: the note before services are paid, and the receipt that prints by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from pos.database.journal.records import in_order
from pos.domain.catalogue import Product, Supply
from pos.fiscal.record import Kind
from pos.operations.cataloguing import add_product
from pos.operations.opening import open_shop
from tests import builders
from tests.ui.sales.test_finding_a_sale import papers
from tests.ui.sell.cashier import Cashier, ask
from tests.ui.sell.conftest import BREAD, OpenTill
from ui.sell.payment_sheet import PaymentSheet
from ui.sell.sold_sheet import SoldSheet

WORK, LAMP = "2000000000039", "2000000000046"


@pytest.fixture
def more_on_the_shelf(shelf: dict[str, Product], shop_path: Path, now: datetime) -> None:
    """An hour of work, and a lamp under guarantee."""
    db = open_shop(shop_path, now=now, new_id=builders.ids(4))
    add_product(db, replace(builders.product("Réparation", 4_000), supply=Supply.SERVICE), [WORK])
    add_product(db, replace(builders.product("Lampe", 4_990), guaranteed=True), [LAMP])
    db.close()


def kinds(shop_path: Path) -> list[Kind]:
    """What was recorded, but for the log."""
    return ask(shop_path, lambda db: [one.kind for one in in_order(db) if one.kind not in {Kind.JET, Kind.KEY}])


def pay(cashier: Cashier) -> None:
    cashier.press(Qt.Key.Key_F9)
    cashier.press(Qt.Key.Key_Return)


@pytest.mark.usefixtures("more_on_the_shelf")
def test_the_key_that_pays_makes_and_prints_the_note_first(
    open_till: OpenTill, shop_path: Path, tmp_path: Path
) -> None:
    cashier = open_till(printer_setting="pretend:", papers=tmp_path / "papers")
    cashier.scan(WORK)
    cashier.press(Qt.Key.Key_F9)

    assert cashier.sheet(PaymentSheet)
    assert kinds(shop_path) == [Kind.NOTE]
    [note] = papers(cashier, tmp_path / "papers", 1)
    assert "TO PAY" in note
    assert "Réparation" in note

    cashier.press(Qt.Key.Key_Return)
    assert cashier.sheet(SoldSheet)
    assert kinds(shop_path) == [Kind.NOTE, Kind.TICKET]


@pytest.mark.usefixtures("more_on_the_shelf")
def test_paying_again_makes_no_second_note(open_till: OpenTill, shop_path: Path) -> None:
    cashier = open_till()
    cashier.scan(WORK)
    for _ in range(2):
        cashier.press(Qt.Key.Key_F9)
        cashier.press(Qt.Key.Key_Escape)
        cashier.press(Qt.Key.Key_Escape)

    assert kinds(shop_path) == [Kind.NOTE]


@pytest.mark.usefixtures("more_on_the_shelf")
def test_a_ticket_that_grew_while_it_was_paid_gets_a_new_note_and_is_paid_then(
    open_till: OpenTill, shop_path: Path
) -> None:
    cashier = open_till()
    cashier.scan(WORK)
    cashier.press(Qt.Key.Key_F9)
    cashier.scan(BREAD)
    cashier.press(Qt.Key.Key_Return)

    assert "note" in cashier.payment().notice.text()
    assert kinds(shop_path) == [Kind.NOTE, Kind.NOTE]
    cashier.press(Qt.Key.Key_Return)
    assert cashier.sheet(SoldSheet)
    assert kinds(shop_path)[-1] is Kind.TICKET


def test_goods_alone_need_no_note(open_till: OpenTill, shop_path: Path) -> None:
    cashier = open_till()
    cashier.scan(BREAD)
    pay(cashier)

    assert kinds(shop_path) == [Kind.TICKET]


@pytest.mark.usefixtures("more_on_the_shelf")
def test_r39_guaranteed_goods_print_by_themselves_and_the_sheet_says_why(open_till: OpenTill, tmp_path: Path) -> None:
    cashier = open_till(printer_setting="pretend:", papers=tmp_path / "papers")
    cashier.scan(LAMP)
    pay(cashier)
    sheet = cashier.sheet(SoldSheet)

    [receipt] = papers(cashier, tmp_path / "papers", 1)
    assert "Legal guarantee of conformity: 2 years" in receipt
    assert sheet.reason.isVisible()
    assert sheet.print_key.text() == "Print a duplicate"


def test_r39_nothing_else_is_printed_unless_it_is_asked_for(
    open_till: OpenTill, tmp_path: Path, shop_path: Path
) -> None:
    cashier = open_till(printer_setting="pretend:", papers=tmp_path / "papers")
    cashier.scan(BREAD)
    pay(cashier)
    sheet = cashier.sheet(SoldSheet)

    assert ask(shop_path, lambda db: db.value("SELECT count(*) FROM print_job")) == 0
    assert not sheet.reason.isVisible()
    assert sheet.print_key.text() == "Print the receipt"


@pytest.mark.usefixtures("more_on_the_shelf")
def test_r39_without_a_printer_the_sheet_says_how_the_receipt_is_given(open_till: OpenTill) -> None:
    cashier = open_till()
    cashier.scan(LAMP)
    pay(cashier)

    assert "PDF" in cashier.sheet(SoldSheet).reason.text()
