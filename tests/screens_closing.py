"""Poses for the pictures of closing; `tests.screens` takes them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pos.database import products
from pos.database.connection import Database
from pos.database.journal.records import latest
from pos.domain.payment import Means, Payment
from pos.domain.quantity import Unit, pieces
from pos.domain.ticket import Ticket, add
from pos.exchange.tax_rates import french_rates
from pos.fiscal.record import Kind
from pos.operations.closing import close_day
from pos.operations.counting_cash import count_cash
from pos.operations.selling import sell
from tests import builders
from ui.closing.closing_sheet import ClosingSheet
from ui.closing.count_sheet import CountSheet
from ui.closing.past_sheet import PastSheet

if TYPE_CHECKING:
    from tests.screens import Sitting

DAYS = 4
SALES = 9
COUNTED = {500: 2, 200: 5, 100: 6, 50: 4, 20: 5, 10: 3, 5: 3}


def figures(sitting: Sitting) -> None:
    """The first step: what was taken today."""
    _begun(sitting)


def count(sitting: Sitting) -> None:
    """The notes and coins, counted."""
    sheet = _begun(sitting)
    sheet.go_on()
    for worth, lying in COUNTED.items():
        sheet.count.boxes[worth].setText(str(lying))


def difference(sitting: Sitting) -> None:
    """It is not what was expected."""
    count(sitting)
    sheet = sitting.till.window.sheet
    assert isinstance(sheet, ClosingSheet)
    sheet.go_on()
    sheet.difference.reasons.chosen.emit(0)


def preview(sitting: Sitting) -> None:
    """The closing before it is made."""
    difference(sitting)
    sheet = sitting.till.window.sheet
    assert isinstance(sheet, ClosingSheet)
    sheet.difference.left.setText("20,00")
    sheet.go_on()


def closed(sitting: Sitting) -> None:
    """The day is closed and stands at the top of the list."""
    preview(sitting)
    sheet = sitting.till.window.sheet
    assert isinstance(sheet, ClosingSheet)
    sheet.go_on()
    sitting.settle(lambda: not isinstance(sitting.till.window.sheet, ClosingSheet))


def past(sitting: Sitting) -> None:
    """Closings of several days."""
    sitting.till.background.run(_trade_for_days)
    sitting.settle()
    sitting.till.late.closing.past.open()


def no_closing(sitting: Sitting) -> None:
    """A shop that has closed nothing."""
    sitting.till.late.closing.past.open()


def late_count(sitting: Sitting) -> None:
    """The count of a day that was closed without one."""
    past(sitting)
    sitting.settle()
    sheet = sitting.till.window.sheet
    assert isinstance(sheet, PastSheet)
    sheet.count_key.click()
    sitting.settle(lambda: isinstance(sitting.till.window.sheet, CountSheet))


def x_report(sitting: Sitting) -> None:
    """The figures of the open day."""
    sitting.till.background.run(_trade)
    sitting.settle()
    sitting.till.late.closing.open_figures()


def habits(sitting: Sitting) -> None:
    """How the shop closes."""
    sitting.till.late.closing.past.open_habits()


def open_day(sitting: Sitting) -> None:
    """The next morning."""
    sitting.shop_a_little()
    sitting.till.background.run(_trade)
    sitting.settle()
    sitting.till.late.closing.ask(builders.NOON.date())


def _begun(sitting: Sitting) -> ClosingSheet:
    sitting.till.background.run(_trade)
    sitting.settle()
    sitting.till.late.closing.open()
    sitting.settle(lambda: isinstance(sitting.till.window.sheet, ClosingSheet))
    sheet = sitting.till.window.sheet
    assert isinstance(sheet, ClosingSheet)
    return sheet


def _trade(db: Database) -> None:
    """This morning's sales."""
    _sell(db, day=0)


def _trade_for_days(db: Database) -> None:
    """Some days with their closings, the last one without its count: the journal knows no day before it began."""
    if latest(db, Kind.Z) is not None:
        return  # it was asked for before
    for day in range(DAYS):
        _sell(db, day=day)
        evening = builders.NOON + timedelta(days=day, hours=7)
        made = close_day(db, now=evening)
        if day + 1 < DAYS:
            expected = made.closing.cash_expected
            count_cash(db, made.record.seq, {1: expected}, reason="", left=min(expected, 15_000), now=evening)


def _sell(db: Database, *, day: int) -> None:
    wares = [one.product for one in products.by_name(db, limit=200)]
    priced = [one for one in wares if one.price is not None and one.unit is Unit.PIECE]
    for number in range(SALES):
        ticket = Ticket(builders.new_id())
        for step in range(1 + number % 3):
            ticket = add(ticket, priced[(number * 7 + step * 31 + day) % len(priced)], pieces(1 + step % 2))
        at = builders.NOON + timedelta(days=day, minutes=9 * number)
        means = Means.CASH if number % 2 else Means.CARD
        sell(db, ticket, [Payment(means, ticket.total)], now=at, rates=french_rates())
