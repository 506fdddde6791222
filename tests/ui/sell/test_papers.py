"""A receipt nobody knows the fate of is asked about, and printed again only as a duplicate."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from pos.database import print_jobs
from pos.database.connection import transaction
from pos.domain.catalogue import Product
from pos.domain.printer import PrinterProfile
from pos.domain.tax import TaxRate
from pos.operations.opening import open_shop
from pos.operations.printing import RECEIPT_PRINTER, open_jobs, queue_gift, queue_receipt
from pos.operations.selling import sell
from pos.wording import Wording
from tests import builders
from tests.ui.sell.cashier import ask
from tests.ui.sell.conftest import BREAD, OpenTill
from ui.papers.papers_sheet import PapersSheet


@pytest.fixture
def cut_off(shelf: dict[str, Product], shop_path: Path, now: datetime, rates: tuple[TaxRate, ...]) -> None:
    """The power went while a receipt was on its way to the printer."""
    db = open_shop(shop_path, now=now, new_id=builders.new_id)
    ticket = builders.ticket(shelf[BREAD])
    sell(db, ticket, builders.exactly(ticket), now=now, rates=rates)
    profile = PrinterProfile()
    queue_receipt(db, ticket.id, profile=profile, now=now, new_id=builders.new_id, wording=Wording("en"))
    job = print_jobs.next_waiting(db, RECEIPT_PRINTER)
    assert job is not None
    with transaction(db):
        print_jobs.mark_sending(db, job.id)
    db.close()


def test_what_may_be_incomplete_is_asked_about_and_printed_as_a_duplicate(
    cut_off: None, open_till: OpenTill, tmp_path: Path, shop_path: Path
) -> None:
    papers = tmp_path / "papers"
    cashier = open_till(printer_setting="pretend:", papers=papers)
    status = cashier.window.sell.status
    cashier.qtbot.waitUntil(lambda: status.printer_state.asks, timeout=5_000)
    assert status.printer_state.text() == "▲ A receipt may be incomplete"
    cashier.tap(status.printer_state)
    sheet = cashier.sheet(PapersSheet)

    cashier.tap_key("Print a duplicate", sheet)

    cashier.qtbot.waitUntil(lambda: papers.exists() and any(papers.glob("*.txt")), timeout=5_000)
    [paper] = papers.glob("*.txt")
    cashier.qtbot.waitUntil(lambda: "DUPLICATE 1" in paper.read_text(encoding="utf-8"), timeout=5_000)
    cashier.qtbot.waitUntil(lambda: not status.printer_state.asks, timeout=5_000)
    assert ask(shop_path, open_jobs) == []


def test_what_came_out_is_settled_with_one_key(cut_off: None, open_till: OpenTill, tmp_path: Path) -> None:
    cashier = open_till(printer_setting="pretend:", papers=tmp_path / "papers")
    status = cashier.window.sell.status
    cashier.qtbot.waitUntil(lambda: status.printer_state.asks, timeout=5_000)
    cashier.tap(status.printer_state)

    cashier.tap_key("It came out", cashier.sheet(PapersSheet))

    assert cashier.window.sheet is None
    cashier.qtbot.waitUntil(lambda: not status.printer_state.asks, timeout=5_000)
    assert not (tmp_path / "papers").exists()


def test_esc_leaves_the_papers_as_they_are(cut_off: None, open_till: OpenTill, shop_path: Path) -> None:
    cashier = open_till(printer_setting="pretend:", papers=shop_path.parent / "papers")
    status = cashier.window.sell.status
    cashier.qtbot.waitUntil(lambda: status.printer_state.asks, timeout=5_000)
    cashier.tap(status.printer_state)
    cashier.press(Qt.Key.Key_Escape)

    assert cashier.window.sheet is None
    assert len(ask(shop_path, open_jobs)) == 1


@pytest.fixture
def present_cut_off(shelf: dict[str, Product], shop_path: Path, now: datetime, rates: tuple[TaxRate, ...]) -> None:
    """The power went while a gift receipt was on its way to the printer."""
    db = open_shop(shop_path, now=now, new_id=builders.new_id)
    ticket = builders.ticket(shelf[BREAD])
    sell(db, ticket, builders.exactly(ticket), now=now, rates=rates)
    queue_gift(db, ticket.id, profile=PrinterProfile(), now=now, new_id=builders.new_id, wording=Wording("en"))
    job = print_jobs.next_waiting(db, RECEIPT_PRINTER)
    assert job is not None
    with transaction(db):
        print_jobs.mark_sending(db, job.id)
    db.close()


def test_a_gift_receipt_that_may_be_incomplete_is_printed_again_and_is_no_duplicate(
    present_cut_off: None, open_till: OpenTill, tmp_path: Path
) -> None:
    papers = tmp_path / "papers"
    cashier = open_till(printer_setting="pretend:", papers=papers)
    status = cashier.window.sell.status
    cashier.qtbot.waitUntil(lambda: status.printer_state.asks, timeout=5_000)
    cashier.tap(status.printer_state)

    cashier.tap_key("Print again", cashier.sheet(PapersSheet))

    cashier.qtbot.waitUntil(lambda: papers.exists() and any(papers.glob("*.txt")), timeout=5_000)
