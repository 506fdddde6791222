"""R21: from one closing to the next the perpetual totals grow by what lies between, with sign and without."""

from __future__ import annotations

import random
from datetime import timedelta

from pos.database.connection import Database, transaction
from pos.database.journal.records import append, by_kind_after
from pos.database.journal.totals import put_totals, totals
from pos.domain.tax import TaxRate
from pos.fiscal.closing import Closing, read_closing
from pos.fiscal.record import Kind
from pos.fiscal.ticket import Totals
from pos.operations.closing import close_day
from tests.pos.fiscal.closing_shop import ClosingShop, at

DAYS = 75


def test_r21_the_perpetual_totals_are_a_chain_over_days_months_and_years(
    db: Database, rates: tuple[TaxRate, ...]
) -> None:
    shop, chance = ClosingShop(db, rates), random.Random(21)
    amounts: list[int] = []
    for day in range(DAYS):
        morning = at("2026-11-23") + timedelta(days=day)
        sold = [shop.sell(morning, *chance.choices(range(4), k=3)) for _ in range(chance.randrange(3))]
        amounts.append(sum(one.sale.total.minor for one in sold))
        close_day(db, now=morning + timedelta(hours=9))

    days = [read_closing(one.payload) for one in by_kind_after(db, Kind.Z, 0)]
    before = Totals()
    for closed, amount in zip(days, amounts, strict=True):
        assert closed.figures.gross == amount
        assert closed.totals.perpetual == before.perpetual + amount
        assert closed.totals.perpetual_abs == before.perpetual_abs + abs(amount)
        assert closed.totals.day == amount
        before = closed.totals
    for kind in (Kind.ZM, Kind.ZY):
        for period in (read_closing(one.payload) for one in by_kind_after(db, kind, 0)):
            within = [one for one in days if _lies_in(one, period)]
            assert period.figures.gross == sum(one.figures.gross for one in within)
            assert period.totals.perpetual == within[-1].totals.perpetual
    assert by_kind_after(db, Kind.ZY, 0)


def test_r21_what_comes_back_takes_off_with_its_sign_and_adds_without(db: Database, rates: tuple[TaxRate, ...]) -> None:
    """Returns come with a later version; the totals know them already."""
    ClosingShop(db, rates).sell(at("2026-11-23"))
    first = close_day(db, now=at("2026-11-23", 19)).closing.totals
    with transaction(db):
        put_totals(db, totals(db).plus(-100))
        append(db, Kind.NOTE, {"ttc": -100}, now=at("2026-11-24"))

    second = close_day(db, now=at("2026-11-24", 19)).closing.totals

    assert (second.perpetual, second.perpetual_abs) == (first.perpetual - 100, first.perpetual_abs + 100)


def _lies_in(day: Closing, period: Closing) -> bool:
    return period.figures.from_seq <= day.figures.from_seq and day.figures.to_seq <= period.figures.to_seq
