"""Poses of what keeps a shop's records: the inspector's window, selling held, backups, training, papers to be given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from pos.database.connection import Database
from pos.database.journal.records import latest
from pos.domain.catalogue import Product, Supply
from pos.domain.errors import PrinterOffline, SellingHeld
from pos.domain.hold import Hold, HoldReason
from pos.domain.identity import to_ms
from pos.domain.money import Money
from pos.domain.payment import Means
from pos.domain.quantity import pieces
from pos.fiscal.record import Kind
from pos.operations.cataloguing import add_product
from sync.errors import Temporary, Unsettled
from sync.state import WindowState
from tests import builders, screens_closing, screens_papers, screens_staff
from ui.inspector.inspector_window import InspectorWindow, Place
from ui.integrity.held_sheet import HeldSheet
from ui.printer_thread import PrinterState
from ui.sell.payment_sheet import PaymentSheet

if TYPE_CHECKING:
    from tests.screens import Sitting


def inspection(place: Place) -> Callable[[Sitting], InspectorWindow]:
    """The inspector's window at one of its places."""

    def open_place(sitting: Sitting) -> InspectorWindow:
        desk = sitting.till.late.inspector
        desk.open()
        assert desk.window is not None
        desk.window.go_to(place)
        sitting.settle(lambda: not desk.pending)
        return desk.window

    return open_place


def one_record(sitting: Sitting) -> QWidget:
    """A ticket, in full."""
    screens_papers.trade(sitting)
    window = inspection(Place.RECORDS)(sitting)
    window.records.look_for(_last_ticket(sitting))
    _wait_for(sitting, lambda: bool(window.records.view.toPlainText()))
    return window


def closings(sitting: Sitting) -> QWidget:
    """The closings of some days."""
    screens_closing.past(sitting)
    sitting.settle()
    window = inspection(Place.CLOSINGS)(sitting)
    window.closings.list.setCurrentIndex(window.closings.list.model().index(0, 0))
    _wait_for(sitting, lambda: bool(window.closings.view.toPlainText()))
    return window


def in_order(sitting: Sitting) -> QWidget:
    """Everything was verified and holds."""
    screens_papers.trade(sitting)
    return _verified(sitting)


def not_in_order(sitting: Sitting) -> QWidget:
    """Somebody changed a record in the file."""
    screens_papers.trade(sitting)
    seq = _last_ticket(sitting) - 5
    sitting.till.background.run(lambda db: _tamper(db, seq))
    sitting.settle()
    return _verified(sitting)


def held(reason: HoldReason) -> Callable[[Sitting], None]:
    """Selling waits for a person's word."""

    def open_sheet(sitting: Sitting) -> None:
        sitting.shop_a_little()
        hold = Hold(reason, seq=1_214, missing=57, at_ms=to_ms(builders.NOON + timedelta(hours=2)))
        sitting.till.desk.counter.refused.emit(SellingHeld(hold))
        sitting.till.window.toast.hide()

    return open_sheet


def going_on(sitting: Sitting) -> None:
    """It is asked a second time."""
    held(HoldReason.BEHIND)(sitting)
    sheet = sitting.till.window.sheet
    assert isinstance(sheet, HeldSheet)
    sheet.go_on_key.click()


def backups(sitting: Sitting) -> None:
    """The copies of the shop's file."""
    desk = sitting.till.late.backups
    assert desk is not None
    desk.open()
    sitting.settle(lambda: desk.sheet is not None and bool(desk.sheet.drill.text()))


def shop_page(place: int) -> Callable[[Sitting], None]:
    """The shop's own sheet."""

    def open_page(sitting: Sitting) -> None:
        shop = sitting.till.late.shop
        shop.open()
        sitting.settle(lambda: shop.sheet is not None)
        assert shop.sheet is not None
        shop.sheet.tabs.setCurrentIndex(place)

    return open_page


def training(sitting: Sitting) -> None:
    """Everything says SIMULATION."""
    desk = sitting.till.late.training
    desk.begin()
    sitting.settle(lambda: desk.is_on)
    sitting.shop_a_little()


def must_print(sitting: Sitting) -> None:
    """An appliance was sold: its receipt prints by itself."""
    _ring_up(sitting, Product("appliance", "Bouilloire électrique", Money(34_90), guaranteed=True))
    sitting.till.desk.pay(Means.CARD)
    sheet = sitting.till.window.sheet
    assert isinstance(sheet, PaymentSheet)
    sheet.confirm()


def service_note(sitting: Sitting) -> None:
    """A service is to be paid: its note is on its way to the printer."""
    _ring_up(sitting, Product("service", "Réparation de vélo", Money(48_00), supply=Supply.SERVICE))
    sitting.till.desk.pay(None)
    sitting.settle(lambda: isinstance(sitting.till.window.sheet, PaymentSheet))


def full_foot(sitting: Sitting) -> None:
    """All that the line at the foot can say, at once."""
    screens_staff.selling(sitting)
    status = sitting.till.window.sell.status
    status.show_records(held=False, attested=False)
    status.show_day((builders.NOON - timedelta(days=1)).date())
    away = Temporary(Unsettled.UNREACHABLE)
    status.show_window(WindowState(linked=True, current_at=builders.NOON, waiting=7, trouble=away))
    status.show_printer(PrinterState(waiting=1, trouble=PrinterOffline("receipt")))


def _ring_up(sitting: Sitting, product: Product) -> None:
    sitting.till.background.run(lambda db: add_product(db, product, [""]))
    sitting.settle()
    sitting.till.desk.counter.tap(product, pieces(1))
    sitting.settle()


def _verified(sitting: Sitting) -> QWidget:
    window = inspection(Place.VERIFY)(sitting)
    window.verify.verify_key.click()
    _wait_for(sitting, lambda: bool(window.verify.verdict.text()))
    return window


def _last_ticket(sitting: Sitting) -> int:
    found: list[int] = []

    def look(db: Database) -> int:
        record = latest(db, Kind.TICKET)
        return 0 if record is None else record.seq

    sitting.till.background.run(look, found.append)
    sitting.settle()
    return found[0]


def _tamper(db: Database, seq: int) -> None:
    trigger = db.value("SELECT sql FROM sqlite_schema WHERE name = 'fiscal_record_no_update'")
    db.execute("DROP TRIGGER fiscal_record_no_update")
    db.execute(
        "UPDATE fiscal_record SET payload = CAST(replace(CAST(payload AS TEXT), '\"qty\":1', '\"qty\":2') AS BLOB)"
        " WHERE seq = ?",
        [seq],
    )
    db.execute("UPDATE fiscal_record SET payload = payload || x'20' WHERE seq = ?", [seq])
    db.execute(trigger)


def _wait_for(sitting: Sitting, there: Callable[[], bool]) -> None:
    sitting.settle(lambda: not sitting.till.late.inspector.pending and there())
