"""R22: a month whose days, or a year whose months, are not all closed is refused."""

from __future__ import annotations

import pytest

from pos.database.connection import Database
from pos.database.journal.records import head_row
from pos.domain.errors import DayNotClosed, PeriodNotOver
from pos.domain.tax import TaxRate
from pos.fiscal.closing import read_closing
from pos.operations.closing import close_day, close_month, close_year
from tests.pos.fiscal.closing_shop import ClosingShop, at


def test_r22_a_month_waits_for_its_open_day_and_a_year_for_its_open_month(
    db: Database, rates: tuple[TaxRate, ...]
) -> None:
    shop = ClosingShop(db, rates)
    shop.sell(at("2026-12-30"))
    before = head_row(db)
    with pytest.raises(DayNotClosed):
        close_month(db, "2026-12", now=at("2027-01-02"))
    with pytest.raises(DayNotClosed):
        close_year(db, "2026", now=at("2027-01-02"))
    assert head_row(db) == before

    close_day(db, now=at("2026-12-30", 19))
    with pytest.raises(PeriodNotOver):
        close_year(db, "2026", now=at("2027-01-02"))
    month = close_month(db, "2026-12", now=at("2027-01-02"))
    year = close_year(db, "2026", now=at("2027-01-02"))

    assert (read_closing(month.payload).closings, read_closing(year.payload).closings) == (1, 1)
    assert read_closing(year.payload).figures.gross == 250


@pytest.mark.parametrize("month", ["2026-10", "2026-12", "2027-01"])
def test_r22_a_month_that_has_no_closed_day_is_refused(db: Database, rates: tuple[TaxRate, ...], month: str) -> None:
    ClosingShop(db, rates).sell(at("2026-11-28"))
    close_day(db, now=at("2026-11-28", 19))

    with pytest.raises(PeriodNotOver):
        close_month(db, month, now=at("2026-12-02"))
