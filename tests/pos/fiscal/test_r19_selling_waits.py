"""R19: while an earlier business day is open, selling waits for its closing."""

from __future__ import annotations

from datetime import date

import pytest

from pos.database.connection import Database
from pos.database.journal.records import head_row
from pos.domain.errors import DayNotClosed
from pos.domain.tax import TaxRate
from pos.operations.closing import close_day
from tests.pos.fiscal.closing_shop import ClosingShop, at


def test_r19_a_forgotten_closing_is_made_the_next_morning_and_selling_goes_on(
    db: Database, rates: tuple[TaxRate, ...]
) -> None:
    shop = ClosingShop(db, rates)
    shop.sell(at("2026-11-25"))
    before = head_row(db)
    with pytest.raises(DayNotClosed) as refused:
        shop.sell(at("2026-11-26", 9))
    assert refused.value.day == date(2026, 11, 25)
    assert head_row(db) == before

    closed = close_day(db, now=at("2026-11-26", 9))
    sold = shop.sell(at("2026-11-26", 9))

    assert closed.day == closed.record.business_day == date(2026, 11, 25)
    assert sold.record is not None
    assert sold.record.business_day == date(2026, 11, 26)


def test_r19_a_till_that_sells_past_midnight_is_still_on_its_evening(db: Database, rates: tuple[TaxRate, ...]) -> None:
    shop = ClosingShop(db, rates)
    evening = [shop.sell(at("2026-11-25", hour)) for hour in (23.5, 24.0, 24.01, 27.9)]
    assert {sold.record.business_day for sold in evening if sold.record} == {date(2026, 11, 25)}

    with pytest.raises(DayNotClosed):
        shop.sell(at("2026-11-25", 28))

    assert close_day(db, now=at("2026-11-25", 28)).closing.figures.counts["TICKET"] == len(evening)


def test_r19_days_without_takings_hold_nothing_up(db: Database, rates: tuple[TaxRate, ...]) -> None:
    shop = ClosingShop(db, rates)
    shop.sell(at("2026-11-21"))
    close_day(db, now=at("2026-11-21", 19))

    assert shop.sell(at("2026-11-30")).record is not None
