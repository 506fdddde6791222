"""The drawer is counted with a closing or any time after; what differs is written down and stops nothing."""

from __future__ import annotations

import pytest

from pos.database import settings
from pos.database.connection import Database
from pos.database.journal.closings import count_of
from pos.database.journal.records import latest
from pos.domain.tax import TaxRate
from pos.fiscal.canonical import parse
from pos.fiscal.record import Kind
from pos.operations.closing import close_day, x_report
from pos.operations.counting_cash import count_cash
from pos.operations.finding_closings import find_closings
from tests.builders import cash
from tests.pos.fiscal.closing_shop import ClosingShop, at

EVENING = 19


def evening(day: int) -> str:
    return f"2026-11-{day}"


@pytest.fixture
def shop(db: Database, rates: tuple[TaxRate, ...]) -> ClosingShop:
    return ClosingShop(db, rates)


def close(db: Database, day: int) -> int:
    return close_day(db, now=at(evening(day), EVENING)).record.seq


def test_what_is_expected_is_the_float_and_the_cash_less_the_change(shop: ClosingShop, db: Database) -> None:
    settings.put_drawer_float(db, 10_000)
    shop.sell(at(evening(23)), pay=[cash(5_000)])

    assert x_report(db, now=at(evening(23), 12)).cash_expected == 10_250
    count = count_cash(db, close(db, 23), {5_000: 2}, reason="", left=10_000, now=at(evening(23), EVENING))

    assert (count.expected, count.total, count.difference, count.taken_out) == (10_250, 10_000, -250, 0)


def test_a_count_is_an_event_of_the_log_with_everything_that_was_said(shop: ClosingShop, db: Database) -> None:
    shop.sell(at(evening(23)))
    z = close(db, 23)

    count_cash(db, z, {200: 1, 50: 2, 20: 0}, reason="  trouvé sous le tiroir ", left=100, now=at(evening(23), 20))

    event = latest(db, Kind.JET)
    assert event is not None
    said = parse(event.payload)
    assert (said["event"], said["code"]) == ("CASH_COUNT", 170)
    assert said["data"] == {
        "day": "2026-11-23",
        "z": z,
        "counted": [{"v": 200, "n": 1}, {"v": 50, "n": 2}],
        "total": 300,
        "expected": 250,
        "diff": 50,
        "reason": "trouvé sous le tiroir",
        "left": 100,
    }


def test_what_stays_in_the_drawer_is_the_float_of_the_day_that_follows(shop: ClosingShop, db: Database) -> None:
    shop.sell(at(evening(23)))
    count_cash(db, close(db, 23), {100: 2, 50: 1}, reason="", left=150, now=at(evening(23), EVENING))
    shop.sell(at(evening(24)))

    assert close_day(db, now=at(evening(24), EVENING)).closing.cash_expected == 400


def test_a_count_made_up_for_later_says_nothing_of_the_drawer_of_now(shop: ClosingShop, db: Database) -> None:
    shop.sell(at(evening(23)))
    forgotten = close(db, 23)
    shop.sell(at(evening(24)))
    count_cash(db, close(db, 24), {500: 1}, reason="", left=500, now=at(evening(24), EVENING))

    count_cash(db, forgotten, {200: 1}, reason="", left=0, now=at(evening(25), 9))

    assert settings.drawer_float(db) == 500
    assert [entry.lacks_count for entry in find_closings(db, after=None, limit=10)] == [False, False]


def test_the_list_shows_which_closing_lacks_its_count_page_by_page(shop: ClosingShop, db: Database) -> None:
    for day in range(23, 28):
        shop.sell(at(evening(day)))
        seq = close(db, day)
        if day != 25:
            count_cash(db, seq, {}, reason="", left=0, now=at(evening(day), EVENING))

    first = find_closings(db, after=None, limit=2)
    second = find_closings(db, after=first[-1], limit=2)
    last = find_closings(db, after=second[-1], limit=2)

    found = [(entry.record.subject[-2:], entry.lacks_count) for page in (first, second, last) for entry in page]
    assert found == [("27", False), ("26", False), ("25", True), ("24", False), ("23", False)]


def test_the_last_count_of_a_closing_is_the_one_that_holds(shop: ClosingShop, db: Database) -> None:
    z = close(db, 23)
    for pieces in (1, 2):
        count_cash(db, z, {100: pieces}, reason="", left=0, now=at(evening(23), 20))

    count = count_of(db, z)
    assert count is not None
    assert count.total == 200


def test_only_the_closing_of_a_day_is_counted(shop: ClosingShop, db: Database) -> None:
    with pytest.raises(LookupError):
        count_cash(db, 1, {}, reason="", left=0, now=at(evening(23)))
