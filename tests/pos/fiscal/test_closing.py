"""Closings: days, months and years seal what came before, and selling never waits longer than it must."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from pos.database.connection import Database, transaction
from pos.database.journal.records import by_kind_after, latest, note_event
from pos.database.journal.totals import totals
from pos.domain.catalogue import Product
from pos.domain.errors import DayClosedAlready, DayNotClosed, PeriodNotOver
from pos.domain.tax import TaxRate
from pos.fiscal.closing import read_closing
from pos.fiscal.events import Event
from pos.fiscal.record import Kind
from pos.operations.cataloguing import add_product
from pos.operations.closing import close_day, close_month, close_year, x_report
from pos.operations.selling import Sold, sell
from tests.builders import PARIS, card, cash, product, ticket


class Shop:
    """A shop that sells one article at any moment."""

    def __init__(self, db: Database, rates: tuple[TaxRate, ...]) -> None:
        self.db, self.rates = db, rates
        self.soap: Product = product("Savon", 250)
        add_product(db, self.soap)

    def sell(self, at: datetime, *, given: int = 250) -> Sold:
        return sell(self.db, ticket(self.soap), [cash(given)], now=at, rates=self.rates)


@pytest.fixture
def shop(db: Database, rates: tuple[TaxRate, ...]) -> Shop:
    return Shop(db, rates)


def at(day: str, hour: int = 10) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), PARIS) + timedelta(hours=hour)


def names(db: Database, kind: Kind) -> list[str]:
    return [one.subject for one in by_kind_after(db, kind, 0)]


def test_a_day_is_closed_with_what_was_taken(shop: Shop, db: Database) -> None:
    shop.sell(at("2026-11-23"), given=500)
    sell(db, ticket(shop.soap), [card(250)], now=at("2026-11-23", 11), rates=shop.rates)

    closed = close_day(db, now=at("2026-11-23", 19))

    figures = closed.closing.figures
    assert (closed.day, closed.record.number) == (date(2026, 11, 23), 1)
    assert (figures.gross, figures.net, figures.vat) == (500, 416, 84)
    assert figures.payments == {"cash": 250, "card": 250}
    assert closed.closing.cash_expected == 250
    assert figures.counts["TICKET"] == 2
    assert (closed.closing.totals.perpetual, totals(db).day, totals(db).month) == (500, 0, 500)
    assert (closed.month, closed.year) == (None, None)


def test_an_x_report_closes_nothing_and_agrees_with_the_z_after_it(shop: Shop, db: Database) -> None:
    shop.sell(at("2026-11-23"))

    report = x_report(db, now=at("2026-11-23", 12))

    assert close_day(db, now=at("2026-11-23", 19)).closing.figures == report.figures
    assert report.cash_expected == 250


def test_the_next_morning_selling_waits_until_one_key_closed_the_day_before(shop: Shop, db: Database) -> None:
    shop.sell(at("2026-11-23"))
    with pytest.raises(DayNotClosed) as refused:
        shop.sell(at("2026-11-24"))
    assert refused.value.day == date(2026, 11, 23)

    assert close_day(db, now=at("2026-11-24", 9)).day == date(2026, 11, 23)

    sold = shop.sell(at("2026-11-24"))
    assert sold.record is not None
    assert sold.record.business_day == date(2026, 11, 24)


def test_a_sale_after_midnight_is_of_the_evening_before(shop: Shop) -> None:
    shop.sell(at("2026-11-23", 23))
    sold = shop.sell(at("2026-11-24", 1))
    assert sold.record is not None
    assert sold.record.business_day == date(2026, 11, 23)


def test_a_sale_after_the_closing_is_of_the_next_day_and_that_day_goes_on(shop: Shop, db: Database) -> None:
    shop.sell(at("2026-11-23"))
    close_day(db, now=at("2026-11-23", 18))

    late = shop.sell(at("2026-11-23", 19))
    shop.sell(at("2026-11-24"))

    assert late.record is not None
    assert late.record.business_day == date(2026, 11, 24)
    assert close_day(db, now=at("2026-11-24", 19)).closing.figures.counts["TICKET"] == 2


def test_a_day_without_a_sale_can_be_closed_once(shop: Shop, db: Database) -> None:
    closed = close_day(db, now=at("2026-11-23", 19))
    assert (closed.closing.figures.gross, closed.closing.cash_expected) == (0, 0)
    with pytest.raises(DayClosedAlready):
        close_day(db, now=at("2026-11-23", 20))


def test_the_last_day_closes_its_month_and_year_by_itself(shop: Shop, db: Database) -> None:
    shop.sell(at("2026-12-31"))
    closed = close_day(db, now=at("2026-12-31", 19))
    assert closed.month is not None
    assert closed.year is not None
    assert (closed.month.subject, closed.year.subject) == ("2026-12", "2026")
    after = totals(db)
    assert (after.day, after.month, after.year, after.perpetual) == (0, 0, 0, 250)


def test_a_month_that_ended_on_a_free_day_is_closed_before_the_first_sale_of_the_next(shop: Shop, db: Database) -> None:
    shop.sell(at("2026-11-28"))
    close_day(db, now=at("2026-11-28", 19))
    assert names(db, Kind.ZM) == []

    shop.sell(at("2026-12-01"))

    assert names(db, Kind.ZM) == ["2026-11"]
    month = latest(db, Kind.ZM)
    assert month is not None
    assert read_closing(month.payload).figures.gross == 250
    assert totals(db).month == 250


def test_a_month_and_a_year_wait_for_what_is_within_them(shop: Shop, db: Database) -> None:
    shop.sell(at("2026-11-27"))
    with pytest.raises(DayNotClosed):
        close_month(db, "2026-11", now=at("2026-12-01"))
    close_day(db, now=at("2026-11-27", 19))
    with pytest.raises(PeriodNotOver):
        close_month(db, "2026-11", now=at("2026-11-28"))
    with pytest.raises(PeriodNotOver):
        close_year(db, "2026", now=at("2027-01-02"))

    assert close_month(db, "2026-11", now=at("2027-01-02")).subject == "2026-11"
    assert close_year(db, "2026", now=at("2027-01-02")).subject == "2026"
    with pytest.raises(PeriodNotOver):
        close_year(db, "2026", now=at("2027-01-02"))


def test_what_events_say_of_amounts_is_in_the_closing(shop: Shop, db: Database) -> None:
    shop.sell(at("2026-11-23"))
    with transaction(db):
        note_event(db, Event.LINE_VOIDED, now=at("2026-11-23"), details={"amount": 250})
        note_event(db, Event.DRAWER_OPEN, now=at("2026-11-23"))

    figures = close_day(db, now=at("2026-11-23", 19)).closing.figures

    assert (figures.voided.count, figures.voided.amount, figures.drawer) == (1, 250, 1)
